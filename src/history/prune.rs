//! Pruning: forgetting what nothing can see any more.

use super::{Cell, History, Incoming};

impl History {
    /// Drops the events that nothing sees at or after `now`, and returns how many those were.
    ///
    /// `lookback` gives how far back, in milliseconds, a cell's events matter; none for a cell
    /// that nothing reads, whose events only matter while they are yet to happen: decisions count
    /// those.
    pub(crate) fn prune(&mut self, now: i64, lookback: impl Fn(&Self, Cell) -> Option<i64>) -> usize {
        let oldest_seen: Vec<i64> = self
            .cells
            .iter()
            .map(|cell| lookback(self, cell).map_or(now, |span| now.saturating_sub(span)))
            .collect();
        let seen = |&(_, cell, time): &(usize, u32, i64)| {
            oldest_seen.get(cell as usize).is_some_and(|&limit| time > limit)
        };
        let events = self.columns.cells.iter().zip(&self.columns.times).enumerate();
        let kept: Vec<usize> =
            events.map(|(at, (&cell, &time))| (at, cell, time)).filter(seen).map(|event| event.0).collect();
        let dropped = self.columns.len() - kept.len();
        if dropped > 0 {
            // Copying the rest anew also forgets the names and ids that only dropped events had.
            let mut rest = History::default();
            let mut incoming = Incoming::new(&mut rest, kept.len());
            let rows = self.columns.rows(0, self.len());
            for at in kept {
                self.copy_into(at, at, &rows, &mut rest, &mut incoming);
            }
            incoming.commit(&mut rest);
            *self = rest;
        }
        dropped
    }
}
