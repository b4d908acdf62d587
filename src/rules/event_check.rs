//! Conditions over the events themselves: how many of a kind lie in a window.

use std::ops::RangeInclusive;

use serde::Serialize;

use super::{Scope, ScopeKind};
use crate::definitions::{Fields, Reader};
use crate::error::code;
use crate::metrics::MAX_WINDOW_DAYS;
use crate::time::MS_PER_HOUR;

pub(super) const WINDOW_DAYS: RangeInclusive<u32> = 1..=MAX_WINDOW_DAYS;
const COUNTS: RangeInclusive<u32> = 1..=1_000_000;

/// At most so many events in a window: `frequency_cap` and `cross_channel_cap`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactCheck {
    /// It blocks when there are this many or more.
    pub max_contacts: u32,
    /// The rolling window, in days.
    pub window_days: u32,
    /// The kind of event that counts as a contact.
    pub event_type: String,
    /// Which events are counted together: all, or those of the candidate's offer, channel or
    /// category.
    pub scope: ScopeKind,
    /// The channels that count; all of them when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
}

/// So many hours since the last event: `cooldown`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CooldownCheck {
    /// How long it blocks after an event.
    pub cooldown_hours: f64,
    /// The kind of event.
    pub event_type: String,
    /// Which events matter: all, or those of the candidate's offer, channel or category.
    pub scope: ScopeKind,
}

/// What a customer did: `outcome_based`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeCheck {
    /// The kind of event.
    pub outcome_type: String,
    /// The rolling window, in days.
    pub lookback_days: u32,
    /// How many events in the window it takes.
    pub min_count: u32,
    /// How many days it blocks, counted from an event with which the count was reached; without
    /// it, it blocks as long as the count in the window is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppress_days: Option<u32>,
    /// Which events matter: all, or those of the candidate's offer, channel or category.
    pub scope: ScopeKind,
}

/// What a customer did in the category of the candidate: `category_suppression`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CategoryCheck {
    /// The kind of event.
    pub event_type: String,
    /// The rolling window, in days.
    pub window_days: u32,
    /// How many events in the window it takes.
    pub min_count: u32,
}

/// An event not too long ago: `recency_check`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecencyCheck {
    /// The kind of event.
    pub event_type: String,
    /// The rolling window, in days.
    pub within_days: u32,
    /// Which events matter: all, or those of the candidate's offer, channel or category.
    pub scope: ScopeKind,
}

impl ContactCheck {
    pub(super) fn read(fields: &mut Fields<'_>, rule: Option<&Scope>, channels: bool) -> Option<Self> {
        let max_contacts = fields.required("maxContacts", |reader| reader.whole_in(COUNTS));
        let window_days = fields.required("windowDays", |reader| reader.whole_in(WINDOW_DAYS));
        let event_type = event_type(fields);
        let channels = if channels {
            fields.or("channels", Vec::new(), |reader| reader.names(Reader::plain))
        } else {
            Some(Vec::new())
        };
        let scope = counted(fields, rule);
        Some(Self {
            max_contacts: max_contacts?,
            window_days: window_days?,
            event_type: event_type?,
            scope: scope?,
            channels: channels?,
        })
    }
}

impl CooldownCheck {
    pub(super) fn read(fields: &mut Fields<'_>, rule: Option<&Scope>) -> Option<Self> {
        let cooldown_hours = fields.required("cooldownHours", |reader| {
            let hours = reader.number_in(0.0..=8760.0)?;
            if millis(hours) < 1.0 {
                reader.refuse(code::OUT_OF_RANGE, "must be at least a millisecond");
                return None;
            }
            Some(hours)
        });
        let event_type = event_type(fields);
        let scope = counted(fields, rule);
        Some(Self { cooldown_hours: cooldown_hours?, event_type: event_type?, scope: scope? })
    }

    /// The window in milliseconds, to the nearest one.
    #[expect(clippy::cast_possible_truncation, reason = "at most a year of hours")]
    pub(crate) fn window(&self) -> i64 {
        millis(self.cooldown_hours).round() as i64
    }
}

impl OutcomeCheck {
    pub(super) fn read(fields: &mut Fields<'_>, rule: Option<&Scope>) -> Option<Self> {
        let outcome_type = fields.required("outcomeType", |reader| reader.text());
        let scope = counted(fields, rule);
        let lookback_days = fields.required("lookbackDays", |reader| reader.whole_in(WINDOW_DAYS));
        let min_count = fields.or("minCount", 1, |reader| reader.whole_in(COUNTS));
        let suppress_days = fields.optional("suppressDays", |reader| reader.whole_in(WINDOW_DAYS));
        Some(Self {
            outcome_type: outcome_type?,
            lookback_days: lookback_days?,
            min_count: min_count?,
            suppress_days: suppress_days?,
            scope: scope?,
        })
    }
}

impl CategoryCheck {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let event_type = fields.or("eventType", "conversion".to_owned(), |reader| reader.text());
        let window_days = fields.required("windowDays", |reader| reader.whole_in(WINDOW_DAYS));
        let min_count = fields.or("minCount", 1, |reader| reader.whole_in(COUNTS));
        Some(Self { event_type: event_type?, window_days: window_days?, min_count: min_count? })
    }
}

impl RecencyCheck {
    pub(super) fn read(fields: &mut Fields<'_>, rule: Option<&Scope>) -> Option<Self> {
        let event_type = event_type(fields);
        let within_days = fields.required("withinDays", |reader| reader.whole_in(WINDOW_DAYS));
        let scope = counted(fields, rule);
        Some(Self { event_type: event_type?, within_days: within_days?, scope: scope? })
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
fn millis(hours: f64) -> f64 {
    hours * MS_PER_HOUR as f64
}

/// Reads the kind of event: by default an impression.
pub(super) fn event_type(fields: &mut Fields<'_>) -> Option<String> {
    fields.or("eventType", "impression".to_owned(), |reader: Reader<'_>| reader.text())
}

/// Reads which events are counted together; by default, those of the rule's own scope.
fn counted(fields: &mut Fields<'_>, rule: Option<&Scope>) -> Option<ScopeKind> {
    let default = rule.map_or(ScopeKind::Global, Scope::kind);
    fields.or("scope", default, |reader| reader.word())
}
