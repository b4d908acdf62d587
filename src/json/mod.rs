//! JSON text: a scanner that events are read through without building a tree, and the tree for
//! everything that is rare (configuration, requests, interactions).

mod error;
mod scanner;
mod token;
mod tree;
mod write;

pub(crate) use error::{Fault, locate};
pub(crate) use scanner::Scanner;
pub(crate) use token::Token;
pub use tree::parse;
#[cfg(target_arch = "wasm32")]
pub(crate) use write::append;
pub use write::to_string;
pub(crate) use write::{Written, number};

/// How deep arrays and objects may be nested.
pub const MAX_NESTING: u32 = 64;
