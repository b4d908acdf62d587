//! The evaluator: one pass over candidates and rules.
//!
//! What a rule says depends on little of a candidate: nothing at all, its channel, its offer. Each
//! such verdict is reached once and looked up from then on, so that the pass itself only adds up
//! verdicts. Reasons are made from the same verdicts afterwards, when somebody wants them.

use serde_json::{Map, Value};

use super::attributes;
use super::findings::{Active, Dims, Findings, Row, Verdict};
use super::world::{CandidateCodes, UNSEEN, World};
use crate::decisions::candidates::{Candidates, members};
use crate::decisions::memo::Answers;
use crate::decisions::outcome::OutcomeStatus;
use crate::decisions::program::{CompiledEffect, Condition};
use crate::decisions::reasons::year_begins;
use crate::decisions::request::Explain;
use crate::decisions::signals::{NEVER, Reach, Reading, Suppression};
use crate::decisions::stage::Stage;
use crate::error::{Error, ErrorCode, Issue, Result};
use crate::history::{Cell, Cells};
use crate::metrics::overflow;
use crate::names::NO_NAME;
use crate::rules::OnMissing;
use crate::sort;
use crate::time::Instant;

/// What was asked, but for the candidates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) now: Instant,
    pub(crate) segments: &'a [String],
    pub(crate) attributes: &'a Map<String, Value>,
    pub(crate) limit: Option<u32>,
    pub(crate) explain: Explain,
}

/// What a rule says.
struct Judgement {
    verdict: Verdict,
    /// The number that it rests on.
    observed: Option<f64>,
    /// When it may say something else.
    until: i64,
}

impl Judgement {
    /// What no passing of time changes.
    fn always(acts: bool) -> Self {
        Self { verdict: Verdict::of(acts), observed: None, until: NEVER }
    }
}

/// A decision under way.
pub(crate) struct Evaluation<'a> {
    pub(crate) world: World<'a>,
    pub(crate) ask: Ask<'a>,
    pub(crate) found: Findings,
    /// For each name of the candidates, its code in the history.
    codes: Vec<u32>,
    /// By category, the codes of its offers in the history.
    members: Answers<Vec<u32>>,
    /// By signal and what the signal depends on.
    readings: Vec<Option<Reading>>,
    reading_bases: Vec<usize>,
    /// When rules do not act, alone or together, as far as it was asked.
    pub(super) asked: Answers<Option<i64>>,
    /// The lists of slots of rules that can block a candidate: of each list the one it continues, and the last slot.
    pub(crate) lists: Cells,
    /// The blocking rules that act: position among the active ones, slot, and for whom that was found.
    acting: Vec<(usize, usize, Dims)>,
    /// The first instant at which anything that was looked at differs.
    pub(crate) until: i64,
}

impl<'a> Evaluation<'a> {
    /// Candidates must be complete.
    pub(crate) fn new(world: World<'a>, ask: Ask<'a>, candidates: Candidates) -> Self {
        let names = (0..candidates.names.len())
            .map(|code| candidates.names.get(u32::try_from(code).unwrap_or(NO_NAME)));
        let codes: Vec<u32> = names.map(|name| world.history.names.find(name).unwrap_or(UNSEEN)).collect();
        let signals = &world.program.signals;
        let mut reading_bases = Vec::new();
        let mut readings = 0;
        for signal in &signals.list {
            reading_bases.push(readings);
            readings += candidates.size(signals.domain(signal));
        }
        Self {
            world,
            ask,
            found: Findings {
                now: ask.now.millis(),
                segments: ask.segments.to_vec(),
                attributes: ask.attributes.clone(),
                ..Findings::new(world.program, candidates)
            },
            codes,
            members: Answers::default(),
            readings: vec![None; readings],
            reading_bases,
            asked: Answers::default(),
            lists: Cells::default(),
            acting: Vec::new(),
            until: NEVER,
        }
    }

    /// Forgets what was found, to decide about the same candidates at another instant.
    pub(crate) fn begin_at(&mut self, now: Instant) {
        self.ask.now = now;
        self.until = NEVER;
        self.acting.clear();
        self.readings.fill(None);
        self.found.rows.clear();
        self.found.verdicts.fill(Verdict::Unknown);
        self.found.factors.fill((f64::NAN, f64::NAN));
    }

