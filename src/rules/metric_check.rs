//! Conditions over behavioral metrics: which number is read for a candidate, and the threshold.

use serde::Serialize;

use super::{Known, OnMissing, Operator};
use crate::definitions::{Fields, words};
use crate::error::code;

/// Which of a metric's groups a candidate is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// The group of the candidate's own channel and offer.
    Candidate,
    /// The group with the largest value.
    Any,
    /// All groups together (count and sum).
    Total,
    /// The groups of all offers in the candidate's category together (count, sum and ratio).
    Category,
}

words!(Match { Candidate = "candidate", Any = "any", Total = "total", Category = "category" });

/// A metric's value compared with a threshold.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MetricCheck {
    /// The metric that is read.
    pub metric_key: String,
    /// Which of its groups.
    pub r#match: Match,
    /// How the value is compared.
    pub operator: Operator,
    /// With what.
    pub threshold: f64,
    /// What happens when there is no value.
    pub on_missing: OnMissing,
}

impl MetricCheck {
    /// Reads the check; `operator` is the default, none where it must be given.
    pub(super) fn read(
        fields: &mut Fields<'_>,
        known: &Known,
        r#match: Match,
        operator: Option<Operator>,
    ) -> Option<Self> {
        let metric = metric(fields, known, r#match);
        let operator = match operator {
            Some(default) => fields.or("operator", default, |reader| reader.word()),
            None => fields.required("operator", |reader| reader.word()),
        };
        let threshold = fields.required("threshold", |reader| reader.number());
        let on_missing = OnMissing::read(fields);
        let (metric_key, r#match) = metric?;
        Some(Self {
            metric_key,
            r#match,
            operator: operator?,
            threshold: threshold?,
            on_missing: on_missing?,
        })
    }
}

/// Reads `metricKey` and `match`, and refuses a metric that is not defined or that cannot be
/// read in the way asked for.
pub(super) fn metric(fields: &mut Fields<'_>, known: &Known, default: Match) -> Option<(String, Match)> {
    let key = fields.required("metricKey", |reader| {
        let key = reader.text()?;
        if let Some(problem) = known.unknown(&key) {
            reader.refuse(code::UNKNOWN_METRIC, problem);
            return None;
        }
        Some(key)
    });
    let r#match = fields.or("match", default, |reader| reader.word());
    let (key, r#match) = (key?, r#match?);
    if let Some(problem) = known.unreadable(&key, r#match) {
        fields.refuse("match", code::INVALID_VALUE, problem);
        return None;
    }
    Some((key, r#match))
}
