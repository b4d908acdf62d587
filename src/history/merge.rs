//! Merging: two ordered runs of events become one.

use std::cmp::Ordering;

use super::order::partition_point;
use super::{AppendOutcome, Cell, Columns, History, Incoming, NO_ID, Rows, VALUE};
use crate::names::NO_NAME;
use crate::sort;

impl History {
    /// Merges events in canonical order into the history; returns the first position that changed.
    pub(super) fn merge_sorted(&mut self, newer: Columns) -> usize {
        let from = self.insertion_point(&newer);
        let held = self.columns.len();
        self.columns.extend(newer);
        if from < held {
            let order = self.interleaved(from, held);
            self.columns.arrange_from(from, &order);
        }
        from
    }

    /// How many of the held events stay where they are.
    fn insertion_point(&self, newer: &Columns) -> usize {
        let Some(&earliest) = newer.times.first() else { return self.columns.len() };
        let ties = self.columns.at_time(earliest);
        let newer = self.view(newer, 0..1);
        let held = |at: usize| self.view(&self.columns, at..at + 1);
        partition_point(ties, |at| held(at).compare_ties(at, &newer, 0) != Ordering::Greater)
    }

    /// The order that interleaves the events of `from..middle` with those from `middle` on.
    fn interleaved(&self, from: usize, middle: usize) -> Vec<u32> {
        let end = self.columns.len();
        let view = self.view(&self.columns, from..end);
        // The first of the newer ones goes to the front, which is known.
        let (mut left, mut right) = (from, middle);
        let next = |to: usize| {
            let take_left = to > from
                && left < middle
                && (right >= end || view.compare(left, &view, right) != Ordering::Greater);
            let next = if take_left { &mut left } else { &mut right };
            *next += 1;
            u32::try_from(*next - 1).unwrap_or_default()
        };
        (from..end).map(next).collect()
    }

    /// The union with another customer's history.
    ///
    /// Of two events with one id and different content the canonically first stays, so that the
    /// result does not depend on which history is merged into which. The outcome is that of the
    /// other's events, by their positions.
    pub(crate) fn merged(&self, other: &History) -> (History, AppendOutcome) {
        let mut union = History::default();
        let mut incoming = Incoming::new(&mut union, self.columns.len() + other.columns.len());
        let (mut left, mut right) = (0, 0);
        // The number of each of this history's ids in the union, and where the other history has
        // the id, by that number.
        let (mut ours, mut theirs) = (Vec::with_capacity(self.len()), Vec::new());
        let (own, others) =
            (self.view(&self.columns, 0..self.len()), other.view(&other.columns, 0..other.len()));
        while left < self.len() || right < other.len() {
            let take_left = left < self.len()
                && (right >= other.len() || own.compare(left, &others, right) != Ordering::Greater);
            if take_left {
                ours.push(self.copy_into(left, other.len() + left, own.rows(), &mut union, &mut incoming));
                left += 1;
            } else {
                let id = other.copy_into(right, right, others.rows(), &mut union, &mut incoming) as usize;
                if id != NO_ID as usize {
                    theirs.resize(theirs.len().max(id + 1), right);
                    if let Some(place) = theirs.get_mut(id) {
                        *place = right;
                    }
                }
                right += 1;
            }
        }
        let mut outcome = incoming.commit(&mut union);
        outcome.appended = union.len() - self.len();
        for index in &mut outcome.conflicts {
            // Where the other's event comes first, this history's is the one that repeats it.
            if let Some(&id) = index.checked_sub(other.len()).and_then(|at| ours.get(at)) {
                *index = theirs.get(id as usize).copied().unwrap_or_default();
            }
        }
        sort::list(&mut outcome.conflicts, Ord::cmp);
        (union, outcome)
    }

    /// Gathers the event at a position for the history `to`, as the one at `index` of what that is
    /// given; returns the number of its id there.
    pub(super) fn copy_into(
        &self,
        at: usize,
        index: usize,
        rows: &Rows,
        to: &mut History,
        incoming: &mut Incoming,
    ) -> u32 {
        let Some(cell) = self.cells.get(self.columns.cell(at)) else { return NO_ID };
        let mut name = |code| self.names.optional(code).map_or(NO_NAME, |text| to.names.intern_cold(text));
        let cell =
            Cell { event_type: name(cell.event_type), channel: name(cell.channel), offer: name(cell.offer) };
        let id = self.columns.id(at);
        let id = if id == NO_ID { None } else { self.ids.get(id) };
        let id = incoming.push(to, index, self.columns.time(at), cell, id);
        for (name, value) in rows.at(at) {
            let name = if name == VALUE { VALUE } else { to.names.intern_cold(self.names.get(name)) };
            incoming.number(name, value);
        }
        id
    }
}
