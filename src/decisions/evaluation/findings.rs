//! Findings: all that a decision came to, as plain data that outlives the look at the history.

use serde_json::{Map, Value};

use crate::decisions::candidates::Candidates;
use crate::decisions::outcome::OutcomeStatus;
use crate::decisions::program::{CompiledEffect, CompiledRule, Condition, Program};

use crate::decisions::signals::{Domain, NEVER, Reach};
use crate::events::InteractionEvent;
use crate::names::NO_NAME;
use crate::rules::ScopeKind;
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
    /// When a rule that acts ceases to, by slot, ascending.
    pub(crate) freed: Vec<(usize, i64)>,
    /// By weight and what it depends on: the factor and the number it rests on; NaN while not known.
    pub(crate) factors: Vec<(f64, f64)>,
    pub(crate) factor_bases: Vec<usize>,
    pub(crate) rows: Vec<Row>,
}

/// A rule in this decision.
#[derive(Debug, Clone)]
pub(crate) struct Active {
    /// Its position in the program.
    pub(crate) rule: usize,
    /// Where its verdicts begin.
    base: usize,
    domain: Domain,
    pub(crate) effect: CompiledEffect,
    scope: ScopeKind,
    scope_code: u32,
    /// The only offers it is about, by code; all when empty.
    only: Vec<bool>,
}

/// What a rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Verdict {
    #[default]
    Unknown,
    Quiet,
    Acts,
    /// There is no data, and the rule does not act on that.
    MissingQuiet,
    /// There is no data, and the rule acts on that.
    MissingActs,
}

impl Verdict {
    pub(crate) const fn acts(self) -> bool {
        matches!(self, Self::Acts | Self::MissingActs)
    }

    pub(crate) fn on_missing(acts: bool) -> Self {
        if acts { Self::MissingActs } else { Self::MissingQuiet }
    }

    pub(crate) fn of(acts: bool) -> Self {
        if acts { Self::Acts } else { Self::Quiet }
    }
}

/// What became of a candidate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) status: OutcomeStatus,
    pub(crate) score: f64,
    pub(crate) multiplier: f64,
    pub(crate) boost: f64,
    /// From 1; 0 when not ranked.
    pub(crate) rank: u32,
    /// The first rule that blocks it, as a position in [`Findings::active`].
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

/// What of a candidate rules depend on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dims {
    /// The codes of its names; [`NO_NAME`] where it has none.
    pub(crate) offer: u32,
    pub(crate) channel: u32,
    pub(crate) category: u32,
    /// Its position.
    pub(crate) candidate: u32,
}

impl Dims {
    /// For rules that depend on nothing of a candidate.
    pub(crate) const NONE: Self =
        Self { offer: NO_NAME, channel: NO_NAME, category: NO_NAME, candidate: NO_NAME };

    /// Which of all different things in a domain the candidate is.
    #[inline]
    pub(crate) fn place(&self, domain: Domain) -> usize {
        const { assert!(NO_NAME == u32::MAX) };
        let place = match domain {
            Domain::Global => 0,
            // No name comes first.
            Domain::Offer => self.offer.wrapping_add(1),
            Domain::Channel => self.channel.wrapping_add(1),
            Domain::Category => self.category.wrapping_add(1),
            Domain::Candidate => self.candidate,
        };
        place as usize
    }
}

