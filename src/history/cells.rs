//! Cells: the distinct combinations of event type, channel and offer that a customer has.
//!
//! A metric sees an event's cell and nothing else of its names, so a history of many thousand
//! events is decided upon once for each of its few hundred cells.

use crate::names::{Triple, Triples};

/// One combination of names, by their codes; [`NO_NAME`](crate::names::NO_NAME) where absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) event_type: u32,
    pub(crate) channel: u32,
    pub(crate) offer: u32,
}

impl From<Triple> for Cell {
    #[inline(always)]
    fn from((event_type, channel, offer): Triple) -> Self {
        Self { event_type, channel, offer }
    }
}

impl From<Cell> for Triple {
    #[inline(always)]
    fn from(cell: Cell) -> Self {
        (cell.event_type, cell.channel, cell.offer)
    }
}

/// The cells of one customer, in order of first appearance.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cells {
    keys: Triples,
}

impl Cells {
    /// Cells that are distinct. Most customers that are restored are read and written back, so
    /// their cells only become searchable when another one is added.
    pub(crate) fn from_distinct(list: Vec<Cell>) -> Self {
        Self { keys: Triples::from_distinct(list.into_iter().map(Triple::from).collect()) }
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Cell> + Clone {
        self.keys.as_slice().iter().copied().map(Cell::from)
    }

    pub(crate) fn get(&self, code: u32) -> Option<Cell> {
        self.keys.get(code).map(Cell::from)
    }

    /// The code of a cell, given to it now when it is new.
    #[inline(always)]
    pub(crate) fn intern(&mut self, cell: Cell) -> u32 {
        self.keys.intern(cell.into())
    }

    /// Forgets the cells from the code `length` on.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.keys.truncate(length);
    }
}
