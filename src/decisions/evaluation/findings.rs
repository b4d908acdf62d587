//! Findings: all that a decision came to, as plain data that outlives the borrow of the history.

use serde_json::{Map, Value};

use super::active::Active;
use super::dims::Dims;
use super::row::{Holder, Row};
use super::verdict::Verdict;
use crate::decisions::candidates::Candidates;
use crate::decisions::outcome::ReasonGroup;
use crate::decisions::program::{CompiledEffect, Program};
use crate::decisions::signals::Domain;
use crate::events::InteractionEvent;
use crate::names::NO_NAME;
use crate::time::Instant;

/// The verdicts of all rules and what became of each candidate.
#[derive(Debug, Clone, Default)]
pub(crate) struct Findings {
    pub(crate) now: i64,
    pub(crate) segments: Vec<String>,
    pub(crate) attributes: Map<String, Value>,
    pub(crate) candidates: Candidates,
    /// The rules that can apply to any candidate, in the order they run.
    pub(crate) active: Vec<Active>,
    /// Of these the overrides in force, by position.
    pub(crate) overrides: Vec<usize>,
    /// By rule and what the rule depends on.
    pub(crate) verdicts: Vec<Verdict>,
    /// The number each verdict rests on; NaN where there is none.
    pub(crate) observed: Vec<f64>,
    /// By signal, the group that has the largest value, where that counts and one with a name has
    /// it.
    pub(crate) largest: Vec<ReasonGroup>,
    /// When a rule that acts ceases to, by slot, ascending.
    pub(crate) freed: Vec<(usize, i64)>,
    /// By weight and what it depends on: the factor and the number it rests on; NaN while not
    /// known.
    pub(crate) factors: Vec<(f64, f64)>,
    pub(crate) factor_bases: Vec<usize>,
    pub(crate) rows: Vec<Row>,
    /// For each active rule that excludes, the best-ranked candidate that it is about.
    pub(crate) holders: Vec<Option<Holder>>,
}

impl Findings {
    /// Room for what rules will find about candidates.
    pub(crate) fn new(program: &Program, candidates: Candidates) -> Self {
        let mut findings = Self { rows: Vec::with_capacity(candidates.len()), candidates, ..Self::default() };
        let candidates = &findings.candidates;
        let mut slots = 0;
        for (at, rule) in program.rules.iter().enumerate() {
            let Some(active) = Active::new(program, at, slots, candidates) else { continue };
            findings.active.push(active);
            slots += candidates.size(rule.reads.domain);
        }
        let mut factors = 0;
        for weight in &program.weights {
            findings.factor_bases.push(factors);
            factors += candidates.size(weight.reads.domain);
        }
        findings.holders = vec![None; findings.active.len()];
        findings.largest = vec![ReasonGroup::default(); program.signals.list.len()];
        findings.verdicts = vec![Verdict::Unknown; slots];
        findings.observed = vec![f64::NAN; slots];
        findings.factors = vec![(f64::NAN, f64::NAN); factors];
        findings
    }

    /// What of a candidate rules depend on.
    pub(crate) fn dims(&self, at: usize) -> Dims {
        let candidates = &self.candidates;
        Dims {
            offer: candidates.offer(at),
            channel: candidates.channel(at),
            category: candidates.category(at),
            candidate: u32::try_from(at).unwrap_or(NO_NAME),
        }
    }

    #[inline]
    pub(crate) fn verdict(&self, slot: usize) -> Verdict {
        self.verdicts.get(slot).copied().unwrap_or_default()
    }

    /// The number that a verdict rests on, if there was data.
    pub(crate) fn observed(&self, slot: usize) -> Option<f64> {
        self.observed.get(slot).copied().filter(|number| !number.is_nan())
    }

