//! Events: what happened to a customer, and where other platforms' records carry the same.

mod event;
mod field_tree;
mod fields;
mod issue;
mod path;

pub use event::InteractionEvent;
pub(crate) use field_tree::{FieldTree, Members, Target};
pub use fields::{EventFields, Field};
pub use issue::EventIssue;
pub(crate) use issue::EventList;
