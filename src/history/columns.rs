use super::ids::NO_ID;
use crate::names::NO_NAME;
use crate::sort;

/// The name under which the events' `value` is held among the numeric properties.
pub(crate) const VALUE: u32 = NO_NAME;

/// Events by column; the rows of one position belong to one event.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    /// Milliseconds since the Unix epoch.
    pub(crate) times: Vec<i64>,
    /// Codes of cells.
    pub(crate) cells: Vec<u32>,
    /// Positions of ids; empty while no event has one.
    pub(crate) ids: Vec<u32>,
    /// `value` and the numeric properties by the codes of their names, as far as any event carries them.
    pub(crate) numbers: Vec<Numbers>,
}

/// One numeric property: only the events that carry it, in order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Numbers {
    /// The code of the property's name; [`VALUE`] for the events' `value`.
    pub(crate) name: u32,
    /// Positions of events, ascending.
    pub(crate) positions: Vec<u32>,
    /// The finite numbers at those positions.
    pub(crate) values: Vec<f64>,
}

impl Numbers {
    /// The number of an event, when it carries one.
    pub(crate) fn at(&self, position: u32) -> Option<f64> {
        let found = self.positions.binary_search(&position).ok()?;
        self.values.get(found).copied()
    }

    fn push(&mut self, position: u32, value: f64) {
        self.positions.push(position);
        self.values.push(value);
    }

    /// Moves the events from a position on to new positions, dropping those whose new position is [`GONE`].
    fn move_from(&mut self, from: usize, new_positions: &[u32]) {
        let first = self.positions.partition_point(|&position| (position as usize) < from);
        let moved = self.positions.split_off(first).into_iter().zip(self.values.split_off(first));
        let new = |(position, value)| {
            let to = new_positions.get(position as usize - from).copied().unwrap_or(GONE);
            (to != GONE).then_some((to, value))
        };
        let mut pairs: Vec<(u32, f64)> = moved.filter_map(new).collect();
        if !pairs.is_sorted_by_key(|pair| pair.0) {
            sort::list(&mut pairs, |left, right| left.0.cmp(&right.0));
        }
        self.positions.extend(pairs.iter().map(|pair| pair.0));
        self.values.extend(pairs.iter().map(|pair| pair.1));
    }
}

/// By what the columns of numbers stand in order: `value` comes first, as it does in a snapshot.
const fn place(name: u32) -> u32 {
    name.wrapping_add(1)
}

/// The new position of an event that is dropped.
const GONE: u32 = u32::MAX;

/// One column of [`Columns::arrange_from`].
fn arrange<T: Copy>(column: &mut Vec<T>, from: usize, order: &[u32]) {
    let arranged: Vec<T> = order.iter().filter_map(|&old| column.get(old as usize).copied()).collect();
    column.truncate(from);
    column.extend(arranged);
}

/// The numbers of a run of events, gathered by event: with many properties, looking for an event in the column of each
/// takes longer than all else.
#[derive(Debug)]
pub(crate) struct Rows {
    from: usize,
    /// Where those of each event end in `order`.
    ends: Vec<usize>,
    order: Vec<u32>,
    /// Codes of names, and numbers.
    numbers: Vec<(u32, f64)>,
}

impl Rows {
    /// The numbers of the event at a position, each with the code of its name, in the order of the columns.
    pub(crate) fn of(&self, position: usize) -> impl Iterator<Item = (u32, f64)> {
        let end = |at: usize| self.ends.get(at).copied().unwrap_or_default();
        let at = position.wrapping_sub(self.from);
        let of_event = self.order.get(at.checked_sub(1).map_or(0, end)..end(at)).unwrap_or_default();
        of_event.iter().filter_map(|&number| self.numbers.get(number as usize).copied())
    }
}

impl Columns {
    /// The numbers of the events from one position up to another.
    pub(crate) fn rows(&self, from: usize, to: usize) -> Rows {
        let (mut places, mut numbers) = (Vec::new(), Vec::new());
        for column in &self.numbers {
            let before = |end: usize| column.positions.partition_point(|&position| (position as usize) < end);
            let inside = before(from)..before(to);
            for (&position, &value) in
                column.positions.iter().zip(&column.values).take(inside.end).skip(inside.start)
            {
                places.push(position - u32::try_from(from).unwrap_or_default());
                numbers.push((column.name, value));
            }
        }
        let any: Vec<u32> = (0..).take(numbers.len()).collect();
        let (order, ends) = sort::dealt(&any, &places, to - from);
        Rows { from, ends, order, numbers }
    }

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
        let numbers = self.numbers_mut(name);
        if numbers.positions.last() == Some(&position) {
            numbers.values.pop();
            numbers.values.push(value);
        } else {
            numbers.push(position, value);
        }
    }

    /// Takes a number from the newest event, if it has one by this name.
    #[cold]
    pub(crate) fn pop_number(&mut self, name: u32) {
        let position = self.newest();
        let Ok(at) = self.place_of(name) else { return };
        if self.numbers[at].positions.last() == Some(&position) {
            self.numbers[at].positions.pop();
            self.numbers[at].values.pop();
        }
        if self.numbers[at].positions.is_empty() {
            self.numbers.remove(at);
        }
    }

    fn newest(&self) -> u32 {
        u32::try_from(self.times.len()).unwrap_or_default().saturating_sub(1)
    }

    fn numbers_mut(&mut self, name: u32) -> &mut Numbers {
        let at = self.place_of(name).unwrap_or_else(|at| {
            self.numbers.insert(at, Numbers { name, positions: Vec::new(), values: Vec::new() });
            at
        });
        &mut self.numbers[at]
    }

    /// Where the column of a property is, or where it would be.
    fn place_of(&self, name: u32) -> Result<usize, usize> {
        self.numbers.binary_search_by_key(&place(name), |numbers| place(numbers.name))
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

    /// Puts the events from a position on into another order, dropping those that are not in it: an event that comes
    /// late costs no more than those that it comes before.
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
            let held = self.numbers_mut(numbers.name);
            held.positions.extend(numbers.positions.iter().map(|position| position + offset));
            held.values.extend(numbers.values);
        }
    }

    fn without_empty_numbers(mut self) -> Self {
        self.numbers.retain(|numbers| !numbers.positions.is_empty());
        self
    }
}
