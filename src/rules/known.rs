//! The metrics that rules may refer to, and in which ways.

use serde_json::Value;

use super::Match;
use crate::definitions::unknown;
use crate::json;
use crate::metrics::{AggregationType, Dimension, MetricDefinition};

/// What rules may refer to.
pub(crate) enum Known {
    /// These metrics.
    Metrics(Vec<MetricFacts>),
    /// Any metric, in any way: rules are read on their own.
    Anything,
}

/// What reading a rule needs to know of a metric.
pub(crate) struct MetricFacts {
    pub(crate) key: String,
    pub(crate) by_offer: bool,
    /// Whether groups may be added up: count and sum.
    pub(crate) additive: bool,
    /// Whether it is a ratio, whose two sides may be added up.
    pub(crate) ratio: bool,
}

impl MetricFacts {
    pub(crate) fn from_definition(definition: &MetricDefinition) -> Self {
        Self {
            key: definition.key.clone(),
            by_offer: definition.has(Dimension::Offer),
            additive: matches!(definition.aggregation_type, AggregationType::Count | AggregationType::Sum),
            ratio: definition.aggregation_type == AggregationType::Ratio,
        }
    }

    /// Why the metric cannot be read in this way; none when it can.
    pub(crate) fn unreadable(&self, r#match: Match) -> Option<String> {
        let problem = match r#match {
            Match::Total if !self.additive => "total adds up groups, which only count and sum allow",
            Match::Category if !(self.additive || self.ratio) => {
                "category adds up groups, which only count, sum and ratio allow"
            }
            Match::Category if !self.by_offer => "category reads metrics with the dimension offer",
            _ => return None,
        };
        Some(format!("{problem}; the metric {} is not one of these", json::quoted(&self.key)))
    }
}

impl Known {
    /// The metrics of a list in which something is wrong: their keys, and the benefit of the doubt.
    pub(crate) fn unsure(metrics: Option<&Value>) -> Self {
        let list = metrics.and_then(Value::as_array).into_iter().flatten();
        let keys = list.filter_map(|metric| metric.get("key")?.as_str());
        let facts =
            |key: &str| MetricFacts { key: key.to_owned(), by_offer: true, additive: true, ratio: true };
        Self::Metrics(keys.map(facts).collect())
    }

    /// Why there is no metric `key`; none when there is, or may be.
    pub(super) fn unknown(&self, key: &str) -> Option<String> {
        let Self::Metrics(metrics) = self else { return None };
        let keys: Vec<&str> = metrics.iter().map(|metric| metric.key.as_str()).collect();
        match keys.as_slice() {
            keys if keys.contains(&key) => None,
            keys => Some(unknown("metric", "key", key, keys)),
        }
    }

    /// Why the metric `key` cannot be read in this way; none when it can, or may.
    pub(super) fn unreadable(&self, key: &str, r#match: Match) -> Option<String> {
        let Self::Metrics(metrics) = self else { return None };
        metrics.iter().find(|metric| metric.key == key)?.unreadable(r#match)
    }
}
