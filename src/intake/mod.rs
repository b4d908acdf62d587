//! Intake: events on their way in, out of JSON text or as Rust values, are judged and written into
//! columns.

mod gather;
mod hints;
mod read;
mod record;

#[cfg(target_arch = "wasm32")]
pub(crate) use gather::too_many;
pub(crate) use gather::{MAX_TEXT_BYTES, gather_values};
#[cfg(target_arch = "wasm32")]
pub(crate) use read::RecordReader;
pub(crate) use read::read_events;