    /// When a rule that acts ceases to, if time alone brings that about.
    pub(crate) fn freed(&self, slot: usize) -> Option<i64> {
        let found = self.freed.binary_search_by_key(&slot, |freed| freed.0).ok()?;
        self.freed.get(found).map(|freed| freed.1)
    }

    /// The override in force that lifts a rule for a candidate.
    pub(crate) fn lifting(&self, program: &Program, rule: &Active, dims: &Dims) -> Option<&Active> {
        let lifted_by = &program.rules.get(rule.rule)?.lifted_by;
        let mut in_force = self.overrides.iter().filter_map(|&position| self.active.get(position));
        in_force.find(|lifting| lifting.applies(dims) && lifted_by.binary_search(&lifting.rule).is_ok())
    }

    /// The candidate that excludes one by the rule at a position, of the first that were `kept`.
    pub(crate) fn excluded_by(
        &self,
        program: &Program,
        position: usize,
        dims: &Dims,
        kept: usize,
    ) -> Option<usize> {
        let rule = self.active.get(position)?;
        let Holder { candidate, place } = self.holders.get(position).copied().flatten()?;
        let excludes = place < kept
            && self.candidates.offer(candidate) != dims.offer
            && self.lifting(program, rule, dims).is_none();
        excludes.then_some(candidate)
    }

    /// Finds the overrides that are in force, once their verdicts are known.
    pub(super) fn note_overrides(&mut self) {
        let in_force = |rule: &Active| {
            rule.effect == CompiledEffect::Lift && self.verdict(rule.slot(&Dims::NONE)).acts()
        };
        let rules = self.active.iter().enumerate();
        self.overrides = rules.filter(|(_, rule)| in_force(rule)).map(|(position, _)| position).collect();
    }

    /// A customer's or candidate's attribute.
    pub(crate) fn attribute<'f>(
        &'f self,
        program: &'f Program,
        name: &str,
        dims: &Dims,
    ) -> Option<&'f Value> {
        let present = |value: &&Value| !value.is_null();
        let own = || self.candidates.attributes.get(dims.candidate as usize)?.get(name);
        let offer = || program.catalog.get(self.candidates.names.get(dims.offer))?.attributes.get(name);
        let known = self.attributes.get(name).filter(present);
        known.or_else(|| own().filter(present)).or_else(|| offer().filter(present))
    }

    /// The segments of a list that the customer is in, or is not in.
    pub(crate) fn in_segments<'s>(&self, segments: &'s [String], within: bool) -> Vec<&'s str> {
        let wanted = segments.iter().filter(|name| self.segments.contains(name) == within);
        wanted.map(String::as_str).collect()
    }

    /// The events that record that every candidate with a rank was shown.
    pub(crate) fn shown_events(&self, event_type: &str, now: Instant) -> Vec<InteractionEvent> {
        let event = |(at, _): (usize, &Row)| InteractionEvent {
            channel: self.name(self.candidates.channel(at)).map(str::to_owned),
            offer: self.name(self.candidates.offer(at)).map(str::to_owned),
            ..InteractionEvent::new(event_type, now)
        };
        self.rows.iter().enumerate().filter(|(_, row)| row.rank > 0).map(event).collect()
    }

    /// The name with a code, if any: there is none for [`NO_NAME`].
    pub(crate) fn name(&self, code: u32) -> Option<&str> {
        self.candidates.names.optional(code)
    }

    /// The factor and the number of a weight for a candidate, NaN while not known.
    pub(crate) fn factor(&self, program: &Program, at: usize, dims: &Dims) -> (f64, f64) {
        let slot = program.weights.get(at).map(|weight| self.factor_slot(at, weight.reads.domain, dims));
        slot.and_then(|slot| self.factors.get(slot)).copied().unwrap_or((1.0, f64::NAN))
    }

    pub(crate) fn factor_slot(&self, at: usize, domain: Domain, dims: &Dims) -> usize {
        self.factor_bases.get(at).copied().unwrap_or_default() + dims.place(domain)
    }
}
