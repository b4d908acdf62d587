//! Lifting contact policies.

use serde::Serialize;

use crate::definitions::{Fields, Reader};

/// What an `allow_override` lifts, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OverrideCheck {
    /// Ids or names of the contact policies it lifts; all of them when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<String>,
    /// It lifts for customers in any of these segments; for everybody when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<String>,
}

impl OverrideCheck {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let policies = fields.or("policies", Vec::new(), |reader| reader.names(Reader::text));
        let segments = fields.or("segments", Vec::new(), |reader| reader.names(Reader::text));
        Some(Self { policies: policies?, segments: segments? })
    }
}
