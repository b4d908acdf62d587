//! Instants to text: `YYYY-MM-DDTHH:MM:SS.mmmZ`, the form that JavaScript's `toISOString` gives.
//!
//! All takes milliseconds since the Unix epoch, so that a window may begin before 1970.

use super::calendar::Date;
use super::instant::MS_PER_DAY;

/// A time as text, eight characters in each word, the first the lowest.
pub(crate) type TimeText = [u64; 3];

/// The text of a time.
pub(crate) fn format(millis: i64) -> [u8; 24] {
    let (days, of_day) = split_day(millis);
    let mut text = [0; 24];
    for (to, word) in text.as_chunks_mut().0.iter_mut().zip(DateText::new(days).at(of_day)) {
        *to = word.to_le_bytes();
    }
    text
}

/// Writes times, and remembers recent dates: those in results lie on few days, in
/// no order.
#[cfg(any(test, target_arch = "wasm32"))]
#[derive(Debug, Default)]
pub(crate) struct TimeTexts {
    /// At its place each date, and how many days after 1970-01-01 it is; empty before the first.
    dates: Vec<(i32, DateText)>,
}

/// How many dates are remembered; a power of two.
#[cfg(any(test, target_arch = "wasm32"))]
const DATES: usize = 512;

#[cfg(any(test, target_arch = "wasm32"))]
impl TimeTexts {
    /// The text of a time.
    #[inline]
    pub(crate) fn text(&mut self, millis: i64) -> TimeText {
        let (days, of_day) = split_day(millis);
        let date = match self.dates.get(days.cast_unsigned() as usize % DATES) {
            Some(&(known, date)) if known == days => date,
            _ => self.remember(days),
        };
        date.at(of_day)
    }

    #[cold]
    fn remember(&mut self, days: i32) -> DateText {
        self.dates.resize(DATES, (0, DateText::new(0)));
        let date = DateText::new(days);
        if let Some(place) = self.dates.get_mut(days.cast_unsigned() as usize % DATES) {
            *place = (days, date);
        }
        date
    }
}

/// A date, ready to be followed by a time of day.
#[derive(Debug, Clone, Copy)]
struct DateText {
    /// `2026-03-`
    month: u64,
    /// `10T00:00`
    day: u64,
}

impl DateText {
    /// The date so many days after 1970-01-01.
    fn new(days: i32) -> Self {
        let Date { year, month, day } = Date::from_days(days);
        let month = filled_in(*b"0000-00-", [(year / 100, 0), (year % 100, 2), (month, 5)]);
        Self { month, day: filled_in(*b"00T00:00", [(day, 0), (0, 3), (0, 6)]) }
    }

    /// With the milliseconds since midnight.
    #[inline]
    fn at(&self, of_day: u32) -> TimeText {
        let (seconds, fraction) = (of_day / 1_000, of_day % 1_000);
        let (minutes, second) = (seconds / 60, seconds % 60);
        let minute = filled_in([0; 8], [(0, 0), (minutes / 60, 3), (minutes % 60, 6)]);
        // The first digit of the fraction is the second of a number that begins at the point.
        let rest = filled_in(*b":00.000Z", [(second, 1), (fraction / 100, 3), (fraction % 100, 5)]);
        [self.month, self.day + minute, rest]
    }
}

/// Writes numbers below 100 over the zeros of a text, each at a byte of its own: all at once, since
/// they stand far enough apart in one word to be divided in it.
#[inline(always)]
fn filled_in(form: [u8; 8], [first, second, third]: [(u32, u32); 3]) -> u64 {
    let at = |number: u32, byte: u32| u64::from(number) << (8 * byte);
    let numbers = at(first.0, first.1) | at(second.0, second.1) | at(third.0, third.1);
    let places = at(0x0F, first.1) | at(0x0F, second.1) | at(0x0F, third.1);
    // Below 100, times 103 by 1024 is as good as by 10.
    let tens = ((numbers * 103) >> 10) & places;
    let ones = numbers - tens * 10;
    u64::from_le_bytes(form) + (tens | (ones << 8))
}

/// The days since 1970 and the milliseconds of the last.
///
/// Whole numbers of 64 bits are slow to divide. The quotient of doubles is exact enough: before it
/// could be rounded up to the next day, that would have to be nearer than a millisecond.
#[inline]
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "years up to 10000")]
fn split_day(millis: i64) -> (i32, u32) {
    let days = (millis as f64 / MS_PER_DAY as f64).floor() as i32;
    (days, u32::try_from(millis - i64::from(days) * MS_PER_DAY).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Datelike, Timelike};

    use super::*;

    /// A window of a year may begin in 1969.
    const FIRST: i64 = -31_622_400_000;
    const LAST: i64 = 253_402_300_799_999;

    #[test]
    fn times_are_written_as_chrono_has_them_for_the_first_time_and_again() {
        let mut texts = TimeTexts::default();
        for millis in (FIRST..=LAST).step_by(7_777_777_777).chain([-1, 0, 999, LAST]) {
            let time = DateTime::from_timestamp_millis(millis).unwrap();
            let (date, clock) = (time.date_naive(), time.time());
            let expected = format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                date.year(),
                date.month(),
                date.day(),
                clock.hour(),
                clock.minute(),
                clock.second(),
                time.timestamp_subsec_millis()
            );
            assert_eq!(std::str::from_utf8(&format(millis)), Ok(expected.as_str()));
            for _ in 0..2 {
                let text = texts.text(millis).map(u64::to_le_bytes);
                assert_eq!(std::str::from_utf8(text.as_flattened()), Ok(expected.as_str()));
            }
        }
    }
}
