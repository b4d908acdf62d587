/// A signal's value, and the next instant at which what is told of it differs with no new event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    /// Infinite for a sum beyond the largest double.
    pub(crate) value: Option<f64>,
    /// [`NEVER`] when time alone does not change it.
    pub(crate) until: i64,
}

/// What of a value is told: all of it must hold for a reading to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// The value alone.
    Value,
    /// The value, and which group has it where the largest counts.
    Group,
    /// These, and the events that the value rests on.
    Events,
}

/// Later than every instant.
pub(crate) const NEVER: i64 = i64::MAX;
