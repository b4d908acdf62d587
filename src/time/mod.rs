//! Time: instants to the millisecond, read from and written as ISO 8601.
//!
//! The engine never reads a clock; `now` is always an argument.

mod calendar;
mod instant;
mod iso;
mod text;
mod zone;

pub use instant::{Instant, MS_PER_DAY, MS_PER_HOUR};
pub use iso::TimeError;
pub(crate) use iso::UsualTimes;
pub(crate) use text::format as format_millis;
#[cfg(target_arch = "wasm32")]
pub(crate) use text::{TimeText, TimeTexts};
pub use zone::Zone;
