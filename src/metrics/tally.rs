//! Counting events by cell.

use crate::history::Columns;

/// How often a cell occurs in a run of events.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tally {
    pub(super) count: u32,
    /// The position of the first of them.
    pub(super) oldest: u32,
}

impl Tally {
    pub(super) const NONE: Self = Self { count: 0, oldest: u32::MAX };

    /// Both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self { count: self.count + other.count, oldest: self.oldest.min(other.oldest) }
    }
}

/// Counts the events of `begin..end` by cell; they lie before those that were counted already.
pub(super) fn tally(tallies: &mut [Tally], columns: &Columns, begin: usize, end: usize) {
    let cells = columns.cells.get(begin..end).unwrap_or_default();
    for (position, &cell) in (begin..end).zip(cells).rev() {
        if let Some(tally) = tallies.get_mut(cell as usize) {
            tally.count += 1;
            #[expect(clippy::cast_possible_truncation, reason = "a history holds fewer events")]
            let position = position as u32;
            tally.oldest = position;
        }
    }
}
