//! Hours of the week, by the calendar of another library.

use chrono::{DateTime, Datelike, NaiveTime, Timelike};
use serde_json::Value;

/// Whether a `time_window` with whole hours allows contact at an instant.
pub fn inside(config: &Value, now: i64) -> bool {
    let zone: chrono_tz::Tz = config["timezone"].as_str().unwrap().parse().unwrap();
    let local = DateTime::from_timestamp_millis(now).unwrap().with_timezone(&zone).naive_local();
    let hour = |member: &str| config[member].as_str().unwrap()[..2].parse::<u32>().unwrap();
    let (from, to) = (hour("from"), hour("to"));
    let named = |date: chrono::NaiveDate| {
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let name = names[date.weekday().num_days_from_monday() as usize];
        config.get("days").is_none_or(|days| days.as_array().unwrap().iter().any(|day| day == name))
    };
    let (today, clock) = (local.date(), local.time());
    let at = |hour: u32| NaiveTime::from_hms_opt(hour % 24, 0, 0).unwrap();
    let inside = if from < to {
        named(today) && clock.hour() >= from && clock.hour() < to
    } else {
        let yesterday = today.pred_opt().unwrap();
        (named(today) && clock >= at(from)) || (named(yesterday) && clock < at(to))
    };
    inside == (config.get("mode").is_none_or(|mode| mode == "allow"))
}
