//! Hints for records that lack a field: one that does likely has it by another name.

use serde_json::Value;

use crate::error::code;
use crate::events::{EventIssue, FieldTree};
use crate::json;

/// Beyond this many issues, no hints are added.
const MAX_HINTED_ISSUES: usize = 16;

/// At most this many names are listed, none longer than [`MAX_NAME_BYTES`].
const MAX_NAMES: usize = 8;
const MAX_NAME_BYTES: usize = 64;

/// Adds to the issues of a record, which are those from `first` on, what it has besides the fields
/// of an event.
#[cold]
pub(super) fn add_hints(issues: &mut [EventIssue], first: usize, record: &str, tree: &FieldTree) {
    if first >= MAX_HINTED_ISSUES {
        return;
    }
    let issues = issues.iter_mut().skip(first).map(|issue| &mut issue.issue);
    for issue in issues.filter(|issue| issue.code == code::REQUIRED) {
        issue.message.push_str(&hint(record, tree));
    }
}

/// How to mend the record; empty when it has nothing but fields.
fn hint(record: &str, tree: &FieldTree) -> String {
    let Ok(Value::Object(record)) = json::parse(record.as_bytes()) else { return String::new() };
    let is_other = |name: &&str| name.len() <= MAX_NAME_BYTES && tree.members().find(name).is_none();
    let names: Vec<&str> = record.keys().map(String::as_str).filter(is_other).take(MAX_NAMES).collect();
    match names.as_slice() {
        [] => String::new(),
        names if names.contains(&"events") => "; the record has events: give the array itself".to_owned(),
        names => format!("; the record has {}: rename it, or map it with eventFields", names.join(", ")),
    }
}
