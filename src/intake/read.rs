//! Reading events out of JSON text, straight into columns.

use std::borrow::Cow;

use super::others;
use crate::events::{EventFields, EventIssue, EventList, Field, FieldTree, InteractionEvent, Target};
use crate::history::{Cell, History, Incoming, MAX_EVENTS, VALUE};
use crate::json::{Fault, Scanner};
use crate::names::NO_NAME;
use crate::time::{Instant, UsualTimes};

/// No id, event type, channel, offer or property name is longer than this in UTF-8.
pub(crate) const MAX_TEXT_BYTES: usize = 1024;

/// Gathers the events of a JSON text: an array of records, or records one after another.
///
/// What is wrong with any of them goes to `issues`. A text that is not JSON at all is a fault.
pub(crate) fn read_events(
    text: &str,
    fields: &EventFields,
    tree: &FieldTree,
    list: &EventList<'_>,
    history: &mut History,
    incoming: &mut Incoming,
    issues: &mut Vec<EventIssue>,
) -> Result<(), Fault> {
    let mut reader = RecordReader::new(text, fields, tree, list);
    let listed = reader.scanner.peek() == Some(b'[');
    if listed {
        reader.scanner.open()?;
    }
    let (mut index, mut first) = (0, true);
    while if listed { reader.scanner.more(b']', &mut first)? } else { reader.scanner.peek().is_some() } {
        reader.read(history, incoming, issues, index)?;
        index += 1;
    }
    reader.scanner.end()
}

/// Reads records one by one.
pub(crate) struct RecordReader<'a, 't> {
    scanner: Scanner<'a>,
    fields: &'t EventFields,
    tree: &'t FieldTree,
    list: &'t EventList<'t>,
    record: Record<'a>,
    /// How many names there are to choose from, for records that were given as positions of names.
    pub(crate) names: Option<u32>,
}

impl<'a, 't> RecordReader<'a, 't> {
    pub(crate) fn new(
        text: &'a str,
        fields: &'t EventFields,
        tree: &'t FieldTree,
        list: &'t EventList<'t>,
    ) -> Self {
        Self { scanner: Scanner::new(text), fields, tree, list, record: Record::default(), names: None }
    }

    /// Gathers the next record, the one at `index` of what was given.
    #[inline(always)]
    pub(crate) fn read(
        &mut self,
        history: &mut History,
        incoming: &mut Incoming,
        issues: &mut Vec<EventIssue>,
        index: usize,
    ) -> Result<(), Fault> {
        let before = issues.len();
        let Self { fields, list, names, .. } = *self;
        let mut sink = Sink { fields, list, names, history, incoming, issues };
        if self.scanner.peek() != Some(b'{') {
            self.scanner.skip()?;
            sink.refuse(index, "", "wrong_type", "expected an event, which is an object");
            return Ok(());
        }
        self.record.clear();
        let start = self.scanner.at();
        self.record.read(&mut self.scanner, self.tree)?;
        sink.take(index, &self.record);
        if issues.len() > before {
            others::tell(issues, before, self.scanner.since(start), self.tree);
        }
        Ok(())
    }
}

/// What was found where a field should be.
#[derive(Debug, Clone, Copy, Default)]
enum Found<T> {
    #[default]
    Nothing,
    Value(T),
    /// A code and a message.
    Wrong(&'static str, &'static str),
}

/// A string of a record.
#[derive(Debug, Clone, Copy)]
enum Text<'a> {
    Plain(&'a str),
    /// It was written with escapes; its place among [`Record::unescaped`].
    Unescaped(usize),
}

/// The fields of the record that is being scanned. A field that stands twice counts as it stands
/// last, as `JSON.parse` has it.
#[derive(Debug, Default)]
struct Record<'a> {
    id: Found<Text<'a>>,
    event_type: Found<Text<'a>>,
    timestamp: Found<Instant>,
    channel: Found<Text<'a>>,
    offer: Found<Text<'a>>,
    value: Found<f64>,
    /// As they stand, a name that stands twice and all.
    properties: Vec<(Cow<'a, str>, f64)>,
    wrong_properties: bool,
    unescaped: Vec<String>,
    times: UsualTimes,
}

