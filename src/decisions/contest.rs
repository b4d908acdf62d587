//! Which of many groups has the largest value, as they change one by one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::walk::{Clock, Part};
use crate::metrics::empty_value;

/// Groups of which the one with the largest value counts, the first of equals.
#[expect(clippy::option_option, reason = "no events and nothing to aggregate among them are different")]
pub(super) struct Contest {
    /// When each of them changes next.
    changes: BinaryHeap<Reverse<(i64, usize)>>,
    /// What each comes to; none for one with nothing in the window.
    values: Vec<Option<Option<f64>>>,
    pub(super) largest: Option<f64>,
    /// The one that has it.
    pub(super) leader: Option<usize>,
}

impl Contest {
    pub(super) fn new(parts: &[Part<'_>], clock: &Clock<'_>) -> Self {
        let change = |(at, part): (usize, &Part<'_>)| Some(Reverse((part.next(clock)?, at)));
        let mut contest = Self {
            changes: parts.iter().enumerate().filter_map(change).collect(),
            values: parts.iter().map(|part| part.seen_value(clock.aggregation)).collect(),
            largest: None,
            leader: None,
        };
        contest.compare(clock);
        contest
    }

    /// The next instant at which any of them changes.
    pub(super) fn next(&self) -> Option<i64> {
        self.changes.peek().map(|Reverse((time, _))| *time)
    }

    /// Moves those that change up to an instant.
    pub(super) fn advance(&mut self, parts: &mut [Part<'_>], clock: &Clock<'_>, now: i64) {
        let mut decided = true;
        while let Some(&Reverse((time, at))) = self.changes.peek().filter(|Reverse((time, _))| *time <= now) {
            self.changes.pop();
            let (Some(part), Some(value)) = (parts.get_mut(at), self.values.get_mut(at)) else { continue };
            part.advance(clock, time);
            *value = part.seen_value(clock.aggregation);
            // Without a leader the largest is only what stands for none, and whoever enters takes its place.
            decided &= self.leader.is_some_and(|leader| leader != at)
                && value.is_none_or(|value| value < self.largest);
            self.changes.extend(part.next(clock).map(|next| Reverse((next, at))));
        }
        if !decided {
            self.compare(clock);
        }
    }

    fn compare(&mut self, clock: &Clock<'_>) {
        let values = self.values.iter().copied().flatten().flatten();
        self.largest = values.reduce(f64::max).or(empty_value(clock.aggregation));
        self.leader = self.values.iter().position(|value| *value == Some(self.largest));
    }
}
