//! JSON text: a scanner that events are read through without building a tree, and the tree for
//! everything that is rare (configuration, requests, interactions).

mod error;
mod scanner;
mod token;
mod tree;
mod write;

pub(crate) use error::{SyntaxError, locate};
pub(crate) use scanner::Scanner;
pub(crate) use token::Token;
pub use tree::parse;
pub(crate) use tree::text_of;
#[cfg(target_arch = "wasm32")]
pub(crate) use write::append;
pub use write::to_string;
pub(crate) use write::{RawJson, number, quoted};

/// Stands in a string before the name of what JSON has no word for: `NaN`, `a Map`. No name begins
/// so.
pub(crate) const FOREIGN: &str = "\0\0";

/// Whether a text is the name of a number that JSON has no word for, as which such a number
/// arrives.
pub(crate) fn is_not_finite(text: &str) -> bool {
    matches!(text.strip_prefix(FOREIGN).unwrap_or(text), "NaN" | "Infinity" | "-Infinity")
}

/// How deep arrays and objects may be nested.
pub const MAX_NESTING: u32 = 64;
