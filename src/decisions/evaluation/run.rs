//! The evaluator: one pass over candidates and rules.
//!
//! What a rule says depends on little of a candidate: nothing at all, its channel, its offer. Each
//! such verdict is reached once and looked up from then on, so that the pass itself only adds up
//! verdicts. Reasons are made from the same verdicts afterwards, when somebody wants them.

use super::dims::Dims;
use super::findings::Findings;
use super::row::Row;
use super::verdict::Verdict;
use super::world::{UNSEEN, World};
use crate::decisions::candidates::Candidates;
use crate::decisions::memo::Memo;
use crate::decisions::outcome::OutcomeStatus;
use crate::decisions::program::{CompiledEffect, Program};
use crate::decisions::request::Query;
use crate::decisions::signals::{NEVER, Reading};
use crate::decisions::stage::Stage;
use crate::error::Result;
use crate::names::Triples;
use crate::sort;

/// A decision under way.
pub(crate) struct Evaluation<'a> {
    pub(crate) world: World<'a>,
    pub(crate) query: Query<'a>,
    pub(crate) found: Findings,
    /// For each name of the candidates, its code in the history.
    pub(super) codes: Vec<u32>,
    /// By category, the codes of its offers in the history.
    pub(super) members: Memo<Vec<u32>>,
    /// By signal and what the signal depends on.
    pub(super) readings: Vec<Option<Reading>>,
    pub(super) reading_bases: Vec<usize>,
    /// By candidate the positions of the exclusions that are about it, once they were needed.
    pub(super) exclusions: Vec<Vec<usize>>,
    /// Until when each verdict holds, where decisions at later instants follow; else empty.
    pub(super) verdicts_until: Vec<i64>,
    /// When rules do not act, alone or together, as far as that was needed.
    pub(super) quiet_cache: Memo<Option<i64>>,
    /// Whether a time at which all rules agree may lie further ahead than was searched.
    pub(super) gave_up: bool,
    /// The first instant at which a sum that was followed is beyond the largest double.
    pub(super) overflows_from: i64,
    /// The lists of slots of rules that can block a candidate: of each list the one it continues,
    /// and the last slot.
    pub(super) slot_lists: Triples,
    /// The blocking rules that act: position among the active ones, slot, and for whom that was
    /// found.
    pub(super) acting: Vec<(usize, usize, Dims)>,
    /// The first instant at which anything that was looked at differs.
    pub(crate) until: i64,
}

impl<'a> Evaluation<'a> {
    /// Candidates must be complete.
    pub(crate) fn new(world: World<'a>, query: Query<'a>, candidates: Candidates) -> Self {
        let known = &world.history.names;
        let codes = candidates.names.iter().map(|name| known.find(name).unwrap_or(UNSEEN)).collect();
        let program = world.definitions.program;
        let signals = &program.signals;
        let mut reading_bases = Vec::new();
        let mut readings = 0;
        for signal in &signals.list {
            reading_bases.push(readings);
            readings += candidates.size(signals.domain(signal));
        }
        Self {
            world,
            query,
            found: Findings {
                now: query.now.millis(),
                segments: query.segments.to_vec(),
                attributes: query.attributes.clone(),
                ..Findings::new(program, candidates)
            },
            codes,
            members: Memo::default(),
            readings: vec![None; readings],
            reading_bases,
            exclusions: Vec::new(),
            verdicts_until: Vec::new(),
            quiet_cache: Memo::default(),
            gave_up: false,
            overflows_from: NEVER,
            slot_lists: Triples::default(),
            acting: Vec::new(),
            until: NEVER,
        }
    }

    pub(crate) fn now(&self) -> i64 {
        self.query.now.millis()
    }

