use serde::Serialize;

use crate::definitions::Fields;

/// Segments a customer may belong to: `segment_required` (all of them) and `segment_exclusion`
/// (any of them).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentCheck {
    /// The names of the segments, at least one.
    pub segments: Vec<String>,
}

impl SegmentCheck {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let segments = fields.required("segments", |reader| {
            let segments = reader.list(|segment| segment.text())?;
            if segments.is_empty() {
                reader.refuse("invalid_value", "must name at least one segment");
                return None;
            }
            Some(segments)
        });
        Some(Self { segments: segments? })
    }
}
