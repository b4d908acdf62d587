//! Events: what happened to a customer, and where other platforms' records carry the same.

mod event;
mod fields;
mod issue;
mod path;

pub use event::InteractionEvent;
pub use fields::{EventFields, Field};
pub(crate) use fields::{FieldTree, Target};
pub use issue::EventIssue;
pub(crate) use issue::EventList;
