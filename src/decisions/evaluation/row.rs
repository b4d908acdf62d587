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
    /// The exclusion that the better-ranked candidate won, and that candidate.
    pub(crate) excluded_by: Option<(usize, usize)>,
    /// When it would pass; [`NEVER`] when time alone does not free it.
    pub(crate) next_eligible: i64,
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
            excluded_by: None,
            next_eligible: NEVER,
        }
    }
}
