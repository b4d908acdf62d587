//! Days and dates of the Gregorian calendar.
//!
//! Every time that is read or written passes through here, so it is a few multiplications rather
//! than a general calendar. A year is taken to begin in March: the leap day is then its last, and
//! the months before it follow one pattern.

/// Days from 0000-03-01 to 1970-01-01.
const TO_EPOCH: i32 = 719_468;
/// Days in 400 years, after which the calendar repeats.
const CYCLE: u32 = 146_097;

/// A date as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: u32,
    pub(super) month: u32,
    pub(super) day: u32,
}

impl Date {
    /// The date so many days after 1970-01-01, which may be fewer than none.
    pub(super) const fn from_days(days: i32) -> Self {
        let days = days.wrapping_add(TO_EPOCH).cast_unsigned();
        let (cycle, day) = (days / CYCLE, days % CYCLE);
        // Without the leap days before it, the day gives the year.
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - days_before(month) + 1;
        let year = cycle * 400 + year;
        if month < 10 {
            Self { year, month: month + 3, day }
        } else {
            Self { year: year + 1, month: month - 9, day }
        }
    }

    /// How many days after 1970-01-01 the date is; none when there is no such date.
    pub(super) fn days(self) -> Option<i32> {
        let Self { year, month, day } = self;
        if !(1..=12).contains(&month) || day == 0 || day > days_in(year, month) {
            return None;
        }
        let year = year.cast_signed();
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let leap_days = year / 4 - year / 100 + year / 400;
        Some(365 * year + leap_days + (days_before(month) + day - 1).cast_signed() - TO_EPOCH)
    }
}

/// Days from the first of March to the first of the month so many months later.
const fn days_before(month: u32) -> u32 {
    (153 * month + 2) / 5
}

const fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if !year.is_multiple_of(4) || (year.is_multiple_of(100) && !year.is_multiple_of(400)) => 28,
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};

    use super::*;

    /// A window of a year may begin in 1969.
    const FIRST: i32 = -366;
    const LAST: i32 = 2_932_896;

    #[test]
    fn every_day_to_the_year_9999_has_the_date_that_chrono_gives() {
        for days in FIRST..=LAST {
            let expected = NaiveDate::from_epoch_days(days).unwrap();
            let date = Date::from_days(days);
            let year = u32::try_from(expected.year()).unwrap();
            assert_eq!(date, Date { year, month: expected.month(), day: expected.day() });
            assert_eq!(date.days(), Some(days));
        }
        assert_eq!(Date::from_days(LAST), Date { year: 9999, month: 12, day: 31 });
    }

    #[test]
    fn no_other_date_exists() {
        for year in [1970, 1999, 2000, 2024, 2100, 9999] {
            for month in 0..=13 {
                for day in 0..=32 {
                    let exists = NaiveDate::from_ymd_opt(i32::try_from(year).unwrap(), month, day).is_some();
                    assert_eq!(Date { year, month, day }.days().is_some(), exists, "{year}-{month}-{day}");
                }
            }
        }
    }
}
