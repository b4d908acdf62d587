mod hours;
mod reading;
mod signal;
mod suppression;
mod tournament;
mod tracks;
mod walk;
mod window;

pub(crate) use hours::Hours;
pub(crate) use reading::{NEVER, Reading};
pub(crate) use signal::{Domain, Property, Reach, Signal, Signals};
pub(crate) use suppression::Suppression;
pub(crate) use tracks::{List, Tracks};
pub(crate) use walk::{Walk, Walks};
pub(crate) use window::Side;
