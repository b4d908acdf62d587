//! Ranking, and the exclusions that depend on it.

use std::cmp::Ordering;

use super::active::Active;
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
        sort::list(&mut order, |&left, &right| self.compare(left, right));
        if self.program().excludes {
            order = self.exclude(order);
        }
        let limit = self.query.limit.unwrap_or(u32::MAX);
        for (rank, &at) in (1..=limit).zip(&order) {
            if let Some(row) = self.found.rows.get_mut(at) {
                row.rank = rank;
            }
        }
        order
    }

    /// The higher score first, then the higher priority, then offer and channel by code points.
    #[inline(never)]
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
    }

    /// The positions of the exclusions that are about a candidate.
    fn exclusions_of(&self, at: usize) -> Vec<usize> {
        let dims = self.found.dims(at);
        let rules = self.found.active.iter().enumerate();
        let about = rules.filter(|(_, rule)| rule.is_exclusion() && rule.applies(&dims));
        about.map(|(position, _)| position).collect()
    }

    /// Of offers that exclude each other, keeps the best-ranked.
    #[inline(never)]
    pub(super) fn exclude(&mut self, order: Vec<usize>) -> Vec<usize> {
        if self.exclusions.is_empty() {
            self.exclusions = (0..self.found.rows.len()).map(|at| self.exclusions_of(at)).collect();
        }
        let mut holders: Vec<Option<usize>> = vec![None; self.found.active.len()];
        let mut kept = Vec::with_capacity(order.len());
        for at in order {
            let dims = self.found.dims(at);
            let positions = self.exclusions.get(at).into_iter().flatten();
            let about = positions.filter_map(|&position| Some((position, self.found.active.get(position)?)));
            let other = |(position, rule): (usize, &Active)| {
                let holder = holders.get(position).copied().flatten()?;
                (self.found.candidates.offer(holder) != self.found.candidates.offer(at)
                    && self.found.lifting(self.program(), rule, &dims).is_none())
                .then_some((position, holder))
            };
            if let Some(excluded_by) = about.clone().find_map(other) {
                if let Some(row) = self.found.rows.get_mut(at) {
                    row.status = OutcomeStatus::Suppressed;
                    row.excluded_by = Some(excluded_by);
                }
                continue;
            }
            // What is lifted is not excluded, and excludes all the same.
            for (position, _) in about {
                if let Some(holder) = holders.get_mut(position) {
                    holder.get_or_insert(at);
                }
            }
            kept.push(at);
        }
        kept
    }
}
