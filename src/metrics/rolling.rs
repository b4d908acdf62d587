//! The windows of all metrics over one history, kept at one `now` and moved forward from there.
//!
//! Looking at a history for the first time costs one pass over its cells, however many metrics
//! there are. After that only the events that enter or leave a window cost anything.

use super::compiled::{Metric, Metrics, Sides};
use super::groups::{Group, Overflow, empty_value};
use super::links::Links;
use super::listing::Listing;
use super::tally::{Tally, tally};
use super::validity::Upcoming;
use crate::history::History;

/// What all metrics come to at one instant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rolling {
    /// The instant, none before the first look.
    now: Option<i64>,
    /// How many events lie at or before `now`.
    pub(super) end: usize,
    /// For each distinct window, the first event inside it.
    begins: Vec<usize>,
    pub(super) groups: Vec<Group>,
    /// Which of the groups an event counts in.
    pub(super) links: Links,
    /// How often each cell occurs; scratch space of the first look.
    tallies: Vec<Tally>,
    /// The groups of each metric in the order of their names.
    listing: Listing,
    /// What is to come, when it was asked for at this `now`.
    pub(super) upcoming: Option<Upcoming>,
    /// The groups in which events entered or left since that was last asked; none for all.
    changed: Option<Vec<u32>>,
    /// The groups whose oldest events may stand later than noted.
    pub(super) stale: Vec<u32>,
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
        self.links.extend(metrics, history);
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

    /// Looks at the whole history: from the newest event back, noting how often each cell
    /// occurred whenever a window ends.
    pub(super) fn look(&mut self, metrics: &Metrics, history: &History, now: i64) {
        let columns = &history.columns;
        self.upcoming = None;
        self.groups.iter_mut().for_each(Group::clear);
        self.changed = None;
        self.stale.clear();
        if self.groups.is_empty() {
            self.groups.reserve(2 * metrics.len());
        }
        self.tallies.clear();
        self.tallies.resize(history.cells.len(), Tally::NONE);
        self.end = columns.up_to(now);
        self.begins.clear();
        let mut end = self.end;
        let mut codes = Vec::new();
        for (window, &span) in metrics.windows().iter().enumerate() {
            let begin =
                columns.times.get(..end).map_or(0, |times| times.partition_point(|&time| time <= now - span));
            tally(&mut self.tallies, columns, begin, end);
            end = begin;
            self.begins.push(begin);
            for (at, metric) in metrics.iter().enumerate().filter(|(_, metric)| metric.window == window) {
                self.enter_tallies(at, metric);
                if metric.aggregation.reads_numbers() {
                    self.enter_numbers(at, metric, history, begin, &mut codes);
                }
            }
        }
    }

    /// Enters the cells that were tallied.
    fn enter_tallies(&mut self, at: usize, metric: &Metric) {
        for &(event_type, sides) in &metric.reads {
            self.links.enter(at, metric, event_type, sides, &self.tallies, &mut self.groups);
        }
    }

    /// Enters the numbers that a metric reads from the position `begin` on.
    ///
    /// Newest first, since an older number is seldom an extreme that any newer one has to make way
    /// for: `codes` is scratch space.
    fn enter_numbers(
        &mut self,
        at: usize,
        metric: &Metric,
        history: &History,
        begin: usize,
        codes: &mut Vec<u32>,
    ) {
        let code = metric.definition.property_code(&history.names);
        let Some(numbers) = code.and_then(|code| history.columns.numbers_of(code)) else { return };
        let before = |end: usize| numbers.positions.partition_point(|&position| (position as usize) < end);
        let inside = before(begin)..before(self.end);
        let (Some(positions), Some(values)) =
            (numbers.positions.get(inside.clone()), numbers.values.get(inside))
        else {
            return;
        };
        self.links.groups_of_cells(at, metric, codes);
        for (&position, &number) in positions.iter().zip(values).rev() {
            let code = codes.get(history.columns.cell(position as usize) as usize);
            if let Some(group) = code.and_then(|&code| self.groups.get_mut(code as usize)) {
                group.enter_number(position, number);
            }
        }
    }

    /// Lets the events between two instants enter and leave one by one.
    fn roll(&mut self, metrics: &Metrics, history: &History, now: i64, end: usize) {
        let Self { links, groups, begins, changed, stale, .. } = self;
        for position in self.end..end {
            let cell = history.columns.cell(position);
            for &(at, sides) in links.uses(metrics, cell) {
                let Some(metric) = metrics.get(usize::from(at)) else { continue };
                let code = links.begin(usize::from(at), metric, cell, groups);
                if let Some(group) = code.and_then(|code| changing(groups, changed, code)) {
                    enter(group, metric, history, position, sides);
                }
            }
        }
        self.end = end;
        for (window, (begin, &span)) in begins.iter_mut().zip(metrics.windows()).enumerate() {
            while *begin < end && history.columns.time(*begin) <= now - span {
                let cell = history.columns.cell(*begin);
                for &(at, sides) in links.uses(metrics, cell) {
                    let metric = metrics.get(usize::from(at)).filter(|metric| metric.window == window);
                    let Some(metric) = metric else { continue };
                    let code = links.begin(usize::from(at), metric, cell, groups);
                    let Some(code) = code else { continue };
                    let Some(group) = changing(groups, changed, code) else { continue };
                    if !group.stale {
                        stale.push(code);
                    }
                    leave(group, metric, history, *begin, sides);
                }
                *begin += 1;
            }
        }
    }

    /// The instant it stands at; none before the first look.
    pub(crate) const fn now(&self) -> Option<i64> {
        self.now
    }

    pub(crate) fn get(&self, group: u32) -> Option<&Group> {
        self.groups.get(group as usize)
    }

    /// A group that results have: one with events in the window, or the only one of its metric.
    pub(crate) fn shown(&self, metric: &Metric, group: u32) -> Option<&Group> {
        self.get(group).filter(|group| group.is_seen() || !metric.is_grouped())
    }

    /// How many events in the window match a metric without carrying the number that it reads.
    pub(crate) fn skipped(&self, at: usize, metric: &Metric) -> u32 {
        if !metric.aggregation.reads_numbers() {
            return 0;
        }
        let groups = self.listed(at).iter().filter_map(|&code| self.get(code));
        groups.map(|group| group.primary - group.used).sum()
    }

    /// The groups in which events entered or left since this was last asked; none when all may have
    /// changed, or until when they hold.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn take_changes(&mut self) -> Option<Vec<u32>> {
        let changed = self.changed.replace(Vec::new())?;
        for &code in &changed {
            if let Some(group) = self.groups.get_mut(code as usize) {
                group.changed = false;
            }
        }
        Some(changed).filter(|changed| self.upcoming.is_none() && changed.len() <= self.groups.len() / 2)
    }

    /// How many groups there are, or were.
    #[cfg(target_arch = "wasm32")]
    pub(crate) const fn group_count(&self) -> usize {
        self.groups.len()
    }

    /// The group of a metric for a channel and an offer, when the history has ever had it.
    pub(crate) fn find(&self, metric: &Metric, channel: u32, offer: u32) -> Option<&Group> {
        self.get(self.links.find(metric, channel, offer)?)
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
        match self.find(compiled, channel, offer) {
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
        self.listing.get(metric)
    }
}

