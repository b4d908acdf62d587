//! Reasons: what the verdicts on a candidate were, in data and in words.

use super::definition::{comparison, metric_key};
use super::overruled::Overruled;
use super::sentences::{Finding, paused};
use super::wording::{instant, number};
use super::writer::ReasonWriter;
use crate::decisions::evaluation::{Active, Dims, Verdict};
use crate::decisions::outcome::{Reason, ReasonEffect};
use crate::decisions::program::{CompiledEffect, CompiledRule, Condition};
use crate::decisions::stage::Stage;
use crate::metrics::AggregationType;
use crate::rules::{Check, Operator, Rule};
use crate::time::Instant;

impl ReasonWriter<'_> {
    /// What a rule that applies did to a candidate, and why.
    pub(super) fn reason(&self, rule: &Active, dims: &Dims, overruled: Overruled) -> Option<Reason> {
        let compiled = self.program.rules.get(rule.rule)?;
        let source = compiled.definition(self.rules)?;
        let slot = rule.slot(dims);
        let (verdict, observed) = (self.found.verdict(slot), self.found.observed(slot));
        let finding = Finding { source, verdict, observed, dims };
        let (operator, threshold) = written_comparison(source);
        Some(Reason {
            rule: source.id.clone(),
            rule_type: source.rule_type.as_str(),
            stage: compiled.stage,
            effect: effect_of(compiled, verdict, overruled),
            metric_key: metric_key(source).map(str::to_owned),
            group: compiled.condition.signal().and_then(|signal| self.group(signal, dims)),
            operator,
            observed,
            threshold,
            multiplier: match compiled.effect {
                CompiledEffect::Multiply(factor) if verdict.acts() => Some(factor),
                _ => None,
            },
            headroom: self
                .headroom(compiled, verdict, observed)
                .map(|headroom| if overruled.winner.is_some() { 0.0 } else { headroom }),
            events: None,
            flip: None,
            message: self.message_of(compiled, finding, self.found.freed(slot), overruled),
        })
    }

    /// What a rule found, and what follows from that, in words.
    fn message_of(
        &self,
        rule: &CompiledRule,
        finding: Finding<'_>,
        freed: Option<i64>,
        overruled: Overruled,
    ) -> String {
        if let Some(winner) = overruled.winner {
            let offer = self.found.candidates.names.get(self.found.candidates.offer(winner));
            return format!("{offer} ranks higher in this decision, and only one of them may be shown");
        }
        let excludes = matches!(finding.source.config.check, Check::Exclusion(_));
        let mut message = self.sentence(rule, finding);
        if !finding.verdict.acts() || rule.effect == CompiledEffect::Lift {
            return message;
        }
        if let CompiledEffect::Multiply(factor) = rule.effect {
            message = format!("{message}; multiplies by {}", number(factor));
        }
        if let Some(freed) = freed.filter(|&freed| freed <= Instant::MAX.millis()) {
            // What was seen ceases to count, but a better-ranked candidate may exclude it then.
            let until = if excludes { "until" } else { "free again on" };
            message = format!("{message}; {until} {}", instant(freed, self.found.now));
        }
        let lifting = overruled.lifted_by.and_then(|rule| self.program.rules.get(rule));
        if let Some(lifting) = lifting.and_then(|lifting| lifting.definition(self.rules)) {
            message = format!("{message}; lifted by {}", lifting.id);
        }
        message
    }

    /// What a weight did to a candidate, and why.
    pub(super) fn boost_reason(&self, at: usize, dims: &Dims) -> Option<Reason> {
        let weight = self.program.weights.get(at)?;
        let source = self.rules.arbitration.weights.get(weight.source)?;
        let (factor, observed) = self.found.factor(self.program, at, dims);
        let observed = Some(observed).filter(|number| !number.is_nan());
        #[expect(clippy::float_cmp, reason = "exactly one is no boost at all")]
        let effect = if factor == 1.0 { ReasonEffect::Pass } else { ReasonEffect::Boost };
        let message = match weight.signal {
            None => paused(&source.metric_key),
            Some(signal) => {
                let quantity = self.quantity(signal, observed, dims);
                match effect {
                    ReasonEffect::Boost => format!("{quantity}; multiplies by {}", number(factor)),
                    _ if observed.is_none() => format!("{quantity}; no data, so no boost"),
                    _ => format!("{quantity}; no boost"),
                }
            }
        };
        Some(Reason {
            rule: source.name.clone(),
            rule_type: "weight",
            stage: Stage::Arbitration,
            effect,
            metric_key: Some(source.metric_key.clone()),
            group: weight.signal.and_then(|signal| self.group(signal, dims)),
            operator: None,
            observed,
            threshold: None,
            multiplier: Some(factor),
            headroom: None,
            events: None,
            flip: None,
            message,
        })
    }

    /// How many more it takes until the rule acts; 0 while it does.
    fn headroom(&self, rule: &CompiledRule, verdict: Verdict, observed: Option<f64>) -> Option<f64> {
        let observed = observed?;
        let (acts, threshold, counts) = match &rule.condition {
            Condition::Number { signal, acts, threshold, .. } => {
                let signal = self.program.signals.get(*signal)?;
                (*acts, *threshold, signal.aggregation == AggregationType::Count)
            }
            #[expect(clippy::cast_precision_loss, reason = "at most a million")]
            Condition::Reached { count, .. } => (Operator::Gte, *count as f64, true),
            Condition::ProfileScore { acts, threshold, .. } => (*acts, *threshold, false),
            _ => return None,
        };
        if !matches!(acts, Operator::Gt | Operator::Gte) {
            return None;
        }
        if verdict.acts() {
            return Some(0.0);
        }
        let acts_from = match acts {
            Operator::Gt if counts => threshold.floor() + 1.0,
            _ if counts => threshold.ceil(),
            _ => threshold,
        };
        Some((acts_from - observed).max(0.0))
    }
}

fn effect_of(rule: &CompiledRule, verdict: Verdict, overruled: Overruled) -> ReasonEffect {
    match rule.effect {
        _ if overruled.winner.is_some() => ReasonEffect::Suppress,
        _ if !verdict.acts() => ReasonEffect::Pass,
        CompiledEffect::Lift => ReasonEffect::Override,
        CompiledEffect::Multiply(_) => ReasonEffect::Multiply,
        CompiledEffect::Block if overruled.lifted_by.is_some() => ReasonEffect::Pass,
        CompiledEffect::Block if rule.stage == Stage::Qualification => ReasonEffect::Disqualify,
        CompiledEffect::Block => ReasonEffect::Suppress,
    }
}

/// The operator and the threshold in force, as the rule is written.
fn written_comparison(rule: &Rule) -> (Option<&'static str>, Option<f64>) {
    if let Check::Attribute(check) = &rule.config.check {
        return (Some(check.operator.as_str()), check.value.as_f64());
    }
    comparison(rule).map(|(operator, threshold)| (operator.as_str(), threshold)).unzip()
}
