//! The canonical order of events: by time, then id, then the other fields, so that the order in
//! which events arrive never shows.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::ops::Range;

use super::{Cells, Columns, History, Ids, Rows, VALUE};
use crate::names::Names;
use crate::sort;

/// Events of some columns, and what the codes in the columns stand for.
pub(super) struct EventsView<'a> {
    names: &'a Names,
    cells: &'a Cells,
    ids: &'a Ids,
    columns: &'a Columns,
    /// The positions of the events.
    range: Range<usize>,
    rows: OnceCell<Rows>,
}

impl History {
    /// The events at some positions of columns with the history's codes.
    pub(super) fn view<'a>(&'a self, columns: &'a Columns, range: Range<usize>) -> EventsView<'a> {
        let Self { names, cells, ids, .. } = self;
        EventsView { names, cells, ids, columns, range, rows: OnceCell::new() }
    }

    /// Gathered events in canonical order.
    pub(super) fn sorted(&self, columns: Columns) -> Columns {
        let view = self.view(&columns, 0..columns.len());
        if view.is_in_order() {
            return columns;
        }
        let count = u32::try_from(columns.len()).unwrap_or_default();
        let mut order: Vec<u32> = (0..count).collect();
        sort::numbers(&mut order, &mut |left, right| view.compare(left as usize, &view, right as usize));
        columns.arranged(&order)
    }
}

impl<'a> EventsView<'a> {
    /// The numbers of the events.
    pub(super) fn rows(&self) -> &Rows {
        self.rows.get_or_init(|| self.columns.rows(self.range.start, self.range.end))
    }

    /// Compares two events; absent fields come first, strings go by code points.
    pub(super) fn compare(&self, at: usize, other: &EventsView<'_>, there: usize) -> Ordering {
        let times = self.columns.time(at).cmp(&other.columns.time(there));
        times.then_with(|| self.compare_ties(at, other, there))
    }

    /// Compares two events of one time.
    #[inline(never)]
    pub(super) fn compare_ties(&self, at: usize, other: &EventsView<'_>, there: usize) -> Ordering {
        self.id(at).cmp(&other.id(there)).then_with(|| self.compare_content(at, other, there))
    }

    /// Compares everything but time and id; equal means that the events say the same.
    pub(super) fn compare_content(&self, at: usize, other: &EventsView<'_>, there: usize) -> Ordering {
        self.cell(at).cmp(&other.cell(there)).then_with(|| {
            let ((value, properties), (others_value, others)) = (self.numbers(at), other.numbers(there));
            compare_numbers(value, others_value).then_with(|| compare_properties(&properties, &others))
        })
    }

    pub(super) fn id(&self, at: usize) -> Option<&'a str> {
        self.ids.get(self.columns.id(at))
    }

    /// The event's type, channel and offer.
    fn cell(&self, at: usize) -> Option<[Option<&'a str>; 3]> {
        let cell = self.cells.get(self.columns.cell(at))?;
        Some([cell.event_type, cell.channel, cell.offer].map(|code| self.names.optional(code)))
    }

    /// The event's value, and its numeric properties by name, sorted.
    fn numbers(&self, at: usize) -> (Option<f64>, Vec<(&'a str, f64)>) {
        let (mut value, mut properties) = (None, Vec::new());
        for (name, number) in self.rows().at(at) {
            if name == VALUE {
                value = Some(number);
            } else {
                properties.push((self.names.get(name), number));
            }
        }
        sort::list(&mut properties, |left, right| left.0.cmp(right.0));
        (value, properties)
    }

    /// Whether the events stand in canonical order.
    fn is_in_order(&self) -> bool {
        let in_order = |at: usize, pair: &[i64]| match pair {
            [before, after] if before == after => self.compare_ties(at, self, at + 1) != Ordering::Greater,
            [before, after] => before < after,
            _ => true,
        };
        self.columns.times.windows(2).enumerate().all(|(at, pair)| in_order(at, pair))
    }
}

/// The first of some positions for which `is_before` no longer holds; their end when it holds for
/// all.
pub(super) fn partition_point(positions: Range<usize>, is_before: impl Fn(usize) -> bool) -> usize {
    let Range { start: mut low, end: mut high } = positions;
    while low < high {
        let middle = low.midpoint(high);
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
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
