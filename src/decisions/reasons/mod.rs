mod explain;
mod reason_log;
mod sentences;
mod wording;
mod writer;

pub(crate) use reason_log::{New, Told};
pub(crate) use wording::year_begins;
pub(crate) use writer::{Telling, metric_key, source};
