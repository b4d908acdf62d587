//! Events: what happened to a customer, and how other platforms' records are read as such.

mod event;
mod fields;
mod issue;
mod others;
mod path;
mod read;

pub use event::InteractionEvent;
pub(crate) use fields::FieldTree;
pub use fields::{EventFields, Field};
pub use issue::EventIssue;
pub(crate) use issue::EventList;
pub(crate) use read::{MAX_TEXT_BYTES, read_events, take_typed};
#[cfg(target_arch = "wasm32")]
pub(crate) use read::{RecordReader, too_many};
