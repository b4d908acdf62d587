//! A customer: its decisions.

use serde_json::{Map, Value};
use wasm_bindgen::prelude::wasm_bindgen;

use super::customer::instant;
use super::dictionary::Dictionary;
use super::inbox::parsed;
use super::outcomes::{leave, leave_json, number};
use super::{CustomerHandle, EngineHandle};
use crate::configuration::Configuration;
use crate::decisions::{
    BacktestRequest, Candidates, DecideRequest, Findings, ReasonLog, ReasonWriter, evaluate,
};
use crate::definitions::{Issues, Reader};
use crate::engine::Engine;
use crate::error::{ErrorCode, Result, code};
use crate::names::NO_NAME;
use crate::time::{Instant, Zone};

#[wasm_bindgen]
impl EngineHandle {
    /// Leaves the names of the time zones that rules speak of.
    pub fn zones(&mut self) {
        let names: Vec<&str> = self.engine.zones().collect();
        self.outbox.json(&names);
    }

    /// Takes the offsets of all of these zones from the text: for each, an instant and seconds in
    /// turn.
    pub fn set_zones(&mut self, length: usize) -> bool {
        let zones = parsed(self.inbox.text(length), ErrorCode::InvalidConfiguration).ok();
        let zones =
            zones.as_ref().and_then(Value::as_array).and_then(|zones| zones.iter().map(zone).collect());
        match zones {
            Some(zones) => self.zones = zones,
            None => return self.outbox.refuse("timezone", code::INVALID_VALUE, "not a list of offsets"),
        }
        true
    }

    /// Leaves the least history that keeps every result exact.
    pub fn requirements(&mut self) {
        self.outbox.json(&self.engine.requirements());
    }

    /// Leaves what is likely a mistake; 0 for a retention that is not known.
    pub fn lint(&mut self, retained_days: u32) {
        self.outbox.json(&self.engine.lint(Some(retained_days).filter(|&days| days > 0)));
    }

    /// Takes rows of the inbox as candidates: offers, channels, categories in the place of event
    /// types, scores in that of times and priorities in that of values.
    pub fn take_candidates(&mut self, rows: usize, first: bool) {
        let Self { candidates, dictionary, inbox, .. } = self;
        if first {
            candidates.clear();
        }
        let code = |column: &[u32], row: usize| column.get(row).copied().unwrap_or(NO_NAME);
        let number = |column: &[f64], row: usize| column.get(row).copied().unwrap_or(f64::NAN);
        for row in 0..rows {
            candidates.push(
                dictionary,
                code(&inbox.offers, row),
                code(&inbox.channels, row),
                code(&inbox.event_types, row),
            );
            candidates.list.scores.push(number(&inbox.times, row));
            candidates.list.priorities.push(number(&inbox.values, row));
        }
    }

    /// Takes the findings of an earlier decision, whose reasons are wanted.
    pub fn recall(&mut self, length: usize) -> bool {
        let found = Findings::read(&self.engine.compiled().program, self.inbox.text(length));
        self.recalled = found.map(|found| (found, ReasonLog::default()));
        self.recalled.is_some()
    }

    /// Leaves the reasons of a candidate of the decision that was recalled: their numbers in the
    /// words, and in the text those that were not left before, whose numbers go on from there.
    pub fn reasons(&mut self, at: usize) {
        let compiled = self.engine.compiled();
        let rules = &compiled.configuration.rules;
        if let Some((found, log)) = &mut self.recalled {
            let (numbers, new) = log.add(&ReasonWriter { program: &compiled.program, rules, found }, at);
            self.outbox.words.clear();
            self.outbox.words.extend(numbers.into_iter().map(number));
            self.outbox.json(&new.into_iter().map(|new| new.reason).collect::<Vec<_>>());
        }
    }
}

/// Candidates on their way in, with the codes that the dictionary's names have among them.
#[derive(Default)]
pub(super) struct IncomingCandidates {
    pub(super) list: Candidates,
    codes: Vec<u32>,
}

impl IncomingCandidates {
    fn clear(&mut self) {
        *self = Self::default();
    }

    fn push(&mut self, dictionary: &Dictionary, offer: u32, channel: u32, category: u32) {
        let mut own = |code: u32| {
            let Some(name) = dictionary.name(code) else { return NO_NAME };
            let at = code as usize;
            if self.codes.len() <= at {
                self.codes.resize(at + 1, NO_NAME);
            }
            match self.codes.get_mut(at) {
                Some(known) => {
                    if *known == NO_NAME {
                        *known = self.list.names.intern_cold(name);
                    }
                    *known
                }
                None => NO_NAME,
            }
        };
        let (offer, channel, category) = (own(offer), own(channel), own(category));
        self.list.offers.push(offer);
        self.list.channels.push(channel);
        self.list.categories.push(category);
    }
}

