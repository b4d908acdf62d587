//! Windows over lists of events, which move forward through time.

use super::signal::Side;
use super::tracks::{GroupKey, List};
use crate::metrics::{Aggregate, AggregationType};

/// How the events of a signal come, go and are aggregated.
pub(super) struct Clock<'a> {
    pub(super) times: &'a [i64],
    pub(super) aggregation: AggregationType,
    pub(super) span: i64,
}

/// Events that are aggregated together, out of one list or more.
pub(super) struct Window<'a> {
    pub(super) slices: Vec<Slice<'a>>,
    numbers: Aggregate,
    /// How many numbers are in.
    used: u32,
}

/// The part of one list that is in the window.
pub(super) struct Slice<'a> {
    list: &'a List,
    pub(super) side: Side,
    pub(super) begin: usize,
    pub(super) end: usize,
}

impl<'a> Window<'a> {
    /// The window at `now`.
    pub(super) fn new(clock: &Clock<'a>, now: i64, lists: Vec<(Side, &'a List)>) -> Self {
        let slice = |(side, list): (Side, &'a List)| {
            let begin = list.up_to(clock.times, now - clock.span);
            Slice { list, side, begin, end: begin }
        };
        let slices = lists.into_iter().map(slice).collect();
        let mut window = Self { slices, numbers: Aggregate::new(clock.aggregation), used: 0 };
        window.enter(clock.times, now);
        window
    }

    /// The window at `now`, whose `used` numbers are known to come to `numbers` there.
    pub(super) fn resumed(
        clock: &Clock<'a>,
        now: i64,
        lists: Vec<(Side, &'a List)>,
        (numbers, used): (Aggregate, u32),
    ) -> Self {
        let slice = |(side, list): (Side, &'a List)| {
            let begin = list.up_to(clock.times, now - clock.span);
            Slice { list, side, begin, end: list.up_to(clock.times, now) }
        };
        Self { slices: lists.into_iter().map(slice).collect(), numbers, used }
    }

    /// The group whose events these are, where they are those of one.
    pub(super) fn group(&self) -> Option<GroupKey> {
        self.slices.first().map(|slice| slice.list.group)
    }

    /// The next instant at which events enter or leave, if any will.
    pub(super) fn next(&self, clock: &Clock<'_>) -> Option<i64> {
        let time =
            |slice: &Slice<'_>, at: usize| clock.times.get(*slice.list.positions.get(at)? as usize).copied();
        let changes = self.slices.iter().flat_map(|slice| {
            let leaves = if slice.begin < slice.end {
                time(slice, slice.begin).map(|time| time + clock.span)
            } else {
                None
            };
            [leaves, time(slice, slice.end)]
        });
        changes.flatten().min()
    }

    /// Moves to a later instant.
    pub(super) fn advance(&mut self, clock: &Clock<'_>, now: i64) {
        self.enter(clock.times, now);
        self.leave(clock.times, now - clock.span);
    }

    fn enter(&mut self, times: &[i64], now: i64) {
        for slice in &mut self.slices {
            let end = slice.end + slice.list.up_to_from(slice.end, times, now);
            if slice.side == Side::Numbers {
                for (position, number) in slice.list.numbers_of(slice.end..end) {
                    self.used += 1;
                    self.numbers.enter(position, number);
                }
            }
            slice.end = end;
        }
    }

    fn leave(&mut self, times: &[i64], until: i64) {
        for slice in &mut self.slices {
            let begin = slice.begin + slice.list.up_to_from(slice.begin, times, until);
            if slice.side == Side::Numbers {
                for (position, number) in slice.list.numbers_of(slice.begin..begin) {
                    self.used -= 1;
                    self.numbers.leave(position, number);
                }
            }
            slice.begin = begin;
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a history holds fewer events")]
    fn count(&self, side: Side) -> u32 {
        let slices = self.slices.iter().filter(|slice| slice.side == side);
        slices.map(|slice| slice.end - slice.begin).sum::<usize>() as u32
    }

    /// The value, if any event is in the window.
    #[expect(clippy::option_option, reason = "no events and nothing to aggregate among them are different")]
    pub(super) fn seen_value(&self, aggregation: AggregationType) -> Option<Option<f64>> {
        self.slices.iter().any(|slice| slice.begin < slice.end).then(|| self.value(aggregation))
    }

    /// The value, if there is anything to aggregate; infinite for a sum beyond the largest double,
    /// which is told over every other group.
    pub(super) fn value(&self, aggregation: AggregationType) -> Option<f64> {
        let primary = || self.count(Side::Primary) - self.count(Side::Own);
        let counts = || (primary(), self.count(Side::Secondary));
        self.numbers.value(aggregation, self.used, counts).unwrap_or(Some(f64::INFINITY))
    }
}

impl Slice<'_> {
    /// The positions of the events in the window.
    pub(super) fn positions(&self) -> &[u32] {
        self.list.positions.get(self.begin..self.end).unwrap_or_default()
    }
}
