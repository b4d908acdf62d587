//! Which of many windows has the largest value, as they change one by one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::window::{Clock, Window};
use crate::metrics::empty_value;

/// Windows of which the one with the largest value counts, the first of equals.
#[expect(clippy::option_option, reason = "no events and nothing to aggregate among them are different")]
pub(super) struct Tournament {
    /// When each of them changes next.
    changes: BinaryHeap<Reverse<(i64, usize)>>,
    /// The value of each, if anything is in it.
    values: Vec<Option<Option<f64>>>,
    /// The winner of each match: those at `2 · at` and `2 · at + 1` meet at `at`, and the second
    /// half are the windows themselves. A change only concerns the matches above it.
    winners: Vec<usize>,
    pub(super) largest: Option<f64>,
    /// The one that has it.
    pub(super) leader: Option<usize>,
}

impl Tournament {
    pub(super) fn new(windows: &[Window<'_>], clock: &Clock<'_>) -> Self {
        let change = |(at, window): (usize, &Window<'_>)| Some(Reverse((window.next(clock)?, at)));
        let places = windows.len().next_power_of_two();
        let mut tournament = Self {
            changes: windows.iter().enumerate().filter_map(change).collect(),
            values: windows.iter().map(|window| window.seen_value(clock.aggregation)).collect(),
            winners: (0..places).chain(0..places).collect(),
            largest: None,
            leader: None,
        };
        for place in (1..places).rev() {
            tournament.replay_match(place);
        }
        tournament.set_leader(clock);
        tournament
    }

    /// The next instant at which any of them changes.
    pub(super) fn next(&self) -> Option<i64> {
        self.changes.peek().map(|Reverse((time, _))| *time)
    }

    /// Moves those that change up to an instant.
    pub(super) fn advance(&mut self, windows: &mut [Window<'_>], clock: &Clock<'_>, now: i64) {
        while let Some(&Reverse((time, at))) = self.changes.peek().filter(|Reverse((time, _))| *time <= now) {
            self.changes.pop();
            let (Some(window), Some(value)) = (windows.get_mut(at), self.values.get_mut(at)) else {
                continue;
            };
            window.advance(clock, time);
            *value = window.seen_value(clock.aggregation);
            self.changes.extend(window.next(clock).map(|next| Reverse((next, at))));
            let mut place = usize::midpoint(self.winners.len() / 2, at);
            while place > 0 {
                self.replay_match(place);
                place /= 2;
            }
        }
        self.set_leader(clock);
    }

    fn winner(&self, place: usize) -> usize {
        self.winners.get(place).copied().unwrap_or_default()
    }

    #[expect(clippy::option_option, reason = "as said above")]
    fn value(&self, at: usize) -> Option<Option<f64>> {
        self.values.get(at).copied().flatten()
    }

    /// Decides the match at a place, out of the winners of the two below it.
    #[inline(never)]
    fn replay_match(&mut self, place: usize) {
        let (first, second) = (self.winner(2 * place), self.winner(2 * place + 1));
        let winner = if self.value(second) > self.value(first) { second } else { first };
        if let Some(place) = self.winners.get_mut(place) {
            *place = winner;
        }
    }

    fn set_leader(&mut self, clock: &Clock<'_>) {
        let winner = self.winner(1);
        let value = self.value(winner);
        self.largest = value.flatten().or(empty_value(clock.aggregation));
        self.leader = (value == Some(self.largest)).then_some(winner);
    }
}