impl Findings {
    /// Room for what rules will find about candidates.
    pub(crate) fn new(program: &Program, candidates: Candidates) -> Self {
        let mut findings = Self { rows: Vec::with_capacity(candidates.len()), candidates, ..Self::default() };
        let candidates = &findings.candidates;
        let mut slots = 0;
        for (rule, compiled) in program.rules.iter().enumerate() {
            let scope_code = match compiled.scope.id() {
                None => NO_NAME,
                Some(id) => match candidates.names.find(id) {
                    Some(code) => code,
                    None => continue,
                },
            };
            findings.active.push(Active {
                rule,
                base: slots,
                domain: compiled.domain,
                effect: compiled.effect,
                scope: compiled.scope.kind(),
                scope_code,
                only: only(program, compiled, candidates),
            });
            slots += candidates.size(compiled.domain);
        }
        let mut factors = 0;
        for weight in &program.weights {
            findings.factor_bases.push(factors);
            factors += candidates.size(weight.domain);
        }
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

    /// The number that a verdict rests on; none when there was no data.
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

    /// Finds out which overrides are in force, once their verdicts are known.
    pub(crate) fn note_overrides(&mut self) {
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
        let offer = || program.catalogue.attribute(self.candidates.names.get(dims.offer), name);
        let known = self.attributes.get(name).filter(present);
        known.or_else(|| own().filter(present)).or_else(|| offer().filter(present))
    }

    /// The segments of a list that the customer is in, or is not in.
    pub(crate) fn in_segments<'s>(&self, segments: &'s [String], within: bool) -> Vec<&'s str> {
        let wanted = segments.iter().filter(|name| self.segments.contains(name) == within);
        wanted.map(String::as_str).collect()
    }

    /// The name with a code, none for [`NO_NAME`].
    /// The events that tell of every candidate with a rank that it was shown.
    pub(crate) fn shown(&self, event_type: &str, now: Instant) -> Vec<InteractionEvent> {
        let event = |(at, _): (usize, &Row)| InteractionEvent {
            channel: self.name(self.candidates.channel(at)).map(str::to_owned),
            offer: self.name(self.candidates.offer(at)).map(str::to_owned),
            ..InteractionEvent::new(event_type, now)
        };
        self.rows.iter().enumerate().filter(|(_, row)| row.rank > 0).map(event).collect()
    }

    pub(crate) fn name(&self, code: u32) -> Option<&str> {
        self.candidates.names.optional(code)
    }

    /// The factor and the number of a weight for a candidate, NaN while not known.
    pub(crate) fn factor(&self, program: &Program, at: usize, dims: &Dims) -> (f64, f64) {
        let slot = program.weights.get(at).map(|weight| self.factor_slot(at, weight.domain, dims));
        slot.and_then(|slot| self.factors.get(slot)).copied().unwrap_or((1.0, f64::NAN))
    }

    pub(crate) fn factor_slot(&self, at: usize, domain: Domain, dims: &Dims) -> usize {
        self.factor_bases.get(at).copied().unwrap_or_default() + dims.place(domain)
    }
}

impl Candidates {
    /// How many different things a domain has: of names, that there is none is one.
    pub(crate) fn size(&self, domain: Domain) -> usize {
        match domain {
            Domain::Global => 1,
            Domain::Candidate => self.len(),
            Domain::Offer | Domain::Channel | Domain::Category => self.names.len() + 1,
        }
    }
}

impl Active {
    /// Whether the rule is about a candidate at all.
    #[inline]
    pub(crate) fn applies(&self, dims: &Dims) -> bool {
        let in_scope = match self.scope {
            ScopeKind::Global => true,
            ScopeKind::Offer => dims.offer == self.scope_code,
            ScopeKind::Channel => dims.channel == self.scope_code,
            ScopeKind::Category => dims.category == self.scope_code,
        };
        in_scope && (self.only.is_empty() || self.only.get(dims.offer as usize).copied().unwrap_or_default())
    }

    /// Where the rule's verdict on a candidate stands.
    #[inline]
    pub(crate) fn slot(&self, dims: &Dims) -> usize {
        self.base + dims.place(self.domain)
    }

    pub(crate) fn is_exclusion(&self) -> bool {
        !self.only.is_empty()
    }

    pub(crate) fn blocks(&self) -> bool {
        self.effect == CompiledEffect::Block
    }
}

/// The offers that an exclusion is about, by the candidates' codes.
fn only(program: &Program, rule: &CompiledRule, candidates: &Candidates) -> Vec<bool> {
    let Condition::Number { signal, .. } = &rule.condition else { return Vec::new() };
    let Some(Reach::Others(offers)) = program.signals.list.get(*signal).map(|signal| &signal.reach) else {
        return Vec::new();
    };
    let mut only = vec![false; candidates.names.len()];
    for code in offers.iter().filter_map(|offer| candidates.names.find(offer)) {
        if let Some(place) = only.get_mut(code as usize) {
            *place = true;
        }
    }
    only
}
