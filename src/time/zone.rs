//! Time zones: the offsets from UTC that a place had and will have.

use crate::host;

/// One time zone, as the list of its offsets.
///
/// Natively the offsets come from the time-zone database; in a browser or Worker the host's `Intl`
/// supplies them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// From when on, in milliseconds, which offset holds, in milliseconds; ascending, never empty.
    /// The first one also holds before its time.
    changes: Vec<(i64, i64)>,
}

impl Zone {
    /// Coordinated Universal Time.
    ///
    /// ```
    /// use lookback::time::Zone;
    ///
    /// assert_eq!(Some(Zone::utc()), Zone::from_offsets(&[(0, 0)]));
    /// ```
    pub fn utc() -> Self {
        Self { changes: vec![(0, 0)] }
    }

    /// A zone from pairs of an instant and the offset from UTC that holds from then on; none when
    /// there are no pairs, they are out of order, or an offset is longer than a day.
    ///
    /// Mind the units: instants are milliseconds since 1970, as everywhere, and offsets seconds, as
    /// the time-zone database has them.
    ///
    /// ```
    /// use lookback::time::Zone;
    ///
    /// assert!(Zone::from_offsets(&[(0, 3600), (1_774_746_000_000, 7200)]).is_some());
    /// assert_eq!(Zone::from_offsets(&[]), None);
    /// ```
    pub fn from_offsets(offsets: &[(i64, i64)]) -> Option<Self> {
        if offsets.is_empty() || !offsets.is_sorted_by(|before, after| before.0 < after.0) {
            return None;
        }
        let within_a_day = |&(from, seconds): &(i64, i64)| {
            (-86_400..=86_400).contains(&seconds).then_some((from, seconds * 1000))
        };
        Some(Self { changes: offsets.iter().map(within_a_day).collect::<Option<_>>()? })
    }

    /// The zone of an IANA name, in upper or lower case, from the time-zone database; none for an
    /// unknown name, and in WebAssembly, where JavaScript has the offsets.
    ///
    /// ```
    /// use lookback::time::Zone;
    ///
    /// assert!(Zone::named("Europe/Berlin").is_some());
    /// assert_eq!(Zone::named("europe/berlin"), Zone::named("Europe/Berlin"));
    /// assert_eq!(Zone::named("Europe/Atlantis"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        Self::from_offsets(&host::zone_offsets(name)?)
    }

    /// The offset in milliseconds at a time, and when the next one takes its place.
    pub(crate) fn offset_at(&self, time: i64) -> (i64, Option<i64>) {
        let next = self.changes.partition_point(|&(from, _)| from <= time);
        let current = self.changes.get(next.saturating_sub(1)).map_or(0, |change| change.1);
        let next = if next == 0 { 1 } else { next };
        (current, self.changes.get(next).map(|change| change.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Instant;

    fn at(text: &str) -> i64 {
        text.parse::<Instant>().unwrap().millis()
    }

    #[test]
    fn berlin_changes_its_clocks_to_the_millisecond() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let spring = at("2026-03-29T01:00:00Z");
        let autumn = at("2026-10-25T01:00:00Z");
        assert_eq!(berlin.offset_at(spring - 1), (3_600_000, Some(spring)));
        assert_eq!(berlin.offset_at(spring), (7_200_000, Some(autumn)));
    }

    #[test]
    fn offsets_are_those_of_the_time_from_1970_to_2100() {
        let offset = |name: &str, time: &str| Zone::named(name).unwrap().offset_at(at(time)).0 / 1000;
        assert_eq!(offset("Europe/Berlin", "1975-07-15T12:00:00Z"), 3600);
        assert_eq!(offset("Europe/Berlin", "2009-07-15T12:00:00Z"), 7200);
        assert_eq!(offset("Europe/Berlin", "2099-07-15T12:00:00Z"), 7200);
        assert_eq!(offset("Africa/Monrovia", "1971-07-15T12:00:00Z"), -2670);
        assert_eq!(offset("America/Boa_Vista", "2000-10-11T12:00:00Z"), -10_800, "a summer of a week");
    }

    #[test]
    fn a_name_may_be_spelled_in_upper_or_lower_case() {
        assert_eq!(Zone::named("europe/BERLIN"), Zone::named("Europe/Berlin"));
    }

    #[test]
    fn a_zone_without_changes_has_one_offset_for_ever() {
        assert_eq!(
            Zone::named("Etc/GMT-5").unwrap().offset_at(at("2026-03-29T01:00:00Z")),
            (18_000_000, None)
        );
        assert_eq!(Zone::utc().offset_at(0), (0, None));
    }

    #[test]
    fn offsets_out_of_order_are_refused() {
        assert_eq!(Zone::from_offsets(&[]), None);
        assert_eq!(Zone::from_offsets(&[(5, 0), (5, 3600)]), None);
        assert_eq!(Zone::from_offsets(&[(0, 90_000)]), None);
        assert!(Zone::from_offsets(&[(0, 0), (5, 3600)]).is_some());
    }
}
