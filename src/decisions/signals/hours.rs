//! Hours of the week in a time zone, and when they begin and end.

use crate::rules::{TimeWindowCheck, Weekday, WindowMode};
use crate::time::{MS_PER_DAY, MS_PER_HOUR, Zone};

const MS_PER_MINUTE: i64 = MS_PER_HOUR / 60;

/// The hours at which a `time_window` acts.
#[derive(Debug, Clone)]
pub(crate) struct Hours {
    /// The position of the zone.
    pub(crate) zone: usize,
    /// Whether the window begins on a day, Monday first.
    days: [bool; 7],
    /// Milliseconds after local midnight at which it begins and ends; the end may lie on the next
    /// day.
    from: i64,
    to: i64,
    /// Whether contact is allowed inside or outside.
    mode: WindowMode,
}

impl Hours {
    pub(crate) fn new(check: &TimeWindowCheck, zone: usize) -> Self {
        let from = i64::from(check.from.minutes()) * MS_PER_MINUTE;
        let to = i64::from(check.to.minutes()) * MS_PER_MINUTE;
        Self {
            zone,
            days: Weekday::ALL.map(|day| check.days.contains(&day)),
            from,
            to: if to <= from { to + MS_PER_DAY } else { to },
            mode: check.mode,
        }
    }

    /// Whether contact is not allowed at a time.
    pub(crate) fn acts(&self, zone: &Zone, time: i64) -> bool {
        let inside = self.contains(time + zone.offset_at(time).0);
        inside == (self.mode == WindowMode::Block)
    }

    /// The next time at which it begins or ceases to act, if it ever does.
    pub(crate) fn next_change(&self, zone: &Zone, time: i64) -> Option<i64> {
        let acts = self.acts(zone, time);
        let mut at = time;
        // Within a stretch of one offset the local clock runs straight, so the edges of the days
        // around it are the only instants to look at. After eight days without a change only the
        // next change of the offset can bring one.
        loop {
            let (offset, next_offset) = zone.offset_at(at);
            let local = at + offset;
            let midnight = local.div_euclid(MS_PER_DAY) * MS_PER_DAY;
            let edges = (-2..=9).flat_map(|day| {
                let midnight = midnight + day * MS_PER_DAY;
                [midnight + self.from, midnight + self.to]
            });
            let ends = next_offset.unwrap_or(i64::MAX);
            let instants = edges.map(|edge| edge - offset).filter(|&edge| edge < ends);
            let mut last = at;
            while let Some(edge) = instants.clone().filter(|&edge| edge > last).min() {
                if self.acts(zone, edge) != acts {
                    return Some(edge);
                }
                last = edge;
            }
            at = next_offset?;
            if self.acts(zone, at) != acts {
                return Some(at);
            }
        }
    }

    /// Whether a local time lies in a window.
    fn contains(&self, local: i64) -> bool {
        let day = local.div_euclid(MS_PER_DAY);
        let of_day = local.rem_euclid(MS_PER_DAY);
        // 1970-01-01 was a Thursday.
        let begins = |day: i64| {
            let weekday = usize::try_from((day + 3).rem_euclid(7)).unwrap_or_default();
            self.days.get(weekday).copied().unwrap_or_default()
        };
        let within = |since_midnight: i64| (self.from..self.to).contains(&since_midnight);
        (begins(day) && within(of_day)) || (begins(day - 1) && within(of_day + MS_PER_DAY))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::Instant;
    use crate::definitions::{Issues, Reader};

    fn hours(configuration: &Value) -> Hours {
        let issues = Issues::default();
        let mut fields = Reader::new(configuration, "", &issues).object().unwrap();
        Hours::new(&TimeWindowCheck::read(&mut fields).unwrap(), 0)
    }

    fn at(text: &str) -> i64 {
        text.parse::<Instant>().unwrap().millis()
    }

    fn changes(hours: &Hours, zone: &Zone, from: &str, count: usize) -> Vec<String> {
        let mut time = at(from);
        let mut found = Vec::new();
        for _ in 0..count {
            time = hours.next_change(zone, time).unwrap();
            found.push(Instant::from_millis(time).unwrap().to_string());
        }
        found
    }

    #[test]
    fn r5_a_window_across_midnight_belongs_to_the_day_it_begins_on() {
        let hours = hours(&json!({ "timezone": "UTC", "days": ["fri"], "from": "22:00", "to": "06:00" }));
        let zone = Zone::utc();
        // 2026-03-13 is a Friday.
        assert!(hours.acts(&zone, at("2026-03-13T05:00:00Z")));
        assert!(!hours.acts(&zone, at("2026-03-13T22:00:00Z")));
        assert!(!hours.acts(&zone, at("2026-03-14T05:59:59.999Z")));
        assert!(hours.acts(&zone, at("2026-03-14T06:00:00Z")));
        assert_eq!(
            changes(&hours, &zone, "2026-03-10T00:00:00Z", 3),
            ["2026-03-13T22:00:00.000Z", "2026-03-14T06:00:00.000Z", "2026-03-20T22:00:00.000Z"]
        );
    }

    #[test]
    fn r5_the_change_of_clocks_moves_the_window_in_utc() {
        let hours = hours(&json!({ "timezone": "Europe/Berlin", "from": "01:30", "to": "02:30" }));
        let zone = Zone::named("Europe/Berlin").unwrap();
        // On 29 March 2026 the clocks go from 02:00 to 03:00: the window ends with the hour.
        assert_eq!(
            changes(&hours, &zone, "2026-03-28T12:00:00Z", 4),
            [
                "2026-03-29T00:30:00.000Z",
                "2026-03-29T01:00:00.000Z",
                "2026-03-29T23:30:00.000Z",
                "2026-03-30T00:30:00.000Z"
            ]
        );
        // On 25 October 2026 they go from 03:00 to 02:00: half an hour comes twice.
        assert_eq!(
            changes(&hours, &zone, "2026-10-24T12:00:00Z", 4),
            [
                "2026-10-24T23:30:00.000Z",
                "2026-10-25T00:30:00.000Z",
                "2026-10-25T01:00:00.000Z",
                "2026-10-25T01:30:00.000Z"
            ]
        );
    }

    #[test]
    fn r5_a_window_that_only_exists_in_the_hour_left_out_waits_for_the_next_day() {
        let hours =
            hours(&json!({ "timezone": "Europe/Berlin", "from": "02:15", "to": "02:45", "days": ["sun"] }));
        let zone = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(changes(&hours, &zone, "2026-03-28T12:00:00Z", 1), ["2026-04-05T00:15:00.000Z"]);
    }

    #[test]
    fn r5_quiet_hours_act_inside_and_a_window_of_all_days_never_changes() {
        let zone = Zone::utc();
        let quiet = hours(&json!({ "timezone": "UTC", "from": "22:00", "to": "06:00", "mode": "block" }));
        assert!(quiet.acts(&zone, at("2026-03-13T23:00:00Z")));
        assert!(!quiet.acts(&zone, at("2026-03-13T12:00:00Z")));
        let always = hours(&json!({ "timezone": "UTC" }));
        assert!(!always.acts(&zone, at("2026-03-13T23:00:00Z")));
        assert_eq!(always.next_change(&zone, at("2026-03-13T23:00:00Z")), None);
    }
}
