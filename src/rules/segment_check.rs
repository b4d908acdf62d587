//! Conditions over the segments of a customer.

use serde::Serialize;

use crate::definitions::{Fields, Reader};

/// Segments a customer may belong to: `segment_required` (all of them) and `segment_exclusion`
/// (any of them).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentCheck {
    /// The names of the segments, at least one.
    pub segments: Vec<String>,
}

impl SegmentCheck {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let segments = fields.required("segments", |reader| reader.names(Reader::text));
        Some(Self { segments: segments? })
    }
}
