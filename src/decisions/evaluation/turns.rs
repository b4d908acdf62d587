//! Turns: when candidates that exclude each other would pass.

use std::cell::RefCell;

use super::later::Later;
use super::run::Evaluation;
use super::schedule::HORIZON;
use super::world::World;
use crate::decisions::outcome::OutcomeStatus;
use crate::decisions::request::{Explain, Query};
use crate::decisions::signals::{NEVER, Reach};
use crate::error::Result;
use crate::time::Instant;

impl Evaluation<'_> {
    /// Puts off those that would pass but for a better-ranked one until it is their turn.
    pub(super) fn take_turns(&mut self) -> Result<()> {
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

    /// Finds when each of some candidates that compete has its turn: the decision on them moves to
    /// every instant at which one of them would pass alone and at which anything in it changes.
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
        let bounded = !self.world.definitions.zones.is_empty();
        let horizon = if bounded { self.now() + HORIZON } else { NEVER };
        let World { definitions, history, tracks, facet, .. } = self.world;
        let walks = RefCell::default();
        let world = World { definitions, history, tracks, rolling: None, facet, walks: Some(&walks) };
        let query = Query { limit: None, explain: Explain::None, ..self.query };
        let candidates = self.found.candidates.select(competing);
        let mut later = Later::new(Evaluation::new(world, query, candidates))?;
        let mut time = waiting.iter().map(|&(_, alone)| alone).min().unwrap_or(NEVER);
        while let Some(now) = Instant::from_millis(time).filter(|_| time <= horizon) {
            later.move_to(now)?;
            let mut next = NEVER;
            for (place, alone) in std::mem::take(&mut waiting) {
                if later.passes(place) {
                    self.set_turn(competing, place, time);
                } else {
                    next = next.min(if alone > time { alone } else { later.until });
                    waiting.push((place, alone));
                }
            }
            time = next;
        }
        Ok(())
    }

    fn set_turn(&mut self, competing: &[usize], place: usize, time: i64) {
        if let Some(row) = competing.get(place).and_then(|&at| self.found.rows.get_mut(at)) {
            row.next_eligible = time;
        }
    }

    /// The candidates that a candidate competes with through exclusions, itself among them; empty
    /// when no exclusion is about it.
    fn competing(&self, at: usize) -> Vec<usize> {
        if self.exclusions.get(at).is_none_or(Vec::is_empty) {
            return Vec::new();
        }
        // What is in a category depends on all candidates.
        if self.program().signals.list.iter().any(|signal| signal.reach == Reach::Category) {
            return (0..self.found.candidates.len()).collect();
        }
        let about = |at: usize| self.exclusions.get(at).map_or(&[][..], Vec::as_slice);
        let mut found = vec![false; self.found.candidates.len()];
        let mut reached: Vec<usize> = Vec::new();
        let mut waiting = vec![at];
        while let Some(next) = waiting.pop() {
            match found.get_mut(next) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            for &rule in about(next) {
                if !reached.contains(&rule) {
                    reached.push(rule);
                    waiting.extend((0..found.len()).filter(|&other| about(other).contains(&rule)));
                }
            }
        }
        (0..found.len()).filter(|&at| found.get(at).copied().unwrap_or_default()).collect()
    }
}
