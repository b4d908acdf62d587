//! The windows of all metrics over one history, kept at one `now` and moved forward from there.
//!
//! Looking at a history for the first time costs one pass over its cells, however many metrics
//! there are. After that only the events that enter or leave a window cost anything.

use super::compiled::{Metric, Metrics, Sides};
use super::groups::{Group, Overflow, empty_value};
use super::validity::Upcoming;
use crate::history::{Cell, Cells, Columns, History};

/// Stands for "no group".
const NO_GROUP: u32 = u32::MAX;

/// What all metrics come to at one instant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rolling {
    /// The instant, none before the first look.
    now: Option<i64>,
    /// How many events lie at or before `now`.
    pub(super) end: usize,
    /// For each distinct window, the first event inside it and who reads it.
    windows: Vec<Window>,
    pub(super) groups: Vec<Group>,
    /// Finds a group by metric, channel and offer.
    group_codes: Cells,
    /// How many of the history's cells are linked.
    linked: usize,
    /// For each cell, its links; made when events first enter or leave one by one.
    pub(super) by_cell: Vec<Vec<Link>>,
    /// How often each cell occurs; scratch space of the first look.
    tallies: Vec<Tally>,
    /// The groups of each metric in the order of their names.
    listing: Listing,
    /// What is to come, when it was asked for at this `now`.
    pub(super) upcoming: Option<Upcoming>,
}

#[derive(Debug, Clone, Default)]
struct Window {
    begin: usize,
    links: Vec<Link>,
}

/// The events of `cell` count in `group`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    cell: u32,
    pub(super) group: u32,
    sides: Sides,
}

#[derive(Debug, Clone, Copy)]
struct Tally {
    count: u32,
    oldest: u32,
}

const NONE_SEEN: Tally = Tally { count: 0, oldest: u32::MAX };

#[derive(Debug, Clone, Default)]
struct Listing {
    /// How many groups there were when the order was made.
    groups: usize,
    order: Vec<u32>,
    /// Where each metric's groups begin in `order`.
    starts: Vec<usize>,
}

impl Rolling {
    /// Forgets everything, since events changed that were looked at already.
    pub(crate) fn reset(&mut self) {
        *self = Self::default();
    }

    /// Takes note that the history is not what it was from position `from` on.
    pub(crate) fn events_changed(&mut self, from: usize) {
        if from < self.end {
            self.now = None;
        }
        self.upcoming = None;
    }

    /// Moves to `now`.
    pub(crate) fn advance(&mut self, metrics: &Metrics, history: &History, now: i64) {
        self.link(metrics, history);
        match self.now {
            Some(before) if before == now && history.columns.up_to_is(self.end, now) => {}
            Some(before) if before <= now => {
                let end = history.columns.up_to(now);
                self.upcoming = None;
                if end - self.end > 16 + self.end / 8 {
                    self.look(metrics, history, now);
                } else {
                    self.roll(metrics, history, now, end);
                }
            }
            _ => self.look(metrics, history, now),
        }
        self.now = Some(now);
    }

    /// Links the cells that are new to the groups their events count in.
    fn link(&mut self, metrics: &Metrics, history: &History) {
        if self.windows.len() != metrics.windows().len() {
            self.windows.resize_with(metrics.windows().len(), Window::default);
        }
        let cells = history.cells.as_slice();
        if !self.by_cell.is_empty() {
            self.by_cell.resize_with(cells.len(), Vec::new);
        }
        for (code, cell) in (0..).zip(cells).skip(self.linked) {
            for (at, metric, sides) in metrics.reading(*cell, &history.names) {
                let group = self.group(at, metric, *cell);
                let link = Link { cell: code, group, sides };
                if let Some(window) = self.windows.get_mut(metric.window) {
                    window.links.push(link);
                }
                if let Some(links) = self.by_cell.get_mut(code as usize) {
                    links.push(link);
                }
            }
        }
        self.linked = cells.len();
    }

    /// The group a cell's events count in for a metric, begun now when it is new.
    fn group(&mut self, at: usize, metric: &Metric, cell: Cell) -> u32 {
        let (channel, offer) = metric.group_of(cell);
        let at = u16::try_from(at).unwrap_or_default();
        let code = self.group_codes.intern(Cell { event_type: u32::from(at), channel, offer });
        if code as usize == self.groups.len() {
            self.groups.push(Group::new(at, metric.aggregation, channel, offer));
        }
        code
    }

