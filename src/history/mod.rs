//! A customer's history: events as columns over interned names, in one canonical order.

mod append;
mod cells;
mod columns;
mod ids;
mod merge;
mod numbers;
mod order;
mod prune;
mod rows;

pub(crate) use append::{AppendOutcome, Incoming};
pub(crate) use cells::{Cell, Cells};
pub(crate) use columns::Columns;
pub(crate) use ids::{Ids, NO_ID, PackedIds};
pub(crate) use numbers::{Numbers, VALUE};
pub(crate) use rows::Rows;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::events::InteractionEvent;
use crate::names::Names;
use crate::time::Instant;

/// At most this many events are held for one customer.
pub(crate) const MAX_EVENTS: usize = 1 << 20;

/// All that is known of one customer's events.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    pub(crate) names: Names,
    pub(crate) cells: Cells,
    pub(crate) ids: Ids,
    pub(crate) columns: Columns,
}

impl History {
    pub(crate) fn len(&self) -> usize {
        self.columns.len()
    }

    /// The event at a position of the canonical order, with its numbers.
    fn event(&self, at: usize, rows: &Rows) -> InteractionEvent {
        let name = |code| self.names.optional(code).map(str::to_owned);
        let cell = self.cells.get(self.columns.cell(at));
        let mut event = InteractionEvent {
            id: self.ids.get(self.columns.id(at)).map(str::to_owned),
            event_type: cell.and_then(|cell| name(cell.event_type)).unwrap_or_default(),
            timestamp: Instant::from_millis(self.columns.time(at)).unwrap_or(Instant::MIN),
            channel: cell.and_then(|cell| name(cell.channel)),
            offer: cell.and_then(|cell| name(cell.offer)),
            value: None,
            properties: BTreeMap::new(),
        };
        for (code, value) in rows.at(at) {
            match name(code) {
                Some(name) => drop(event.properties.insert(name, value)),
                None => event.value = Some(value),
            }
        }
        event
    }

    /// The events at some positions of the canonical order.
    pub(crate) fn events(&self, range: Range<usize>) -> impl Iterator<Item = InteractionEvent> + '_ {
        let rows = self.columns.rows(range.start, range.end);
        range.map(move |at| self.event(at, &rows))
    }
}
