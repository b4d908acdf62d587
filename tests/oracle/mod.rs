//! The rules on events, metrics and merging, computed the slow and obvious way: a history is a list
//! of events, looked through from start to end for every question.
//!
//! Shares the types of the public interface with the crate, and no computation.

mod exact;
pub mod generate;
mod history;
mod metrics;

pub use history::{append, merge, prune};
pub use metrics::{metric_results, metric_value};
