//! Whether a definition is in force.

use serde::Serialize;

use super::Reader;

/// Whether a definition is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is in force.
    #[default]
    Active,
    /// It is kept, but nothing acts on it.
    Paused,
}

impl Status {
    const WORDS: [(&'static str, Self); 2] = [("active", Self::Active), ("paused", Self::Paused)];

    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        reader.word(&Self::WORDS)
    }
}
