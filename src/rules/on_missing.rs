//! What a rule does without a number.

use serde::Serialize;

use crate::definitions::Fields;

/// What a rule does when the number it reads is null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OnMissing {
    /// It does not act.
    Pass,
    /// It acts as if the number were a bad one.
    Fail,
}

impl OnMissing {
    const WORDS: [(&'static str, Self); 2] = [("pass", Self::Pass), ("fail", Self::Fail)];

    /// Reads `onMissing`; by default the rule does not act.
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.or("onMissing", Self::Pass, |reader| reader.word(&Self::WORDS))
    }
}