    /// Looks at the whole history: from the newest event back, noting how often each cell
    /// occurred whenever a window ends.
    fn look(&mut self, metrics: &Metrics, history: &History, now: i64) {
        let columns = &history.columns;
        self.upcoming = None;
        self.groups.iter_mut().for_each(Group::clear);
        self.tallies.clear();
        self.tallies.resize(history.cells.len(), NONE_SEEN);
        self.end = columns.up_to(now);
        let mut at = self.end;
        for (window, &span) in self.windows.iter_mut().zip(metrics.windows()) {
            let begin =
                columns.times.get(..at).map_or(0, |times| times.partition_point(|&time| time <= now - span));
            tally(&mut self.tallies, columns, begin, at);
            at = begin;
            window.begin = begin;
            for link in &window.links {
                let Some(tally) = self.tallies.get(link.cell as usize).filter(|tally| tally.count > 0) else {
                    continue;
                };
                if let Some(group) = self.groups.get_mut(link.group as usize) {
                    group.enter(link.sides, tally.count, tally.oldest);
                }
            }
        }
        for (at, metric) in
            metrics.iter().enumerate().filter(|(_, metric)| metric.aggregation.reads_numbers())
        {
            self.look_at_numbers(at, metric, history);
        }
    }

    /// Enters the numbers that a metric reads, oldest first.
    fn look_at_numbers(&mut self, at: usize, metric: &Metric, history: &History) {
        let Some(window) = self.windows.get(metric.window) else { return };
        let code = metric.definition.property_code(&history.names);
        let Some(numbers) = code.and_then(|code| history.columns.numbers_of(code)) else { return };
        let mut group_of_cell = vec![NO_GROUP; history.cells.len()];
        for link in &window.links {
            let own =
                self.groups.get(link.group as usize).is_some_and(|group| usize::from(group.metric) == at);
            if let Some(group) = group_of_cell.get_mut(link.cell as usize).filter(|_| own) {
                *group = link.group;
            }
        }
        let from = numbers.positions.partition_point(|&position| (position as usize) < window.begin);
        for (&position, &number) in numbers.positions.iter().zip(&numbers.values).skip(from) {
            if position as usize >= self.end {
                break;
            }
            let cell = history.columns.cell(position as usize);
            let group = group_of_cell.get(cell as usize).copied().unwrap_or(NO_GROUP);
            if let Some(group) = self.groups.get_mut(group as usize) {
                group.enter_number(position, number);
            }
        }
    }

    /// Lets the events between two instants enter and leave one by one.
    fn roll(&mut self, metrics: &Metrics, history: &History, now: i64, end: usize) {
        self.index_by_cell(history);
        for position in self.end..end {
            let cell = history.columns.cell(position) as usize;
            for link in self.by_cell.get(cell).map_or(&[][..], Vec::as_slice) {
                if let Some(group) = self.groups.get_mut(link.group as usize) {
                    enter(group, metrics, history, position, link.sides);
                }
            }
        }
        self.end = end;
        for (at, &span) in metrics.windows().iter().enumerate() {
            let Some(window) = self.windows.get_mut(at) else { continue };
            while window.begin < end && history.columns.time(window.begin) <= now - span {
                let cell = history.columns.cell(window.begin) as usize;
                for link in self.by_cell.get(cell).map_or(&[][..], Vec::as_slice) {
                    let Some(group) = self.groups.get_mut(link.group as usize) else { continue };
                    if metrics.get(usize::from(group.metric)).is_some_and(|metric| metric.window == at) {
                        leave(group, metrics, history, window.begin, link.sides);
                    }
                }
                window.begin += 1;
            }
        }
    }

    pub(super) fn index_by_cell(&mut self, history: &History) {
        if self.by_cell.is_empty() {
            self.by_cell.resize_with(history.cells.len(), Vec::new);
            for link in self.windows.iter().flat_map(|window| &window.links) {
                if let Some(links) = self.by_cell.get_mut(link.cell as usize) {
                    links.push(*link);
                }
            }
        }
    }

