//! Why a text is not JSON.

use crate::error::{Issue, code};

/// Why a text is not JSON, and the byte at which that shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) reason: &'static str,
    pub(crate) at: usize,
}

/// The error as an issue of the input called `what`, with its place as an editor shows it.
pub(crate) fn locate(text: &str, error: SyntaxError, what: &str) -> Issue {
    let before = text.get(..error.at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Issue::new(
        what,
        code::INVALID_JSON,
        format!("not valid JSON at line {line}, column {column}: {}", error.reason),
    )
}
