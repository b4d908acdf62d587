//! One value of a configuration, its path, and the list of all that is wrong.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::{Fields, Word};
use crate::error::{Error, ErrorCode, Issue, Result, code};
use crate::json::{self, FOREIGN};
use crate::names::Names;
use crate::time::Instant;

/// Where the readers of one document note what is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Issues {
    noted: RefCell<Vec<Issue>>,
    places: RefCell<Vec<Step>>,
    /// Whether null stands for a number that JSON has no word for, and not for what is absent.
    null_is_a_number: bool,
}

/// A place in the document, whose path is put together when something is wrong there.
pub(super) type Place = usize;

/// The last step to a place, and the place it starts from; the first of all starts from itself.
#[derive(Debug)]
struct Step {
    from: Place,
    name: String,
}

impl Issues {
    /// Those of a document that was written from what a program holds: it leaves out what is
    /// absent, and writes numbers that are not finite as null.
    pub(crate) fn for_written() -> Self {
        Self { null_is_a_number: true, ..Self::default() }
    }

    /// Whether a member with this value counts as absent.
    pub(super) fn is_absent(&self, value: &Value) -> bool {
        value.is_null() && !self.null_is_a_number
    }

    pub(crate) fn add(&self, path: impl Into<String>, code: &'static str, message: impl Into<String>) {
        self.noted.borrow_mut().push(Issue::new(path, code, message));
    }

    fn root(&self, path: &str) -> Place {
        let place = self.places.borrow().len();
        self.step(place, path.to_owned())
    }

    pub(super) fn member(&self, parent: Place, key: &str) -> Place {
        self.step(parent, [".", key].concat())
    }

    fn element(&self, parent: Place, index: usize) -> Place {
        self.step(parent, format!("[{index}]"))
    }

    fn step(&self, from: Place, name: String) -> Place {
        let mut places = self.places.borrow_mut();
        places.push(Step { from, name });
        places.len() - 1
    }

    pub(super) fn path(&self, mut place: Place) -> String {
        let places = self.places.borrow();
        let mut names = Vec::new();
        while let Some(step) = places.get(place) {
            names.push(step.name.as_str());
            if step.from == place {
                break;
            }
            place = step.from;
        }
        names.reverse();
        let path = names.concat();
        path.strip_prefix('.').map_or_else(|| path.clone(), str::to_owned)
    }

    /// `value` when nothing was noted; otherwise all that was, as one error.
    pub(crate) fn into_result<T>(self, code: ErrorCode, value: Option<T>) -> Result<T> {
        let issues = self.noted.into_inner();
        match value {
            Some(value) if issues.is_empty() => Ok(value),
            _ => Err(Error::new(code, issues)),
        }
    }
}

/// One value of a document, with its path.
///
/// Each reading method returns none after it has noted why.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(super) value: &'a Value,
    pub(super) place: Place,
    pub(super) issues: &'a Issues,
}

impl<'a> Reader<'a> {
    /// The whole document, which is called `path`.
    pub(crate) fn new(value: &'a Value, path: &str, issues: &'a Issues) -> Self {
        Self { value, place: issues.root(path), issues }
    }

