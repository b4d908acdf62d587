//! Ranking, and the exclusions that depend on it.

use std::cmp::Ordering;

use super::row::{Exclusion, Holder};
use super::run::Evaluation;
use crate::decisions::candidates::Candidates;
use crate::decisions::outcome::OutcomeStatus;
use crate::sort;

impl Evaluation<'_> {
    /// The positions of the eligible candidates, best first, after exclusions.
    pub(super) fn rank(&mut self) -> Vec<usize> {
        let eligible =
            |&at: &usize| self.found.rows.get(at).is_some_and(|row| row.status == OutcomeStatus::Eligible);
        let mut order: Vec<usize> = (0..self.found.rows.len()).filter(eligible).collect();
        self.sort(&mut order);
        if self.program().excludes {
            order = self.exclude(&order);
        }
        let limit = self.query.limit.unwrap_or(u32::MAX);
        for (rank, &at) in (1..=limit).zip(&order) {
            if let Some(row) = self.found.rows.get_mut(at) {
                row.rank = rank;
            }
        }
        order
    }

    /// Sorts candidates, best first.
    pub(super) fn sort(&self, order: &mut Vec<usize>) {
        sort::list(order, |&left, &right| self.compare(left, right));
    }

    /// The higher score first, then the higher priority, then offer and channel by code points, then
    /// the one that comes first.
    pub(super) fn compare(&self, left: usize, right: usize) -> Ordering {
        let score = |at: usize| self.found.rows.get(at).map_or(0.0, |row| row.score);
        let Candidates { names, .. } = &self.found.candidates;
        let channel = |at: usize| names.optional(self.found.candidates.channel(at));
        score(right)
            .total_cmp(&score(left))
            .then_with(|| {
                self.found.candidates.priority(right).total_cmp(&self.found.candidates.priority(left))
            })
            .then_with(|| {
                names
                    .get(self.found.candidates.offer(left))
                    .cmp(names.get(self.found.candidates.offer(right)))
            })
            .then_with(|| channel(left).cmp(&channel(right)))
            .then_with(|| left.cmp(&right))
    }

    /// Finds the exclusions that are about each candidate.
    fn note_exclusions(&mut self) {
        self.exclusions.resize_with(self.found.rows.len(), Vec::new);
        for (position, rule) in self.found.active.iter().enumerate().filter(|(_, rule)| rule.is_exclusion()) {
            for (at, about) in self.exclusions.iter_mut().enumerate() {
                if rule.applies(&self.found.dims(at)) {
                    about.push(position);
                }
            }
        }
    }

    /// Of offers that exclude each other, keeps the best-ranked that no rule blocks. It may have been
    /// another one before.
    pub(super) fn exclude(&mut self, order: &[usize]) -> Vec<usize> {
        if self.exclusions.is_empty() {
            self.note_exclusions();
        }
        let found = &mut self.found;
        let program = self.world.definitions.program;
        found.holders.fill(None);
        let mut kept = Vec::with_capacity(order.len());
        for &at in order {
            let dims = found.dims(at);
            match found.rows.get_mut(at).filter(|row| row.blocked_by.is_none()) {
                Some(row) => row.status = OutcomeStatus::Eligible,
                None => continue,
            }
            let about = self.exclusions.get(at).map_or(&[][..], Vec::as_slice);
            let excludes =
                |&position: &usize| found.excluded_by(program, position, &dims, kept.len()).is_some();
            if let Some(rule) = about.iter().copied().find(excludes) {
                if let Some(row) = found.rows.get_mut(at) {
                    row.status = OutcomeStatus::Suppressed;
                    row.exclusion = Some(Exclusion { rule, kept: kept.len() });
                }
                continue;
            }
            // What is lifted is not excluded, and excludes all the same.
            for &rule in about {
                if let Some(holder) = found.holders.get_mut(rule) {
                    holder.get_or_insert(Holder { candidate: at, place: kept.len() });
                }
            }
            kept.push(at);
        }
        kept
    }
}
