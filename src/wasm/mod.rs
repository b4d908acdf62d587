//! The wasm boundary: numbers in, numbers out.
//!
//! A call carries nothing but numbers. What is longer crosses in buffers that the engine's handle
//! owns and JavaScript reads and writes in place: rows of events and text on the way in, words and
//! text on the way out. A call that fails returns so, and leaves its error as JSON in the text. The
//! engine asks the host only for what it alone knows: see `host`.

mod catalog;
mod customer;
mod decisions;
mod dictionary;
mod engine;
mod inbox;
mod outbox;
mod outcomes;
mod profile;
mod results;
mod rows;

pub use catalog::CatalogHandle;
pub use customer::CustomerHandle;
pub use engine::EngineHandle;
