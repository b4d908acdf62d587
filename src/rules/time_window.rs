//! Conditions over the hours of the week.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::definitions::{Fields, Reader, words};
use crate::error::code;
use crate::host::zone_exists;
use crate::json;
use crate::sort;

/// Hours of the week at which contact is allowed, or is not: `time_window`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TimeWindowCheck {
    /// The IANA name, in upper or lower case, of the time zone that days and times are meant in.
    pub timezone: String,
    /// The days on which the window begins; all of them when not given.
    pub days: Vec<Weekday>,
    /// When it begins.
    pub from: TimeOfDay,
    /// When it ends, which lies on the next day when it is not later than `from`.
    pub to: TimeOfDay,
    /// Whether contact is allowed inside the window only, or outside it only.
    pub mode: WindowMode,
}

/// What a time window means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowMode {
    /// Contact is allowed inside the window only.
    Allow,
    /// Contact is allowed outside the window only: quiet hours.
    Block,
}

words!(WindowMode { Allow = "allow", Block = "block" });

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

words!(Weekday {
    Monday = "monday",
    Tuesday = "tuesday",
    Wednesday = "wednesday",
    Thursday = "thursday",
    Friday = "friday",
    Saturday = "saturday",
    Sunday = "sunday",
});

impl Weekday {
    /// What people call the day.
    ///
    /// ```
    /// assert_eq!(lookback::rules::Weekday::Monday.name(), "Monday");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }

    /// All days, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Reads a day by its name, or the first three letters of it.
    fn read(reader: &Reader<'_>) -> Option<Self> {
        let names = Self::ALL.map(Self::as_str);
        let short = names.map(|name| name.get(..3).unwrap_or(name));
        let position = reader.position(&[names, short].concat())?;
        Self::ALL.get(position % Self::ALL.len()).copied()
    }
}

/// A time of day to the minute, `00:00` to `24:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u32);

impl TimeOfDay {
    const MIDNIGHT: Self = Self(0);
    const END: Self = Self(1440);

    /// The time so many minutes after midnight, or none for more than 1440.
    ///
    /// ```
    /// use lookback::rules::TimeOfDay;
    ///
    /// assert_eq!(TimeOfDay::from_minutes(510), TimeOfDay::parse("08:30"));
    /// assert_eq!(TimeOfDay::from_minutes(1441), None);
    /// ```
    pub const fn from_minutes(minutes: u32) -> Option<Self> {
        if minutes > Self::END.0 { None } else { Some(Self(minutes)) }
    }

    /// Minutes since midnight, 0 to 1440.
    ///
    /// ```
    /// # use lookback::rules::TimeOfDay;
    /// assert_eq!(TimeOfDay::parse("08:30").map(TimeOfDay::minutes), Some(510));
    /// ```
    pub const fn minutes(self) -> u32 {
        self.0
    }

    fn read(reader: &Reader<'_>) -> Option<Self> {
        let text = reader.text()?;
        let parsed = Self::parse(&text);
        if parsed.is_none() {
            reader.refuse(
                code::INVALID_VALUE,
                format!("must be a time such as 09:30 or 24:00, found {}", json::quoted(&text)),
            );
        }
        parsed
    }

    /// Reads `HH:MM`, which has two digits on either side.
    ///
    /// ```
    /// # use lookback::rules::TimeOfDay;
    /// assert_eq!(TimeOfDay::parse("24:00").map(|time| time.to_string()).as_deref(), Some("24:00"));
    /// assert_eq!(TimeOfDay::parse("8:30"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if !two_digits(hour) || !two_digits(minute) {
            return None;
        }
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        let minutes = hour * 60 + minute;
        (minute < 60 && minutes <= Self::END.0).then_some(Self(minutes))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl TimeWindowCheck {
    pub(crate) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let timezone = fields.required("timezone", |reader| {
            let name = reader.text()?;
            if !zone_exists(&name) {
                reader.refuse(
                    code::INVALID_VALUE,
                    format!("there is no time zone {}; write Europe/Berlin or UTC", json::quoted(&name)),
                );
                return None;
            }
            Some(name)
        });
        let days = fields.or("days", Weekday::ALL.to_vec(), |reader| {
            let mut days = reader.list(|day| Weekday::read(&day))?;
            sort::list(&mut days, Ord::cmp);
            days.dedup();
            if days.is_empty() {
                reader.refuse(code::INVALID_VALUE, "must name at least one day");
                return None;
            }
            Some(days)
        });
        let from = fields.or("from", TimeOfDay::MIDNIGHT, |reader| TimeOfDay::read(&reader));
        let to = fields.or("to", TimeOfDay::END, |reader| TimeOfDay::read(&reader));
        let mode = fields.or("mode", WindowMode::Allow, |reader| reader.word());
        Some(Self { timezone: timezone?, days: days?, from: from?, to: to?, mode: mode? })
    }
}
