//! What the platform lends: nearest doubles, and the names and offsets of time zones.

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod wasm;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{nearest_double, zone_exists, zone_offsets};
#[cfg(target_arch = "wasm32")]
pub(crate) use wasm::{nearest_double, zone_exists, zone_offsets};
