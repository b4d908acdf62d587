//! Conditions over behavior profiles.

use serde::Serialize;

use super::{OnMissing, Operator};
use crate::definitions::Fields;
use crate::profiles::read_id;

/// Whether the customer's behavior matches a pattern of a profile: `profile_match`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileMatchCheck {
    /// The profile.
    pub profile_id: String,
    /// The pattern; any pattern will do when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern_id: Option<String>,
    /// What happens when the customer has no scores of the profile.
    pub on_missing: OnMissing,
}

/// A score of the customer's behavior profile compared with a threshold: `profile_score`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileScoreCheck {
    /// The profile.
    pub profile_id: String,
    /// The key whose value is read; the profile's whole score when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// How it is compared.
    pub operator: Operator,
    /// With what.
    pub threshold: f64,
    /// What happens when there is no such score.
    pub on_missing: OnMissing,
}

impl ProfileMatchCheck {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let profile_id = fields.required("profileId", |reader| read_id(&reader));
        let pattern_id = fields.optional("patternId", |reader| read_id(&reader));
        let on_missing = OnMissing::read(fields);
        Some(Self { profile_id: profile_id?, pattern_id: pattern_id?, on_missing: on_missing? })
    }
}

impl ProfileScoreCheck {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let profile_id = fields.required("profileId", |reader| read_id(&reader));
        let key_id = fields.optional("keyId", |reader| read_id(&reader));
        let operator = fields.required("operator", |reader| reader.word());
        let threshold = fields.required("threshold", |reader| reader.number());
        let on_missing = OnMissing::read(fields);
        Some(Self {
            profile_id: profile_id?,
            key_id: key_id?,
            operator: operator?,
            threshold: threshold?,
            on_missing: on_missing?,
        })
    }
}
