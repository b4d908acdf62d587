//! The members of one object, each read by name.

use serde_json::{Map, Value};

use super::reader::{Place, join};
use super::{Issues, Reader};
use crate::error::code;

/// The members of one object of a document.
///
/// A member that is `null` counts as absent. [`Fields::finish`] refuses the members that nobody
/// asked for, so that a misspelled option is an error and not a silent default.
pub(crate) struct Fields<'a> {
    map: &'a Map<String, Value>,
    place: Place,
    issues: &'a Issues,
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(map: &'a Map<String, Value>, reader: Reader<'a>) -> Self {
        Self { map, place: reader.place, issues: reader.issues, known: Vec::new() }
    }

    pub(crate) fn path(&self) -> String {
        self.issues.path(self.place)
    }

    /// Notes that the member `key` is wrong.
    pub(crate) fn refuse(&self, key: &str, code: &'static str, message: impl Into<String>) {
        self.issues.add(join(&self.path(), key), code, message);
    }

    /// Notes that something at another path is wrong.
    pub(crate) fn refuse_at(&self, path: String, code: &'static str, message: impl Into<String>) {
        self.issues.add(path, code, message);
    }

    /// Whether the member `key` is there and not null.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.map.get(key).is_some_and(|value| !self.issues.is_absent(value))
    }

    /// The keys of all members.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.map.keys().map(String::as_str)
    }

    /// The member `key` as it is, without taking note that it was asked for.
    pub(crate) fn peek(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key)
    }

    /// The member `key`, when it is there and not null.
    pub(crate) fn get(&mut self, key: &'static str) -> Option<Reader<'a>> {
        self.known.push(key);
        let value = self.map.get(key).filter(|value| !self.issues.is_absent(value))?;
        Some(Reader { value, place: self.issues.member(self.place, key), issues: self.issues })
    }

    /// Reads a member that must be there.
    pub(crate) fn required<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Reader<'a>) -> Option<T>,
    ) -> Option<T> {
        let Some(reader) = self.get(key) else {
            self.refuse(key, code::REQUIRED, "is required");
            return None;
        };
        read(reader)
    }

    /// Reads a member that may be absent: `Some(None)` when it is, none when it is wrong.
    #[expect(clippy::option_option, reason = "absent and wrong are different outcomes")]
    pub(crate) fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Reader<'a>) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.get(key) {
            Some(reader) => read(reader).map(Some),
            None => Some(None),
        }
    }

    /// Reads a member that has a default.
    pub(crate) fn or<T>(
        &mut self,
        key: &'static str,
        default: T,
        read: impl FnOnce(Reader<'a>) -> Option<T>,
    ) -> Option<T> {
        self.optional(key, read).map(|value| value.unwrap_or(default))
    }

    /// Accepts members without looking at them, such as the times a stored definition carries.
    pub(crate) fn ignore(&mut self, keys: &[&'static str]) {
        self.known.extend(keys);
    }

    /// Refuses every member that was not asked for, naming the nearest that could be meant.
    pub(crate) fn finish(self) {
        for key in self.map.keys().filter(|key| !self.known.contains(&key.as_str())) {
            let hint = match self.nearest(key) {
                Some(near) => format!("is not a field here; did you mean \"{near}\"?"),
                None => format!("is not a field here; the fields are {}", self.known.join(", ")),
            };
            self.refuse(key, code::UNKNOWN_FIELD, hint);
        }
    }

    fn nearest(&self, key: &str) -> Option<&'static str> {
        let distances = self.known.iter().map(|known| (edit_distance(key, known), *known));
        distances.min().filter(|(distance, _)| *distance <= 2).map(|(_, known)| known)
    }
}

/// How many single-character edits lie between two names.
fn edit_distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, found) in from.chars().enumerate() {
        let mut next = vec![line + 1];
        let mut left = line + 1;
        for (wanted, pair) in to.iter().zip(row.windows(2)) {
            let [diagonal, above] = pair else { break };
            let kept = diagonal + usize::from(found != *wanted);
            left = kept.min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
