//! An engine and its buffers.

use wasm_bindgen::prelude::wasm_bindgen;

use super::CustomerHandle;
use super::decisions::IncomingCandidates;
use super::dictionary::Dictionary;
use super::inbox::Inbox;
use super::outbox::Outbox;
use super::rows::read_times;
use crate::configuration::Configuration;
use crate::decisions::{Findings, ReasonLog};
use crate::engine::Engine;
use crate::error::code;
use crate::time::{Instant, Zone};

/// An engine, and the buffers that calls use for it and its customers.
#[wasm_bindgen]
pub struct EngineHandle {
    pub(super) engine: Engine,
    pub(super) dictionary: Dictionary,
    pub(super) inbox: Inbox,
    pub(super) outbox: Outbox,
    /// The candidates of the next decision.
    pub(super) candidates: IncomingCandidates,
    /// The time zones that rules speak of, as far as the host was asked about them.
    pub(super) zones: Vec<Zone>,
    /// An earlier decision whose reasons are asked for.
    pub(super) recalled: Option<(Findings, ReasonLog)>,
}

#[wasm_bindgen]
impl EngineHandle {
    /// An engine without definitions, to be configured.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self {
            engine: Engine::default(),
            dictionary: Dictionary::default(),
            inbox: Inbox::new(),
            outbox: Outbox::default(),
            candidates: IncomingCandidates::default(),
            zones: Vec::new(),
            recalled: None,
        }
    }

    /// Takes the configuration from the text.
    pub fn configure(&mut self, length: usize) -> bool {
        match Configuration::from_json(self.inbox.text(length)).map(Engine::from_checked) {
            Ok(engine) => self.engine = engine,
            Err(error) => return self.outbox.fail(&error),
        }
        true
    }

    /// Leaves the configuration with ids and defaults filled in.
    pub fn configuration(&mut self) {
        self.outbox.json(self.engine.configuration());
    }

    /// Makes room for text, and returns where.
    pub fn text_in(&mut self, length: usize) -> *mut u8 {
        self.inbox.text_room(length)
    }

    /// Where a column of the rows begins.
    pub fn column_in(&self, number: u32) -> usize {
        self.inbox.column(number)
    }

    /// Where the text left by the last call begins.
    pub fn text_out(&self) -> *const u8 {
        self.outbox.text.as_ptr()
    }

    /// How long it is.
    pub fn text_out_length(&self) -> usize {
        self.outbox.text.len()
    }

    /// Where the words left by the last call begin.
    pub fn words_out(&self) -> *const f64 {
        self.outbox.words.as_ptr()
    }

    /// How many they are.
    pub fn words_out_length(&self) -> usize {
        self.outbox.words.len()
    }

    /// Where the times left by the last call begin, 24 bytes of text each.
    pub fn times_out(&self) -> *const u8 {
        self.outbox.times.as_ptr().cast()
    }

    /// How many they are.
    pub fn times_out_length(&self) -> usize {
        self.outbox.times.len()
    }

    /// Reads the times of the rows that are text; returns how many rows are odd for it.
    pub fn read_times(&mut self, rows: usize, length: usize) -> usize {
        read_times(&mut self.inbox, rows, length)
    }

    /// Adds the text to the dictionary; returns its code.
    pub fn dictionary_add(&mut self, length: usize) -> u32 {
        self.dictionary.add(std::str::from_utf8(self.inbox.text(length)).unwrap_or_default())
    }

    /// Where the name with a code begins.
    pub fn name_out(&self, code: u32) -> *const u8 {
        self.dictionary.name(code).unwrap_or_default().as_ptr()
    }

    /// How long it is.
    pub fn name_out_length(&self, code: u32) -> usize {
        self.dictionary.name(code).unwrap_or_default().len()
    }

    /// How many names the dictionary holds.
    pub fn dictionary_size(&self) -> usize {
        self.dictionary.len()
    }

    /// Forgets the dictionary.
    pub fn dictionary_clear(&mut self) {
        self.dictionary.clear();
    }

    /// Reads the text as a time, for the argument at a path of the given length before it; returns
    /// milliseconds, or NaN and leaves the error.
    pub fn parse_time(&mut self, path_length: usize, length: usize) -> f64 {
        let text = std::str::from_utf8(self.inbox.text(length)).unwrap_or_default();
        let (path, time) = text.split_at_checked(path_length).unwrap_or_default();
        match Instant::parse(time) {
            #[expect(clippy::cast_precision_loss, reason = "milliseconds up to 9999 are below 2^53")]
            Ok(instant) => instant.millis() as f64,
            Err(error) => {
                let path = path.to_owned();
                self.outbox.refuse(&path, code::INVALID_TIME, &error.to_string());
                f64::NAN
            }
        }
    }

    /// The customer of the snapshot in the text; none leaves the error.
    pub fn restore(&mut self, length: usize) -> Option<CustomerHandle> {
        match self.engine.restore(self.inbox.text(length)) {
            Ok(customer) => Some(CustomerHandle::new(customer)),
            Err(error) => {
                self.outbox.fail(&error);
                None
            }
        }
    }

    /// A customer without any history.
    pub fn customer(&self) -> CustomerHandle {
        CustomerHandle::new(self.engine.customer())
    }
}

impl Default for EngineHandle {
    fn default() -> Self {
        Self::new()
    }
}
