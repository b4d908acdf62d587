use crate::error::Issue;

/// Why a text is not JSON, and the byte at which that shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) reason: &'static str,
    pub(crate) at: usize,
}

/// The fault as an issue of the input called `what`, with its place as an editor shows it.
pub(crate) fn locate(text: &str, fault: Fault, what: &str) -> Issue {
    let before = text.get(..fault.at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Issue::new(
        what,
        "invalid_json",
        format!("not valid JSON at line {line}, column {column}: {}", fault.reason),
    )
}
