//! What time takes off: the share of a value that is left after so many milliseconds.
//!
//! Both curves never rise and use nothing but additions, multiplications and divisions, so every
//! machine gives the same bits. The share is computed from the time since the value was written,
//! never from the last time it was read.

use serde::Serialize;

use crate::numbers::power_of_two;
use crate::time::MS_PER_DAY;

/// How a value decays with the time since the last interaction.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum TimeDecay {
    /// After so many days half of each value is left, after twice as many a quarter, and so on.
    #[serde(rename = "halfLifeDays")]
    HalfLife(f64),
    /// After a grace period each day takes off the same share, up to a limit.
    #[serde(rename = "linearDecay")]
    Linear(LinearDecay),
}

/// A decay that takes off the same share every day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LinearDecay {
    /// Days without an interaction that take off nothing.
    pub grace_days: f64,
    /// The share (of 1) that each day after them takes off.
    pub rate_per_day: f64,
    /// The most that is ever taken off, 0 to 1.
    pub cap: f64,
}

impl Default for LinearDecay {
    /// One day of grace, then a thirtieth a day, at most 95 %.
    fn default() -> Self {
        Self { grace_days: 1.0, rate_per_day: 1.0 / 30.0, cap: 0.95 }
    }
}

impl TimeDecay {
    /// The share that is left `elapsed` milliseconds later: 1 at the start, never rising.
    pub(super) fn left(self, elapsed: i64) -> f64 {
        let days = days(elapsed.max(0));
        match self {
            Self::HalfLife(half_life) => half_to_the(days / half_life),
            Self::Linear(LinearDecay { grace_days, rate_per_day, cap }) => {
                1.0 - ((days - grace_days).max(0.0) * rate_per_day).min(cap)
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "the span of all instants is below 2^53 ms")]
fn days(millis: i64) -> f64 {
    millis as f64 / MS_PER_DAY as f64
}

/// 2^-exponent for an exponent of at least 0, within a few units in the last place.
fn half_to_the(exponent: f64) -> f64 {
    let whole = exponent.floor();
    if whole > 1100.0 {
        return 0.0;
    }
    // e^-y by its series: 20 terms are more than enough for y below ln 2.
    let y = (exponent - whole) * std::f64::consts::LN_2;
    let fraction = (1..=20).rev().map(f64::from).fold(1.0, |sum, term| 1.0 - y / term * sum);
    #[expect(clippy::cast_possible_truncation, reason = "at most 1100")]
    let halvings = whole as i32;
    fraction * power_of_two(-halvings.min(1000)) * power_of_two(-(halvings - 1000).max(0))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact results are meant")]
mod tests {
    use super::*;
    use crate::time::MS_PER_HOUR;

    #[test]
    fn p4_a_half_life_halves_exactly_at_every_multiple() {
        let decay = TimeDecay::HalfLife(7.0);
        for (weeks, left) in [(0, 1.0), (1, 0.5), (2, 0.25), (10, 1.0 / 1024.0)] {
            assert_eq!(decay.left(weeks * 7 * MS_PER_DAY), left);
        }
    }

    #[test]
    fn p4_a_half_life_is_as_exact_as_the_standard_library() {
        for step in 0..20_000 {
            let exponent = f64::from(step) / 61.0;
            let (ours, theirs) = (half_to_the(exponent), (-exponent).exp2());
            assert!((ours - theirs).abs() <= theirs * 8e-16, "{exponent}: {ours} {theirs}");
        }
    }

    #[test]
    fn p4_a_half_life_ends_in_zero_and_never_rises_or_underflows_to_nan() {
        let shares = (0..120_000).map(|step| half_to_the(f64::from(step) / 100.0));
        assert!(shares.clone().zip(shares.skip(1)).all(|(before, after)| after <= before));
        assert_eq!(half_to_the(1e300), 0.0);
        assert_eq!(half_to_the(f64::INFINITY), 0.0);
    }

    #[test]
    fn p4_the_longest_half_life_still_falls_every_millisecond() {
        let decay = TimeDecay::HalfLife(36_500.0);
        for start in [0, 1, 999_999_999_999, 3_153_600_000_000] {
            assert!(decay.left(start + 1) < decay.left(start));
        }
    }

    #[test]
    fn linear_decay_with_grace_gives_the_published_shares() {
        let decay = TimeDecay::Linear(LinearDecay::default());
        let at = |hours: i64| decay.left(hours * MS_PER_HOUR);
        assert_eq!(at(0), 1.0);
        assert_eq!(at(24), 1.0);
        assert!((at(2 * 24) - 0.9667).abs() < 0.000_05);
        assert!((at(16 * 24) - 0.5).abs() < 1e-12);
        assert!((at(29 * 24 + 12) - 0.05).abs() < 1e-12);
        assert!((at(31 * 24) - 0.05).abs() < 1e-12);
        assert!((at(300 * 24) - 0.05).abs() < 1e-12);
    }

    #[test]
    fn a_time_before_the_start_takes_off_nothing() {
        for decay in [TimeDecay::HalfLife(1.0), TimeDecay::Linear(LinearDecay::default())] {
            assert_eq!(decay.left(-MS_PER_DAY), 1.0);
        }
    }
}
