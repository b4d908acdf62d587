//! Lint: rules that are allowed and yet likely a mistake.

use serde::Serialize;

use super::acting::Acting;
use super::compiled::{CompiledEffect, CompiledRule, Program};
use super::condition::Condition;
use super::requirements::whole_days;
use crate::decisions::signals::Signal;
use crate::json;
use crate::metrics::{AggregationType, Metrics, empty_value};
use crate::profiles::ProfileSet;
use crate::rules::{Operator, Rules, Scope};

/// Something in a configuration that is allowed and yet likely a mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LintFinding {
    /// `unused_metric`, `shadowed_rule`, `contradictory_rules`, `unreachable_rule`,
    /// `always_blocks`, `unknown_profile`, `window_exceeds_history`.
    pub code: &'static str,
    /// Where: `contactPolicies[1]`.
    pub path: String,
    /// A sentence for people.
    pub message: String,
    /// The ids of the other definitions it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<String>,
}

/// Looks for likely mistakes; `retained_days` is how much history is kept, when that is known.
pub(crate) fn lint(
    program: &Program,
    rules: &Rules,
    metrics: &Metrics,
    profiles: &ProfileSet,
    retained_days: Option<u32>,
) -> Vec<LintFinding> {
    let linter = Linter { program, rules, profiles };
    let mut findings = linter.unread_metrics(metrics, retained_days);
    for (at, rule) in program.rules.iter().enumerate() {
        findings.extend(linter.unreachable(rule));
        findings.extend(linter.unknown_profile(rule));
        findings.extend(linter.numbers(rule));
        findings.extend(linter.shadowed(at, rule));
        findings.extend(linter.contradicted(at, rule));
        findings.extend(linter.outlasting(rule, retained_days));
    }
    findings
}

struct Linter<'a> {
    program: &'a Program,
    rules: &'a Rules,
    profiles: &'a ProfileSet,
}