    pub(crate) fn program(&self) -> &'a Program {
        self.world.definitions.program
    }

    /// Runs all rules over all candidates.
    pub(crate) fn run(&mut self) -> Result<()> {
        self.run_overrides()?;
        for at in 0..self.found.candidates.len() {
            let row = self.row_of(at)?;
            self.found.rows.push(row);
        }
        Ok(())
    }

    /// Overrides come first, since policies of any priority are lifted by them.
    pub(super) fn run_overrides(&mut self) -> Result<()> {
        let active = std::mem::take(&mut self.found.active);
        for (position, rule) in
            active.iter().enumerate().filter(|(_, rule)| rule.effect == CompiledEffect::Lift)
        {
            self.reach_verdict(position, rule, &Dims::NONE)?;
        }
        self.found.active = active;
        self.found.note_overrides();
        Ok(())
    }

    /// What becomes of a candidate, before ranking.
    pub(super) fn row_of(&mut self, at: usize) -> Result<Row> {
        let dims = self.found.dims(at);
        let mut row = Row::default();
        for position in 0..self.found.active.len() {
            let Some(rule) = self.found.active.get(position).filter(|rule| rule.applies(&dims)) else {
                continue;
            };
            let effect = rule.effect;
            let mut verdict = self.found.verdict(rule.slot(&dims));
            if verdict == Verdict::Unknown {
                let rule = rule.clone();
                verdict = self.reach_verdict(position, &rule, &dims)?;
            }
            if !verdict.acts() {
                continue;
            }
            match effect {
                CompiledEffect::Multiply(factor) => row.multiplier = product(row.multiplier, factor),
                CompiledEffect::Block if row.blocked_by.is_none() && !self.is_lifted(position, &dims) => {
                    row.blocked_by = Some(position);
                }
                CompiledEffect::Block | CompiledEffect::Lift => {}
            }
        }
        for weight in 0..self.program().weights.len() {
            row.boost = product(row.boost, self.boost(weight, &dims)?);
        }
        row.score = product(product(self.found.candidates.score(at), row.multiplier), row.boost);
        row.status = match row.blocked_by.and_then(|position| self.stage(position)) {
            None => OutcomeStatus::Eligible,
            Some(Stage::Qualification) => OutcomeStatus::Disqualified,
            Some(_) => OutcomeStatus::Suppressed,
        };
        Ok(row)
    }

    fn is_lifted(&self, position: usize, dims: &Dims) -> bool {
        let rule = self.found.active.get(position);
        rule.is_some_and(|rule| self.found.lifting(self.program(), rule, dims).is_some())
    }

    fn stage(&self, position: usize) -> Option<Stage> {
        Some(self.program().rules.get(self.found.active.get(position)?.rule)?.stage)
    }

    /// Ranks the eligible candidates, suppresses those that a better-ranked one excludes, and finds
    /// out when the others would pass. Returns the positions of the eligible, best first.
    pub(crate) fn conclude(&mut self) -> Result<Vec<usize>> {
        let ranked = self.rank();
        self.find_freed();
        for at in 0..self.found.rows.len() {
            if self.found.rows.get(at).is_none_or(|row| row.status == OutcomeStatus::Eligible) {
                continue;
            }
            let next = self.next_eligible(at);
            if let Some(row) = self.found.rows.get_mut(at) {
                row.next_eligible = next;
            }
        }
        if self.program().excludes {
            self.take_turns()?;
        }
        Ok(ranked)
    }

    /// Finds when each blocking rule that acts ceases to.
    fn find_freed(&mut self) {
        let mut freed = Vec::new();
        for (position, slot, dims) in std::mem::take(&mut self.acting) {
            let Some(rule) = self.found.active.get(position).cloned() else { continue };
            let now = self.now();
            freed.extend(self.quiet_from(&rule, &dims, now).map(|time| (slot, time)));
        }
        sort::list(&mut freed, Ord::cmp);
        self.found.freed = freed;
    }
}

/// The product of two numbers from 0 on; the largest number where it would be larger.
fn product(left: f64, right: f64) -> f64 {
    (left * right).min(f64::MAX)
}
