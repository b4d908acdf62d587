//! Numbers: arithmetic that does not depend on the order of its terms, and what doubles hold
//! exactly.

mod double;
mod sum;

pub(crate) use double::{exact_integer, positive_zero, power_of_two};
pub(crate) use sum::ExactSum;
