/// A signal's value, and the next instant at which it differs with no new event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    pub(crate) value: Option<f64>,
    /// [`NEVER`] when time alone does not change it.
    pub(crate) until: i64,
    /// Whether a sum is beyond the largest double.
    pub(crate) overflow: bool,
}

/// Later than every instant.
pub(crate) const NEVER: i64 = i64::MAX;
