//! A customer: its events and metrics.

use wasm_bindgen::prelude::wasm_bindgen;

use super::EngineHandle;
use super::outbox::Outbox;
use super::results::{ReadMode, write_results};
use super::rows::{Batch, Chunk};
use crate::customer::{AppendResult, Customer, OnInvalid};
use crate::error::{Error, ErrorCode, Issue, Result, code};
use crate::events::EventList;
use crate::metrics::SeriesRange;
use crate::names::{NO_NAME, Names};
use crate::time::Instant;

/// One customer.
#[wasm_bindgen]
pub struct CustomerHandle {
    pub(super) customer: Customer,
    batch: Option<Batch>,
    /// For each of the customer's names its code in the dictionary, as of a generation; empty once
    /// pruning or merging has given the names other codes.
    pub(super) shared_names: Vec<u32>,
    pub(super) generation: u32,
    /// Where JavaScript keeps each group: see `results`.
    pub(super) places: Vec<u32>,
}

impl CustomerHandle {
    pub(super) fn new(customer: Customer) -> Self {
        Self { customer, batch: None, shared_names: Vec::new(), generation: 0, places: Vec::new() }
    }
}

#[wasm_bindgen]
impl CustomerHandle {
    /// How many events are held.
    pub fn size(&self) -> usize {
        self.customer.len()
    }

    /// Begins to take events in chunks of rows; `names` is how many names there are of which events
    /// have positions, [`NO_NAME`] for events that have names.
    pub fn begin(&mut self, engine: &mut EngineHandle, expected: usize, names: u32) {
        self.abandon();
        let names = (names != NO_NAME).then_some(names);
        self.batch = Some(Batch::new(&mut self.customer.history, expected.min(1 << 16), names));
        engine.dictionary.begin_pass();
    }

    /// Takes the rows in the inbox.
    pub fn take(
        &mut self,
        engine: &mut EngineHandle,
        rows: usize,
        numbers: usize,
        ids: usize,
        text: usize,
    ) -> bool {
        let EngineHandle { engine: compiled, dictionary, inbox, outbox, .. } = engine;
        let Some(batch) = &mut self.batch else {
            return outbox.refuse("events", code::NOT_BEGUN, "no batch was begun");
        };
        let chunk = Chunk { rows, numbers, ids, text };
        match batch.take(compiled.compiled(), &mut self.customer.history, inbox, dictionary, chunk) {
            Ok(()) => true,
            Err(error) => {
                self.abandon();
                let issue = Issue::new("events", code::INVALID_JSON, error.reason);
                outbox.fail(&Error::single(ErrorCode::InvalidEvent, issue))
            }
        }
    }

    /// Applies the rows that were taken; returns what [`appended`] does.
    pub fn commit(&mut self, engine: &mut EngineHandle, skip: bool) -> i32 {
        let Some(Batch { incoming, invalid, .. }) = self.batch.take() else {
            engine.outbox.refuse("events", code::NOT_BEGUN, "no batch was begun");
            return ERROR_LEFT;
        };
        appended(
            &mut engine.outbox,
            self.customer.commit(incoming, invalid, on_invalid(skip), &EventList::EVENTS),
        )
    }

    /// Drops the rows that were taken.
    pub fn abandon(&mut self) {
        if let Some(batch) = self.batch.take() {
            batch.incoming.discard(&mut self.customer.history);
        }
    }

    /// Adds the events of the JSON text; returns what [`appended`] does.
    pub fn append_json(&mut self, engine: &mut EngineHandle, length: usize, skip: bool) -> i32 {
        self.abandon();
        let result = self.customer.append_json(engine.inbox.text(length), on_invalid(skip));
        appended(&mut engine.outbox, result)
    }

    /// Drops what nothing can see any more; returns how many events.
    pub fn prune(&mut self, now: f64) -> usize {
        self.shared_names.clear();
        self.customer.prune(instant(now))
    }

    /// Leaves everything that is held, as bytes.
    pub fn snapshot(&self, engine: &mut EngineHandle) {
        engine.outbox.text = self.customer.snapshot();
    }

