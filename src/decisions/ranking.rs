//! Ranking, and the exclusions that depend on it.

use std::cmp::Ordering;

use super::candidates::Candidates;
use super::evaluation::{Ask, Evaluation};
use super::findings::Status;
use super::request::Explain;
use super::signal::Reach;
use super::world::{NEVER, World};
use crate::error::Result;
use crate::sort;
use crate::time::Instant;

impl Evaluation<'_> {
    /// Ranks the eligible candidates, suppresses those that a better-ranked one excludes, and finds
    /// out when the others would pass. Answers the positions of the eligible, best first.
    pub(crate) fn settle(&mut self) -> Result<Vec<usize>> {
        let ranked = self.rank();
        self.free();
        for at in 0..self.found.rows.len() {
            if self.found.rows.get(at).is_none_or(|row| row.status == Status::Eligible) {
                continue;
            }
            let mut next = self.next_eligible(at);
            if self.world.program.excludes && next != NEVER {
                next = self.next_not_excluded(at, next)?;
            }
            if let Some(row) = self.found.rows.get_mut(at) {
                row.next_eligible = next;
            }
        }
        Ok(ranked)
    }

    /// The positions of the eligible candidates, best first, after exclusions.
    fn rank(&mut self) -> Vec<usize> {
        let eligible =
            |&at: &usize| self.found.rows.get(at).is_some_and(|row| row.status == Status::Eligible);
        let mut order: Vec<usize> = (0..self.found.rows.len()).filter(eligible).collect();
        sort::list(&mut order, |&left, &right| self.compare(left, right));
        if self.world.program.excludes {
            order = self.exclude(order);
        }
        let limit = self.ask.limit.unwrap_or(u32::MAX);
        for (rank, &at) in (1..=limit).zip(&order) {
            if let Some(row) = self.found.rows.get_mut(at) {
                row.rank = rank;
            }
        }
        order
    }

    /// The higher score first, then the higher priority, then offer and channel by code points.
    fn compare(&self, left: usize, right: usize) -> Ordering {
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

    /// Of offers that exclude each other, keeps the best-ranked.
    fn exclude(&mut self, order: Vec<usize>) -> Vec<usize> {
        let mut holders: Vec<Option<usize>> = vec![None; self.found.active.len()];
        let mut kept = Vec::with_capacity(order.len());
        for at in order {
            let dims = self.found.dims(at);
            let mut about = Vec::new();
            for (position, rule) in self.found.active.iter().enumerate() {
                let is_about = rule.is_exclusion() && rule.applies(&dims);
                if is_about && self.found.lifting(self.world.program, rule, &dims).is_none() {
                    about.push(position);
                }
            }
            let other = |&position: &usize| {
                let holder = holders.get(position).copied().flatten()?;
                (self.found.candidates.offer(holder) != self.found.candidates.offer(at))
                    .then_some((position, holder))
            };
            if let Some(excluded_by) = about.iter().find_map(other) {
                if let Some(row) = self.found.rows.get_mut(at) {
                    row.status = Status::Suppressed;
                    row.excluded_by = Some(excluded_by);
                }
                continue;
            }
            for position in about {
                if let Some(holder) = holders.get_mut(position) {
                    holder.get_or_insert(at);
                }
            }
            kept.push(at);
        }
        kept
    }

    /// The first instant from `from` on at which a candidate passes and no better-ranked one
    /// excludes it: the decision is made again whenever anything in it changes.
    fn next_not_excluded(&self, at: usize, from: i64) -> Result<i64> {
        let competing = self.competing(at);
        let Some(place) = competing.iter().position(|&other| other == at) else { return Ok(from) };
        let horizon = self.now() + super::schedule::HORIZON;
        let bounded = !self.world.program.zones.is_empty();
        let mut time = from;
        while !bounded || time <= horizon {
            let Some(now) = Instant::from_millis(time) else { break };
            let world = World { rolling: None, ..self.world };
            let ask = Ask { now, limit: None, explain: Explain::None, ..self.ask };
            let mut later = Evaluation::new(world, ask, self.found.candidates.only(&competing));
            later.run()?;
            later.rank();
            if later.found.rows.get(place).is_some_and(|row| row.status == Status::Eligible) {
                return Ok(time);
            }
            if later.until == NEVER {
                break;
            }
            time = later.until;
        }
        Ok(NEVER)
    }

    /// The candidates that a candidate competes with through exclusions, itself among them; none
    /// when no exclusion is about it.
    fn competing(&self, at: usize) -> Vec<usize> {
        let mut found = vec![false; self.found.candidates.len()];
        let mut waiting = vec![at];
        let exclusions: Vec<_> = self.found.active.iter().filter(|rule| rule.is_exclusion()).collect();
        if !exclusions.iter().any(|rule| rule.applies(&self.found.dims(at))) {
            return Vec::new();
        }
        // What is in a category depends on all candidates.
        if self.world.program.signals.list.iter().any(|signal| signal.reach == Reach::Category) {
            return (0..self.found.candidates.len()).collect();
        }
        while let Some(next) = waiting.pop() {
            match found.get_mut(next) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            let dims = self.found.dims(next);
            for rule in exclusions.iter().filter(|rule| rule.applies(&dims)) {
                let others =
                    (0..self.found.candidates.len()).filter(|&other| rule.applies(&self.found.dims(other)));
                waiting.extend(others.filter(|&other| !found.get(other).copied().unwrap_or(true)));
            }
        }
        (0..found.len()).filter(|&at| found.get(at).copied().unwrap_or_default()).collect()
    }
}
