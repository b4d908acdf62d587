//! A walk through time: what a signal comes to now, and at every later instant at which it can
//! change with no new event.

use super::contest::Contest;
use super::reading::{NEVER, Reading};
use super::tracks::List;
use crate::metrics::{Aggregate, AggregationType};
use crate::sort;

/// A signal at an instant that moves forward.
pub(crate) struct Walk<'a> {
    clock: Clock<'a>,
    now: i64,
    /// One for each group where the largest counts; otherwise one for all groups together.
    parts: Vec<Part<'a>>,
    /// Where there is not one part alone.
    contest: Option<Contest>,
}

/// How the events of a signal come, go and are aggregated.
pub(crate) struct Clock<'a> {
    times: &'a [i64],
    pub(crate) aggregation: AggregationType,
    span: i64,
}

/// Events that are aggregated together.
pub(crate) struct Part<'a> {
    runs: Vec<Run<'a>>,
    numbers: Aggregate,
    /// How many numbers are in.
    used: u32,
}

/// One list of events and the window's place in it.
struct Run<'a> {
    list: &'a List,
    side: Side,
    begin: usize,
    end: usize,
}

/// What a list of events is to the aggregation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Events that match.
    Primary,
    /// Events that a ratio divides by.
    Secondary,
    /// Events that carry the number which is aggregated.
    Numbers,
    /// Events among the primary ones that are left out.
    Own,
}

impl<'a> Walk<'a> {
    /// A walk that starts at `now`, over groups of lists.
    pub(crate) fn new(
        times: &'a [i64],
        aggregation: AggregationType,
        span: i64,
        now: i64,
        groups: Vec<Vec<(Side, &'a List)>>,
    ) -> Self {
        let part = |lists: Vec<(Side, &'a List)>| {
            let run = |(side, list): (Side, &'a List)| {
                let begin = list.up_to(times, now - span);
                Run { list, side, begin, end: begin }
            };
            let runs = lists.into_iter().map(run).collect();
            Part { runs, numbers: Aggregate::new(aggregation), used: 0 }
        };
        let mut parts: Vec<Part<'a>> = groups.into_iter().map(part).collect();
        for part in &mut parts {
            part.enter(times, now);
        }
        let clock = Clock { times, aggregation, span };
        let contest = (parts.len() != 1).then(|| Contest::new(&parts, &clock));
        Self { clock, now, parts, contest }
    }

    /// A walk that starts at `now` over one group, whose numbers are known to come to `numbers` there, out of `used`
    /// of them.
    pub(crate) fn resumed(
        times: &'a [i64],
        aggregation: AggregationType,
        span: i64,
        now: i64,
        lists: Vec<(Side, &'a List)>,
        (numbers, used): (Aggregate, u32),
    ) -> Self {
        let run = |(side, list): (Side, &'a List)| {
            let begin = list.up_to(times, now - span);
            Run { list, side, begin, end: list.up_to(times, now) }
        };
        let part = Part { runs: lists.into_iter().map(run).collect(), numbers, used };
        Self { clock: Clock { times, aggregation, span }, now, parts: vec![part], contest: None }
    }

    /// The next instant at which events enter or leave; none when nothing more will.
    pub(crate) fn next(&self) -> Option<i64> {
        match &self.contest {
            None => self.parts.first()?.next(&self.clock),
            Some(contest) => contest.next(),
        }
    }

    /// Moves to a later instant.
    pub(crate) fn advance(&mut self, now: i64) {
        self.now = now;
        match &mut self.contest {
            None => self.parts.iter_mut().for_each(|part| part.advance(&self.clock, now)),
            Some(contest) => contest.advance(&mut self.parts, &self.clock, now),
        }
    }

    /// Moves to the next instant at which the value differs, and answers it.
    pub(crate) fn next_change(&mut self) -> Option<i64> {
        let before = self.value();
        loop {
            let next = self.next()?;
            self.advance(next);
            if self.value().map(f64::to_bits) != before.map(f64::to_bits) {
                return Some(next);
            }
        }
    }

    /// Moves to the next instant at which the value differs or rests on other events, and answers it.
    pub(crate) fn next_other_events(&mut self) -> Option<i64> {
        let told = |walk: &Self| (walk.value().map(f64::to_bits), walk.counted());
        let before = told(self);
        loop {
            let next = self.next()?;
            self.advance(next);
            if told(self) != before {
                return Some(next);
            }
        }
    }

    /// The value; none where there is nothing to aggregate or no double could hold it.
    pub(crate) fn value(&self) -> Option<f64> {
        match &self.contest {
            None => self.parts.first()?.value(self.clock.aggregation),
            Some(contest) => contest.largest,
        }
    }

    /// The value as it is now, for as long as it is asked again.
    pub(crate) fn reading(&self) -> Reading {
        let value = self.value();
        Reading { value, until: NEVER, overflow: value.is_none() && self.overflows() }
    }

    /// Whether a sum is beyond the largest double.
    fn overflows(&self) -> bool {
        self.parts.iter().any(|part| matches!(&part.numbers, Aggregate::Sum(sum) if sum.value().is_none()))
    }

    /// Which part the value rests on.
    fn leader(&self) -> Option<usize> {
        self.contest.as_ref().map_or(Some(0), |contest| contest.leader)
    }

    /// The runs whose events the value rests on; those of [`Side::Own`] are left out.
    fn aggregated(&self) -> impl Iterator<Item = &Run<'a>> {
        let runs = self.leader().and_then(|at| self.parts.get(at)).into_iter().flat_map(|part| &part.runs);
        runs.filter(|run| (run.side == Side::Numbers) == self.clock.aggregation.reads_numbers())
    }

    /// Which part the value rests on, how many of its events left and how many came; none when it rests on no event.
    /// Between one instant and the next these are the same just when [`Walk::contributing`] is, and quicker to find.
    fn counted(&self) -> Option<(Option<usize>, usize, usize)> {
        let (mut left, mut came) = (0_usize, 0_usize);
        for run in self.aggregated() {
            let each = if run.side == Side::Own { usize::MAX } else { 1 };
            left = left.wrapping_add(run.begin.wrapping_mul(each));
            came = came.wrapping_add(run.end.wrapping_mul(each));
        }
        (left != came).then(|| (self.leader(), left, came))
    }

    /// The positions of the events that the value rests on, ascending.
    pub(crate) fn contributing(&self) -> Vec<u32> {
        let (left_out, runs): (Vec<_>, Vec<_>) = self.aggregated().partition(|run| run.side == Side::Own);
        let mut positions: Vec<u32> = runs.into_iter().flat_map(Run::within).copied().collect();
        positions.retain(|at| left_out.iter().all(|run| run.within().binary_search(at).is_err()));
        sort::numbers(&mut positions, &mut |left, right| left.cmp(&right));
        positions.dedup();
        positions
    }
}

impl Part<'_> {
    /// The next instant at which events enter or leave; none when nothing more will.
    pub(crate) fn next(&self, clock: &Clock<'_>) -> Option<i64> {
        let time = |run: &Run<'_>, at: usize| clock.times.get(*run.list.positions.get(at)? as usize).copied();
        let changes = self.runs.iter().flat_map(|run| {
            let leaves =
                if run.begin < run.end { time(run, run.begin).map(|time| time + clock.span) } else { None };
            [leaves, time(run, run.end)]
        });
        changes.flatten().min()
    }

