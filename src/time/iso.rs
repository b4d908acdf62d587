//! Instants from ISO 8601 text.
//!
//! Events arrive by the million with times in a handful of shapes, so reading one is a walk over
//! bytes.

use super::calendar::Date;
use super::instant::{Instant, MS_PER_DAY};
use crate::json::is_not_finite;

/// Why a time cannot be read. A time is never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub enum TimeError {
    /// Not of the form `2026-03-10T14:30:00Z`.
    Malformed,
    /// No `Z` and no `+hh:mm` at the end.
    NoOffset,
    /// A date alone.
    NoTimeOfDay,
    /// A date such as 2026-02-30.
    NoSuchDate,
    /// An hour above 23, or a minute or second above 59.
    NoSuchTime,
    /// The second 60.
    LeapSecond,
    /// NaN or an infinity.
    NotFinite,
    /// Before 1970 or after 9999.
    OutOfRange,
}

impl TimeError {
    /// What is wrong, and what to write instead.
    ///
    /// ```
    /// assert_eq!(lookback::TimeError::NoSuchDate.message(), "there is no such date");
    /// ```
    pub const fn message(self) -> &'static str {
        match self {
            Self::Malformed => "not an ISO 8601 time; write it as 2026-03-10T14:30:00Z",
            Self::NoOffset => {
                "a time without an offset is ambiguous; end it with Z or an offset such as +01:00"
            }
            Self::NoTimeOfDay => "a date needs a time of day, such as 2026-03-10T00:00:00Z",
            Self::NoSuchDate => "there is no such date",
            Self::NoSuchTime => "there is no such time of day",
            Self::LeapSecond => "leap seconds are not supported; write second 59 or the next minute",
            Self::NotFinite => "a time in milliseconds must be a finite number",
            Self::OutOfRange => {
                "a time must lie in the years 1970 to 9999 (numbers are milliseconds since 1970)"
            }
        }
    }
}

pub(super) fn parse(text: &str) -> Result<Instant, TimeError> {
    let refused = |error| if is_not_finite(text) { TimeError::NotFinite } else { error };
    UsualTimes::default().parse(text.as_bytes()).map_err(refused)
}

/// The length of a time as [`format`](super::text::format) writes it.
const USUAL_LENGTH: usize = 24;

/// Reads times of the form that [`format`](super::text::format) writes, which is what nearly every
/// event carries.
///
/// It remembers the last date: most events happened on the same day as the one before.
#[derive(Debug, Default)]
pub(crate) struct UsualTimes {
    /// `2026-03-10T`.
    date: [u8; 11],
    midnight: i64,
}

impl UsualTimes {
    /// The instant that a text of any form says.
    pub(crate) fn parse(&mut self, text: &[u8]) -> Result<Instant, TimeError> {
        let usual = text.first_chunk().filter(|_| text.len() == USUAL_LENGTH);
        usual.and_then(|text| self.read(text)).map_or_else(|| parse_any(text), Ok)
    }

    /// The instant, or none for text that is not of that form.
    #[inline(always)]
    pub(crate) fn read(&mut self, text: &[u8; USUAL_LENGTH]) -> Option<Instant> {
        let (date, of_day) = (text.first_chunk()?, text.last_chunk()?);
        if self.date != *date {
            self.midnight = usual_date(date)?;
            self.date = *date;
        }
        Instant::from_millis(self.midnight + usual_time_of_day(of_day)?)
    }
}

/// The milliseconds at which the date begins.
fn usual_date(text: &[u8; 11]) -> Option<i64> {
    const MONTH: Form = Form::new(*b"0000-00-");
    const DAY: Form = Form::new(*b"0-00-00T");
    let [century, _, year, _, _, month, ..] = MONTH.numbers(*text.first_chunk()?)?;
    let [_, _, _, _, _, day, ..] = DAY.numbers(*text.last_chunk()?)?;
    let date =
        Date { year: u32::from(century) * 100 + u32::from(year), month: month.into(), day: day.into() };
    Some(i64::from(date.days()?) * MS_PER_DAY)
}

