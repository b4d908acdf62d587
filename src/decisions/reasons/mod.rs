mod definition;
mod explain;
mod overruled;
mod reason;
mod reason_log;
mod sentences;
mod wording;
mod writer;

pub(crate) use reason_log::{NewReason, ReasonLog};
pub(super) use wording::year_begins;
pub(crate) use writer::ReasonWriter;
