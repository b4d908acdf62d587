//! Ranking, and the exclusions that depend on it.

use std::cmp::Ordering;

use super::findings::Active;
use super::run::{Ask, Evaluation};
use super::schedule::HORIZON;
use super::world::World;
use crate::decisions::candidates::Candidates;
use crate::decisions::outcome::OutcomeStatus;
use crate::decisions::request::Explain;
use crate::decisions::signals::{NEVER, Reach};
use crate::error::Result;
use crate::sort;
use crate::time::Instant;

impl Evaluation<'_> {
    /// Ranks the eligible candidates, suppresses those that a better-ranked one excludes, and finds
    /// out when the others would pass. Answers the positions of the eligible, best first.
    pub(crate) fn conclude(&mut self) -> Result<Vec<usize>> {
        let ranked = self.rank();
        self.free();
        for at in 0..self.found.rows.len() {
            if self.found.rows.get(at).is_none_or(|row| row.status == OutcomeStatus::Eligible) {
                continue;
            }
            let next = self.next_eligible(at);
            if let Some(row) = self.found.rows.get_mut(at) {
                row.next_eligible = next;
            }
        }
        if self.world.program.excludes {
            self.take_turns()?;
        }
        Ok(ranked)
    }

    /// Puts off those that would pass but for a better-ranked one until it is their turn.
    fn take_turns(&mut self) -> Result<()> {
        let mut settled = vec![false; self.found.candidates.len()];
        for at in 0..settled.len() {
            if settled.get(at).copied().unwrap_or(true) {
                continue;
            }
            let competing = self.competing(at);
            for &other in &competing {
                if let Some(settled) = settled.get_mut(other) {
                    *settled = true;
                }
            }
            self.compete(&competing)?;
        }
        Ok(())
    }

    /// The positions of the eligible candidates, best first, after exclusions.
    fn rank(&mut self) -> Vec<usize> {
        let eligible =
            |&at: &usize| self.found.rows.get(at).is_some_and(|row| row.status == OutcomeStatus::Eligible);
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
            let rules = self.found.active.iter().enumerate();
            let about = rules.filter(|(_, rule)| rule.is_exclusion() && rule.applies(&dims));
            let other = |(position, rule): (usize, &Active)| {
                let holder = holders.get(position).copied().flatten()?;
                (self.found.candidates.offer(holder) != self.found.candidates.offer(at)
                    && self.found.lifting(self.world.program, rule, &dims).is_none())
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

    /// Finds out when each of some candidates that compete has its turn: the decision on them is made
    /// again whenever one of them would pass alone and whenever anything in it changes.
    fn compete(&mut self, competing: &[usize]) -> Result<()> {
        let alone = |(place, &at): (usize, &usize)| {
            let row = self.found.rows.get(at)?;
            (row.status != OutcomeStatus::Eligible && row.next_eligible != NEVER)
                .then_some((place, row.next_eligible))
        };
        let mut waiting: Vec<(usize, i64)> = competing.iter().enumerate().filter_map(alone).collect();
        for &(place, _) in &waiting {
            self.set_turn(competing, place, NEVER);
        }
        let bounded = !self.world.zones.is_empty();
        let horizon = if bounded { self.now() + HORIZON } else { NEVER };
        let world = World { rolling: None, ..self.world };
        let ask = Ask { limit: None, explain: Explain::None, ..self.ask };
        let mut later = Evaluation::new(world, ask, self.found.candidates.only(competing));
        let mut next = waiting.iter().map(|&(_, alone)| alone).min();
        while let Some((time, now)) = next.and_then(|time| Some((time, Instant::from_millis(time)?))) {
            if time > horizon {
                break;
            }
            later.begin_at(now);
            later.run()?;
            later.rank();
            let passes = |place: usize| {
                later.found.rows.get(place).is_some_and(|row| row.status == OutcomeStatus::Eligible)
            };
            waiting.retain(|&(place, _)| {
                let turn = passes(place);
                if turn {
                    self.set_turn(competing, place, time);
                }
                !turn
            });
            let come = |&(_, alone): &(usize, i64)| if alone > time { alone } else { later.until };
            next = waiting.iter().map(come).min().filter(|&time| time != NEVER);
        }
        Ok(())
    }

    fn set_turn(&mut self, competing: &[usize], place: usize, time: i64) {
        if let Some(row) = competing.get(place).and_then(|&at| self.found.rows.get_mut(at)) {
            row.next_eligible = time;
        }
    }

    /// The candidates that a candidate competes with through exclusions, itself among them; none
    /// when no exclusion is about it.
    fn competing(&self, at: usize) -> Vec<usize> {
        let mut found = vec![false; self.found.candidates.len()];
        let mut waiting = vec![at];
        let mut exclusions: Vec<&Active> =
            self.found.active.iter().filter(|rule| rule.is_exclusion()).collect();
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
            let (reached, rest) = exclusions.into_iter().partition(|rule| rule.applies(&dims));
            exclusions = rest;
            for rule in reached {
                waiting.extend((0..found.len()).filter(|&other| rule.applies(&self.found.dims(other))));
            }
        }
        (0..found.len()).filter(|&at| found.get(at).copied().unwrap_or_default()).collect()
    }
}