    pub(crate) fn now(&self) -> i64 {
        self.ask.now.millis()
    }

    /// Refuses candidates that lack a channel or category which a rule that applies needs.
    pub(crate) fn check(&self) -> Result<()> {
        let program = self.world.program;
        let lacks_channel = self.found.candidates.channels.contains(&NO_NAME);
        let lacks_category = self.found.candidates.categories.contains(&NO_NAME);
        let mut issues = Vec::new();
        for at in 0..self.found.candidates.len() {
            if !lacks_channel && !lacks_category {
                break;
            }
            let dims = self.found.dims(at);
            let rules = self.found.active.iter().filter(|active| active.applies(&dims));
            let rules = rules.filter_map(|active| program.rules.get(active.rule));
            let needs = rules.map(|rule| (rule.needs_channel, rule.needs_category));
            let weights = program.weights.iter().map(|weight| (weight.needs_channel, weight.needs_category));
            let (channel, category) =
                needs.chain(weights).fold((false, false), |all, one| (all.0 || one.0, all.1 || one.1));
            for (needed, code, member) in [
                (channel, self.found.candidates.channel(at), "channel"),
                (category, self.found.candidates.category(at), "category"),
            ] {
                if needed && code == NO_NAME {
                    let message = format!("is required, since a rule that applies reads by {member}");
                    issues.push(Issue::new(format!("candidates[{at}].{member}"), "required", message));
                }
            }
        }
        if issues.is_empty() { Ok(()) } else { Err(Error::new(ErrorCode::InvalidArgument, issues)) }
    }

