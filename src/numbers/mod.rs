//! Numbers: arithmetic that does not depend on the order of its terms.

mod sum;

pub(crate) use sum::ExactSum;
