//! What JavaScript writes before a call.

use std::ops::Range;

use serde_json::Value;

use crate::error::{Error, ErrorCode, Result};
use crate::json;

/// How many events cross at a time; longer histories come in several chunks.
pub(super) const ROWS: usize = 1024;

/// What JavaScript writes before a call.
pub(super) struct Inbox {
    /// UTF-8: JSON, or the ids and odd records of a chunk of rows.
    pub(super) text: Vec<u8>,
    /// Milliseconds since the Unix epoch.
    pub(super) times: Vec<f64>,
    /// The events' `value`; NaN where absent.
    pub(super) values: Vec<f64>,
    /// Codes in the dictionary; `NO_NAME` where absent.
    pub(super) event_types: Vec<u32>,
    pub(super) channels: Vec<u32>,
    pub(super) offers: Vec<u32>,
    /// Where each event's id ends in `text`; `NO_ID` where it has none.
    pub(super) id_ends: Vec<u32>,
    /// The numeric properties: whose, which, and how much.
    pub(super) number_rows: Vec<u32>,
    pub(super) number_names: Vec<u32>,
    pub(super) number_values: Vec<f64>,
}

impl Inbox {
    pub(super) fn new() -> Self {
        Self {
            text: Vec::new(),
            times: vec![0.0; ROWS],
            values: vec![0.0; ROWS],
            event_types: vec![0; ROWS],
            channels: vec![0; ROWS],
            offers: vec![0; ROWS],
            id_ends: vec![0; ROWS],
            number_rows: vec![0; ROWS],
            number_names: vec![0; ROWS],
            number_values: vec![0.0; ROWS],
        }
    }

    /// Makes room for `length` bytes of text, and gives room back that only one long text needed. A
    /// text that turns out longer than it was asked room for asks again, and keeps what it has
    /// written: there is never more room than that for the longest text, so that a short one is
    /// only given new room before it has written anything.
    pub(super) fn text_room(&mut self, length: usize) -> *mut u8 {
        const KEPT: usize = 1 << 20;
        if length <= KEPT && self.text.len() > KEPT {
            self.text = Vec::new();
        }
        if let Some(more) = length.checked_sub(self.text.len()) {
            self.text.reserve_exact(more);
            self.text.resize(length, 0);
        }
        self.text.as_mut_ptr()
    }

    /// The first `length` bytes of the text.
    pub(super) fn text(&self, length: usize) -> &[u8] {
        self.text.get(..length).unwrap_or_default()
    }

    /// How many of the numbers in `among` are those of a row.
    #[inline]
    pub(super) fn numbers_of(&self, row: usize, among: Range<usize>) -> usize {
        let rows = self.number_rows.get(among).unwrap_or_default();
        rows.iter().take_while(|&&at| at as usize == row).count()
    }

    /// Where a column begins in memory; JavaScript numbers them in this order.
    pub(super) fn column(&self, number: u32) -> usize {
        let floats = |column: &Vec<f64>| column.as_ptr() as usize;
        let words = |column: &Vec<u32>| column.as_ptr() as usize;
        match number {
            0 => floats(&self.times),
            1 => floats(&self.values),
            2 => words(&self.event_types),
            3 => words(&self.channels),
            4 => words(&self.offers),
            5 => words(&self.id_ends),
            6 => words(&self.number_rows),
            7 => words(&self.number_names),
            _ => floats(&self.number_values),
        }
    }
}

/// The JSON in a text.
pub(super) fn parsed(text: &[u8], code: ErrorCode) -> Result<Value> {
    json::parse(text).map_err(|issue| Error::single(code, issue))
}