    /// Runs all rules over all candidates.
    pub(crate) fn run(&mut self) -> Result<()> {
        let active = std::mem::take(&mut self.found.active);
        // Overrides come first, since policies of any priority are lifted by them.
        for (position, rule) in
            active.iter().enumerate().filter(|(_, rule)| rule.effect == CompiledEffect::Lift)
        {
            self.decide(position, rule, &Dims::NONE)?;
        }
        self.found.active = active;
        self.found.note_overrides();
        for at in 0..self.found.candidates.len() {
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
                    verdict = self.decide(position, &rule, &dims)?;
                }
                if !verdict.acts() {
                    continue;
                }
                match effect {
                    CompiledEffect::Multiply(factor) => row.multiplier = times(row.multiplier, factor),
                    CompiledEffect::Block if row.blocked_by.is_none() && !self.is_lifted(position, &dims) => {
                        row.blocked_by = Some(position);
                    }
                    CompiledEffect::Block | CompiledEffect::Lift => {}
                }
            }
            for weight in 0..self.world.program.weights.len() {
                row.boost = times(row.boost, self.boost(weight, &dims)?);
            }
            row.score = times(times(self.found.candidates.score(at), row.multiplier), row.boost);
            row.status = match row.blocked_by.and_then(|position| self.stage(position)) {
                None => OutcomeStatus::Eligible,
                Some(Stage::Qualification) => OutcomeStatus::Disqualified,
                Some(_) => OutcomeStatus::Suppressed,
            };
            self.found.rows.push(row);
        }
        Ok(())
    }

    fn is_lifted(&self, position: usize, dims: &Dims) -> bool {
        let rule = self.found.active.get(position);
        rule.is_some_and(|rule| self.found.lifting(self.world.program, rule, dims).is_some())
    }

    fn stage(&self, position: usize) -> Option<Stage> {
        Some(self.world.program.rules.get(self.found.active.get(position)?.rule)?.stage)
    }

    /// Finds out when the blocking rules that act cease to.
    pub(crate) fn free(&mut self) {
        let mut freed = Vec::new();
        for (position, slot, dims) in std::mem::take(&mut self.acting) {
            let Some(rule) = self.found.active.get(position).cloned() else { continue };
            let now = self.now();
            freed.extend(self.quiet_from(&rule, &dims, now).map(|time| (slot, time)));
        }
        sort::list(&mut freed, Ord::cmp);
        // A message names the year of a time only while it is another year.
        let begins = freed.iter().filter_map(|&(_, time)| year_begins(time, self.now()));
        self.until = begins.fold(self.until, i64::min);
        self.found.freed = freed;
    }

    /// Reaches a verdict for the first time, and takes note of it.
    fn decide(&mut self, position: usize, active: &Active, dims: &Dims) -> Result<Verdict> {
        let Some(rule) = self.world.program.rules.get(active.rule) else { return Ok(Verdict::Quiet) };
        let judged = self.judge(&rule.condition, dims)?;
        let slot = active.slot(dims);
        self.until = self.until.min(judged.until);
        if let (Some(place), Some(number)) =
            (self.found.verdicts.get_mut(slot), self.found.observed.get_mut(slot))
        {
            *place = judged.verdict;
            *number = judged.observed.unwrap_or(f64::NAN);
        }
        if judged.verdict.acts() && rule.effect == CompiledEffect::Block {
            self.acting.push((position, slot, *dims));
        }
        Ok(judged.verdict)
    }

    /// What a rule with a condition says of a candidate.
    fn judge(&mut self, condition: &Condition, dims: &Dims) -> Result<Judgement> {
        let world = self.world;
        let member = |name: &String| self.ask.segments.contains(name);
        Ok(match condition {
            Condition::Number { signal, acts, threshold, missing_acts } => {
                let reading = self.reading(*signal, dims)?;
                let verdict = match reading.value {
                    None => Verdict::on_missing(*missing_acts),
                    Some(value) => Verdict::of(acts.holds(value, *threshold)),
                };
                Judgement { verdict, observed: reading.value, until: reading.until }
            }
            Condition::Reached { signal, count, suppress } => {
                let suppression = self.suppression(*signal, *count, *suppress, dims);
                self.judge_suppression(&suppression)
            }
            Condition::InAny(segments) => Judgement::always(segments.iter().any(member)),
            Condition::NotInAll(segments) => Judgement::always(!segments.iter().all(member)),
            Condition::Lifts(segments) => {
                Judgement::always(segments.is_empty() || segments.iter().any(member))
            }
            Condition::Attribute(check) => {
                let value = self.found.attribute(world.program, &check.attribute, dims);
                let verdict = match attributes::holds(check, value) {
                    Some(holds) => Verdict::of(!holds),
                    None => Verdict::on_missing(check.on_missing == OnMissing::Fail),
                };
                Judgement { verdict, observed: value.and_then(Value::as_f64), until: NEVER }
            }
            Condition::Hours(hours) => {
                let zone = world.zones.get(hours.zone);
                let now = self.now();
                let known = zone.map(|zone| (hours.acts(zone, now), hours.next_change(zone, now)));
                let (acts, until) = known.unwrap_or_default();
                Judgement { verdict: Verdict::of(acts), observed: None, until: until.unwrap_or(NEVER) }
            }
            Condition::ProfileMatch { .. } | Condition::ProfileScore { .. } => {
                let (verdict, observed) = world.profile(condition, self.ask.now);
                let until = world.profile_change(condition, self.ask.now).map_or(NEVER, Instant::millis);
                Judgement { verdict, observed, until }
            }
            Condition::Paused => Judgement::always(false),
        })
    }

    fn judge_suppression(&self, suppression: &Suppression) -> Judgement {
        // Only a full explanation names the events.
        let named = |time| (self.ask.explain == Explain::Full).then(|| suppression.contributing(time));
        let told = |time| (suppression.at(time), named(time));
        let before = told(self.now());
        let (acts, count) = before.0;
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 events")]
        let observed = count as f64;
        let until = match self.world.walks {
            Some(_) => NEVER,
            None => suppression.next(self.now(), |time| told(time) != before),
        };
        Judgement { verdict: Verdict::of(acts), observed: Some(observed), until }
    }

    /// Reads a signal for a candidate, once for everything it depends on.
    pub(crate) fn reading(&mut self, signal: usize, dims: &Dims) -> Result<Reading> {
        let world = self.world;
        let Some(read) = world.program.signals.list.get(signal) else {
            return Ok(Reading { value: None, until: NEVER, overflow: false });
        };
        let base = self.reading_bases.get(signal).copied().unwrap_or_default();
        let slot = base + dims.place(world.program.signals.domain(read));
        if let Some(Some(reading)) = self.readings.get(slot) {
            return Ok(*reading);
        }
        self.gather_members(signal, dims);
        let codes = self.candidate_codes(signal, dims);
        let mut reading = world.read(signal, read, codes, self.now());
        if self.ask.explain == Explain::Full {
            reading.until = world.walk(read, codes, self.now()).next_other_events().unwrap_or(NEVER);
        }
        if reading.overflow {
            let key = read.metric.and_then(|at| world.metrics.get(at)).map(|metric| &metric.definition.key);
            return Err(overflow(key.map_or("", String::as_str)));
        }
        if let Some(place) = self.readings.get_mut(slot) {
            *place = Some(reading);
        }
        Ok(reading)
    }

    /// Makes the offers of a candidate's category known, where a signal asks for them.
    pub(crate) fn gather_members(&mut self, signal: usize, dims: &Dims) {
        let read = self.world.program.signals.list.get(signal);
        if read.is_none_or(|signal| signal.reach != Reach::Category)
            || self.members.get(of_category(dims)).is_some()
        {
            return;
        }
        let offers = members(&self.found.candidates, &self.world.program.catalogue, dims.category);
        let codes = offers.iter().filter_map(|offer| self.world.history.names.find(offer)).collect();
        self.members.insert(of_category(dims), codes);
    }

    /// A candidate's names as the history knows them.
    pub(crate) fn candidate_codes(&self, signal: usize, dims: &Dims) -> CandidateCodes<'_> {
        let code = |name: u32| self.codes.get(name as usize).copied().unwrap_or(UNSEEN);
        let by_category =
            self.world.program.signals.list.get(signal).is_some_and(|signal| signal.reach == Reach::Category);
        let members = if by_category { self.members.get(of_category(dims)) } else { None };
        CandidateCodes {
            channel: code(dims.channel),
            offer: code(dims.offer),
            members: members.map_or(&[], Vec::as_slice),
        }
    }

    /// The suppressions that a count brought about for a candidate.
    pub(crate) fn suppression(
        &mut self,
        signal: usize,
        count: usize,
        suppress: i64,
        dims: &Dims,
    ) -> Suppression {
        self.gather_members(signal, dims);
        let Some(read) = self.world.program.signals.list.get(signal) else {
            return Suppression::new(Vec::new(), 0, count, suppress);
        };
        let names = self.candidate_codes(signal, dims);
        let times = self.world.times();
        let oldest = self.now() - suppress - read.span;
        let groups = self.world.groups(read, names);
        let lists = groups.iter().flatten().flat_map(|(_, list)| {
            let from = list.up_to(times, oldest);
            // Where nobody asks how long it holds, what is to come does not matter.
            let end =
                if self.world.walks.is_some() { list.up_to(times, self.now()) } else { list.positions.len() };
            list.positions.get(from..end).unwrap_or_default()
        });
        let times = lists.filter_map(|&position| times.get(position as usize).copied()).collect();
        Suppression::new(times, read.span, count, suppress)
    }

    /// The factor by which a weight boosts a candidate.
    pub(crate) fn boost(&mut self, at: usize, dims: &Dims) -> Result<f64> {
        let Some(weight) = self.world.program.weights.get(at) else { return Ok(1.0) };
        let (factor, _) = self.found.factor(self.world.program, at, dims);
        if !factor.is_nan() {
            return Ok(factor);
        }
        let (factor, observed) = match weight.signal {
            None => (1.0, None),
            Some(signal) => {
                let reading = self.reading(signal, dims)?;
                self.until = self.until.min(reading.until);
                (1.0 + weight.share * weight.scale.apply(reading.value), reading.value)
            }
        };
        let slot = self.found.factor_slot(at, weight.domain, dims);
        if let Some(place) = self.found.factors.get_mut(slot) {
            *place = (factor, observed.unwrap_or(f64::NAN));
        }
        Ok(factor)
    }
}

const fn of_category(dims: &Dims) -> Cell {
    Cell { event_type: NO_NAME, channel: NO_NAME, offer: dims.category }
}

/// The product of two numbers from 0 on; the largest number where it would be larger.
fn times(left: f64, right: f64) -> f64 {
    (left * right).min(f64::MAX)
}
