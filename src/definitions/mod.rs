//! Definitions: how configuration in JSON is read.
//!
//! Every kind of definition (metrics, rules, offers, profiles) is read through [`Reader`] and
//! [`Fields`], which note all that is wrong instead of stopping at the first fault, so that one
//! error reports everything there is to mend.

mod fields;
mod reader;
mod status;
mod unknown;
mod words;

pub(crate) use fields::Fields;
pub(crate) use reader::{Issues, Reader};
pub use status::Status;
pub(crate) use unknown::unknown;
pub(crate) use words::{Word, words};
