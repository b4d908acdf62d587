//! A walk through time: what a signal comes to now, and at every later instant at which it can
//! change with no new event.

use super::reading::{NEVER, Reading, Told};
use super::signal::Side;
use super::tournament::Tournament;
use super::tracks::{GroupKey, List};
use super::window::{Clock, Slice, Window};
use crate::metrics::{Aggregate, AggregationType};
use crate::sort;

/// A signal at an instant that moves forward.
pub(crate) struct Walk<'a> {
    clock: Clock<'a>,
    now: i64,
    /// One for each group where the largest counts; otherwise one for all groups together.
    windows: Vec<Window<'a>>,
    /// Where the largest counts.
    tournament: Option<Tournament>,
}

impl<'a> Walk<'a> {
    /// A walk that starts at `now`, over lists that count together.
    pub(crate) fn new(
        times: &'a [i64],
        aggregation: AggregationType,
        span: i64,
        now: i64,
        lists: Vec<(Side, &'a List)>,
    ) -> Self {
        let clock = Clock { times, aggregation, span };
        let windows = vec![Window::new(&clock, now, lists)];
        Self { clock, now, windows, tournament: None }
    }

    /// A walk that starts at `now`, over groups of lists of which the one with the largest value
    /// counts.
    pub(crate) fn competing(
        times: &'a [i64],
        aggregation: AggregationType,
        span: i64,
        now: i64,
        groups: Vec<Vec<(Side, &'a List)>>,
    ) -> Self {
        let clock = Clock { times, aggregation, span };
        let windows: Vec<Window<'a>> =
            groups.into_iter().map(|lists| Window::new(&clock, now, lists)).collect();
        let tournament = Some(Tournament::new(&windows, &clock));
        Self { clock, now, windows, tournament }
    }

    /// A walk that starts at `now`, over lists whose numbers are known to come to `numbers` there,
    /// out of `used` of them.
    pub(crate) fn resumed(
        times: &'a [i64],
        aggregation: AggregationType,
        span: i64,
        now: i64,
        lists: Vec<(Side, &'a List)>,
        (numbers, used): (Aggregate, u32),
    ) -> Self {
        let clock = Clock { times, aggregation, span };
        let windows = vec![Window::resumed(&clock, now, lists, (numbers, used))];
        Self { clock, now, windows, tournament: None }
    }

    /// The next instant at which events enter or leave, if any will.
    pub(crate) fn next(&self) -> Option<i64> {
        match &self.tournament {
            None => self.windows.first()?.next(&self.clock),
            Some(tournament) => tournament.next(),
        }
    }

    /// Moves to a later instant.
    pub(crate) fn advance(&mut self, now: i64) {
        self.now = now;
        match &mut self.tournament {
            None => self.windows.iter_mut().for_each(|window| window.advance(&self.clock, now)),
            Some(tournament) => tournament.advance(&mut self.windows, &self.clock, now),
        }
    }

    /// Moves to the next instant at which what is told differs, and returns it.
    pub(crate) fn next_change(&mut self, told: Told) -> Option<i64> {
        let about = |walk: &Self| {
            let group = if told == Told::Value { None } else { walk.largest() };
            let events = if told == Told::Events { walk.counted() } else { None };
            (walk.value().map(f64::to_bits), group, events)
        };
        let before = about(self);
        loop {
            let next = self.next()?;
            self.advance(next);
            if about(self) != before {
                return Some(next);
            }
        }
    }

    /// The value, if there is anything to aggregate; infinite for a sum beyond the largest double.
    pub(crate) fn value(&self) -> Option<f64> {
        match &self.tournament {
            None => self.windows.first()?.value(self.clock.aggregation),
            Some(tournament) => tournament.largest,
        }
    }

    /// The value now, and until when what is told of it holds; moves to that instant.
    pub(crate) fn read(&mut self, told: Told) -> Reading {
        Reading { value: self.value(), until: self.next_change(told).unwrap_or(NEVER) }
    }

    /// Whether a sum is beyond the largest double, so that nothing can be decided.
    pub(crate) fn overflows(&self) -> bool {
        self.value() == Some(f64::INFINITY)
    }

    /// The group that has the value, where the largest counts and one with a name has it.
    pub(crate) fn largest(&self) -> Option<GroupKey> {
        let leader = self.tournament.as_ref()?.leader.filter(|_| self.value().is_some())?;
        self.windows.get(leader)?.group().filter(|group| group.is_named())
    }

    /// Which window the value rests on.
    fn leader(&self) -> Option<usize> {
        self.tournament.as_ref().map_or(Some(0), |tournament| tournament.leader)
    }

    /// The slices whose events the value rests on; those of [`Side::Own`] are left out.
    fn aggregated(&self) -> impl Iterator<Item = &Slice<'a>> {
        let window = self.leader().and_then(|at| self.windows.get(at));
        let slices = window.into_iter().flat_map(|window| &window.slices);
        slices.filter(|slice| (slice.side == Side::Numbers) == self.clock.aggregation.reads_numbers())
    }

    /// Which window the value rests on, how many of its events left and how many came, if it rests
    /// on any event. From one instant to the next these stay the same just when
    /// [`Walk::contributing`] does, and are quicker to find.
    fn counted(&self) -> Option<(Option<usize>, usize, usize)> {
        let (mut left, mut came) = (0_usize, 0_usize);
        for slice in self.aggregated() {
            let each = if slice.side == Side::Own { usize::MAX } else { 1 };
            left = left.wrapping_add(slice.begin.wrapping_mul(each));
            came = came.wrapping_add(slice.end.wrapping_mul(each));
        }
        (left != came).then(|| (self.leader(), left, came))
    }

    /// The positions of the events that the value rests on, ascending.
    pub(crate) fn contributing(&self) -> Vec<u32> {
        let (left_out, slices): (Vec<_>, Vec<_>) =
            self.aggregated().partition(|slice| slice.side == Side::Own);
        let mut positions: Vec<u32> = slices.into_iter().flat_map(Slice::positions).copied().collect();
        positions.retain(|at| left_out.iter().all(|slice| slice.positions().binary_search(at).is_err()));
        sort::numbers(&mut positions, &mut |left, right| left.cmp(&right));
        positions.dedup();
        positions
    }
}
