//! How long a value holds: until an event leaves its window, or one that is kept for the future
//! enters.

use super::compiled::{Metric, Metrics};
use super::rolling::{Rolling, number_at};
use crate::history::History;

/// When the next kept future event enters, where one does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Upcoming {
    /// For each group, the next event that its value would rest on.
    used: Vec<Option<i64>>,
    /// For each metric, the next event that matches at all.
    matching: Vec<Option<i64>>,
}

impl Rolling {
    /// Finds out which events leave and enter next; needed before the validity of anything is
    /// asked.
    pub(crate) fn look_ahead(&mut self, metrics: &Metrics, history: &History) {
        if let Some(now) = self.now().filter(|_| !self.find_oldest(metrics, history)) {
            self.look(metrics, history, now);
        }
        if self.upcoming.is_some() || self.end >= history.len() {
            return;
        }
        let Self { groups, links, end, .. } = self;
        let mut upcoming = Upcoming { used: Vec::new(), matching: vec![None; metrics.len()] };
        for position in (*end..history.len()).rev() {
            let time = Some(history.columns.time(position));
            let cell = history.columns.cell(position);
            for at in links.uses(metrics, cell).iter().map(|&(at, _)| usize::from(at)) {
                let Some(metric) = metrics.get(at) else { continue };
                let Some(code) = links.begin(at, metric, cell, groups) else { continue };
                if let Some(next) = upcoming.matching.get_mut(at) {
                    *next = time;
                }
                if rests_on(metric, history, position) {
                    upcoming.used.resize(groups.len(), None);
                    if let Some(next) = upcoming.used.get_mut(code as usize) {
                        *next = time;
                    }
                }
            }
        }
        self.upcoming = Some(upcoming);
    }

    /// Finds the oldest events of the groups from which some left; false when looking at the whole
    /// history anew takes less.
    fn find_oldest(&mut self, metrics: &Metrics, history: &History) -> bool {
        let Self { groups, links, end, stale, .. } = self;
        let mut effort = 0;
        for code in stale.drain(..) {
            let Some(group) = groups.get_mut(code as usize) else { continue };
            group.stale = false;
            let at = usize::from(group.metric);
            let Some(metric) = metrics.get(at) else { continue };
            let counts = |position: usize| {
                links.counted(at, metric, history.columns.cell(position)).is_some_and(|(own, _)| own == code)
            };
            let from = |position: u32| (position as usize..*end).filter(|&position| counts(position));
            let position = |found: Option<usize>| found.and_then(|at| u32::try_from(at).ok());
            let before = group.oldest;
            group.oldest = position(from(group.oldest).next()).unwrap_or(group.oldest);
            group.oldest_used = if metric.aggregation.reads_numbers() {
                let mut used = from(group.oldest_used).filter(|&at| rests_on(metric, history, at));
                position(used.next()).unwrap_or(group.oldest_used)
            } else {
                group.oldest
            };
            effort += (group.oldest.wrapping_sub(before)) as usize;
            if effort > *end {
                return false;
            }
        }
        true
    }

    /// The instant at which a group's value can change with no new event.
    pub(crate) fn group_valid_until(&self, history: &History, metric: &Metric, code: u32) -> Option<i64> {
        let group = self.get(code)?;
        let oldest = history.columns.time(group.oldest_used as usize);
        let leaves = if group.used > 0 { Some(oldest + metric.span) } else { None };
        let enters = self.upcoming.as_ref().and_then(|upcoming| *upcoming.used.get(code as usize)?);
        earlier(leaves, enters)
    }

    /// The instant at which anything about a metric can change: a value, which groups there are,
    /// or how many events were skipped.
    pub(crate) fn metric_valid_until(&self, history: &History, at: usize, metric: &Metric) -> Option<i64> {
        let seen = |&code: &u32| self.get(code).filter(|group| group.is_seen());
        let oldest = self.listed(at).iter().filter_map(seen).map(|group| group.oldest).min();
        let leaves = oldest.map(|oldest| history.columns.time(oldest as usize) + metric.span);
        let enters = self.upcoming.as_ref().and_then(|upcoming| *upcoming.matching.get(at)?);
        earlier(leaves, enters)
    }
}

/// Whether a matching event is one that the metric's value rests on.
fn rests_on(metric: &Metric, history: &History, position: usize) -> bool {
    let at = u32::try_from(position).unwrap_or(u32::MAX);
    !metric.aggregation.reads_numbers() || number_at(metric, history, at).is_some()
}

/// The earlier of two instants that may never come.
pub(crate) fn earlier(left: Option<i64>, right: Option<i64>) -> Option<i64> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    }
}