#[wasm_bindgen]
impl CustomerHandle {
    /// Decides about the candidates that were taken; the rest of the request is in the text.
    ///
    /// Words: how many candidates there are, were qualified, allowed and ranked, how many events
    /// lie after now, how many rules took candidates out, and for each of them its stage, its place
    /// in the configuration and how many; then for each outcome the candidate's position, status,
    /// rank (0 for none), score, multiplier, boost, and the dictionary's code of the category.
    ///
    /// Times, of spaces for null: now, until when the decision holds, and for each outcome when it
    /// would pass.
    ///
    /// Text: as JSON, the different reasons and the numbers of those of each outcome, or the
    /// findings that reasons are made from later.
    ///
    /// With `json` there are no words and only the first two times, and the text is the decision as
    /// JSON.
    pub fn decide(&mut self, engine: &mut EngineHandle, now: f64, length: usize, json: bool) -> bool {
        let result = self.decided(engine, instant(now), length, json, None);
        finish(engine, result)
    }

    /// Decides, and records an event for every candidate with a rank; the type of the event is a
    /// code in the dictionary.
    pub fn reserve(
        &mut self,
        engine: &mut EngineHandle,
        now: f64,
        length: usize,
        json: bool,
        event_type: u32,
    ) -> bool {
        self.abandon();
        let event_type = engine.dictionary.name(event_type).unwrap_or_default().to_owned();
        let result = self.decided(engine, instant(now), length, json, Some(&event_type));
        finish(engine, result)
    }

    /// Says what is wrong with the request in the text, candidates and all; true when it can be
    /// decided.
    pub fn check_request(&mut self, engine: &mut EngineHandle, length: usize, reserves: bool) -> bool {
        let found = parsed(engine.inbox.text(length), ErrorCode::InvalidArgument)
            .and_then(|request| DecideRequest::read(&request, reserves))
            .and_then(|request| {
                let candidates = Candidates::new(&request.candidates);
                evaluate(self.customer.world(request.now), request.query(), candidates).map(drop)
            });
        finish(engine, found)
    }

    /// Replays as the request in the text says.
    pub fn backtest(&mut self, engine: &mut EngineHandle, length: usize) -> bool {
        let result = parsed(engine.inbox.text(length), ErrorCode::InvalidArgument).and_then(|request| {
            let against = request.get("against").filter(|against| !against.is_null());
            let against = against.map(|against| other_engine(against, request.get("zones"))).transpose()?;
            let request = BacktestRequest::from_value(&request)?;
            self.customer.backtest_in(&engine.zones, &request, against.as_ref())
        });
        engine.outbox.leave(result)
    }
}

/// The attributes of a candidate of which the columns hold everything else.
fn own_attributes(candidate: Reader<'_>) -> Option<Map<String, Value>> {
    candidate.object()?.or("attributes", Map::new(), |reader| reader.map().cloned())
}

fn finish(engine: &mut EngineHandle, result: Result<()>) -> bool {
    match result {
        Ok(()) => true,
        Err(error) => engine.outbox.fail(&error),
    }
}

impl CustomerHandle {
    fn decided(
        &mut self,
        engine: &mut EngineHandle,
        now: Instant,
        length: usize,
        json: bool,
        reserve: Option<&str>,
    ) -> Result<()> {
        let mut candidates = std::mem::take(&mut engine.candidates).list;
        let mut request = DecideRequest::new(Vec::new(), now);
        if length > 0 {
            let read = parsed(engine.inbox.text(length), ErrorCode::InvalidArgument)?;
            let issues = Issues::default();
            let rest = Reader::new(&read, "", &issues).object().and_then(|mut fields| {
                let attributes = fields.or("candidates", Vec::new(), |reader| reader.list(own_attributes));
                candidates.attributes = attributes?;
                let rest = DecideRequest::read_rest(&mut fields, Some(Vec::new()), Some(now));
                fields.finish();
                rest
            });
            request = issues.into_result(ErrorCode::InvalidArgument, rest)?;
        }
        let EngineHandle { dictionary, outbox, zones, .. } = engine;
        let world = self.customer.world(now).in_zones(zones);
        let (mut evaluation, order) = evaluate(world, request.query(), candidates)?;
        if json {
            leave_json(outbox, &mut evaluation, &order);
        } else {
            leave(outbox, dictionary, &mut evaluation, &order);
        }
        if let Some(event_type) = reserve {
            let shown = evaluation.found.shown_events(event_type, now);
            self.customer.append(&shown)?;
        }
        Ok(())
    }
}

/// The engine of another configuration, with the zones its rules speak of.
fn other_engine(configuration: &Value, zones: Option<&Value>) -> Result<Engine> {
    let mut engine = Engine::from_checked(Configuration::from_value_at(configuration, "against")?);
    let names: Vec<String> = engine.zones().map(str::to_owned).collect();
    for (at, name) in names.iter().enumerate() {
        if let Some(zone) = zones.and_then(|zones| zone(zones.get(name)?)) {
            engine.set_zone(at, zone);
        }
    }
    Ok(engine)
}

/// A zone from a list that alternates instants in milliseconds and offsets in seconds.
fn zone(offsets: &Value) -> Option<Zone> {
    let numbers: Option<Vec<i64>> = offsets.as_array()?.iter().map(Value::as_i64).collect();
    let pair = |pair: &[i64]| Some((*pair.first()?, *pair.get(1)?));
    let pairs: Option<Vec<(i64, i64)>> = numbers?.chunks(2).map(pair).collect();
    Zone::from_offsets(&pairs?)
}