    pub(crate) fn value(&self) -> &'a Value {
        self.value
    }

    pub(crate) fn path(&self) -> String {
        self.issues.path(self.place)
    }

    /// Notes that this value is wrong.
    pub(crate) fn refuse(&self, code: &'static str, message: impl Into<String>) {
        self.issues.add(self.path(), code, message);
    }

    /// Notes that a member of this value is wrong.
    pub(crate) fn refuse_member(&self, member: &str, code: &'static str, message: impl Into<String>) {
        self.issues.add(join(&self.path(), member), code, message);
    }

    fn expected(&self, what: &str) {
        let found = match self.value {
            Value::Null if self.issues.null_is_a_number => "NaN or an infinity".to_owned(),
            value => describe(value),
        };
        self.refuse(code::WRONG_TYPE, format!("expected {what}, found {found}"));
    }

    pub(crate) fn object(self) -> Option<Fields<'a>> {
        if let Value::Object(map) = self.value {
            return Some(Fields::new(map, self));
        }
        self.expected("an object");
        None
    }

    /// The elements of an array, each with its own path.
    pub(crate) fn array(&self) -> Option<Vec<Reader<'a>>> {
        let Value::Array(items) = self.value else {
            self.expected("an array");
            return None;
        };
        let reader =
            |(index, value)| Reader { value, place: self.issues.element(self.place, index), ..*self };
        Some(items.iter().enumerate().map(reader).collect())
    }

    /// Reads every element; none when any of them is wrong, after all were looked at.
    pub(crate) fn list<T>(&self, read: impl Fn(Reader<'a>) -> Option<T>) -> Option<Vec<T>> {
        let read: Vec<Option<T>> = self.array()?.into_iter().map(read).collect();
        read.into_iter().collect()
    }

    /// Reads every element as [`Reader::list`] does, and notes those whose `member` another one
    /// has.
    pub(crate) fn keyed_list<T>(
        &self,
        what: &str,
        member: &str,
        read: impl Fn(Reader<'a>) -> Option<T>,
        key: impl Fn(&T) -> &str,
    ) -> Option<Vec<T>> {
        let readers = self.array()?;
        let read: Vec<Option<T>> = readers.iter().map(|reader| read(*reader)).collect();
        let keys = readers.iter().zip(&read).filter_map(|(reader, item)| Some((reader, key(item.as_ref()?))));
        refuse_taken(what, member, keys.collect());
        read.into_iter().collect()
    }

    /// The members of an object used as a dictionary, each with its own path, in key order.
    pub(crate) fn entries(&self) -> Option<Vec<(&'a str, Reader<'a>)>> {
        let Value::Object(map) = self.value else {
            self.expected("an object");
            return None;
        };
        let reader = |(key, value): (&'a String, &'a Value)| {
            (key.as_str(), Reader { value, place: self.issues.member(self.place, key), ..*self })
        };
        Some(map.iter().map(reader).collect())
    }

    /// A string of at least one character.
    pub(crate) fn text(&self) -> Option<String> {
        match self.value {
            Value::String(text) if text.is_empty() => {
                self.refuse(code::INVALID_VALUE, "must not be empty");
                None
            }
            _ => self.plain(),
        }
    }

    /// A string, which may be empty.
    pub(crate) fn plain(&self) -> Option<String> {
        let found = self.value.as_str().filter(|text| !text.starts_with(FOREIGN));
        if found.is_none() {
            self.expected("a string");
        }
        found.map(str::to_owned)
    }

    /// A list of strings, each read as `one`, and at least one of them.
    pub(crate) fn names(&self, one: fn(&Self) -> Option<String>) -> Option<Vec<String>> {
        let names = self.list(|name| one(&name))?;
        if names.is_empty() {
            self.refuse(code::INVALID_VALUE, "must name at least one");
            return None;
        }
        Some(names)
    }

    /// An object whose members are not looked at.
    pub(crate) fn map(&self) -> Option<&'a Map<String, Value>> {
        let found = self.value.as_object();
        if found.is_none() {
            self.expected("an object");
        }
        found
    }

    /// A finite number.
    pub(crate) fn number(&self) -> Option<f64> {
        let found = self.value.as_f64().filter(|number| number.is_finite());
        if found.is_none() {
            self.expected("a finite number");
        }
        found
    }

    /// A finite number within `range`.
    pub(crate) fn number_in(&self, range: RangeInclusive<f64>) -> Option<f64> {
        let number = self.number()?;
        if range.contains(&number) {
            return Some(number);
        }
        let [low, high, found] = [*range.start(), *range.end(), number].map(json::number);
        self.refuse(code::OUT_OF_RANGE, format!("must lie in {low} to {high}, found {found}"));
        None
    }

    /// A whole number within `range`.
    pub(crate) fn whole_in(&self, range: RangeInclusive<u32>) -> Option<u32> {
        let number = self.number()?;
        let (low, high) = (*range.start(), *range.end());
        if number.fract() == 0.0 && number >= f64::from(low) && number <= f64::from(high) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked just above"
            )]
            return Some(number as u32);
        }
        let found = json::number(number);
        self.refuse(
            code::OUT_OF_RANGE,
            format!("must be a whole number from {low} to {high}, found {found}"),
        );
        None
    }

    /// An ISO 8601 time, or milliseconds since the Unix epoch.
    pub(crate) fn instant(&self) -> Option<Instant> {
        let read = match self.value {
            Value::String(text) if !text.starts_with(FOREIGN) => Instant::parse(text),
            Value::Number(number) => Instant::from_number(number.as_f64()?),
            _ => {
                self.expected("an ISO 8601 time or milliseconds since 1970");
                return None;
            }
        };
        read.map_err(|error| self.refuse(code::INVALID_VALUE, error.to_string())).ok()
    }

    /// One of the words for the values of an enum.
    pub(crate) fn word<T: Word>(&self) -> Option<T> {
        self.word_among(T::VALUES)
    }

    /// One of the words for these values.
    pub(crate) fn word_among<T: Word>(&self, values: &[T]) -> Option<T> {
        let words: Vec<&str> = values.iter().map(|value| value.word()).collect();
        values.get(self.position(&words)?).copied()
    }

    /// The position of the text among words that are allowed.
    pub(crate) fn position(&self, words: &[&str]) -> Option<usize> {
        let text = self.text()?;
        let found = words.iter().position(|word| *word == text);
        if found.is_none() {
            self.refuse(
                code::INVALID_VALUE,
                format!("must be one of {}, found {}", words.join(", "), json::quoted(&text)),
            );
        }
        found
    }
}

/// Notes the things whose key an earlier one has.
fn refuse_taken(what: &str, member: &str, keys: Vec<(&Reader<'_>, &str)>) {
    let mut taken = Names::default();
    for (reader, key) in keys {
        if !taken.insert(key) {
            let place = if reader.value.is_object() { member } else { "" };
            reader.refuse_member(
                place,
                code::DUPLICATE_KEY,
                format!("another {what} has the {member} {}", json::quoted(key)),
            );
        }
    }
}

/// `parent.key`; the key alone at the top of a document, and the parent alone without a key.
pub(super) fn join(parent: &str, key: &str) -> String {
    match (parent, key) {
        ("", alone) | (alone, "") => alone.to_owned(),
        _ => format!("{parent}.{key}"),
    }
}

fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(_) => format!("the number {}", json::to_string(value)),
        Value::String(text) => text
            .strip_prefix(FOREIGN)
            .map_or_else(|| format!("the string {}", json::quoted(text)), str::to_owned),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
