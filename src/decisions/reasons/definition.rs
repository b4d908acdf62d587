//! What reasons quote of a rule as it is written.

use crate::rules::{Check, Operator, Rule};

/// The metric that a rule reads, if any.
pub(super) fn metric_key(rule: &Rule) -> Option<&str> {
    match &rule.config.check {
        Check::Metric(check) => Some(&check.metric_key),
        _ => None,
    }
}

/// The comparison that a rule makes with a number, if any.
pub(super) fn comparison(rule: &Rule) -> Option<(Operator, f64)> {
    let at_least = |count: u32| Some((Operator::Gte, f64::from(count)));
    match &rule.config.check {
        Check::Metric(check) => Some((check.operator, check.threshold)),
        Check::ProfileScore(check) => Some((check.operator, check.threshold)),
        Check::Contacts(check) => at_least(check.max_contacts),
        Check::Outcome(check) => at_least(check.min_count),
        Check::Category(check) => at_least(check.min_count),
        Check::Cooldown(_) | Check::Recency(_) | Check::Exclusion(_) => at_least(1),
        _ => None,
    }
}
