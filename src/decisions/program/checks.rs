//! How the check of a rule becomes a condition.

use super::compiled::Program;
use super::condition::{Condition, ProfileNames};
use crate::decisions::signals::Hours;
use crate::metrics::Metrics;
use crate::profiles::{ProfileSet, normalized_id};
use crate::rules::{
    CategoryCheck, Check, ContactCheck, CooldownCheck, ExclusionCheck, MetricCheck, OnMissing, Operator,
    OutcomeCheck, ProfileMatchCheck, ProfileScoreCheck, RecencyCheck, Rule, ScopeKind,
};
use crate::time::MS_PER_DAY;

impl Program {
    /// When a rule acts.
    pub(super) fn condition(&mut self, rule: &Rule, metrics: &Metrics, profiles: &ProfileSet) -> Condition {
        match &rule.config.check {
            Check::Metric(check) => self.metric(rule, check, metrics),
            Check::Contacts(check) => self.contacts(rule, check),
            Check::Cooldown(check) => self.cooldown(rule, check),
            Check::Category(check) => self.category(rule, check),
            Check::Recency(check) => self.recency(rule, check),
            Check::Outcome(check) => self.outcome(rule, check),
            Check::Exclusion(check) => self.exclusion(rule, check),
            Check::Segments(check) if rule.qualification.is_some() => {
                Condition::NotInAll(check.segments.clone())
            }
            Check::Segments(check) => Condition::InAny(check.segments.clone()),
            Check::Attribute(check) => Condition::Attribute(check.clone()),
            Check::TimeWindow(check) => Condition::Hours(Hours::new(check, self.zone(&check.timezone))),
            Check::Override(check) => Condition::Lifts(check.segments.clone()),
            Check::ProfileMatch(check) => Condition::profile_match(rule, check, profiles),
            Check::ProfileScore(check) => Condition::profile_score(rule, check, profiles),
        }
    }

    fn metric(&mut self, rule: &Rule, check: &MetricCheck, metrics: &Metrics) -> Condition {
        let Some(signal) = self.metric_signal(&check.metric_key, check.r#match, metrics) else {
            return Condition::Paused;
        };
        Condition::Number {
            signal,
            acts: acts(rule, check.operator),
            threshold: check.threshold,
            missing_acts: missing_acts(check.on_missing),
        }
    }

    fn contacts(&mut self, rule: &Rule, check: &ContactCheck) -> Condition {
        let span = millis(check.window_days);
        let signal = self.signals.add_count(&check.event_type, span, check.scope, &check.channels);
        Condition::at_least(rule, signal, check.max_contacts)
    }

    fn cooldown(&mut self, rule: &Rule, check: &CooldownCheck) -> Condition {
        let signal = self.signals.add_count(&check.event_type, check.window(), check.scope, &[]);
        Condition::at_least(rule, signal, 1)
    }

    fn category(&mut self, rule: &Rule, check: &CategoryCheck) -> Condition {
        let span = millis(check.window_days);
        let signal = self.signals.add_count(&check.event_type, span, ScopeKind::Category, &[]);
        Condition::at_least(rule, signal, check.min_count)
    }

    fn recency(&mut self, rule: &Rule, check: &RecencyCheck) -> Condition {
        let span = millis(check.within_days);
        let signal = self.signals.add_count(&check.event_type, span, check.scope, &[]);
        Condition::at_least(rule, signal, 1)
    }

    fn outcome(&mut self, rule: &Rule, check: &OutcomeCheck) -> Condition {
        let span = millis(check.lookback_days);
        let signal = self.signals.add_count(&check.outcome_type, span, check.scope, &[]);
        match check.suppress_days {
            None => Condition::at_least(rule, signal, check.min_count),
            Some(days) => {
                let count = check.min_count as usize;
                Condition::Reached { signal, count, suppress: millis(days) }
            }
        }
    }

    fn exclusion(&mut self, rule: &Rule, check: &ExclusionCheck) -> Condition {
        let span = millis(check.window_days);
        let signal = self.signals.add_others(&check.event_type, span, &check.offers);
        Condition::at_least(rule, signal, 1)
    }
}

impl Condition {
    fn at_least(rule: &Rule, signal: usize, count: u32) -> Self {
        let acts = acts(rule, Operator::Gte);
        Self::Number { signal, acts, threshold: f64::from(count), missing_acts: false }
    }

    fn profile_match(rule: &Rule, check: &ProfileMatchCheck, profiles: &ProfileSet) -> Self {
        let profile = normalized_id(&check.profile_id);
        let pattern = check.pattern_id.as_deref().map(normalized_id);
        Self::ProfileMatch {
            names: ProfileNames::for_pattern(profiles, &profile, pattern.as_deref()),
            profile,
            pattern,
            acts_on: rule.qualification.is_none(),
            missing_acts: missing_acts(check.on_missing),
        }
    }

    fn profile_score(rule: &Rule, check: &ProfileScoreCheck, profiles: &ProfileSet) -> Self {
        let profile = normalized_id(&check.profile_id);
        let key = check.key_id.as_deref().map(normalized_id);
        Self::ProfileScore {
            names: ProfileNames::for_key(profiles, &profile, key.as_deref()),
            profile,
            key,
            acts: acts(rule, check.operator),
            threshold: check.threshold,
            missing_acts: missing_acts(check.on_missing),
        }
    }
}

/// How a number compares to the threshold when the rule acts: a contact policy acts when its
/// comparison holds, a qualification rule when it does not.
fn acts(rule: &Rule, operator: Operator) -> Operator {
    if rule.qualification.is_none() { operator } else { operator.opposite() }
}

fn missing_acts(on_missing: OnMissing) -> bool {
    on_missing == OnMissing::Fail
}

fn millis(days: u32) -> i64 {
    i64::from(days) * MS_PER_DAY
}
