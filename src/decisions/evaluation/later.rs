//! Decisions on the same candidates at ever later instants: what still holds is carried over.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::row::Row;
use super::run::Evaluation;
use super::verdict::Verdict;
use crate::decisions::signals::NEVER;
use crate::error::Result;
use crate::sort;
use crate::time::Instant;

/// A decision that moves forward through time.
pub(super) struct Later<'a> {
    evaluation: Evaluation<'a>,
    /// Until when the row of each candidate holds.
    holding: BinaryHeap<Reverse<(i64, usize)>>,
    /// All candidates, best first.
    order: Vec<usize>,
    /// Those that pass.
    passing: Vec<bool>,
}

impl<'a> Later<'a> {
    /// Begins with an evaluation that has not run.
    pub(super) fn new(mut evaluation: Evaluation<'a>) -> Result<Self> {
        let count = evaluation.found.candidates.len();
        evaluation.verdicts_until = vec![i64::MIN; evaluation.found.verdicts.len()];
        // A score that none has: each is new at first.
        evaluation.found.rows = vec![Row { score: f64::NAN, ..Row::default() }; count];
        evaluation.run_overrides()?;
        Ok(Self {
            evaluation,
            holding: (0..count).map(|at| Reverse((i64::MIN, at))).collect(),
            order: Vec::new(),
            passing: vec![false; count],
        })
    }

    /// Whether a candidate passes.
    pub(super) fn passes(&self, at: usize) -> bool {
        self.passing.get(at).copied().unwrap_or_default()
    }

    /// The first instant at which anything that was looked at differs.
    pub(super) fn until(&self) -> i64 {
        self.holding.peek().map_or(NEVER, |Reverse((until, _))| *until)
    }

    /// Moves to a later instant.
    pub(super) fn move_to(&mut self, now: Instant) -> Result<()> {
        self.evaluation.query.now = now;
        let mut ended = Vec::new();
        while self.until() <= now.millis() {
            ended.extend(self.holding.pop().map(|Reverse((_, at))| at));
        }
        sort::list(&mut ended, Ord::cmp);
        let mut moved = Vec::new();
        let mut differs = false;
        for at in ended {
            let (row, until) = self.evaluation.row_at_now(at)?;
            self.holding.push(Reverse((until, at)));
            let Some(known) = self.evaluation.found.rows.get_mut(at) else { continue };
            if known.score.to_bits() != row.score.to_bits() {
                moved.push(at);
            }
            differs |= known.blocked_by.is_none() != row.blocked_by.is_none();
            *known = row;
        }
        if differs || !moved.is_empty() {
            self.mend_order(moved);
            self.exclude();
        }
        Ok(())
    }

    /// Puts the candidates that have another score where they belong.
    fn mend_order(&mut self, mut moved: Vec<usize>) {
        let compare =
            |left: &usize, right: &usize| self.evaluation.compare(*left, *right).then(left.cmp(right));
        sort::list(&mut moved, compare);
        let mut stays = vec![true; self.passing.len()];
        for &at in &moved {
            if let Some(stays) = stays.get_mut(at) {
                *stays = false;
            }
        }
        self.order.retain(|&at| stays.get(at).copied().unwrap_or_default());
        let mut rest = self.order.as_slice();
        let mut order = Vec::with_capacity(self.passing.len());
        for at in moved {
            let better;
            (better, rest) = rest.split_at(rest.partition_point(|other| compare(other, &at).is_lt()));
            order.extend_from_slice(better);
            order.push(at);
        }
        order.extend_from_slice(rest);
        self.order = order;
    }

    /// Finds those that pass: no rule blocks them, and none that is better-ranked excludes them.
    /// What that writes to rows is of no use later, when others may be better-ranked.
    fn exclude(&mut self) {
        let rows = &self.evaluation.found.rows;
        let eligible = |&at: &usize| rows.get(at).is_some_and(|row| row.blocked_by.is_none());
        let eligible = self.order.iter().copied().filter(eligible).collect();
        self.passing.fill(false);
        for at in self.evaluation.exclude(eligible) {
            if let Some(passes) = self.passing.get_mut(at) {
                *passes = true;
            }
        }
    }
}

impl Evaluation<'_> {
    /// What becomes of a candidate now, and until when. Verdicts that still hold are not reached
    /// again.
    fn row_at_now(&mut self, at: usize) -> Result<(Row, i64)> {
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
        let row = self.row_of(at)?;
        Ok((row, self.until))
    }
}
