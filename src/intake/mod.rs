//! Intake: events on their way in, out of JSON text or given as such, are judged and written into columns.

mod others;
mod read;

pub(crate) use read::{MAX_TEXT_BYTES, read_events, take_typed};
#[cfg(target_arch = "wasm32")]
pub(crate) use read::{RecordReader, too_many};