/// Milliseconds since midnight.
#[inline(always)]
fn usual_time_of_day(text: &[u8; 13]) -> Option<i64> {
    const SECOND: Form = Form::new(*b"00:00:00");
    const FRACTION: Form = Form::new(*b":00.000Z");
    let [hour, _, _, minute, _, _, second, _] = SECOND.numbers(*text.first_chunk()?)?;
    let [_, _, _, _, hundredths, _, thousandths, _] = FRACTION.numbers(*text.last_chunk()?)?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let [hour, minute, second] = [hour, minute, second].map(u32::from);
    // No digit is behind the last, so it stands for tens.
    let millis = u32::from(hundredths) * 10 + u32::from(thousandths) / 10;
    Some(i64::from(((hour * 60 + minute) * 60 + second) * 1_000 + millis))
}

/// What eight bytes of a text look like: where this has a `0`, they have any digit.
struct Form {
    zeros: u64,
    /// How much more each byte may be before its highest bit is set.
    room: u64,
}

impl Form {
    const fn new(text: [u8; 8]) -> Self {
        let mut room = [0x7F; 8];
        let mut at = 0;
        while at < text.len() {
            if text[at] == b'0' {
                room[at] -= 9;
            }
            at += 1;
        }
        Self { zeros: u64::from_le_bytes(text), room: u64::from_le_bytes(room) }
    }

    /// At each digit the number that it and the byte behind it make, all computed at once; none for
    /// a text that looks otherwise.
    #[inline(always)]
    fn numbers(&self, text: [u8; 8]) -> Option<[u8; 8]> {
        const HIGHEST_BITS: u64 = 0x8080_8080_8080_8080;
        let digits = u64::from_le_bytes(text) ^ self.zeros;
        let strange = digits | digits.wrapping_add(self.room);
        let numbers = digits.wrapping_mul(10).wrapping_add(digits >> 8);
        (strange & HIGHEST_BITS == 0).then_some(numbers.to_le_bytes())
    }
}

fn parse_any(text: &[u8]) -> Result<Instant, TimeError> {
    let mut cursor = Cursor { rest: text };
    let year = cursor.digits(4)?;
    cursor.expect(b"-")?;
    let month = cursor.digits(2)?;
    cursor.expect(b"-")?;
    let day = cursor.digits(2)?;
    if matches!(cursor.rest, [] | [b'Z' | b'z' | b'+' | b'-', ..]) {
        return Err(TimeError::NoTimeOfDay);
    }
    cursor.expect(b"Tt ")?;
    let hour = cursor.digits(2)?;
    cursor.expect(b":")?;
    let minute = cursor.digits(2)?;
    let (second, millis) = cursor.seconds()?;
    let offset_minutes = cursor.offset()?;
    if !cursor.rest.is_empty() {
        return Err(TimeError::Malformed);
    }
    if second == 60 {
        return Err(TimeError::LeapSecond);
    }
    if hour > 23 || minute > 59 || second > 59 {
        return Err(TimeError::NoSuchTime);
    }
    let days = Date { year, month, day }.days().ok_or(TimeError::NoSuchDate)?;
    let minutes = i64::from(hour) * 60 + i64::from(minute) - offset_minutes;
    let of_day = minutes * 60_000 + i64::from(second) * 1_000 + i64::from(millis);
    Instant::from_millis(i64::from(days) * MS_PER_DAY + of_day).ok_or(TimeError::OutOfRange)
}

struct Cursor<'a> {
    rest: &'a [u8],
}

