//! What JavaScript reads after a call.

use serde::Serialize;

use crate::error::{Error, ErrorCode, Issue, Result};
use crate::json;
use crate::time::{Instant, TimeText, TimeTexts};

/// What JavaScript reads after a call.
#[derive(Default)]
pub(super) struct Outbox {
    pub(super) text: Vec<u8>,
    pub(super) words: Vec<f64>,
    pub(super) times: Vec<TimeText>,
    texts: TimeTexts,
}

/// In the place of a time that never comes.
const NO_TIME: TimeText = [u64::from_le_bytes([b' '; 8]); 3];

impl Outbox {
    /// Leaves a value as JSON.
    pub(super) fn json(&mut self, value: &impl Serialize) {
        self.text.clear();
        json::append(&mut self.text, value);
    }

    /// Leaves nothing, to be added to.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.words.clear();
        self.times.clear();
    }

    /// Adds a time, or spaces when it never comes or lies beyond the year 9999.
    pub(super) fn time(&mut self, millis: Option<i64>) {
        match millis {
            Some(millis) if millis <= Instant::MAX.millis() => self.times.push(self.texts.text(millis)),
            _ => self.times.push(NO_TIME),
        }
    }

    /// Leaves a result, or the error in its place; returns whether there was a result.
    pub(super) fn leave<T: Serialize>(&mut self, result: Result<T>) -> bool {
        match result {
            Ok(value) => self.json(&value),
            Err(error) => return self.fail(&error),
        }
        true
    }

    /// Leaves an error.
    pub(super) fn fail(&mut self, error: &Error) -> bool {
        self.json(error);
        false
    }

    /// Leaves an error about an argument.
    pub(super) fn refuse(&mut self, path: &str, code: &'static str, message: &str) -> bool {
        self.fail(&Error::single(ErrorCode::InvalidArgument, Issue::new(path, code, message)))
    }
}
