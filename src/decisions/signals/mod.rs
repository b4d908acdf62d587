//! Signals: the numbers that rules read, now and at every later instant.
//!
//! | file | what it knows |
//! | --- | --- |
//! | `signal` | which number, out of which tracks: what rules read, whatever kind of rule it is |
//! | `tracks` | a customer's events, gathered by what signals look at |
//! | `window`, `tournament`, `walk` | a signal's value as time passes with no new event |
//! | `walks` | walks and suppressions that go on from one decision to the next |
//! | `suppression` | what a count brings about for a while after it was reached |
//! | `hours` | hours of the week in a time zone |
//! | `reading` | a value, and until when it holds |

mod hours;
mod reading;
mod signal;
mod suppression;
mod tournament;
mod tracks;
mod walk;
mod walks;
mod window;

pub(crate) use hours::Hours;
pub(crate) use reading::{NEVER, Reading, Told};
pub(crate) use signal::{Domain, Property, Reach, Side, Signal, Signals, Track};
pub(crate) use suppression::Suppression;
pub(crate) use tracks::{GroupKey, List, Tracks};
pub(crate) use walk::Walk;
pub(crate) use walks::Walks;
