//! One record, as it is found in JSON text.

use std::borrow::Cow;

use crate::error::code;
use crate::events::{Field, Members, Target};
use crate::json::{Scanner, SyntaxError};
use crate::time::{Instant, UsualTimes};

/// What was found where a field should be.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Found<T> {
    #[default]
    Nothing,
    Value(T),
    /// A code and a message.
    Wrong(&'static str, &'static str),
}

/// A string of a record.
#[derive(Debug, Clone, Copy)]
pub(super) enum Text<'a> {
    Plain(&'a str),
    /// It was written with escapes; its place among [`Record::unescaped`].
    Unescaped(usize),
}

/// The fields of the record that is being scanned. Of a field that stands twice the last one
/// counts, as with `JSON.parse`.
#[derive(Debug, Default)]
pub(super) struct Record<'a> {
    pub(super) id: Found<Text<'a>>,
    pub(super) event_type: Found<Text<'a>>,
    pub(super) timestamp: Found<Instant>,
    pub(super) channel: Found<Text<'a>>,
    pub(super) offer: Found<Text<'a>>,
    pub(super) value: Found<f64>,
    /// In the order they stand in, also a name that stands twice.
    pub(super) properties: Vec<(Cow<'a, str>, f64)>,
    pub(super) wrong_properties: bool,
    pub(super) unescaped: Vec<String>,
    pub(super) times: UsualTimes,
}

impl<'a> Record<'a> {
    /// Forgets the record before, but not its date.
    pub(super) fn clear(&mut self) {
        (self.id, self.event_type) = (Found::Nothing, Found::Nothing);
        (self.channel, self.offer) = (Found::Nothing, Found::Nothing);
        (self.timestamp, self.value) = (Found::Nothing, Found::Nothing);
        self.properties.clear();
        self.wrong_properties = false;
        self.unescaped.clear();
    }

    pub(super) fn text<'t>(&'t self, text: Text<'t>) -> &'t str {
        match text {
            Text::Plain(text) => text,
            Text::Unescaped(at) => self.unescaped.get(at).map_or("", String::as_str),
        }
    }

    /// The text of a field that may be absent; none when it is wrong.
    #[inline(always)]
    #[expect(clippy::option_option, reason = "absent and wrong are different outcomes")]
    pub(super) fn optional<'t>(&'t self, found: &Found<Text<'t>>) -> Option<Option<&'t str>> {
        match *found {
            Found::Value(text) => Some(Some(self.text(text))),
            Found::Nothing => Some(None),
            Found::Wrong(..) => None,
        }
    }

    /// What was found, with the text itself.
    pub(super) fn found<'t>(&'t self, found: Found<Text<'t>>) -> Found<&'t str> {
        match found {
            Found::Value(text) => Found::Value(self.text(text)),
            Found::Wrong(code, message) => Found::Wrong(code, message),
            Found::Nothing => Found::Nothing,
        }
    }

    pub(super) fn read(&mut self, scanner: &mut Scanner<'a>, members: &Members) -> Result<(), SyntaxError> {
        scanner.open()?;
        let (mut first, mut hint) = (true, 0);
        while scanner.more(b'}', &mut first)? {
            let target = match members.next(scanner, &mut hint) {
                Some(known) => Some(known),
                None => members.find(&scanner.key()?),
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
    fn read_field(&mut self, scanner: &mut Scanner<'a>, field: Field) -> Result<(), SyntaxError> {
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
    fn read_text(&mut self, scanner: &mut Scanner<'a>) -> Result<Found<Text<'a>>, SyntaxError> {
        if scanner.peek() != Some(b'"') {
            return wrong_unless_null(scanner, "expected a string; put it in quotes");
        }
        if let Some(plain) = scanner.plain_string() {
            return Ok(Found::Value(Text::Plain(plain)));
        }
        self.unescaped.push(scanner.escaped_string()?);
        Ok(Found::Value(Text::Unescaped(self.unescaped.len() - 1)))
    }

    /// Reads numbers by name; NaN for what is no number, and so takes away one that stands before.
    fn read_properties(&mut self, scanner: &mut Scanner<'a>) -> Result<(), SyntaxError> {
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
fn time(scanner: &mut Scanner<'_>) -> Result<Found<Instant>, SyntaxError> {
    let read = match scanner.peek() {
        Some(b'"') => Instant::parse(&scanner.string()?),
        Some(b'-' | b'0'..=b'9') => Instant::from_number(scanner.number()?),
        _ => return wrong_unless_null(scanner, "expected an ISO 8601 time or milliseconds since 1970"),
    };
    Ok(match read {
        Ok(time) => Found::Value(time),
        Err(error) => Found::Wrong(code::INVALID_TIME, error.message()),
    })
}

/// A finite number; one too large to be finite counts as absent.
#[inline(always)]
fn number(scanner: &mut Scanner<'_>) -> Result<Found<f64>, SyntaxError> {
    if !matches!(scanner.peek(), Some(b'-' | b'0'..=b'9')) {
        return wrong_unless_null(scanner, "expected a number without quotes");
    }
    let number = scanner.number()?;
    Ok(if number.is_finite() { Found::Value(number) } else { Found::Nothing })
}

#[cold]
fn wrong_unless_null<T>(scanner: &mut Scanner<'_>, message: &'static str) -> Result<Found<T>, SyntaxError> {
    let null = is_null(scanner)?;
    Ok(if null { Found::Nothing } else { Found::Wrong(code::WRONG_TYPE, message) })
}

#[inline(always)]
fn is_null(scanner: &mut Scanner<'_>) -> Result<bool, SyntaxError> {
    let null = scanner.peek() == Some(b'n');
    scanner.skip()?;
    Ok(null)
}
