//! Which of many groups has the largest value, as they change one by one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::walk::{Clock, Part};
use crate::metrics::empty_value;

/// Groups of which the one with the largest value counts, the first of equals.
#[expect(clippy::option_option, reason = "no events and nothing to aggregate among them are different")]
pub(crate) struct Contest {
    /// When each of them changes next.
    changes: BinaryHeap<Reverse<(i64, usize)>>,
    /// What each comes to; none for one with nothing in the window.
    values: Vec<Option<Option<f64>>>,
    /// Who wins of two: the places `2 · at` and `2 · at + 1` send their winner to the place `at`, and the second
    /// half are the groups themselves. A change only passes through the places above it.
    winners: Vec<usize>,
    pub(crate) largest: Option<f64>,
    /// The one that has it.
    pub(crate) leader: Option<usize>,
}

impl Contest {
    pub(crate) fn new(parts: &[Part<'_>], clock: &Clock<'_>) -> Self {
        let change = |(at, part): (usize, &Part<'_>)| Some(Reverse((part.next(clock)?, at)));
        let places = parts.len().next_power_of_two();
        let mut contest = Self {
            changes: parts.iter().enumerate().filter_map(change).collect(),
            values: parts.iter().map(|part| part.seen_value(clock.aggregation)).collect(),
            winners: (0..places).chain(0..places).collect(),
            largest: None,
            leader: None,
        };
        for place in (1..places).rev() {
            contest.play(place);
        }
        contest.crown(clock);
        contest
    }

    /// The next instant at which any of them changes.
    pub(crate) fn next(&self) -> Option<i64> {
        self.changes.peek().map(|Reverse((time, _))| *time)
    }

    /// Moves those that change up to an instant.
    pub(crate) fn advance(&mut self, parts: &mut [Part<'_>], clock: &Clock<'_>, now: i64) {
        while let Some(&Reverse((time, at))) = self.changes.peek().filter(|Reverse((time, _))| *time <= now) {
            self.changes.pop();
            let (Some(part), Some(value)) = (parts.get_mut(at), self.values.get_mut(at)) else { continue };
            part.advance(clock, time);
            *value = part.seen_value(clock.aggregation);
            self.changes.extend(part.next(clock).map(|next| Reverse((next, at))));
            let mut place = usize::midpoint(self.winners.len() / 2, at);
            while place > 0 {
                self.play(place);
                place /= 2;
            }
        }
        self.crown(clock);
    }

    fn winner(&self, place: usize) -> usize {
        self.winners.get(place).copied().unwrap_or_default()
    }

    #[expect(clippy::option_option, reason = "as said above")]
    fn value(&self, at: usize) -> Option<Option<f64>> {
        self.values.get(at).copied().flatten()
    }

    /// Finds out who wins at a place.
    #[inline(never)]
    fn play(&mut self, place: usize) {
        let (first, second) = (self.winner(2 * place), self.winner(2 * place + 1));
        let winner = if self.value(second) > self.value(first) { second } else { first };
        if let Some(place) = self.winners.get_mut(place) {
            *place = winner;
        }
    }

    fn crown(&mut self, clock: &Clock<'_>) {
        let winner = self.winner(1);
        let value = self.value(winner);
        self.largest = value.flatten().or(empty_value(clock.aggregation));
        self.leader = (value == Some(self.largest)).then_some(winner);
    }
}
