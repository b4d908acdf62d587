//! Words for people: numbers, instants, plurals.

use std::fmt::Write;

use crate::json;
use crate::time::{Instant, MS_PER_DAY, MS_PER_HOUR, format_millis};

/// A number as ECMAScript writes it, rounded to four decimals where that leaves something of it.
pub(super) fn number(value: f64) -> String {
    if value.fract() == 0.0 || value.abs() < 0.001 || value.abs() > 1e15 {
        return json::number(value);
    }
    json::number((value * 10_000.0).round() / 10_000.0)
}

/// `1 click event`, `4 click events`: an event type is any word, whose own plural nobody can know.
pub(super) fn counted(count: f64, event_type: &str) -> String {
    #[expect(clippy::float_cmp, reason = "counts are whole numbers")]
    let plural = if count == 1.0 { "" } else { "s" };
    format!("{} {event_type} event{plural}", number(count))
}

/// `7 days`, `1 day`, `36 hours`, `1500 milliseconds`: in the largest unit that leaves no rest.
pub(super) fn duration(millis: i64) -> String {
    let units = [
        (MS_PER_DAY, "day"),
        (MS_PER_HOUR, "hour"),
        (MS_PER_HOUR / 60, "minute"),
        (MS_PER_HOUR / 3600, "second"),
        (1, "millisecond"),
    ];
    let (size, unit) = units.into_iter().find(|(size, _)| millis % size == 0).unwrap_or((1, "millisecond"));
    let count = millis / size;
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `12 March 09:14 UTC`, with the year when it is another than that of `now`, and as much of the
/// time as it takes.
pub(super) fn instant(millis: i64, now: i64) -> String {
    let (text, present) = (format_millis(millis), format_millis(now));
    let part =
        |from: usize, to: usize| std::str::from_utf8(text.get(from..to).unwrap_or_default()).unwrap_or("");
    let month = part(5, 7).parse::<usize>().unwrap_or(1).saturating_sub(1);
    let mut words = format!("{} {}", part(8, 10).trim_start_matches('0'), MONTHS.get(month).unwrap_or(&""));
    if text.get(..4) != present.get(..4) {
        words.push(' ');
        words.push_str(part(0, 4));
    }
    let precise = match (part(17, 19), part(20, 23)) {
        ("00", "000") => part(11, 16),
        (_, "000") => part(11, 19),
        _ => part(11, 23),
    };
    // Writing to a string cannot fail.
    let _ = write!(words, " {precise} UTC");
    words
}

/// When [`instant`] ceases to name the year of a time, if it names it.
pub(crate) fn year_begins(millis: i64, now: i64) -> Option<i64> {
    let text = format_millis(millis);
    let year = std::str::from_utf8(text.get(..4)?).ok()?;
    let begins = Instant::parse(&format!("{year}-01-01T00:00Z")).ok()?.millis();
    (begins > now).then_some(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r12_instants_are_written_as_precisely_as_they_need() {
        let at = |text: &str| text.parse::<Instant>().unwrap().millis();
        let now = at("2026-03-01T00:00:00Z");
        assert_eq!(instant(at("2026-03-12T09:14:00Z"), now), "12 March 09:14 UTC");
        assert_eq!(instant(at("2026-12-02T09:14:05Z"), now), "2 December 09:14:05 UTC");
        assert_eq!(instant(at("2027-01-01T00:00:00.001Z"), now), "1 January 2027 00:00:00.001 UTC");
    }

    #[test]
    fn r13_the_year_of_an_instant_is_named_until_it_begins() {
        let at = |text: &str| text.parse::<Instant>().unwrap().millis();
        let (freed, begins) = (at("2027-02-03T04:05:06Z"), at("2027-01-01T00:00:00Z"));
        assert_eq!(year_begins(freed, begins - 1), Some(begins));
        assert_eq!(instant(freed, begins - 1), "3 February 2027 04:05:06 UTC");
        assert_eq!(year_begins(freed, begins), None);
        assert_eq!(instant(freed, begins), "3 February 04:05:06 UTC");
    }

    #[test]
    fn r12_numbers_are_rounded_for_people() {
        let written = [3.0, 0.05, 1.085_125_000_000_000_1, -2.5, 0.000_012_5, 1e21].map(number);
        assert_eq!(written, ["3", "0.05", "1.0851", "-2.5", "0.0000125", "1e+21"]);
    }

    #[test]
    fn r12_events_of_any_type_are_counted_in_the_same_words() {
        let counts = [(1.0, "dismiss"), (5.0, "dismiss"), (0.0, "cart_add")];
        let words = counts.map(|(count, event_type)| counted(count, event_type));
        assert_eq!(words, ["1 dismiss event", "5 dismiss events", "0 cart_add events"]);
    }

    #[test]
    fn r12_durations_are_written_in_the_largest_whole_unit() {
        assert_eq!(
            [604_800_000, 86_400_000, 129_600_000, 5_400_000, 1500].map(duration),
            ["7 days", "1 day", "36 hours", "90 minutes", "1500 milliseconds"]
        );
    }
}
