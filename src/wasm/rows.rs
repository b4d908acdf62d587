//! Events on their way in, as rows.

use std::ops::Range;

use super::dictionary::Dictionary;
use super::inbox::Inbox;
use crate::compiled::CompiledEngine;
use crate::events::{EventIssue, EventList};
use crate::history::{Cell, History, Incoming, MAX_EVENTS, NO_ID, VALUE};
use crate::intake::{RecordReader, too_many};
use crate::json::SyntaxError;
use crate::names::{NO_NAME, Names};
use crate::time::UsualTimes;

/// Stands in the column of event types for a record that JavaScript found odd: it follows as JSON,
/// so that there is one judge of what is a good event.
const ODD: u32 = u32::MAX - 1;

/// Puts milliseconds in the place of the times that are text: each such row has below zero how long
/// its text is.
///
/// A row whose time cannot be read becomes odd; returns how many did.
pub(super) fn read_times(inbox: &mut Inbox, rows: usize, length: usize) -> usize {
    let Inbox { text, times, event_types, .. } = inbox;
    let mut rest = text.get(..length).unwrap_or_default();
    let mut usual = UsualTimes::default();
    let mut odd = 0;
    for (time, event_type) in times.iter_mut().zip(event_types).take(rows).filter(|(time, _)| **time < 0.0) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length below zero")]
        let (stamp, others) = rest.split_at_checked(-*time as usize).unwrap_or_default();
        rest = others;
        let Ok(instant) = usual.parse(stamp) else {
            *event_type = ODD;
            odd += 1;
            continue;
        };
        #[expect(clippy::cast_precision_loss, reason = "milliseconds up to 9999 are below 2^53")]
        let millis = instant.millis() as f64;
        *time = millis;
    }
    odd
}

/// A batch of events on its way in, over several calls.
pub(super) struct Batch {
    pub(super) incoming: Incoming,
    pub(super) invalid: Vec<EventIssue>,
    /// How many events came in the chunks before.
    taken: usize,
    /// How many names the dictionary has of which events have positions; none for events that have
    /// names.
    names: Option<u32>,
}

impl Batch {
    pub(super) fn new(history: &mut History, expected: usize, names: Option<u32>) -> Self {
        Self { incoming: Incoming::new(history, expected), invalid: Vec::new(), taken: 0, names }
    }

    /// Takes the rows of a chunk. The text holds the ids and then the odd records.
    pub(super) fn take(
        &mut self,
        engine: &CompiledEngine,
        history: &mut History,
        inbox: &Inbox,
        dictionary: &mut Dictionary,
        chunk: Chunk,
    ) -> Result<(), SyntaxError> {
        let (ids, odd) = chunk.texts(inbox)?;
        let mut ids = IdTexts { text: ids, start: 0 };
        let mut odd = RecordReader::new(odd, &engine.field_tree, &EventList::EVENTS);
        odd.names = self.names;
        let mut number = 0;
        let columns = inbox.times.iter().zip(&inbox.values).zip(&inbox.event_types);
        let names = inbox.channels.iter().zip(&inbox.offers).zip(&inbox.id_ends);
        for (row, (((&time, &value), &event_type), ((&channel, &offer), &id_end))) in
            columns.zip(names).take(chunk.rows).enumerate()
        {
            let index = self.taken + row;
            let id = ids.next(id_end);
            let numbers = number..number + inbox.numbers_of(row, number..chunk.numbers);
            number = numbers.end;
            if event_type == ODD {
                odd.read(history, &mut self.incoming, &mut self.invalid, index)?;
                continue;
            }
            if self.incoming.total() >= MAX_EVENTS {
                self.invalid.push(too_many(&EventList::EVENTS, index));
                continue;
            }
            let mut name = |code: u32| {
                if code == NO_NAME { NO_NAME } else { dictionary.translate(code, &mut history.names) }
            };
            let cell = Cell { event_type: name(event_type), channel: name(channel), offer: name(offer) };
            #[expect(clippy::cast_possible_truncation, reason = "JavaScript passes times in range only")]
            self.incoming.push(history, index, time as i64, cell, id);
            if !value.is_nan() {
                self.incoming.number(VALUE, value);
            }
            self.take_numbers(numbers, inbox, dictionary, &mut history.names);
        }
        self.taken += chunk.rows;
        Ok(())
    }

    /// Takes the numeric properties of the newest event.
    #[inline]
    fn take_numbers(
        &mut self,
        numbers: Range<usize>,
        inbox: &Inbox,
        dictionary: &mut Dictionary,
        names: &mut Names,
    ) {
        for number in numbers {
            let code = inbox.number_names.get(number).copied().unwrap_or(NO_NAME);
            let value = inbox.number_values.get(number).copied().unwrap_or_default();
            self.incoming.number(dictionary.translate(code, names), value);
        }
    }
}

/// The ids of a chunk, one behind the other.
struct IdTexts<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> IdTexts<'t> {
    /// The id that ends at `end`; none for [`NO_ID`].
    #[inline]
    fn next(&mut self, end: u32) -> Option<&'t str> {
        if end == NO_ID {
            return None;
        }
        let id = self.text.get(self.start..end as usize);
        self.start = end as usize;
        id
    }
}

/// How much of the inbox a chunk fills.
#[derive(Clone, Copy)]
pub(super) struct Chunk {
    pub(super) rows: usize,
    pub(super) numbers: usize,
    /// Bytes of ids, and of ids and odd records together.
    pub(super) ids: usize,
    pub(super) text: usize,
}

impl Chunk {
    /// The ids, and the odd records behind them.
    fn texts(self, inbox: &Inbox) -> Result<(&str, &str), SyntaxError> {
        let text = std::str::from_utf8(inbox.text(self.text))
            .map_err(|_| SyntaxError { reason: "text that is not UTF-8", at: 0 })?;
        Ok(text.split_at_checked(self.ids).unwrap_or_default())
    }
}
