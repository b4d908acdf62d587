//! Events by column.

use super::ids::NO_ID;
use super::numbers::{GONE, Numbers, rank};

/// Events by column: what stands at one position belongs to one event.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    /// Milliseconds since the Unix epoch.
    pub(crate) times: Vec<i64>,
    /// Codes of cells.
    pub(crate) cells: Vec<u32>,
    /// Positions of ids; empty while no event has one.
    pub(crate) ids: Vec<u32>,
    /// `value` and the numeric properties by the codes of their names, as far as any event carries
    /// them.
    pub(crate) numbers: Vec<Numbers>,
}

/// One column of [`Columns::arrange_from`].
fn arrange<T: Copy>(column: &mut Vec<T>, from: usize, order: &[u32]) {
    let arranged: Vec<T> = order.iter().filter_map(|&old| column.get(old as usize).copied()).collect();
    column.truncate(from);
    column.extend(arranged);
}

impl Columns {
    pub(crate) fn with_capacity(events: usize) -> Self {
        Self { times: Vec::with_capacity(events), cells: Vec::with_capacity(events), ..Self::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.times.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, time: i64, cell: u32, id: u32) {
        if id != NO_ID || !self.ids.is_empty() {
            if self.ids.is_empty() {
                self.ids.reserve(self.times.capacity());
            }
            self.ids.resize(self.times.len(), NO_ID);
            self.ids.push(id);
        }
        self.times.push(time);
        self.cells.push(cell);
    }

    /// Gives the newest event a number, in the place of one by this name.
    #[inline(always)]
    pub(crate) fn push_number(&mut self, name: u32, value: f64) {
        let position = self.newest();
        let Some(numbers) = self.numbers_mut(name) else { return };
        if numbers.positions.last() == Some(&position) {
            if let Some(last) = numbers.values.last_mut() {
                *last = value;
            }
        } else {
            numbers.push(position, value);
        }
    }

    /// Takes a number from the newest event, if it has one by this name.
    #[cold]
    pub(crate) fn pop_number(&mut self, name: u32) {
        let position = self.newest();
        let Ok(at) = self.place_of(name) else { return };
        let Some(numbers) = self.numbers.get_mut(at) else { return };
        if numbers.positions.last() == Some(&position) {
            numbers.positions.pop();
            numbers.values.pop();
        }
        if numbers.positions.is_empty() {
            self.numbers.remove(at);
        }
    }

    fn newest(&self) -> u32 {
        u32::try_from(self.times.len()).unwrap_or_default().saturating_sub(1)
    }

    /// The column of a property, which is made now when there is none.
    fn numbers_mut(&mut self, name: u32) -> Option<&mut Numbers> {
        let at = self.place_of(name).unwrap_or_else(|at| {
            self.numbers.insert(at, Numbers { name, positions: Vec::new(), values: Vec::new() });
            at
        });
        self.numbers.get_mut(at)
    }

    /// Where the column of a property is, or where it would be.
    fn place_of(&self, name: u32) -> Result<usize, usize> {
        self.numbers.binary_search_by_key(&rank(name), |numbers| rank(numbers.name))
    }

    /// The column of a property, when any event carries it.
    pub(crate) fn numbers_of(&self, name: u32) -> Option<&Numbers> {
        self.place_of(name).ok().and_then(|at| self.numbers.get(at))
    }

    pub(crate) fn time(&self, position: usize) -> i64 {
        self.times.get(position).copied().unwrap_or_default()
    }

    pub(crate) fn cell(&self, position: usize) -> u32 {
        self.cells.get(position).copied().unwrap_or_default()
    }

    pub(crate) fn id(&self, position: usize) -> u32 {
        self.ids.get(position).copied().unwrap_or(NO_ID)
    }

    /// How many events lie at or before a time.
    pub(crate) fn up_to(&self, time: i64) -> usize {
        self.times.partition_point(|&at| at <= time)
    }

    /// The positions of the events at a time.
    pub(crate) fn at_time(&self, time: i64) -> std::ops::Range<usize> {
        self.times.partition_point(|&at| at < time)..self.up_to(time)
    }

    /// Whether exactly the first `count` events lie at or before a time.
    pub(crate) fn up_to_is(&self, count: usize, time: i64) -> bool {
        self.times.get(count).is_none_or(|&next| next > time)
            && count.checked_sub(1).and_then(|last| self.times.get(last)).is_none_or(|&last| last <= time)
    }

    /// The same events in another order, or fewer of them.
    pub(crate) fn arranged(&self, order: &[u32]) -> Self {
        let mut arranged = self.clone();
        arranged.arrange_from(0, order);
        arranged.without_empty_numbers()
    }

    /// Puts the events from a position on into another order, dropping those that are not in it: an
    /// event that comes late costs no more than those that it comes before.
    pub(crate) fn arrange_from(&mut self, from: usize, order: &[u32]) {
        let mut new_positions = vec![GONE; self.len() - from];
        for (new, &old) in (u32::try_from(from).unwrap_or(GONE)..).zip(order) {
            if let Some(position) = new_positions.get_mut((old as usize).wrapping_sub(from)) {
                *position = new;
            }
        }
        arrange(&mut self.times, from, order);
        arrange(&mut self.cells, from, order);
        if !self.ids.is_empty() {
            arrange(&mut self.ids, from, order);
        }
        for numbers in &mut self.numbers {
            numbers.move_from(from, &new_positions);
        }
    }

    /// Appends events that all come after the ones held.
    pub(crate) fn extend(&mut self, newer: Self) {
        if self.is_empty() {
            *self = newer;
            return;
        }
        let offset = u32::try_from(self.len()).unwrap_or_default();
        if !newer.ids.is_empty() || !self.ids.is_empty() {
            self.ids.resize(self.len(), NO_ID);
            self.ids.extend_from_slice(&newer.ids);
            self.ids.resize(self.len() + newer.len(), NO_ID);
        }
        self.times.extend_from_slice(&newer.times);
        self.cells.extend_from_slice(&newer.cells);
        for numbers in newer.numbers {
            let Some(held) = self.numbers_mut(numbers.name) else { continue };
            held.positions.extend(numbers.positions.iter().map(|position| position + offset));
            held.values.extend(numbers.values);
        }
    }

    fn without_empty_numbers(mut self) -> Self {
        self.numbers.retain(|numbers| !numbers.positions.is_empty());
        self
    }
}
