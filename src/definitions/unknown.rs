//! The message for a key or id that nothing has.

use crate::json;

/// Says that nothing of a kind has this key or id, and which ones there are.
pub(crate) fn unknown(kind: &str, member: &str, name: &str, known: &[&str]) -> String {
    let known = match known {
        [] => "none are defined".to_owned(),
        known => format!("the {member}s are {}", known.join(", ")),
    };
    format!("no {kind} has the {member} {}; {known}", json::quoted(name))
}
