//! Points in time.

use std::fmt;

use super::iso::{self, TimeError};
use super::text;

/// Milliseconds in an hour.
pub const MS_PER_HOUR: i64 = 3_600_000;
/// Milliseconds in a day; a window of `n` days is exactly `n` times this long.
pub const MS_PER_DAY: i64 = 86_400_000;

/// A moment in UTC, to the millisecond, in the years 1970 to 9999.
///
/// ```
/// use lookback::Instant;
///
/// let sent: Instant = "2026-03-10 15:30:00+01:00".parse()?;
/// assert_eq!(sent.to_string(), "2026-03-10T14:30:00.000Z");
/// assert_eq!(sent.millis(), 1_773_153_000_000);
/// # Ok::<(), lookback::TimeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// 1970-01-01T00:00:00.000Z.
    pub const MIN: Self = Self(0);
    /// 9999-12-31T23:59:59.999Z.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// The instant `millis` milliseconds after the Unix epoch, or none outside the years 1970 to
    /// 9999.
    ///
    /// ```
    /// # use lookback::Instant;
    /// assert_eq!(Instant::from_millis(0), Some(Instant::MIN));
    /// assert_eq!(Instant::from_millis(-1), None);
    /// ```
    pub const fn from_millis(millis: i64) -> Option<Self> {
        if millis < Self::MIN.0 || millis > Self::MAX.0 { None } else { Some(Self(millis)) }
    }

    /// The instant for a number as JSON and JavaScript give it; a fraction of a millisecond is cut
    /// off.
    ///
    /// # Errors
    /// [`TimeError`] for a number that is not finite or lies outside the years 1970 to 9999.
    ///
    /// ```
    /// # use lookback::{Instant, TimeError};
    /// assert_eq!(Instant::from_number(1.9).map(Instant::millis), Ok(1));
    /// assert_eq!(Instant::from_number(f64::NAN), Err(TimeError::NotFinite));
    /// ```
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked before")]
    #[expect(clippy::cast_precision_loss, reason = "the bounds are below 2^53")]
    pub fn from_number(millis: f64) -> Result<Self, TimeError> {
        if !millis.is_finite() {
            return Err(TimeError::NotFinite);
        }
        if millis < Self::MIN.0 as f64 || millis >= (Self::MAX.0 + 1) as f64 {
            return Err(TimeError::OutOfRange);
        }
        Ok(Self(millis as i64))
    }

    /// Reads an ISO 8601 time with an offset or `Z`.
    ///
    /// Between date and time stands `T` or a space; seconds and fractions may be left out; a
    /// fraction of any length is cut to milliseconds.
    ///
    /// # Errors
    /// [`TimeError`] for a time without an offset, a date or hour that does not exist, a leap
    /// second, or a year outside 1970 to 9999.
    ///
    /// ```
    /// # use lookback::{Instant, TimeError};
    /// assert_eq!(Instant::parse("2026-03-10T15:30+01:00"), Instant::parse("2026-03-10 14:30:00.000Z"));
    /// assert_eq!(Instant::parse("2026-03-10T14:30:00"), Err(TimeError::NoOffset));
    /// ```
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        iso::parse(text)
    }

    /// Milliseconds since the Unix epoch.
    ///
    /// ```
    /// # use lookback::Instant;
    /// assert_eq!(Instant::parse("1970-01-01T00:00:01Z").map(Instant::millis), Ok(1000));
    /// ```
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This instant moved by `millis`, or none when that leaves the years 1970 to 9999.
    ///
    /// ```
    /// # use lookback::Instant;
    /// assert_eq!(Instant::MIN.checked_add(1).map(Instant::millis), Some(1));
    /// assert_eq!(Instant::MAX.checked_add(1), None);
    /// ```
    pub const fn checked_add(self, millis: i64) -> Option<Self> {
        match self.0.checked_add(millis) {
            Some(sum) => Self::from_millis(sum),
            None => None,
        }
    }
}

impl std::str::FromStr for Instant {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        Self::parse(text)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&text::format(self.0)).map_err(|_| fmt::Error)?)
    }
}

impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