    /// Moves to a later instant.
    pub(crate) fn advance(&mut self, clock: &Clock<'_>, now: i64) {
        self.enter(clock.times, now);
        self.leave(clock.times, now - clock.span);
    }

    fn enter(&mut self, times: &[i64], now: i64) {
        for run in &mut self.runs {
            let end = run.end + run.list.up_to_from(run.end, times, now);
            if run.side == Side::Numbers {
                for at in run.end..end {
                    let (Some(&position), Some(&number)) =
                        (run.list.positions.get(at), run.list.numbers.get(at))
                    else {
                        continue;
                    };
                    self.used += 1;
                    match &mut self.numbers {
                        Aggregate::None => {}
                        Aggregate::Sum(sum) => sum.add(number),
                        Aggregate::Smallest(extreme) => extreme.enter(position, number, false),
                        Aggregate::Largest(extreme) => extreme.enter(position, number, true),
                    }
                }
            }
            run.end = end;
        }
    }

    fn leave(&mut self, times: &[i64], until: i64) {
        for run in &mut self.runs {
            let begin = run.begin + run.list.up_to_from(run.begin, times, until);
            if run.side == Side::Numbers {
                for at in run.begin..begin {
                    let (Some(&position), Some(&number)) =
                        (run.list.positions.get(at), run.list.numbers.get(at))
                    else {
                        continue;
                    };
                    self.used -= 1;
                    match &mut self.numbers {
                        Aggregate::None => {}
                        Aggregate::Sum(sum) => sum.subtract(number),
                        Aggregate::Smallest(extreme) | Aggregate::Largest(extreme) => extreme.leave(position),
                    }
                }
            }
            run.begin = begin;
        }
    }

    fn count(&self, side: Side) -> usize {
        self.runs.iter().filter(|run| run.side == side).map(|run| run.end - run.begin).sum()
    }

    /// The value; none when no event is in the window.
    #[expect(clippy::option_option, reason = "no events and nothing to aggregate among them are different")]
    pub(crate) fn seen_value(&self, aggregation: AggregationType) -> Option<Option<f64>> {
        self.runs.iter().any(|run| run.begin < run.end).then(|| self.value(aggregation))
    }

    #[expect(clippy::cast_precision_loss, reason = "a history holds far fewer than 2^53 events")]
    fn value(&self, aggregation: AggregationType) -> Option<f64> {
        match (aggregation, &self.numbers) {
            (AggregationType::Avg, Aggregate::Sum(sum)) => sum.average(self.used),
            (_, Aggregate::Sum(sum)) => sum.value(),
            (_, Aggregate::Smallest(extreme) | Aggregate::Largest(extreme)) => extreme.value(),
            (AggregationType::Ratio, Aggregate::None) => {
                let divisor = self.count(Side::Secondary);
                (divisor > 0).then(|| self.count(Side::Primary) as f64 / divisor as f64)
            }
            (_, Aggregate::None) => Some((self.count(Side::Primary) - self.count(Side::Own)) as f64),
        }
    }
}

impl Run<'_> {
    /// The positions of the events in the window.
    fn within(&self) -> &[u32] {
        self.list.positions.get(self.begin..self.end).unwrap_or_default()
    }
}

impl List {
    /// How many of the events lie at or before a time. Many lists are searched for one time: going through the times
    /// in the same way for each, and through the list without them, is what the processor's cache is best at.
    pub(crate) fn up_to(&self, times: &[i64], time: i64) -> usize {
        let end = times.partition_point(|&at| at <= time);
        self.positions.partition_point(|&position| (position as usize) < end)
    }

    /// How many of the events from one on lie at or before a time; quick when they are few.
    fn up_to_from(&self, from: usize, times: &[i64], time: i64) -> usize {
        let at = |position: u32| times.get(position as usize).copied().unwrap_or(i64::MAX);
        let rest = self.positions.get(from..).unwrap_or_default();
        if rest.len() > 32 && rest.get(32).is_some_and(|&position| at(position) <= time) {
            return rest.partition_point(|&position| at(position) <= time);
        }
        rest.iter().take_while(|&&position| at(position) <= time).count()
    }
}