/// A group that an event enters or leaves; notes that it changes.
fn changing<'g>(groups: &'g mut [Group], changed: &mut Option<Vec<u32>>, code: u32) -> Option<&'g mut Group> {
    let group = groups.get_mut(code as usize)?;
    if let Some(changed) = changed.as_mut().filter(|_| !group.changed) {
        group.changed = true;
        changed.push(code);
    }
    Some(group)
}

fn enter(group: &mut Group, metric: &Metric, history: &History, position: usize, sides: Sides) {
    let at = u32::try_from(position).unwrap_or_default();
    group.enter(sides, 1, at);
    if let Some(number) = number_at(metric, history, at) {
        group.enter_number(at, number);
    }
}

fn leave(group: &mut Group, metric: &Metric, history: &History, position: usize, sides: Sides) {
    let at = u32::try_from(position).unwrap_or_default();
    group.leave(sides, at);
    if let Some(number) = number_at(metric, history, at) {
        group.leave_number(at, number);
    }
}

/// The number an event carries for a metric, when that reads numbers.
pub(super) fn number_at(metric: &Metric, history: &History, position: u32) -> Option<f64> {
    if !metric.aggregation.reads_numbers() {
        return None;
    }
    let code = metric.definition.property_code(&history.names)?;
    history.columns.numbers_of(code)?.at(position)
}
