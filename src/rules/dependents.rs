//! Which rules read a metric.

use serde::Serialize;

use super::rule::Check;
use super::{Match, Rule, Rules};
use crate::definitions::words;

/// A rule, or a boost of the arbitration, that reads a metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MetricDependent {
    /// What it is.
    pub kind: DependentKind,
    /// The rule's id, or the boost's name.
    pub id: String,
    /// Where it is: `contactPolicies[0]`.
    pub path: String,
}

/// What can read a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DependentKind {
    /// A contact policy.
    ContactPolicy,
    /// A qualification rule.
    QualificationRule,
    /// A weight of the arbitration.
    Arbitration,
}

words!(DependentKind {
    ContactPolicy = "contact_policy",
    QualificationRule = "qualification_rule",
    Arbitration = "arbitration",
});

impl DependentKind {
    /// What it is called in a sentence.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ContactPolicy => "the contact policy",
            Self::QualificationRule => "the qualification rule",
            Self::Arbitration => "the arbitration weight",
        }
    }

    /// Where the member that says which group is read stands in one of this kind.
    pub(crate) const fn match_member(self) -> &'static str {
        match self {
            Self::ContactPolicy | Self::QualificationRule => "config.match",
            Self::Arbitration => "match",
        }
    }

    const fn list(self) -> &'static str {
        match self {
            Self::ContactPolicy => "contactPolicies",
            Self::QualificationRule => "qualificationRules",
            Self::Arbitration => "arbitration.weights",
        }
    }
}

impl Rules {
    /// All that reads the metric with this key, paused rules too, and which of its groups each
    /// reads.
    pub(crate) fn dependents(&self, metric_key: &str) -> Vec<(MetricDependent, Match)> {
        let dependent = |kind: DependentKind, id: &str, index: usize| MetricDependent {
            kind,
            id: id.to_owned(),
            path: format!("{}[{index}]", kind.list()),
        };
        let of_rules = |kind, rules: &[Rule]| -> Vec<(MetricDependent, Match)> {
            let reading = |(index, rule): (usize, &Rule)| match &rule.config.check {
                Check::Metric(check) if check.metric_key == metric_key => {
                    Some((dependent(kind, &rule.id, index), check.r#match))
                }
                _ => None,
            };
            rules.iter().enumerate().filter_map(reading).collect()
        };
        let mut all = of_rules(DependentKind::ContactPolicy, &self.contact_policies);
        all.extend(of_rules(DependentKind::QualificationRule, &self.qualification_rules));
        let weights = self.arbitration.weights.iter().enumerate();
        let reading = weights.filter(|(_, weight)| weight.metric_key == metric_key);
        all.extend(reading.map(|(index, weight)| {
            (dependent(DependentKind::Arbitration, &weight.name, index), weight.r#match)
        }));
        all
    }
}
