//! Suppression for a while after a count was reached.

use super::reading::NEVER;

/// The events that `outcome_based` with `suppressDays` looks at.
pub(crate) struct Suppression {
    /// Ascending.
    times: Vec<i64>,
    span: i64,
    suppress: i64,
    /// For each event, the latest one up to it with which the count was reached.
    reached: Vec<Option<usize>>,
}

impl Suppression {
    pub(crate) fn new(mut times: Vec<i64>, span: i64, count: usize, suppress: i64) -> Self {
        times.sort_unstable();
        let mut latest = None;
        let reached = (0..times.len())
            .map(|at| {
                let first = (at + 1).checked_sub(count).and_then(|first| times.get(first));
                if times.get(at).zip(first).is_some_and(|(time, first)| time - first < span) {
                    latest = Some(at);
                }
                latest
            })
            .collect();
        Self { times, span, suppress, reached }
    }

    /// Whether it suppresses at a time, and the count that is observed: the one that was reached,
    /// or the one in the window while nothing is suppressed.
    pub(crate) fn at(&self, time: i64) -> (bool, usize) {
        let end = self.times.partition_point(|&event| event <= time);
        let latest = end.checked_sub(1).and_then(|last| *self.reached.get(last)?);
        let reached = latest.and_then(|at| self.times.get(at).map(|&event| (at, event)));
        match reached {
            Some((at, event)) if time - event < self.suppress => {
                (true, at + 1 - self.times.partition_point(|&other| other <= event - self.span))
            }
            _ => (false, end - self.times.partition_point(|&event| event <= time - self.span)),
        }
    }

    /// The first time after `time` at which `differs` holds.
    pub(crate) fn next(&self, time: i64, differs: &dyn Fn(i64) -> bool) -> i64 {
        let mut at = time;
        while let Some(edge) = self.edge_after(at) {
            if differs(edge) {
                return edge;
            }
            at = edge;
        }
        NEVER
    }

    /// The first time after `time` at which an event comes, leaves the window or no longer
    /// suppresses.
    fn edge_after(&self, time: i64) -> Option<i64> {
        let after = |shift: i64| {
            let past = self.times.partition_point(|&event| event + shift <= time);
            self.times.get(past).map(|&event| event + shift)
        };
        [0, self.span, self.suppress].into_iter().filter_map(after).min()
    }

    /// The events behind what is observed at a time: how many there are and the last of them.
    pub(crate) fn contributing(&self, time: i64) -> (usize, i64) {
        let (acts, count) = self.at(time);
        let end = self.times.partition_point(|&event| event <= time);
        let last = match end.checked_sub(1) {
            Some(last) if acts => self.reached.get(last).copied().flatten().unwrap_or(last),
            Some(last) => last,
            None => return (0, time),
        };
        (count, self.times.get(last).copied().unwrap_or(time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r5_it_suppresses_from_each_event_with_which_the_count_is_reached() {
        // Two events within 10 suppress for 5.
        let suppression = Suppression::new(vec![100, 105, 120, 130, 131], 10, 2, 5);
        let acts = |time| suppression.at(time).0;
        assert!(!acts(104), "one event is not enough");
        assert!(acts(105) && acts(109) && !acts(110));
        assert!(!acts(120), "the one before is too old");
        assert!(!acts(130), "exactly 10 old is out");
        assert!(acts(131) && acts(135) && !acts(136));
        assert_eq!(suppression.at(107), (true, 2));
        assert_eq!(suppression.next(105, &|time| !acts(time)), 110);
        assert_eq!(suppression.next(136, &acts), NEVER);
    }
}
