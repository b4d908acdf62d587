//! The groups of each metric in the order of their names.

use super::groups::Group;
use crate::history::History;
use crate::sort;

/// The groups of every metric.
#[derive(Debug, Clone, Default)]
pub(super) struct Listing {
    /// How many groups there were when the order was made.
    groups: usize,
    order: Vec<u32>,
    /// Where each metric's groups end in `order`.
    ends: Vec<usize>,
}

impl Listing {
    /// Puts the groups in order anew, when there are more of them.
    pub(super) fn update(&mut self, groups: &[Group], metrics: usize, history: &History) {
        if self.groups == groups.len() && !self.ends.is_empty() {
            return;
        }
        let ranks = history.names.ranks();
        let rank = |code: u32| ranks.get(code as usize).map_or(0, |rank| rank + 1);
        let offers: Vec<u32> = groups.iter().map(|group| rank(group.offer)).collect();
        let channels: Vec<u32> = groups.iter().map(|group| rank(group.channel)).collect();
        let owners: Vec<u32> = groups.iter().map(|group| u32::from(group.metric)).collect();
        let any: Vec<u32> = (0..).take(groups.len()).collect();
        let (by_offer, _) = sort::bucket(&any, &offers, ranks.len() + 1);
        let (by_name, _) = sort::bucket(&by_offer, &channels, ranks.len() + 1);
        (self.order, self.ends) = sort::bucket(&by_name, &owners, metrics);
        self.groups = groups.len();
    }

    /// The groups of a metric.
    pub(super) fn get(&self, metric: usize) -> &[u32] {
        let end = |metric: usize| self.ends.get(metric).copied().unwrap_or_default();
        let (start, end) = (metric.checked_sub(1).map_or(0, end), end(metric));
        self.order.get(start..end).unwrap_or_default()
    }
}