    /// What the event at a position counts in; known once the cells are indexed.
    pub(super) fn links(&self, history: &History, position: usize) -> &[Link] {
        let cell = history.columns.cell(position) as usize;
        self.by_cell.get(cell).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn get(&self, group: u32) -> Option<&Group> {
        self.groups.get(group as usize)
    }

    /// The group of a metric for a channel and an offer, when the history has ever had it.
    pub(crate) fn find(&self, metric: usize, channel: u32, offer: u32) -> Option<&Group> {
        let metric = u32::try_from(metric).ok()?;
        self.get(self.group_codes.find(Cell { event_type: metric, channel, offer })?)
    }

    /// The value of a metric in one group; the empty value when nothing was seen in it.
    pub(crate) fn value(
        &self,
        metrics: &Metrics,
        metric: usize,
        channel: u32,
        offer: u32,
    ) -> Result<Option<f64>, Overflow> {
        let Some(compiled) = metrics.get(metric) else { return Ok(None) };
        match self.find(metric, channel, offer) {
            Some(group) => group.value(compiled.aggregation),
            None => Ok(empty_value(compiled.aggregation)),
        }
    }

    /// Puts the groups in order; needed before they are listed.
    pub(crate) fn list_groups(&mut self, metrics: &Metrics, history: &History) {
        self.listing.update(&self.groups, metrics.len(), history);
    }

    /// The groups of a metric by name: no name first, then code points. Among them are groups that
    /// no event in the window was seen in.
    pub(crate) fn listed(&self, metric: usize) -> &[u32] {
        self.listing.of(metric)
    }
}

/// Counts the events of `begin..end` by cell.
fn tally(tallies: &mut [Tally], columns: &Columns, begin: usize, end: usize) {
    let cells = columns.cells.get(begin..end).unwrap_or_default();
    for (position, &cell) in (begin..end).zip(cells).rev() {
        if let Some(tally) = tallies.get_mut(cell as usize) {
            tally.count += 1;
            #[expect(clippy::cast_possible_truncation, reason = "a history holds fewer events")]
            let position = position as u32;
            tally.oldest = position;
        }
    }
}

fn enter(group: &mut Group, metrics: &Metrics, history: &History, position: usize, sides: Sides) {
    let at = u32::try_from(position).unwrap_or_default();
    group.enter(sides, 1, at);
    if let Some(number) = number_at(group, metrics, history, at) {
        group.enter_number(at, number);
    }
}

fn leave(group: &mut Group, metrics: &Metrics, history: &History, position: usize, sides: Sides) {
    let at = u32::try_from(position).unwrap_or_default();
    group.leave(sides, at);
    if let Some(number) = number_at(group, metrics, history, at) {
        group.leave_number(at, number);
    }
}

/// The number an event carries for the metric of a group, when that reads numbers.
pub(super) fn number_at(group: &Group, metrics: &Metrics, history: &History, position: u32) -> Option<f64> {
    let metric =
        metrics.get(usize::from(group.metric)).filter(|metric| metric.aggregation.reads_numbers())?;
    let code = metric.definition.property_code(&history.names)?;
    history.columns.numbers_of(code)?.at(position)
}

impl Listing {
    fn update(&mut self, groups: &[Group], metrics: usize, history: &History) {
        if self.groups == groups.len() && !self.starts.is_empty() {
            return;
        }
        // Comparing ranks is far quicker than comparing names, and every group is compared often.
        let ranks = history.names.ranks();
        let rank = |code: u32| ranks.get(code as usize).map_or(0, |rank| u64::from(*rank) + 1);
        let mut keyed: Vec<((u64, u64), u32)> = (0..)
            .zip(groups)
            .map(|(at, group)| ((u64::from(group.metric) << 32 | rank(group.channel), rank(group.offer)), at))
            .collect();
        keyed.sort_unstable();
        self.groups = groups.len();
        self.order = keyed.into_iter().map(|(_, at)| at).collect();
        let metric_of = |at: &u32| groups.get(*at as usize).map_or(0, |group| usize::from(group.metric));
        self.starts =
            (0..=metrics).map(|metric| self.order.partition_point(|at| metric_of(at) < metric)).collect();
    }

    fn of(&self, metric: usize) -> &[u32] {
        let start = self.starts.get(metric).copied().unwrap_or_default();
        let end = self.starts.get(metric + 1).copied().unwrap_or_default();
        self.order.get(start..end).unwrap_or_default()
    }
}
