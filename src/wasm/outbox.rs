use serde::Serialize;

use crate::error::{Error, ErrorCode, Issue, Result};
use crate::json;

/// What JavaScript reads after a call.
#[derive(Default)]
pub(super) struct Outbox {
    pub(super) text: Vec<u8>,
    pub(super) words: Vec<f64>,
}

impl Outbox {
    /// Leaves a value as JSON.
    pub(super) fn json(&mut self, value: &impl Serialize) {
        self.text.clear();
        json::append(&mut self.text, value);
    }

    /// Leaves an answer, or the error that kept it from being one; tells which it was.
    pub(super) fn answer<T: Serialize>(&mut self, result: Result<T>) -> bool {
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