    /// Leaves up to `count` events from a position of the canonical order on.
    pub fn events(&self, engine: &mut EngineHandle, from: usize, count: usize) {
        let end = self.customer.len();
        let events: Vec<_> = self.customer.history.events(from.min(end)..end.min(from + count)).collect();
        engine.outbox.json(&events);
    }

    /// Leaves the results of metrics: see `results`. `reading` is 0 for once, 1 for kept and 2 for
    /// changes.
    pub fn metrics(&mut self, engine: &mut EngineHandle, now: f64, reading: u8) -> bool {
        let EngineHandle { dictionary, outbox, .. } = engine;
        let reading = match reading {
            0 => ReadMode::Once,
            1 => ReadMode::Kept,
            _ => ReadMode::Changes,
        };
        match write_results(self, dictionary, outbox, instant(now), reading) {
            Ok(()) => true,
            Err(error) => outbox.fail(&error),
        }
    }

    /// One value of a metric; NaN for null. An error makes it infinite.
    pub fn metric(
        &mut self,
        engine: &mut EngineHandle,
        at: usize,
        now: f64,
        channel: u32,
        offer: u32,
    ) -> f64 {
        self.customer.advance(instant(now));
        let names = &self.customer.history.names;
        let (channel, offer) = (own_code(engine, names, channel), own_code(engine, names, offer));
        match self.customer.value_in(at, channel, offer) {
            Ok(value) => value.unwrap_or(f64::NAN),
            Err(error) => {
                engine.outbox.fail(&error);
                f64::INFINITY
            }
        }
    }

    /// Leaves the times and then the values of a metric through time.
    #[expect(clippy::too_many_arguments, reason = "numbers only cross the boundary, one by one")]
    pub fn series(
        &mut self,
        engine: &mut EngineHandle,
        at: usize,
        from: f64,
        to: f64,
        step: f64,
        channel: u32,
        offer: u32,
    ) -> bool {
        let name = |code: u32| engine.dictionary.name(code).map(str::to_owned);
        let (channel, offer) = (name(channel), name(offer));
        let metric = engine.engine.configuration().metrics.get(at);
        let key = metric.map(|metric| metric.key.clone()).unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, reason = "JavaScript passes whole numbers only")]
        let range = SeriesRange { from: instant(from), to: instant(to), step: step as i64 };
        match self.customer.series(&key, &range, channel.as_deref(), offer.as_deref()) {
            Ok(series) => {
                engine.outbox.words.clear();
                engine.outbox.words.extend(series.times);
                engine.outbox.words.extend(series.values);
                true
            }
            Err(error) => engine.outbox.fail(&error),
        }
    }
}

/// A time that JavaScript has checked.
pub(super) fn instant(millis: f64) -> Instant {
    Instant::from_number(millis).unwrap_or(Instant::MIN)
}

/// In the place of how many events were new: the result was left, which has more to report.
const RESULT_LEFT: i32 = -1;
/// In its place: the error was left.
const ERROR_LEFT: i32 = -2;

/// How many events were new, when there is nothing else to report; otherwise leaves the result or
/// the error.
pub(super) fn appended(outbox: &mut Outbox, result: Result<AppendResult>) -> i32 {
    match result {
        Ok(result) if is_plain(&result) => i32::try_from(result.appended).unwrap_or_default(),
        result => {
            if outbox.leave(result) {
                RESULT_LEFT
            } else {
                ERROR_LEFT
            }
        }
    }
}

/// Whether every event was new and good.
fn is_plain(result: &AppendResult) -> bool {
    result.duplicates == 0 && result.conflicts.is_empty() && result.invalid.is_empty()
}

fn on_invalid(skip: bool) -> OnInvalid {
    if skip { OnInvalid::Skip } else { OnInvalid::Reject }
}

/// The customer's own code of a name in the dictionary; none when the customer has no such name.
fn own_code(engine: &EngineHandle, names: &Names, code: u32) -> Option<u32> {
    if code == NO_NAME {
        return Some(NO_NAME);
    }
    names.find(engine.dictionary.name(code)?)
}