impl Linter<'_> {
    fn finding(
        &self,
        code: &'static str,
        rule: &CompiledRule,
        message: String,
        other: Option<&CompiledRule>,
    ) -> LintFinding {
        let path = format!("{}[{}]", rule.stage.member(), rule.source);
        let related = other.map(|other| self.id(other).to_owned()).into_iter().collect();
        LintFinding { code, path, message, related }
    }

    fn id(&self, rule: &CompiledRule) -> &str {
        rule.definition(self.rules).map_or("", |rule| rule.id.as_str())
    }

    /// Metrics that no rule or weight reads: unless nothing reads any, that is likely a mistake, and
    /// nothing else would say that they look back further than history is kept.
    fn unread_metrics(&self, metrics: &Metrics, retained_days: Option<u32>) -> Vec<LintFinding> {
        let program = self.program;
        let only_metrics = program.rules.is_empty() && program.weights.is_empty();
        let mut findings = Vec::new();
        for (at, metric) in metrics.iter().enumerate() {
            let key = &metric.definition.key;
            if !self.rules.dependents(key).is_empty() {
                continue;
            }
            let mut add = |code, message| {
                let path = format!("metrics[{at}]");
                findings.push(LintFinding { code, path, message, related: Vec::new() });
            };
            if !only_metrics {
                add("unused_metric", format!("no rule or weight reads {key}"));
            }
            if let Some(message) = exceeding(metric.span, retained_days) {
                add("window_exceeds_history", message);
            }
        }
        findings
    }

    /// A rule that no candidate of the catalog can come to.
    fn unreachable(&self, rule: &CompiledRule) -> Option<LintFinding> {
        let offers = &self.rules.offers;
        let message = match (&rule.scope, &rule.condition) {
            (_, Condition::Paused) => "it reads a paused metric, so it does not act".to_owned(),
            (Scope::Offer(id), _) if !offers.is_empty() && offers.iter().all(|offer| offer.key != *id) => {
                format!("the catalog has no offer {}", json::quoted(id))
            }
            (Scope::Category(id), _)
                if !offers.is_empty() && offers.iter().all(|offer| offer.category.as_deref() != Some(id)) =>
            {
                format!("no offer of the catalog is in the category {}", json::quoted(id))
            }
            _ => return None,
        };
        Some(self.finding("unreachable_rule", rule, message, None))
    }

    /// A rule over a profile, pattern or key that is not defined: only facets from elsewhere have
    /// those.
    fn unknown_profile(&self, rule: &CompiledRule) -> Option<LintFinding> {
        let (profile, pattern, key) = match &rule.condition {
            Condition::ProfileMatch { profile, pattern, .. } => (profile, pattern.as_ref(), None),
            Condition::ProfileScore { profile, key, .. } => (profile, None, key.as_ref()),
            _ => return None,
        };
        let message = match self.profiles.definition(profile) {
            None => format!("no profile has the id {}", json::quoted(profile)),
            Some(known) => {
                let pattern = pattern.filter(|id| known.patterns.iter().all(|pattern| pattern.id != **id));
                let key = key.filter(|id| !known.has_key(id));
                match (pattern, key) {
                    (Some(id), _) => {
                        format!("the profile {} has no pattern {}", known.name, json::quoted(id))
                    }
                    (_, Some(id)) => format!("the profile {} has no key {}", known.name, json::quoted(id)),
                    (None, None) => return None,
                }
            }
        };
        Some(self.finding("unknown_profile", rule, message, None))
    }

    fn acting(&self, rule: &CompiledRule) -> Option<(&Signal, Acting)> {
        let Condition::Number { signal, acts, threshold, missing_acts } = rule.condition else { return None };
        let signal = self.program.signals.get(signal)?;
        let counts = signal.aggregation == AggregationType::Count;
        let positive = counts || signal.aggregation == AggregationType::Ratio;
        let missing = empty_value(signal.aggregation).is_none().then_some(missing_acts);
        Some((signal, Acting { operator: acts, threshold, counts, positive, missing }))
    }

    /// Whether a rule that acts blocks in every case.
    fn surely_blocks(rule: &CompiledRule) -> bool {
        rule.effect == CompiledEffect::Block && rule.lifted_by.is_empty()
    }

    /// A rule that acts in every case, or in none.
    fn numbers(&self, rule: &CompiledRule) -> Option<LintFinding> {
        let (_, acting) = self.acting(rule)?;
        let samples = acting.samples(acting.threshold);
        if samples.iter().all(|&value| !acting.acts(value)) {
            let message = "no value that its metric can have makes it act".to_owned();
            return Some(self.finding("unreachable_rule", rule, message, None));
        }
        if Self::surely_blocks(rule) && samples.iter().all(|&value| acting.acts(value)) {
            let message = "every value that its metric can have makes it block".to_owned();
            return Some(self.finding("always_blocks", rule, message, None));
        }
        None
    }

    /// A blocking rule that only acts where another one blocks anyway.
    fn shadowed(&self, at: usize, rule: &CompiledRule) -> Option<LintFinding> {
        let (signal, acting) = self.acting(rule).filter(|_| rule.effect == CompiledEffect::Block)?;
        let others = self.program.rules.iter().enumerate().filter(|(other, _)| *other != at);
        let shadows = |(other_at, other): &(usize, &CompiledRule)| {
            let Some((read, wider)) = self.acting(other) else { return false };
            let covers =
                Self::surely_blocks(other) && (other.scope == Scope::Global || other.scope == rule.scope);
            let implied = |value: Option<f64>| !acting.acts(value) || wider.acts(value);
            let same = read == signal;
            // What lies in a short window lies in a longer one too.
            let grows = |acting: &Acting| matches!(acting.operator, Operator::Gt | Operator::Gte);
            let longer = acting.counts
                && grows(&acting)
                && grows(&wider)
                && read.span >= signal.span
                && read.counts_the_same_as(signal);
            let contained = || acting.samples(wider.threshold).into_iter().all(implied);
            let equal = || {
                let same_acts = |value| wider.acts(value) == acting.acts(value);
                same && wider.samples(acting.threshold).into_iter().all(same_acts)
            };
            covers && (same || longer) && contained() && !(*other_at > at && equal())
        };
        let (_, by) = others.into_iter().find(shadows)?;
        let message = format!("whenever it blocks, {} blocks as well", json::quoted(self.id(by)));
        Some(self.finding("shadowed_rule", rule, message, Some(by)))
    }

    /// Two blocking rules of which one or the other always blocks.
    fn contradicted(&self, at: usize, rule: &CompiledRule) -> Option<LintFinding> {
        if !Self::surely_blocks(rule) {
            return None;
        }
        let mut earlier = self.program.rules.iter().take(at);
        let by = earlier.find(|other| {
            let excluding = match (&rule.condition, &other.condition) {
                (Condition::InAny(out), Condition::NotInAll(needed))
                | (Condition::NotInAll(needed), Condition::InAny(out)) => {
                    out.iter().any(|name| needed.contains(name))
                }
                _ => match (self.acting(rule), self.acting(other)) {
                    (Some((signal, one)), Some((read, two))) if read == signal => {
                        let samples = one.samples(two.threshold);
                        let alone = |acting: Acting| samples.iter().all(|&value| acting.acts(value));
                        !alone(one)
                            && !alone(two)
                            && samples.iter().all(|&value| one.acts(value) || two.acts(value))
                    }
                    _ => false,
                },
            };
            Self::surely_blocks(other) && overlap(&rule.scope, &other.scope) && excluding
        })?;
        let message = format!("no candidate passes both this and {}", json::quoted(self.id(by)));
        Some(self.finding("contradictory_rules", rule, message, Some(by)))
    }

    /// A rule that looks back further than history is kept.
    fn outlasting(&self, rule: &CompiledRule, retained_days: Option<u32>) -> Option<LintFinding> {
        let span = match rule.condition {
            Condition::Number { signal, .. } => self.program.signals.get(signal)?.span,
            Condition::Reached { signal, suppress, .. } => self.program.signals.get(signal)?.span + suppress,
            _ => return None,
        };
        let message = exceeding(span, retained_days)?;
        Some(self.finding("window_exceeds_history", rule, message, None))
    }
}

/// What to say of something that looks back so far, if that is further than history is kept.
fn exceeding(span: i64, retained_days: Option<u32>) -> Option<String> {
    let days = whole_days(span);
    let retained_days = retained_days.filter(|&retained| days > i64::from(retained))?;
    Some(format!("it looks back {days} days, and only {retained_days} are kept"))
}

/// Whether there can be candidates that both scopes are about.
fn overlap(left: &Scope, right: &Scope) -> bool {
    left.kind() != right.kind() || left == right
}
