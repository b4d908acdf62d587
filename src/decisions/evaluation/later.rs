//! Decisions on the same candidates at ever later instants: what still holds is carried over.

use super::row::Row;
use super::run::Evaluation;
use super::verdict::Verdict;
use crate::decisions::outcome::OutcomeStatus;
use crate::decisions::signals::NEVER;
use crate::error::Result;
use crate::time::Instant;

/// A decision that moves forward through time.
pub(super) struct Later<'a> {
    evaluation: Evaluation<'a>,
    /// Until when the row of each candidate holds.
    rows_until: Vec<i64>,
    /// The first instant at which anything that was looked at differs.
    pub(super) until: i64,
    /// All candidates, best first.
    order: Vec<usize>,
}

impl<'a> Later<'a> {
    /// Begins with an evaluation that has not run.
    pub(super) fn new(mut evaluation: Evaluation<'a>) -> Result<Self> {
        let count = evaluation.found.candidates.len();
        evaluation.verdicts_until = vec![i64::MIN; evaluation.found.verdicts.len()];
        // A score that none has: each is new at first.
        evaluation.found.rows = vec![Row { score: f64::NAN, ..Row::default() }; count];
        evaluation.run_overrides()?;
        let rows_until = vec![i64::MIN; count];
        Ok(Self { evaluation, rows_until, until: NEVER, order: (0..count).collect() })
    }

    /// Whether a candidate passes.
    pub(super) fn passes(&self, at: usize) -> bool {
        self.evaluation.found.rows.get(at).is_some_and(|row| row.status == OutcomeStatus::Eligible)
    }

    /// Moves to a later instant.
    pub(super) fn move_to(&mut self, now: Instant) -> Result<()> {
        let Self { evaluation, rows_until, until, order } = self;
        evaluation.query.now = now;
        *until = NEVER;
        let mut differ = Vec::new();
        for (at, row_until) in rows_until.iter_mut().enumerate() {
            if *row_until <= now.millis() {
                let row = evaluation.row_at_now(at)?;
                *row_until = evaluation.until;
                let Some(known) = evaluation.found.rows.get_mut(at) else { continue };
                let matters = |row: &Row| (row.score.to_bits(), row.blocked_by.is_none());
                if matters(known) != matters(&row) {
                    *known = row;
                    differ.push(at);
                }
            }
            *until = (*until).min(*row_until);
        }
        if !differ.is_empty() {
            evaluation.mend(order, &differ);
            evaluation.exclude(order);
        }
        Ok(())
    }
}

/// Up to this many candidates are moved one by one; if there are more, all are sorted.
const FEW: usize = 64;

impl Evaluation<'_> {
    /// Puts candidates that may have another score where they belong in an order.
    #[inline(never)]
    fn mend(&self, order: &mut Vec<usize>, moved: &[usize]) {
        if moved.len() > FEW {
            return self.sort(order);
        }
        for at in moved {
            if let Some(place) = order.iter().position(|other| other == at) {
                order.remove(place);
            }
        }
        for &at in moved {
            let place = order.partition_point(|&other| self.compare(other, at).is_lt());
            order.insert(place, at);
        }
    }

    /// What becomes of a candidate now; [`Evaluation::until`] is then until when. Verdicts that
    /// still hold are not reached again.
    fn row_at_now(&mut self, at: usize) -> Result<Row> {
        let dims = self.found.dims(at);
        let now = self.now();
        self.until = NEVER;
        self.acting.clear();
        for rule in self.found.active.iter().filter(|rule| rule.applies(&dims)) {
            let slot = rule.slot(&dims);
            match self.verdicts_until.get(slot) {
                Some(&until) if until > now => self.until = self.until.min(until),
                _ => {
                    if let Some(verdict) = self.found.verdicts.get_mut(slot) {
                        *verdict = Verdict::Unknown;
                    }
                }
            }
        }
        for (weight, compiled) in self.program().weights.iter().enumerate() {
            let slot = self.found.factor_slot(weight, compiled.reads.domain, &dims);
            if let Some(factor) = self.found.factors.get_mut(slot) {
                *factor = (f64::NAN, f64::NAN);
            }
        }
        self.row_of(at)
    }
}
