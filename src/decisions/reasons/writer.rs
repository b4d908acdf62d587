//! Reasons: what the verdicts on a candidate were, in data and in words.

use super::reason_log::Outdone;
use super::sentences::{Finding, paused};
use super::wording::{instant, number};
use crate::decisions::evaluation::{Active, Dims, Findings, Verdict};
use crate::decisions::outcome::{Reason, ReasonEffect, ReasonGroup};
use crate::decisions::program::{CompiledEffect, CompiledRule, Condition, Program};
use crate::decisions::signals::{Reach, Signal};
use crate::decisions::stage::Stage;
use crate::metrics::AggregationType;
use crate::rules::{Check, Operator, Rule, Rules};
use crate::time::Instant;

/// What a reason is made from.
pub(crate) struct Telling<'a> {
    pub(crate) program: &'a Program,
    pub(crate) rules: &'a Rules,
    pub(crate) found: &'a Findings,
}

impl Telling<'_> {
    /// What a rule that applies had to say about a candidate.
    pub(crate) fn reason(&self, rule: &Active, dims: &Dims, outdone: Outdone) -> Option<Reason> {
        let compiled = self.program.rules.get(rule.rule)?;
        let source = source(self.rules, compiled)?;
        let slot = rule.slot(dims);
        let verdict = self.found.verdict(slot);
        let observed = self.found.observed(slot);
        let Outdone { winner, lifted_by } = outdone;
        let lifting = lifted_by.and_then(|rule| self.program.rules.get(rule));
        let lifted_by = lifting.and_then(|lifting| self.rules.contact_policies.get(lifting.source));
        let (operator, threshold) = comparison(source);
        let effect = match compiled.effect {
            _ if winner.is_some() => ReasonEffect::Suppress,
            _ if !verdict.acts() => ReasonEffect::Pass,
            CompiledEffect::Lift => ReasonEffect::Override,
            CompiledEffect::Multiply(_) => ReasonEffect::Multiply,
            CompiledEffect::Block if lifted_by.is_some() => ReasonEffect::Pass,
            CompiledEffect::Block if compiled.stage == Stage::Qualification => ReasonEffect::Disqualify,
            CompiledEffect::Block => ReasonEffect::Suppress,
        };
        let mut message = self.finding(compiled, Finding { source, verdict, observed, dims });
        if let Some(winner) = winner {
            let offer = self.found.candidates.names.get(self.found.candidates.offer(winner));
            message = format!("{offer} ranks higher in this decision, and only one of them may be shown");
        } else if verdict.acts() && compiled.effect != CompiledEffect::Lift {
            if let CompiledEffect::Multiply(factor) = compiled.effect {
                message = format!("{message}; multiplies by {}", number(factor));
            }
            if let Some(freed) = self.found.freed(slot).filter(|&freed| freed <= Instant::MAX.millis()) {
                message = format!("{message}; free again on {}", instant(freed, self.found.now));
            }
            if let Some(lifting) = lifted_by {
                message = format!("{message}; lifted by {}", lifting.id);
            }
        }
        Some(Reason {
            rule: source.id.clone(),
            rule_type: source.rule_type.as_str(),
            stage: compiled.stage,
            effect,
            metric_key: metric_key(source),
            group: self.signal_of(compiled).and_then(|signal| self.group(signal, dims)),
            operator,
            observed,
            threshold,
            multiplier: match compiled.effect {
                CompiledEffect::Multiply(factor) if verdict.acts() => Some(factor),
                _ => None,
            },
            headroom: self.headroom(compiled, verdict, observed),
            events: None,
            flip: None,
            message,
        })
    }

    /// What a weight had to say about a candidate.
    pub(crate) fn boost_reason(&self, at: usize, dims: &Dims) -> Option<Reason> {
        let weight = self.program.weights.get(at)?;
        let source = self.rules.arbitration.weights.get(weight.source)?;
        let (factor, observed) = self.found.factor(self.program, at, dims);
        let observed = Some(observed).filter(|number| !number.is_nan());
        let signal = weight.signal.and_then(|signal| self.program.signals.list.get(signal));
        #[expect(clippy::float_cmp, reason = "exactly one is no boost at all")]
        let effect = if factor == 1.0 { ReasonEffect::Pass } else { ReasonEffect::Boost };
        let message = match signal {
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
            group: signal.and_then(|signal| self.group(signal, dims)),
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

    fn signal_of(&self, rule: &CompiledRule) -> Option<&Signal> {
        self.program.signals.list.get(rule.condition.signal()?)
    }

    /// What of the candidate a number was read for.
    pub(crate) fn group(&self, signal: &Signal, dims: &Dims) -> Option<ReasonGroup> {
        let track = self.program.signals.tracks.get(signal.primary)?;
        let name =
            |wanted: bool, code: u32| if wanted { self.found.name(code).map(str::to_owned) } else { None };
        let own = signal.reach == Reach::Own;
        let category = signal.reach == Reach::Category;
        let group = ReasonGroup {
            channel: name(track.by_channel && (own || category), dims.channel),
            offer: name(track.by_offer && own, dims.offer),
            category: name(category, dims.category),
        };
        (group != ReasonGroup::default()).then_some(group)
    }

    /// How many more it takes to reach the threshold; 0 while the rule acts.
    fn headroom(&self, rule: &CompiledRule, verdict: Verdict, observed: Option<f64>) -> Option<f64> {
        let observed = observed?;
        let (acts, threshold, counts) = match &rule.condition {
            Condition::Number { signal, acts, threshold, .. } => {
                let signal = self.program.signals.list.get(*signal)?;
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
        let reached = if counts { threshold.ceil() } else { threshold };
        Some((reached - observed).max(0.0))
    }
}

pub(crate) fn source<'r>(rules: &'r Rules, rule: &CompiledRule) -> Option<&'r Rule> {
    match rule.stage {
        Stage::Qualification => rules.qualification_rules.get(rule.source),
        _ => rules.contact_policies.get(rule.source),
    }
}

pub(crate) fn metric_key(rule: &Rule) -> Option<String> {
    match &rule.config.check {
        Check::Metric(check) => Some(check.metric_key.clone()),
        _ => None,
    }
}

/// The operator and the threshold in force, as the rule is written.
pub(crate) fn comparison(rule: &Rule) -> (Option<&'static str>, Option<f64>) {
    let at_least = |count: u32| (Some(Operator::Gte.as_str()), Some(f64::from(count)));
    match &rule.config.check {
        Check::Metric(check) => (Some(check.operator.as_str()), Some(check.threshold)),
        Check::ProfileScore(check) => (Some(check.operator.as_str()), Some(check.threshold)),
        Check::Contacts(check) => at_least(check.max_contacts),
        Check::Outcome(check) => at_least(check.min_count),
        Check::Category(check) => at_least(check.min_count),
        Check::Cooldown(_) | Check::Recency(_) | Check::Exclusion(_) => at_least(1),
        Check::Attribute(check) => (Some(check.operator.as_str()), check.value.as_f64()),
        _ => (None, None),
    }
}
