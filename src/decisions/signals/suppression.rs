//! Suppression for a while after a count was reached.

use super::reading::NEVER;

/// The events that `outcome_based` with `suppressDays` looks at.
pub(crate) struct Suppression {
    /// Ascending.
    times: Vec<i64>,
    /// Those of the events with which the count was reached.
    reached: Vec<i64>,
    span: i64,
    suppress: i64,
}

impl Suppression {
    pub(crate) fn new(mut times: Vec<i64>, span: i64, count: usize, suppress: i64) -> Self {
        times.sort_unstable();
        let mut reached = Vec::new();
        for (last, first) in times.iter().skip(count.saturating_sub(1)).zip(&times) {
            if last - first < span {
                reached.push(*last);
            }
        }
        Self { times, reached, span, suppress }
    }

    /// Whether it suppresses at a time, and the count that is observed: the one that was reached,
    /// or the one in the window while nothing is suppressed.
    pub(crate) fn at(&self, time: i64) -> (bool, usize) {
        let (acts, end) = self.counted_to(time);
        (acts, up_to(&self.times, end) - up_to(&self.times, end - self.span))
    }

    /// Whether it suppresses at a time, and the end of the window that is observed.
    fn counted_to(&self, time: i64) -> (bool, i64) {
        match last_up_to(&self.reached, time) {
            Some(event) if time - event < self.suppress => (true, event),
            _ => (false, time),
        }
    }

    /// Until when what is observed at a time stays the same, and the events behind it where they
    /// matter.
    pub(crate) fn until(&self, time: i64, by_events: bool) -> i64 {
        let observe = |time| (self.at(time), by_events.then(|| self.contributing(time)));
        let before = observe(time);
        let mut at = time;
        loop {
            at = self.edge_after(at);
            if at == NEVER || observe(at) != before {
                return at;
            }
        }
    }

    /// The first time from one on at which it does not suppress.
    pub(crate) fn quiet_from(&self, from: i64) -> i64 {
        let mut time = from;
        while time != NEVER && self.counted_to(time).0 {
            time = self.edge_after(time);
        }
        time
    }

    /// The first time after one at which the count is reached, and it suppresses.
    pub(crate) fn next_reached(&self, time: i64) -> i64 {
        self.reached.get(up_to(&self.reached, time)).copied().unwrap_or(NEVER)
    }

    /// The first time after `time` at which an event comes, leaves the window or no longer
    /// suppresses.
    fn edge_after(&self, time: i64) -> i64 {
        self.after(time, 0).min(self.after(time, self.span)).min(self.after(time, self.suppress))
    }

    /// The first time after `time` that comes so long after an event.
    fn after(&self, time: i64, shift: i64) -> i64 {
        let past = up_to(&self.times, time - shift);
        self.times.get(past).map_or(NEVER, |&event| event + shift)
    }

    /// The events behind what is observed at a time: how many there are and the last of them.
    pub(crate) fn contributing(&self, time: i64) -> (usize, i64) {
        let (_, end) = self.counted_to(time);
        (self.at(time).1, last_up_to(&self.times, end).unwrap_or(time))
    }
}

/// How many of some times are not after `time`.
fn up_to(times: &[i64], time: i64) -> usize {
    times.partition_point(|&event| event <= time)
}

fn last_up_to(times: &[i64], time: i64) -> Option<i64> {
    times.get(up_to(times, time).checked_sub(1)?).copied()
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
        assert_eq!([104, 105, 111].map(|from| suppression.quiet_from(from)), [104, 110, 111]);
        assert_eq!([104, 111, 136].map(|time| suppression.next_reached(time)), [105, 131, NEVER]);
        // Both events are counted until the first of them leaves.
        assert_eq!([105, 110].map(|time| suppression.until(time, false)), [110, 115]);
        assert_eq!(suppression.until(141, false), NEVER);
    }
}