impl<'a> Record<'a> {
    /// Forgets the record before, but not its date.
    fn clear(&mut self) {
        (self.id, self.event_type) = (Found::Nothing, Found::Nothing);
        (self.channel, self.offer) = (Found::Nothing, Found::Nothing);
        (self.timestamp, self.value) = (Found::Nothing, Found::Nothing);
        self.properties.clear();
        self.wrong_properties = false;
        self.unescaped.clear();
    }

    fn text<'t>(&'t self, text: Text<'t>) -> &'t str {
        match text {
            Text::Plain(text) => text,
            Text::Unescaped(at) => self.unescaped.get(at).map_or("", String::as_str),
        }
    }

    /// The text of a field that may be absent; none when it is wrong.
    #[inline(always)]
    #[expect(clippy::option_option, reason = "absent and wrong are different answers")]
    fn optional<'t>(&'t self, found: &Found<Text<'t>>) -> Option<Option<&'t str>> {
        match *found {
            Found::Value(text) => Some(Some(self.text(text))),
            Found::Nothing => Some(None),
            Found::Wrong(..) => None,
        }
    }

    fn read(&mut self, scanner: &mut Scanner<'a>, tree: &FieldTree) -> Result<(), Fault> {
        scanner.open()?;
        let (mut first, mut hint) = (true, 0);
        while scanner.more(b'}', &mut first)? {
            let target = match tree.next(scanner, &mut hint) {
                Some(known) => Some(known),
                None => tree.find(&scanner.key()?),
            };
            match target {
                Some(Target::Field(field)) => self.read_field(scanner, *field)?,
                Some(Target::Object(inner)) if scanner.peek() == Some(b'{') => self.read(scanner, inner)?,
                _ => scanner.skip()?,
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn read_field(&mut self, scanner: &mut Scanner<'a>, field: Field) -> Result<(), Fault> {
        match field {
            Field::Id => self.id = self.read_text(scanner)?,
            Field::EventType => self.event_type = self.read_text(scanner)?,
            Field::Timestamp => {
                self.timestamp = match scanner.string_of(|text| self.times.read(text)) {
                    Some(usual) => Found::Value(usual),
                    None => time(scanner)?,
                };
            }
            Field::Channel => self.channel = self.read_text(scanner)?,
            Field::Offer => self.offer = self.read_text(scanner)?,
            Field::Value => self.value = number(scanner)?,
            Field::Properties => self.read_properties(scanner)?,
        }
        Ok(())
    }

    #[inline(always)]
    fn read_text(&mut self, scanner: &mut Scanner<'a>) -> Result<Found<Text<'a>>, Fault> {
        if scanner.peek() != Some(b'"') {
            return wrong_unless_null(scanner, "expected a string; put it in quotes");
        }
        if let Some(plain) = scanner.plain_string() {
            return Ok(Found::Value(Text::Plain(plain)));
        }
        self.unescaped.push(scanner.escaped_string()?);
        Ok(Found::Value(Text::Unescaped(self.unescaped.len() - 1)))
    }

    /// Numbers by name; NaN for what is not a number and takes the place of one that stands before.
    fn read_properties(&mut self, scanner: &mut Scanner<'a>) -> Result<(), Fault> {
        self.properties.clear();
        self.wrong_properties = false;
        if scanner.peek() != Some(b'{') {
            self.wrong_properties = !is_null(scanner)?;
            return Ok(());
        }
        scanner.open()?;
        let mut first = true;
        while scanner.more(b'}', &mut first)? {
            let name = scanner.key()?;
            let value = if let Found::Value(value) = number(scanner)? { value } else { f64::NAN };
            self.properties.push((name, value));
        }
        Ok(())
    }
}

#[inline(always)]
fn time(scanner: &mut Scanner<'_>) -> Result<Found<Instant>, Fault> {
    let read = match scanner.peek() {
        Some(b'"') => Instant::parse(&scanner.string()?),
        Some(b'-' | b'0'..=b'9') => Instant::from_number(scanner.number()?),
        _ => return wrong_unless_null(scanner, "expected an ISO 8601 time or milliseconds since 1970"),
    };
    Ok(match read {
        Ok(time) => Found::Value(time),
        Err(error) => Found::Wrong("invalid_time", error.message()),
    })
}

/// A finite number; one too large to be finite counts as absent.
#[inline(always)]
fn number(scanner: &mut Scanner<'_>) -> Result<Found<f64>, Fault> {
    if !matches!(scanner.peek(), Some(b'-' | b'0'..=b'9')) {
        return wrong_unless_null(scanner, "expected a number without quotes");
    }
    let number = scanner.number()?;
    Ok(if number.is_finite() { Found::Value(number) } else { Found::Nothing })
}

#[cold]
fn wrong_unless_null<T>(scanner: &mut Scanner<'_>, message: &'static str) -> Result<Found<T>, Fault> {
    let null = is_null(scanner)?;
    Ok(if null { Found::Nothing } else { Found::Wrong("wrong_type", message) })
}

#[inline(always)]
fn is_null(scanner: &mut Scanner<'_>) -> Result<bool, Fault> {
    let null = scanner.peek() == Some(b'n');
    scanner.skip()?;
    Ok(null)
}

/// Where scanned records go: into the gathered events, or on the list of issues.
struct Sink<'s> {
    fields: &'s EventFields,
    list: &'s EventList<'s>,
    names: Option<u32>,
    history: &'s mut History,
    incoming: &'s mut Incoming,
    issues: &'s mut Vec<EventIssue>,
}

impl Sink<'_> {
    #[inline(always)]
    fn take(&mut self, index: usize, record: &Record<'_>) {
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

    #[cold]
    fn refuse_record(&mut self, index: usize, record: &Record<'_>) {
        let before = self.issues.len();
        for (field, found) in [
            (Field::Id, record.id),
            (Field::EventType, record.event_type),
            (Field::Channel, record.channel),
            (Field::Offer, record.offer),
        ] {
            let found = match found {
                Found::Value(text) => Found::Value(record.text(text)),
                Found::Wrong(code, message) => Found::Wrong(code, message),
                Found::Nothing => Found::Nothing,
            };
            match found {
                Found::Wrong(code, message) => match self.names.filter(|_| field != Field::Id) {
                    Some(names) => self.refuse_position(index, field, names),
                    None => self.refuse(index, self.fields.path(field), code, message),
                },
                Found::Nothing if field == Field::EventType => {
                    self.refuse(index, self.fields.path(field), "required", "is required");
                }
                Found::Value(text) if text.len() > MAX_TEXT_BYTES => self.refuse_long(index, field),
                Found::Value(text) if text.is_empty() && matches!(field, Field::EventType | Field::Id) => {
                    self.refuse(index, self.fields.path(field), "invalid_value", "must not be empty");
                }
                _ => {}
            }
        }
        match &record.timestamp {
            Found::Wrong(code, message) => {
                self.refuse(index, self.fields.path(Field::Timestamp), code, message);
            }
            Found::Nothing => {
                self.refuse(index, self.fields.path(Field::Timestamp), "required", "is required");
            }
            Found::Value(_) => {}
        }
        if let Found::Wrong(code, message) = &record.value {
            self.refuse(index, self.fields.path(Field::Value), code, message);
        }
        if record.wrong_properties {
            let path = self.fields.path(Field::Properties);
            self.refuse(index, path, "wrong_type", "expected an object of numbers by name");
        }
        if record.properties.iter().any(|(name, value)| name.len() > MAX_TEXT_BYTES && !value.is_nan()) {
            self.refuse_long(index, Field::Properties);
        }
        if self.issues.len() == before {
            self.issues.push(too_many(self.list, index));
        }
    }

    fn refuse_position(&mut self, index: usize, field: Field, names: u32) {
        let message = format!("must be the position of a name in the dictionary, which holds {names}");
        self.refuse(index, self.fields.path(field), "out_of_range", &message);
    }

    fn refuse_long(&mut self, index: usize, field: Field) {
        let message = format!("must not be longer than {MAX_TEXT_BYTES} bytes");
        self.refuse(index, self.fields.path(field), "out_of_range", &message);
    }

    fn refuse(&mut self, index: usize, field: &str, code: &'static str, message: &str) {
        self.issues.push(self.list.issue(index, field, code, message));
    }
}

/// There is no room for an event.
pub(crate) fn too_many(list: &EventList<'_>, index: usize) -> EventIssue {
    let message = format!("a customer holds at most {MAX_EVENTS} events; prune first");
    list.issue(index, "", "too_many", &message)
}

/// Gathers events that are given as such.
pub(crate) fn take_typed<'e>(
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
