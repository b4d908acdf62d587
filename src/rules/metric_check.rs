//! Conditions over behavioral metrics: which number is read for a candidate, and the threshold.

use serde::Serialize;

use super::{Known, Operator, operator};
use crate::definitions::Fields;

/// Which of a metric's groups a candidate is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
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

/// What a rule does when the number it reads is null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OnMissing {
    /// It does not act.
    Pass,
    /// It acts as if the number were a bad one.
    Fail,
}

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
            Some(default) => fields.or("operator", default, |reader| operator::read(&reader)),
            None => fields.required("operator", |reader| operator::read(&reader)),
        };
        let threshold = fields.required("threshold", |reader| reader.number());
        let on_missing = on_missing(fields);
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

pub(super) fn on_missing(fields: &mut Fields<'_>) -> Option<OnMissing> {
    let words = [("pass", OnMissing::Pass), ("fail", OnMissing::Fail)];
    fields.or("onMissing", OnMissing::Pass, |reader| reader.word(&words))
}

/// Reads `metricKey` and `match`, and refuses a metric that is not defined or that cannot be
/// read in the way asked for.
pub(super) fn metric(fields: &mut Fields<'_>, known: &Known, default: Match) -> Option<(String, Match)> {
    let key = fields.required("metricKey", |reader| {
        let key = reader.text()?;
        if let Some(problem) = known.unknown(&key) {
            reader.refuse("unknown_metric", problem);
            return None;
        }
        Some(key)
    });
    let words = [
        ("candidate", Match::Candidate),
        ("any", Match::Any),
        ("total", Match::Total),
        ("category", Match::Category),
    ];
    let r#match = fields.or("match", default, |reader| reader.word(&words));
    let (key, r#match) = (key?, r#match?);
    if let Some(problem) = known.unreadable(&key, r#match) {
        fields.refuse("match", "invalid_value", problem);
        return None;
    }
    Some((key, r#match))
}
