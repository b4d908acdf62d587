//! Appending: events are gathered, put in order, merged into the history, and repeats accounted
//! for.

use std::cmp::Ordering;

use super::order::{EventsView, partition_point};
use super::{Cell, Columns, History, NO_ID};
use crate::numbers::positive_zero;

/// Events on their way into a history. Nothing shows in it before [`Incoming::commit`].
#[derive(Debug)]
pub(crate) struct Incoming {
    /// How many events the history held before.
    held: usize,
    columns: Columns,
    /// Events whose id was seen before, and their indices in what was given.
    repeats: Columns,
    repeat_indices: Vec<usize>,
    /// Whether the newest event went to `repeats`.
    repeated: bool,
    before: Marks,
}

/// How much the dictionaries held before, so that a refused batch leaves no trace.
#[derive(Debug)]
struct Marks {
    names: usize,
    cells: usize,
    ids: usize,
}

/// What became of the events given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AppendOutcome {
    pub(crate) appended: usize,
    pub(crate) duplicates: usize,
    /// Indices of events whose id was seen before with other content.
    pub(crate) conflicts: Vec<usize>,
    /// The first position of the history that is not what it was.
    pub(crate) changed_from: usize,
}

impl Incoming {
    pub(crate) fn new(history: &mut History, expected: usize) -> Self {
        history.ids.expect(expected);
        let before =
            Marks { names: history.names.len(), cells: history.cells.len(), ids: history.ids.count() };
        Self {
            held: history.len(),
            columns: Columns::with_capacity(expected),
            repeats: Columns::default(),
            repeat_indices: Vec::new(),
            repeated: false,
            before,
        }
    }

    /// How many events the history would hold.
    pub(crate) fn total(&self) -> usize {
        self.held + self.columns.len()
    }

    /// Gathers the event at `index` of what was given; returns the number of its id.
    #[inline(always)]
    pub(crate) fn push(
        &mut self,
        history: &mut History,
        index: usize,
        time: i64,
        cell: Cell,
        id: Option<&str>,
    ) -> u32 {
        let cell = history.cells.intern(cell);
        let (id, new) = id.map_or((NO_ID, true), |id| history.ids.insert(id));
        self.repeated = !new;
        if new {
            self.columns.push(time, cell, id);
        } else {
            self.repeats.push(time, cell, id);
            self.repeat_indices.push(index);
        }
        id
    }

    /// Gives the newest event a number, in the place of one by this name; -0 becomes 0, so that no
    /// sum depends on it.
    #[inline(always)]
    pub(crate) fn number(&mut self, name: u32, value: f64) {
        self.newest().push_number(name, positive_zero(value));
    }

    /// Takes back a number of the newest event.
    pub(crate) fn no_number(&mut self, name: u32) {
        self.newest().pop_number(name);
    }

    /// The columns that the newest event is the last one of.
    #[inline(always)]
    fn newest(&mut self) -> &mut Columns {
        if self.repeated { &mut self.repeats } else { &mut self.columns }
    }

    /// Makes the gathered events part of the history.
    pub(crate) fn commit(self, history: &mut History) -> AppendOutcome {
        let Self { columns, repeats, repeat_indices, .. } = self;
        let appended = columns.len();
        let columns = history.sorted(columns);
        let changed_from = history.merge_sorted(columns);
        let mut outcome = AppendOutcome { appended, changed_from, ..AppendOutcome::default() };
        let view = history.view(&repeats, 0..repeats.len());
        for (at, index) in repeat_indices.into_iter().enumerate() {
            if history.holds_same(&view, at, repeats.time(at)) {
                outcome.duplicates += 1;
            } else {
                outcome.conflicts.push(index);
            }
        }
        outcome
    }

    /// Drops the gathered events.
    pub(crate) fn discard(self, history: &mut History) {
        history.names.truncate(self.before.names);
        history.cells.truncate(self.before.cells);
        history.ids.truncate(self.before.ids);
    }
}

impl History {
    /// Whether the history has an event with the id and the content of the repeat at a position.
    fn holds_same(&self, repeats: &EventsView<'_>, at: usize, time: i64) -> bool {
        let ties = self.columns.at_time(time);
        let found =
            partition_point(ties.clone(), |held| self.ids.get(self.columns.id(held)) < repeats.id(at));
        let held = self.view(&self.columns, found..found + 1);
        ties.contains(&found)
            && held.id(found) == repeats.id(at)
            && held.compare_content(found, repeats, at) == Ordering::Equal
    }
}
