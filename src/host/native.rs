//! Outside of WebAssembly: the standard library and the time-zone database.

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

/// 1970-01-01 to 2100-01-01: the years for which offsets are listed, here and where a host's `Intl`
/// gives them.
const YEARS: std::ops::Range<i64> = 0..4_102_444_800_000;
/// No zone changes its offset twice within these six days.
const STEP: i64 = 6 * 86_400_000;

/// The double nearest to a number as JSON writes it.
pub(crate) fn nearest_double(number: &str) -> f64 {
    number.parse().unwrap_or_default()
}

/// Whether a time zone has this name.
pub(crate) fn zone_exists(name: &str) -> bool {
    find(name).is_some()
}

/// The offsets of a zone: from when on, in milliseconds, which one holds, in seconds.
pub(crate) fn zone_offsets(name: &str) -> Option<Vec<(i64, i64)>> {
    find(name).map(offsets)
}

/// By name in upper or lower case, as `Intl` finds it.
fn find(name: &str) -> Option<Tz> {
    TZ_VARIANTS.into_iter().find(|zone| zone.name().eq_ignore_ascii_case(name))
}

fn offsets(zone: Tz) -> Vec<(i64, i64)> {
    let offset = |time: i64| {
        let utc = DateTime::from_timestamp_millis(time).map(|time| time.naive_utc());
        utc.map_or(0, |utc| i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()))
    };
    let mut current = offset(YEARS.start);
    let mut offsets = vec![(YEARS.start, current)];
    let mut time = YEARS.start;
    while time < YEARS.end {
        let next = time + STEP;
        if offset(next) == current {
            time = next;
            continue;
        }
        let (mut before, mut after) = (time, next);
        while after - before > 1 {
            let middle = before.midpoint(after);
            if offset(middle) == current {
                before = middle;
            } else {
                after = middle;
            }
        }
        current = offset(after);
        offsets.push((after, current));
        time = after;
    }
    offsets
}

#[cfg(test)]
mod tests {
    use super::zone_exists;

    #[test]
    fn zones_exist_by_their_names_in_any_case_and_not_by_offsets() {
        assert!(zone_exists("utc"));
        assert!(!zone_exists("+01:00"));
    }
}
