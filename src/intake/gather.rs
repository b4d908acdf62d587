//! Where records go: into the gathered events, or on the list of issues.

use std::borrow::Cow;

use super::record::{Found, Record, Text};
use crate::error::code;
use crate::events::{EventFields, EventIssue, EventList, Field, InteractionEvent};
use crate::history::{Cell, History, Incoming, MAX_EVENTS, VALUE};
use crate::names::NO_NAME;

/// No id, event type, channel, offer or property name is longer than this in UTF-8.
pub(crate) const MAX_TEXT_BYTES: usize = 1024;

/// Takes records one by one.
pub(super) struct Sink<'s> {
    pub(super) fields: &'s EventFields,
    pub(super) list: &'s EventList<'s>,
    /// How many names there are to choose from, for records that were given as positions of names.
    pub(super) names: Option<u32>,
    pub(super) history: &'s mut History,
    pub(super) incoming: &'s mut Incoming,
    pub(super) issues: &'s mut Vec<EventIssue>,
}

impl Sink<'_> {
    /// Gathers a record, or notes what is wrong with it.
    #[inline(always)]
    pub(super) fn take(&mut self, index: usize, record: &Record<'_>) {
        let (Found::Value(event_type), Found::Value(time)) = (record.event_type, record.timestamp) else {
            return self.refuse_record(index, record);
        };
        let (Some(id), Some(channel), Some(offer)) =
            (record.optional(&record.id), record.optional(&record.channel), record.optional(&record.offer))
        else {
            return self.refuse_record(index, record);
        };
        let event_type = record.text(event_type);
        let fits = |text: &str| text.len() <= MAX_TEXT_BYTES;
        let texts = fits(event_type)
            && id.is_none_or(|id| fits(id) && !id.is_empty())
            && channel.is_none_or(fits)
            && offer.is_none_or(fits)
            && record.properties.iter().all(|(name, value)| fits(name) || value.is_nan());
        let wrong = matches!(record.value, Found::Wrong(..)) || record.wrong_properties;
        if !texts || wrong || event_type.is_empty() || self.incoming.total() >= MAX_EVENTS {
            return self.refuse_record(index, record);
        }
        let cell = Cell {
            event_type: self.history.names.intern(event_type),
            channel: channel.map_or(NO_NAME, |text| self.history.names.intern(text)),
            offer: offer.map_or(NO_NAME, |text| self.history.names.intern(text)),
        };
        self.incoming.push(self.history, index, time.millis(), cell, id);
        if let Found::Value(value) = record.value {
            self.incoming.number(VALUE, value);
        }
        self.take_properties(record);
    }

    /// Gives the newest event the properties of its record.
    #[inline(always)]
    fn take_properties(&mut self, record: &Record<'_>) {
        for (name, value) in &record.properties {
            let code = match &**name {
                "value" if matches!(record.value, Found::Value(_)) => continue,
                "value" => VALUE,
                name if value.is_nan() => match self.history.names.find(name) {
                    Some(known) => known,
                    None => continue,
                },
                name => self.history.names.intern(name),
            };
            if value.is_nan() {
                self.incoming.no_number(code);
            } else {
                self.incoming.number(code, *value);
            }
        }
    }

    /// Notes that what stands at `index` is no record.
    pub(super) fn refuse(&mut self, index: usize, message: &str) {
        self.issues.push(self.list.issue(index, "", code::WRONG_TYPE, message));
    }

    /// Notes everything that is wrong with a record.
    #[cold]
    fn refuse_record(&mut self, index: usize, record: &Record<'_>) {
        let before = self.issues.len();
        for (field, found) in [
            (Field::Id, record.id),
            (Field::EventType, record.event_type),
            (Field::Channel, record.channel),
            (Field::Offer, record.offer),
        ] {
            self.refuse_text(index, field, record.found(found));
        }
        match &record.timestamp {
            Found::Wrong(code, message) => self.refuse_field(index, Field::Timestamp, code, message),
            Found::Nothing => self.refuse_field(index, Field::Timestamp, code::REQUIRED, "is required"),
            Found::Value(_) => {}
        }
        self.refuse_numbers(index, record);
        if self.issues.len() == before {
            self.issues.push(too_many(self.list, index));
        }
    }

    fn refuse_text(&mut self, index: usize, field: Field, found: Found<&str>) {
        match found {
            Found::Wrong(code, message) => match self.names.filter(|_| field != Field::Id) {
                Some(names) => self.refuse_position(index, field, names),
                None => self.refuse_field(index, field, code, message),
            },
            Found::Nothing if field == Field::EventType => {
                self.refuse_field(index, field, code::REQUIRED, "is required");
            }
            Found::Value(text) if text.len() > MAX_TEXT_BYTES => self.refuse_long(index, field),
            Found::Value("") if matches!(field, Field::EventType | Field::Id) => {
                self.refuse_field(index, field, code::INVALID_VALUE, "must not be empty");
            }
            _ => {}
        }
    }

    fn refuse_numbers(&mut self, index: usize, record: &Record<'_>) {
        if let Found::Wrong(code, message) = &record.value {
            self.refuse_field(index, Field::Value, code, message);
        }
        if record.wrong_properties {
            let message = "expected an object of numbers by name";
            self.refuse_field(index, Field::Properties, code::WRONG_TYPE, message);
        }
        if record.properties.iter().any(|(name, value)| name.len() > MAX_TEXT_BYTES && !value.is_nan()) {
            self.refuse_long(index, Field::Properties);
        }
    }

    fn refuse_position(&mut self, index: usize, field: Field, names: u32) {
        let message = format!("must be the position of a name in the dictionary, which holds {names}");
        self.refuse_field(index, field, code::OUT_OF_RANGE, &message);
    }

    fn refuse_long(&mut self, index: usize, field: Field) {
        let message = format!("must not be longer than {MAX_TEXT_BYTES} bytes");
        self.refuse_field(index, field, code::OUT_OF_RANGE, &message);
    }

    fn refuse_field(&mut self, index: usize, field: Field, code: &'static str, message: &str) {
        self.issues.push(self.list.issue(index, self.fields.path(field), code, message));
    }
}

/// The issue with an event that there is no room for.
pub(crate) fn too_many(list: &EventList<'_>, index: usize) -> EventIssue {
    let message = format!("a customer holds at most {MAX_EVENTS} events; prune first");
    list.issue(index, "", code::TOO_MANY, &message)
}

/// Gathers events that are Rust values.
pub(crate) fn gather_values<'e>(
    events: &'e [InteractionEvent],
    fields: &EventFields,
    history: &mut History,
    incoming: &mut Incoming,
    issues: &mut Vec<EventIssue>,
) {
    let mut sink = Sink { fields, list: &EventList::EVENTS, names: None, history, incoming, issues };
    for (index, event) in events.iter().enumerate() {
        let text = |text: &'e Option<String>| {
            text.as_deref().map_or(Found::Nothing, |text| Found::Value(Text::Plain(text)))
        };
        let finite = |(name, value): (&'e String, &f64)| {
            value.is_finite().then_some((Cow::Borrowed(name.as_str()), *value))
        };
        let record = Record {
            id: text(&event.id),
            event_type: Found::Value(Text::Plain(&event.event_type)),
            timestamp: Found::Value(event.timestamp),
            channel: text(&event.channel),
            offer: text(&event.offer),
            value: event.value.filter(|value| value.is_finite()).map_or(Found::Nothing, Found::Value),
            properties: event.properties.iter().filter_map(finite).collect(),
            ..Record::default()
        };
        sink.take(index, &record);
    }
}