impl Cursor<'_> {
    fn next_if(&mut self, wanted: impl Fn(u8) -> bool) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        if !wanted(first) {
            return None;
        }
        self.rest = rest;
        Some(first)
    }

    fn expect(&mut self, any_of: &[u8]) -> Result<u8, TimeError> {
        self.next_if(|byte| any_of.contains(&byte)).ok_or(TimeError::Malformed)
    }

    fn digit(&mut self) -> Option<u32> {
        self.next_if(|byte| byte.is_ascii_digit()).map(|byte| u32::from(byte - b'0'))
    }

    fn digits(&mut self, count: usize) -> Result<u32, TimeError> {
        let mut number = 0;
        for _ in 0..count {
            number = number * 10 + self.digit().ok_or(TimeError::Malformed)?;
        }
        Ok(number)
    }

    /// `:ss` and a fraction, both optional; the fraction is cut to milliseconds.
    fn seconds(&mut self) -> Result<(u32, u32), TimeError> {
        if self.next_if(|byte| byte == b':').is_none() {
            return Ok((0, 0));
        }
        let second = self.digits(2)?;
        if self.next_if(|byte| byte == b'.' || byte == b',').is_none() {
            return Ok((second, 0));
        }
        let mut millis = self.digit().ok_or(TimeError::Malformed)? * 100;
        let mut place = 10;
        while let Some(digit) = self.digit() {
            millis += digit * place;
            place /= 10;
        }
        Ok((second, millis))
    }

    /// `Z`, `+hh:mm`, `+hhmm` or `+hh`, in minutes east of UTC.
    fn offset(&mut self) -> Result<i64, TimeError> {
        if self.rest.is_empty() {
            return Err(TimeError::NoOffset);
        }
        let sign = match self.expect(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Ok(0),
        };
        let hours = self.digits(2)?;
        let colon = self.next_if(|byte| byte == b':').is_some();
        let minutes = if colon || !self.rest.is_empty() { self.digits(2)? } else { 0 };
        if hours > 23 || minutes > 59 {
            return Err(TimeError::NoSuchTime);
        }
        Ok(sign * i64::from(hours * 60 + minutes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> Result<String, TimeError> {
        parse(text).map(|instant| instant.to_string())
    }

    #[test]
    fn e2_reads_offsets_spaces_fractions_and_missing_seconds() {
        for (text, expected) in [
            ("2026-03-10T14:30:00Z", "2026-03-10T14:30:00.000Z"),
            ("2026-03-10 14:30:00+00:00", "2026-03-10T14:30:00.000Z"),
            ("2019-11-24 00:00:53.965051+00:00", "2019-11-24T00:00:53.965Z"),
            ("2026-03-10T14:30-05:30", "2026-03-10T20:00:00.000Z"),
            ("2026-03-10T14:30:00.9999Z", "2026-03-10T14:30:00.999Z"),
            ("2026-03-10T14:30:00.5+0100", "2026-03-10T13:30:00.500Z"),
            ("2024-02-29T23:59:59.001Z", "2024-02-29T23:59:59.001Z"),
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
            ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(iso(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn e2_refuses_what_it_would_have_to_guess() {
        for (text, expected) in [
            ("2026-03-10T14:30:00", TimeError::NoOffset),
            ("2026-03-10", TimeError::NoTimeOfDay),
            ("2026-03-10Z", TimeError::NoTimeOfDay),
            ("2026-03-10+01:00", TimeError::NoTimeOfDay),
            ("2026-03-10T", TimeError::Malformed),
            ("2026-02-30T00:00:00Z", TimeError::NoSuchDate),
            ("2026-13-01T00:00:00Z", TimeError::NoSuchDate),
            ("2026-03-10T24:00:00Z", TimeError::NoSuchTime),
            ("2026-06-30T23:59:60Z", TimeError::LeapSecond),
            ("1969-12-31T23:59:59Z", TimeError::OutOfRange),
            ("0000-01-01T00:00:00Z", TimeError::OutOfRange),
            ("0000-03-01T00:00:00Z", TimeError::OutOfRange),
            ("1970-01-01T00:00:00+01:00", TimeError::OutOfRange),
            ("NaN", TimeError::NotFinite),
            ("-Infinity", TimeError::NotFinite),
            ("10 March 2026", TimeError::Malformed),
            ("2026-03-10T14:30:00Zulu", TimeError::Malformed),
            ("2026-03-10T14:30:00.Z", TimeError::Malformed),
            ("", TimeError::Malformed),
        ] {
            assert_eq!(parse(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn every_instant_survives_being_written_and_read() {
        for millis in (0..=Instant::MAX.millis()).step_by(7_777_777_777) {
            let instant = Instant::from_millis(millis).unwrap_or(Instant::MIN);
            assert_eq!(parse(&instant.to_string()), Ok(instant));
        }
    }
}
