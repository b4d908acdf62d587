use crate::decisions::outcome::OutcomeStatus;
use crate::decisions::signals::NEVER;

/// What became of a candidate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) status: OutcomeStatus,
    pub(crate) score: f64,
    pub(crate) multiplier: f64,
    pub(crate) boost: f64,
    /// From 1; 0 when not ranked.
    pub(crate) rank: u32,
    /// The first rule that blocks it, as a position in
    /// [`Findings::active`](super::Findings::active).
    pub(crate) blocked_by: Option<usize>,
    /// That better-ranked candidates exclude it.
    pub(crate) exclusion: Option<Exclusion>,
    /// When it would pass; [`NEVER`] when time alone does not free it.
    pub(crate) next_eligible: i64,
}

/// How a candidate was excluded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exclusion {
    /// The first rule that excludes it, as a position in
    /// [`Findings::active`](super::Findings::active).
    pub(crate) rule: usize,
    /// How many candidates were kept before it was its turn.
    pub(crate) kept: usize,
}

/// The best-ranked candidate of those that exclude each other by a rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Holder {
    pub(crate) candidate: usize,
    /// How many candidates were kept before it.
    pub(crate) place: usize,
}

impl Default for Row {
    /// A candidate that nothing was found about.
    fn default() -> Self {
        Self {
            status: OutcomeStatus::Eligible,
            score: 0.0,
            multiplier: 1.0,
            boost: 1.0,
            rank: 0,
            blocked_by: None,
            exclusion: None,
            next_eligible: NEVER,
        }
    }
}
