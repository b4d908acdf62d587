//! What a record has besides the fields of an event: one that lacks a field likely has it by another name.

use serde_json::Value;

use crate::events::{EventIssue, FieldTree};
use crate::json;

/// After as many issues, others are told without advice.
const MOST_ADVISED: usize = 16;

/// As many names are told, none of which is longer in UTF-8.
const MOST_NAMES: usize = 8;
const LONGEST: usize = 64;

/// Tells with the issues of a record, which are those from `first` on, what it has in the place of fields it lacks.
#[cold]
pub(super) fn tell(issues: &mut [EventIssue], first: usize, record: &str, tree: &FieldTree) {
    if first >= MOST_ADVISED {
        return;
    }
    for EventIssue { issue, .. } in issues.iter_mut().skip(first).filter(|told| told.issue.code == "required")
    {
        issue.message.push_str(&advice(record, tree));
    }
}

/// How to mend the record; empty when it has nothing but fields.
fn advice(record: &str, tree: &FieldTree) -> String {
    let Ok(Value::Object(record)) = json::parse(record.as_bytes()) else { return String::new() };
    let is_other = |name: &&str| name.len() <= LONGEST && tree.find(name).is_none();
    let names: Vec<&str> = record.keys().map(String::as_str).filter(is_other).take(MOST_NAMES).collect();
    match names.as_slice() {
        [] => String::new(),
        names if names.contains(&"events") => "; the record has events: give the array itself".to_owned(),
        names => format!("; the record has {}: rename it, or map it with eventFields", names.join(", ")),
    }
}
