//! What a rule does without a number.

use crate::definitions::{Fields, words};

/// What a rule does when the number it reads is null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnMissing {
    /// It does not act.
    Pass,
    /// It acts as if the number were a bad one.
    Fail,
}

words!(OnMissing { Pass = "pass", Fail = "fail" });

impl OnMissing {
    /// Reads `onMissing`; by default the rule does not act.
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.or("onMissing", Self::Pass, |reader| reader.word())
    }
}
