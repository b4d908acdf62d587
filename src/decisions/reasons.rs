//! Reasons: what the verdicts on a candidate were, in data and in words.

use serde_json::Value;

use super::condition::{Condition, ProfileNames};
use super::findings::{Active, Dims, Findings, Verdict};
use super::outcome::{Reason, ReasonEffect, ReasonGroup};
use super::program::{Compiled, Effect, Program, Stage};
use super::signal::{Reach, Signal};
use super::told::Outdone;
use super::wording::{counted, duration, instant, number};
use crate::json;
use crate::metrics::AggregationType;
use crate::rules::{AttributeCheck, AttributeOperator, Check, Operator, Rule, Rules, WindowMode};
use crate::time::Instant;

/// A sentence names at most this many offers.
const MOST_NAMED: usize = 5;

/// What a reason is made from.
pub(crate) struct Telling<'a> {
    pub(crate) program: &'a Program,
    pub(crate) rules: &'a Rules,
    pub(crate) found: &'a Findings,
}

impl Telling<'_> {
    /// What a rule that applies had to say about a candidate.
    pub(super) fn reason(&self, rule: &Active, dims: &Dims, outdone: Outdone) -> Option<Reason> {
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
            Effect::Lift => ReasonEffect::Override,
            Effect::Multiply(_) => ReasonEffect::Multiply,
            Effect::Block if lifted_by.is_some() => ReasonEffect::Pass,
            Effect::Block if compiled.stage == Stage::Qualification => ReasonEffect::Disqualify,
            Effect::Block => ReasonEffect::Suppress,
        };
        let mut message = self.finding(compiled, source, verdict, observed, dims);
        if let Some(winner) = winner {
            let offer = self.found.candidates.names.get(self.found.candidates.offer(winner));
            message = format!("{offer} ranks higher in this decision, and only one of them may be shown");
        } else if verdict.acts() && compiled.effect != Effect::Lift {
            if let Effect::Multiply(factor) = compiled.effect {
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
                Effect::Multiply(factor) if verdict.acts() => Some(factor),
                _ => None,
            },
            headroom: self.headroom(compiled, verdict, observed),
            events: None,
            flip: None,
            message,
        })
    }

    /// What a weight had to say about a candidate.
    pub(super) fn boost_reason(&self, at: usize, dims: &Dims) -> Option<Reason> {
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

    fn signal_of(&self, rule: &Compiled) -> Option<&Signal> {
        match &rule.condition {
            Condition::Number { signal, .. } | Condition::Reached { signal, .. } => {
                self.program.signals.list.get(*signal)
            }
            _ => None,
        }
    }

    /// What of the candidate a number was read for.
    fn group(&self, signal: &Signal, dims: &Dims) -> Option<ReasonGroup> {
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

    /// What was found, in words.
    fn finding(
        &self,
        rule: &Compiled,
        source: &Rule,
        verdict: Verdict,
        observed: Option<f64>,
        dims: &Dims,
    ) -> String {
        let acts = verdict.acts();
        let missing = matches!(verdict, Verdict::MissingActs | Verdict::MissingQuiet);
        match &rule.condition {
            Condition::Number { signal, .. } => {
                let Some(signal) = self.program.signals.list.get(*signal) else { return String::new() };
                let quantity = self.quantity(signal, observed, dims);
                match comparison(source) {
                    (Some(operator), Some(threshold)) if observed.is_some() => {
                        // A contact policy acts when its comparison holds, a qualification rule when not.
                        let holds = acts == source.qualification.is_none();
                        format!("{quantity}, {}", compared(operator, threshold, holds))
                    }
                    _ => no_data(acts, &quantity),
                }
            }
            Condition::Reached { signal, count, suppress } => {
                let Some(signal) = self.program.signals.list.get(*signal) else { return String::new() };
                let quantity = self.quantity(signal, observed, dims);
                let suppress = duration(*suppress);
                if acts {
                    format!("{quantity}, at least {count}, which suppresses for {suppress}")
                } else {
                    let verb = if *count == 1 { "suppresses" } else { "suppress" };
                    format!("{quantity}; {count} of them {verb} for {suppress}")
                }
            }
            Condition::InAny(segments) => {
                let found: Vec<&str> = self.found.in_segments(segments, true);
                if acts { in_segments(&found) } else { in_none_of(segments) }
            }
            Condition::NotInAll(segments) => {
                let lacking: Vec<&str> = self.found.in_segments(segments, false);
                if acts { format!("not {}", in_segments(&lacking)) } else { in_segments(segments) }
            }
            Condition::Lifts(segments) if segments.is_empty() => lifts(source),
            Condition::Lifts(segments) if acts => {
                format!("{}; {}", in_segments(&self.found.in_segments(segments, true)), lifts(source))
            }
            Condition::Lifts(segments) => in_none_of(segments),
            Condition::Attribute(check) => match self.found.attribute(self.program, &check.attribute, dims) {
                None if missing => no_data(acts, &format!("there is no attribute {}", check.attribute)),
                None => format!("there is no attribute {}", check.attribute),
                Some(value) => {
                    let not = if acts { "not " } else { "" };
                    format!("{} is {}, {not}{}", check.attribute, json::to_string(value), wanted(check))
                }
            },
            Condition::Hours(_) => hours(source, acts),
            Condition::ProfileMatch { acts_on, names, .. } => {
                let ProfileNames { profile, part } = names;
                if missing {
                    return no_data(acts, &format!("the customer has no scores of the profile {profile}"));
                }
                let (verb, any) = if acts == *acts_on {
                    ("matches", "a pattern")
                } else {
                    ("does not match", "any pattern")
                };
                let pattern = part.as_deref().unwrap_or(any);
                format!("the behavior {verb} {pattern} of the profile {profile}")
            }
            Condition::ProfileScore { names: ProfileNames { profile, part }, .. } => {
                let what = match part {
                    Some(key) => format!("the score of {key} in the profile {profile}"),
                    None => format!("the score of the profile {profile}"),
                };
                match (observed, comparison(source)) {
                    (Some(value), (Some(operator), Some(threshold))) => {
                        let holds = acts == source.qualification.is_none();
                        format!("{what} is {}, {}", number(value), compared(operator, threshold, holds))
                    }
                    _ => no_data(acts, &format!("the customer has no scores of the profile {profile}")),
                }
            }
            Condition::Paused => paused(metric_key(source).as_deref().unwrap_or_default()),
        }
    }

    /// A signal's value in words: `4 impressions on email in 7 days`.
    fn quantity(&self, signal: &Signal, value: Option<f64>, dims: &Dims) -> String {
        let tracks = &self.program.signals.tracks;
        let event_type = |track: usize| tracks.get(track).map_or("event", |track| track.event_type.as_str());
        let primary = event_type(signal.primary);
        let what = match (signal.aggregation, value) {
            (AggregationType::Count, value) => counted(value.unwrap_or_default(), primary),
            (AggregationType::Ratio, value) => {
                let ratio = format!("{primary}-to-{} ratio", signal.secondary.map_or("event", event_type));
                value.map_or_else(|| format!("no {ratio}"), |value| format!("a {ratio} of {}", number(value)))
            }
            (aggregation, value) => {
                let property = signal.numbers.and_then(|track| tracks.get(track)?.property.as_ref());
                let property = property.map_or("value", |property| property.name());
                let of = format!("{} {property} of {primary} events", average(aggregation));
                value.map_or_else(|| format!("no {of}"), |value| format!("{} as the {of}", number(value)))
            }
        };
        let place = match &signal.reach {
            Reach::Any => " in the largest group".to_owned(),
            Reach::Others(offers) => {
                let own = self.found.candidates.names.get(dims.offer);
                let others: Vec<&str> =
                    offers.iter().map(String::as_str).filter(|offer| *offer != own).collect();
                match others.len() {
                    ..=MOST_NAMED => format!(" of {}", others.join(" or ")),
                    more => format!(" of {more} other offers"),
                }
            }
            Reach::Own | Reach::Category => {
                let group = self.group(signal, dims).unwrap_or_default();
                let part = |word: &str, name: Option<String>| {
                    name.map_or(String::new(), |name| format!("{word}{name}"))
                };
                let category = part(" in the category ", group.category);
                format!("{}{category}{}", part(" of ", group.offer), part(" on ", group.channel))
            }
        };
        format!("{what}{place} in {}", duration(signal.span))
    }

    /// How many more it takes to reach the threshold; 0 while the rule acts.
    fn headroom(&self, rule: &Compiled, verdict: Verdict, observed: Option<f64>) -> Option<f64> {
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

pub(super) fn source<'r>(rules: &'r Rules, rule: &Compiled) -> Option<&'r Rule> {
    match rule.stage {
        Stage::Qualification => rules.qualification_rules.get(rule.source),
        _ => rules.contact_policies.get(rule.source),
    }
}

pub(super) fn metric_key(rule: &Rule) -> Option<String> {
    match &rule.config.check {
        Check::Metric(check) => Some(check.metric_key.clone()),
        _ => None,
    }
}

/// The operator and the threshold in force, as the rule is written.
fn comparison(rule: &Rule) -> (Option<&'static str>, Option<f64>) {
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

fn compared(operator: &str, threshold: f64, holds: bool) -> String {
    let words =
        Operator::ALL.iter().find(|known| known.as_str() == operator).map_or("", |known| known.in_words());
    format!("{}{words} {}", if holds { "" } else { "not " }, number(threshold))
}

fn no_data(acts: bool, what: &str) -> String {
    format!("{what}; no data, which {}", if acts { "counts as a failure" } else { "passes" })
}

/// What a rule wants of an attribute: `at least 18`.
pub(super) fn wanted(check: &AttributeCheck) -> String {
    match (check.operator, &check.value) {
        (AttributeOperator::Exists, Value::Bool(false)) => "absent".to_owned(),
        (AttributeOperator::Exists, _) => check.operator.in_words().to_owned(),
        (operator, value) => format!("{} {}", operator.in_words(), json::to_string(value)),
    }
}

/// `in the segment vip`, `in the segments vip, staff`.
fn in_segments<S: AsRef<str>>(segments: &[S]) -> String {
    format!("in {}", the_segments(segments))
}

fn in_none_of(segments: &[String]) -> String {
    if segments.len() == 1 {
        format!("not {}", in_segments(segments))
    } else {
        format!("in none of {}", the_segments(segments))
    }
}

pub(super) fn the_segments<S: AsRef<str>>(segments: &[S]) -> String {
    let names: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    format!("the segment{} {}", if names.len() == 1 { "" } else { "s" }, names.join(", "))
}

fn paused(metric: &str) -> String {
    format!("{metric} is paused, so this does not act")
}

fn lifts(rule: &Rule) -> String {
    match &rule.config.check {
        Check::Override(lifting) if !lifting.policies.is_empty() => {
            format!("lifts {}", lifting.policies.join(", "))
        }
        _ => "lifts all policies".to_owned(),
    }
}

fn hours(rule: &Rule, acts: bool) -> String {
    let Check::TimeWindow(window) = &rule.config.check else { return String::new() };
    let inside = (window.mode == WindowMode::Allow) != acts;
    let days: Vec<&str> = window.days.iter().map(|day| day.name()).collect();
    let days = if days.len() == 7 { "every day".to_owned() } else { days.join(", ") };
    let place = if inside { "within" } else { "outside" };
    format!("{place} the hours {} to {} in {}, {days}", window.from, window.to, window.timezone)
}

fn average(aggregation: AggregationType) -> &'static str {
    match aggregation {
        AggregationType::Sum => "total",
        AggregationType::Avg => "average",
        AggregationType::Min => "smallest",
        AggregationType::Max => "largest",
        AggregationType::Count | AggregationType::Ratio => "",
    }
}
