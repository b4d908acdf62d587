//! Numbers by event, where the columns have them by name.

use super::columns::Columns;
use crate::sort;

/// The numbers of a run of events, gathered by event: with many properties, looking for an event in
/// the column of each takes longer than all else.
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
    /// The numbers of the event at a position, each with the code of its name, in the order of the
    /// columns.
    pub(crate) fn at(&self, position: usize) -> impl Iterator<Item = (u32, f64)> {
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
        let (order, ends) = sort::bucket(&any, &places, to - from);
        Rows { from, ends, order, numbers }
    }
}
