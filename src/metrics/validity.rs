//! How long a value holds: until an event leaves its window, or one that is kept for the future
//! enters.

use super::compiled::{Metric, Metrics};
use super::groups::Group;
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
    /// Finds out which future events enter next; needed before the validity of anything is asked.
    pub(crate) fn look_ahead(&mut self, metrics: &Metrics, history: &History) {
        if self.upcoming.is_some() || self.end >= history.len() {
            return;
        }
        self.index_by_cell(history);
        let mut upcoming =
            Upcoming { used: vec![None; self.groups.len()], matching: vec![None; metrics.len()] };
        for position in (self.end..history.len()).rev() {
            let time = Some(history.columns.time(position));
            for link in self.links(history, position) {
                let Some(group) = self.groups.get(link.group as usize) else { continue };
                if let Some(next) = upcoming.matching.get_mut(usize::from(group.metric)) {
                    *next = time;
                }
                if rests_on(group, metrics, history, position)
                    && let Some(next) = upcoming.used.get_mut(link.group as usize)
                {
                    *next = time;
                }
            }
        }
        self.upcoming = Some(upcoming);
    }

    /// Whether any event is kept for the future.
    #[cfg(target_arch = "wasm32")]
    pub(crate) const fn has_upcoming(&self) -> bool {
        self.upcoming.is_some()
    }

    /// The instant at which a group's value can change with no new event.
    pub(crate) fn group_valid_until(
        &self,
        metrics: &Metrics,
        history: &History,
        metric: &Metric,
        code: u32,
    ) -> Option<i64> {
        let group = self.get(code)?;
        let leaves = (group.used > 0)
            .then(|| {
                self.first_of(code, group.oldest_used, history, |group, position| {
                    rests_on(group, metrics, history, position)
                })
            })
            .flatten()
            .map(|position| history.columns.time(position) + metric.span);
        let enters = self.upcoming.as_ref().and_then(|upcoming| *upcoming.used.get(code as usize)?);
        earlier(leaves, enters)
    }

    /// The instant at which anything about a metric can change: a value, which groups there are,
    /// or how many events were skipped.
    pub(crate) fn metric_valid_until(&self, history: &History, at: usize, metric: &Metric) -> Option<i64> {
        let leaves = |&code: &u32| {
            let group = self.get(code).filter(|group| group.is_seen())?;
            let position = self.first_of(code, group.oldest, history, |_, _| true)?;
            Some(history.columns.time(position) + metric.span)
        };
        let enters = self.upcoming.as_ref().and_then(|upcoming| *upcoming.matching.get(at)?);
        earlier(self.listed(at).iter().filter_map(leaves).min(), enters)
    }

    /// The first event at or after a position that counts in a group.
    fn first_of(
        &self,
        code: u32,
        from: u32,
        history: &History,
        counts: impl Fn(&Group, usize) -> bool,
    ) -> Option<usize> {
        let group = self.get(code)?;
        if self.by_cell.is_empty() {
            // Nothing has left one by one yet, so the position is exact.
            return Some(from as usize);
        }
        (from as usize..self.end).find(|&position| {
            self.links(history, position).iter().any(|link| link.group == code) && counts(group, position)
        })
    }
}

/// Whether a matching event is one that the group's value rests on.
fn rests_on(group: &Group, metrics: &Metrics, history: &History, position: usize) -> bool {
    let reads_numbers =
        metrics.get(usize::from(group.metric)).is_some_and(|metric| metric.aggregation.reads_numbers());
    let at = u32::try_from(position).unwrap_or(u32::MAX);
    !reads_numbers || number_at(group, metrics, history, at).is_some()
}

/// The earlier of two instants that may never come.
pub(crate) fn earlier(left: Option<i64>, right: Option<i64>) -> Option<i64> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    }
}
