//! One column of numbers.

use crate::names::NO_NAME;
use crate::sort;

/// The name under which the events' `value` is held among the numeric properties.
pub(crate) const VALUE: u32 = NO_NAME;

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

    pub(super) fn push(&mut self, position: u32, value: f64) {
        self.positions.push(position);
        self.values.push(value);
    }

    /// Moves the events from a position on to new positions, dropping those whose new position is
    /// [`GONE`].
    pub(super) fn move_from(&mut self, from: usize, new_positions: &[u32]) {
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
pub(super) const fn rank(name: u32) -> u32 {
    name.wrapping_add(1)
}

/// The new position of an event that is dropped.
pub(super) const GONE: u32 = u32::MAX;
