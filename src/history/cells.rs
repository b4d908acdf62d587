//! Cells: the distinct combinations of event type, channel and offer that a customer has.
//!
//! A metric sees an event's cell and nothing else of its names, so a history of many thousand
//! events is decided upon once for each of its few hundred cells.

/// One combination of names, by their codes; [`NO_NAME`](crate::names::NO_NAME) where absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) event_type: u32,
    pub(crate) channel: u32,
    pub(crate) offer: u32,
}

impl Cell {
    #[inline(always)]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "any part of the hash will do; only 32-bit targets truncate"
    )]
    fn hash(self) -> usize {
        let names = u64::from(self.event_type) ^ u64::from(self.channel) << 21 ^ u64::from(self.offer) << 42;
        let mixed = (names ^ names >> 37).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 32) as usize
    }
}

/// The cells of one customer, in order of first appearance.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cells {
    list: Vec<Cell>,
    /// An open-addressed hash table of positions in `list`; empty until a cell is looked for to be added.
    slots: Vec<u32>,
}

const FREE: u32 = u32::MAX;
/// The size of the table at first.
const FIRST_SLOTS: usize = 64;

impl Cells {
    /// Distinct cells. Most customers that are restored are asked and given back, so they are put into the table when
    /// one is added.
    pub(crate) const fn of(list: Vec<Cell>) -> Self {
        Self { list, slots: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn as_slice(&self) -> &[Cell] {
        &self.list
    }

    pub(crate) fn get(&self, code: u32) -> Option<Cell> {
        self.list.get(code as usize).copied()
    }

    /// The code of a cell that is known already.
    #[inline(always)]
    pub(crate) fn find(&self, cell: Cell) -> Option<u32> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = cell.hash();
        loop {
            let code = *self.slots.get(at & mask)?;
            if *self.list.get(code as usize)? == cell {
                return Some(code);
            }
            at += 1;
        }
    }

    /// The code of a cell, given to it now when it is new.
    #[inline(always)]
    pub(crate) fn intern(&mut self, cell: Cell) -> u32 {
        match self.find(cell) {
            Some(code) => code,
            None => self.add(cell),
        }
    }

    /// As [`Cells::find`], in one copy for where there is time.
    #[inline(never)]
    pub(crate) fn look_up(&self, cell: Cell) -> Option<u32> {
        self.find(cell)
    }

    /// As [`Cells::intern`], in one copy for where there is time.
    #[inline(never)]
    pub(crate) fn code(&mut self, cell: Cell) -> u32 {
        self.intern(cell)
    }

    /// Forgets the cells from the code `length` on.
    pub(crate) fn truncate(&mut self, length: usize) {
        if length < self.list.len() {
            self.list.truncate(length);
            self.rebuild(self.slots.len());
        }
    }

    #[cold]
    fn add(&mut self, cell: Cell) -> u32 {
        if self.slots.is_empty() {
            self.rebuild(((self.len() + 1) * 2).next_power_of_two().max(FIRST_SLOTS));
            // It may be one of those that were not in the table.
            if let Some(code) = self.find(cell) {
                return code;
            }
        } else if self.slots.len() < (self.len() + 1) * 2 {
            self.rebuild(self.slots.len() * 2);
        }
        let code = u32::try_from(self.len()).unwrap_or(FREE);
        self.list.push(cell);
        place(&mut self.slots, cell, code);
        code
    }

    fn rebuild(&mut self, size: usize) {
        self.list.reserve((size / 2).saturating_sub(self.list.len()));
        self.slots.clear();
        self.slots.resize(size, FREE);
        for (code, cell) in (0..).zip(&self.list) {
            place(&mut self.slots, *cell, code);
        }
    }
}

fn place(slots: &mut [u32], cell: Cell, code: u32) {
    let mask = slots.len().wrapping_sub(1);
    let mut at = cell.hash();
    while let Some(slot) = slots.get_mut(at & mask) {
        if *slot == FREE {
            *slot = code;
            return;
        }
        at += 1;
    }
}
