//! The canonical order of events: by time, then id, then the other fields, so that the order in
//! which events arrive never shows.

use std::cmp::Ordering;

use super::columns::{Columns, VALUE};
use super::{Cells, Ids, Names};
use crate::events::InteractionEvent;
use crate::sort;

/// What the codes in the columns stand for.
#[derive(Clone, Copy)]
pub(crate) struct Order<'a> {
    pub(super) names: &'a Names,
    pub(super) cells: &'a Cells,
    pub(super) ids: &'a Ids,
}

/// One event of some columns.
pub(super) type Row<'a> = (&'a Columns, usize);

impl Order<'_> {
    /// Compares two events; absent fields come first, strings go by code points.
    pub(super) fn compare(&self, left: Row<'_>, right: Row<'_>) -> Ordering {
        let time = |(columns, at): Row<'_>| columns.time(at);
        time(left).cmp(&time(right)).then_with(|| self.compare_ties(left, right))
    }

    fn compare_ties(&self, left: Row<'_>, right: Row<'_>) -> Ordering {
        let id = |(columns, at): Row<'_>| self.ids.get(columns.id(at));
        id(left).cmp(&id(right)).then_with(|| self.compare_content(left, right))
    }

    /// Compares everything but time and id; equal means that the events say the same.
    pub(super) fn compare_content(&self, left: Row<'_>, right: Row<'_>) -> Ordering {
        let cell = |(columns, at): Row<'_>| {
            let cell = self.cells.get(columns.cell(at));
            cell.map(|cell| {
                let name = |code| self.names.optional(code);
                (name(cell.event_type), name(cell.channel), name(cell.offer))
            })
        };
        let value = |(columns, at): Row<'_>| number(columns, VALUE, at);
        cell(left)
            .cmp(&cell(right))
            .then_with(|| compare_numbers(value(left), value(right)))
            .then_with(|| compare_properties(&self.properties(left), &self.properties(right)))
    }

    /// The event's numeric properties by name, sorted.
    fn properties(&self, (columns, at): Row<'_>) -> Vec<(&str, f64)> {
        let property = |name: u32| Some((self.names.optional(name)?, number(columns, name, at)?));
        let mut properties: Vec<_> =
            columns.numbers.iter().filter_map(|numbers| property(numbers.name)).collect();
        sort::list(&mut properties, |left, right| left.0.cmp(right.0));
        properties
    }

    /// Whether the events stand in canonical order.
    pub(super) fn is_kept_by(&self, columns: &Columns) -> bool {
        let in_order = |at: usize, pair: &[i64]| match pair {
            [before, after] if before == after => {
                self.compare_ties((columns, at), (columns, at + 1)) != Ordering::Greater
            }
            [before, after] => before < after,
            _ => true,
        };
        columns.times.windows(2).enumerate().all(|(at, pair)| in_order(at, pair))
    }

    /// The events in canonical order.
    pub(super) fn sorted(&self, columns: Columns) -> Columns {
        if self.is_kept_by(&columns) {
            return columns;
        }
        let count = u32::try_from(columns.len()).unwrap_or_default();
        let mut order: Vec<u32> = (0..count).collect();
        sort::numbers(&mut order, &mut |left, right| {
            self.compare((&columns, left as usize), (&columns, right as usize))
        });
        columns.arranged(&order)
    }
}

fn number(columns: &Columns, name: u32, at: usize) -> Option<f64> {
    columns.numbers_of(name)?.at(u32::try_from(at).ok()?)
}

/// Compares two events as [`Order::compare`] does, of whichever histories they are.
pub(super) fn compare_events(left: &InteractionEvent, right: &InteractionEvent) -> Ordering {
    left.timestamp
        .cmp(&right.timestamp)
        .then_with(|| left.id.cmp(&right.id))
        .then_with(|| left.event_type.cmp(&right.event_type))
        .then_with(|| left.channel.cmp(&right.channel))
        .then_with(|| left.offer.cmp(&right.offer))
        .then_with(|| compare_numbers(left.value, right.value))
        .then_with(|| compare_properties(&properties(left), &properties(right)))
}

fn properties(event: &InteractionEvent) -> Vec<(&str, f64)> {
    event.properties.iter().map(|(name, value)| (name.as_str(), *value)).collect()
}

fn compare_properties(left: &[(&str, f64)], right: &[(&str, f64)]) -> Ordering {
    for ((left_name, left_value), (right_name, right_value)) in left.iter().zip(right) {
        let pair = left_name.cmp(right_name).then_with(|| left_value.total_cmp(right_value));
        if pair != Ordering::Equal {
            return pair;
        }
    }
    left.len().cmp(&right.len())
}

fn compare_numbers(left: Option<f64>, right: Option<f64>) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) => left.total_cmp(&right),
        _ => left.is_some().cmp(&right.is_some()),
    }
}
