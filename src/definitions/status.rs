//! Whether a definition is in force.

use super::words;

/// Whether a definition is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Status {
    /// It is in force.
    #[default]
    Active,
    /// It is kept, but nothing acts on it.
    Paused,
}

words!(Status { Active = "active", Paused = "paused" });
