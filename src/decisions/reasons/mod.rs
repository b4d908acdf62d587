//! Reasons: what became of a candidate, in data and in words.
//!
//! They are written from the findings alone, when somebody wants them.
//!
//! | file | what it knows |
//! | --- | --- |
//! | `wording` | numbers, instants and plurals |
//! | `definition` | what is quoted of a rule as it is written |
//! | `writer`, `sentences`, `reason` | a reason for each rule and weight |
//! | `overruled`, `reason_log` | each reason written once, for all candidates that share it |
//! | `explain` | the events behind a reason, and what would flip it |

mod definition;
mod explain;
mod overruled;
mod reason;
mod reason_log;
mod sentences;
mod wording;
mod writer;

pub(super) use explain::explain;
pub(crate) use reason_log::{NewReason, ReasonLog};
pub(super) use wording::year_begins;
pub(crate) use writer::ReasonWriter;
