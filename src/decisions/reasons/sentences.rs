//! Sentences: what rules found about a candidate, in words.

use serde_json::Value;

use super::definition::{comparison, metric_key};
use super::wording::{counted, duration, number};
use super::writer::ReasonWriter;
use crate::decisions::evaluation::{Dims, Verdict};
use crate::decisions::outcome::ReasonGroup;
use crate::decisions::program::{CompiledRule, Condition, ProfileNames};
use crate::decisions::signals::Reach;
use crate::json;
use crate::metrics::AggregationType;
use crate::rules::{AttributeCheck, AttributeOperator, Check, Rule, WindowMode};

/// A sentence names at most this many offers.
const MOST_NAMED: usize = 5;

/// What a rule says, and what that rests on.
#[derive(Clone, Copy)]
pub(super) struct Finding<'f> {
    pub(super) source: &'f Rule,
    pub(super) verdict: Verdict,
    pub(super) observed: Option<f64>,
    pub(super) dims: &'f Dims,
}

impl Finding<'_> {
    fn acts(&self) -> bool {
        self.verdict.acts()
    }

    /// How the number compares to the threshold, if there is a number.
    fn compared(&self) -> Option<String> {
        self.observed?;
        let (operator, threshold) = comparison(self.source)?;
        // A contact policy acts when its comparison holds, a qualification rule when not.
        let holds = self.acts() == self.source.qualification.is_none();
        let not = if holds { "" } else { "not " };
        Some(format!("{not}{} {}", operator.in_words(), number(threshold)))
    }

    fn no_data(&self, what: &str) -> String {
        format!("{what}; no data, which {}", if self.acts() { "counts as a failure" } else { "passes" })
    }
}

impl ReasonWriter<'_> {
    /// What a rule found, in words.
    pub(super) fn sentence(&self, rule: &CompiledRule, finding: Finding<'_>) -> String {
        match &rule.condition {
            Condition::Number { signal, .. } => self.number(*signal, finding),
            Condition::Reached { signal, count, suppress } => {
                self.reached(*signal, *count, *suppress, finding)
            }
            Condition::InAny(segments) => self.in_any(segments, finding),
            Condition::NotInAll(segments) => self.not_in_all(segments, finding),
            Condition::Lifts(segments) => self.lifts(segments, finding),
            Condition::Attribute(check) => self.attribute(check, finding),
            Condition::Hours(_) => hours(finding),
            Condition::ProfileMatch { acts_on, names, .. } => profile_match(names, *acts_on, finding),
            Condition::ProfileScore { names, .. } => profile_score(names, finding),
            Condition::Paused => paused(metric_key(finding.source).unwrap_or_default()),
        }
    }

    fn number(&self, signal: usize, finding: Finding<'_>) -> String {
        let quantity = self.quantity(signal, finding.observed, finding.dims);
        match finding.compared() {
            Some(compared) => format!("{quantity}, {compared}"),
            None => finding.no_data(&quantity),
        }
    }

    fn reached(&self, signal: usize, count: usize, suppress: i64, finding: Finding<'_>) -> String {
        let quantity = self.quantity(signal, finding.observed, finding.dims);
        let suppress = duration(suppress);
        if finding.acts() {
            return format!("{quantity}, at least {count}, which suppresses for {suppress}");
        }
        let verb = if count == 1 { "suppresses" } else { "suppress" };
        format!("{quantity}; {count} of them {verb} for {suppress}")
    }

    fn in_any(&self, segments: &[String], finding: Finding<'_>) -> String {
        if finding.acts() {
            in_segments(&self.found.in_segments(segments, true))
        } else {
            in_none_of(segments)
        }
    }

    fn not_in_all(&self, segments: &[String], finding: Finding<'_>) -> String {
        if finding.acts() {
            format!("not {}", in_segments(&self.found.in_segments(segments, false)))
        } else {
            in_segments(segments)
        }
    }

    fn lifts(&self, segments: &[String], finding: Finding<'_>) -> String {
        let lifted = lifted(finding.source);
        if segments.is_empty() {
            lifted
        } else if finding.acts() {
            format!("{}; {lifted}", in_segments(&self.found.in_segments(segments, true)))
        } else {
            in_none_of(segments)
        }
    }

    fn attribute(&self, check: &AttributeCheck, finding: Finding<'_>) -> String {
        let name = &check.attribute;
        match self.found.attribute(self.program, name, finding.dims) {
            None if finding.verdict.is_missing() => finding.no_data(&format!("there is no attribute {name}")),
            None => format!("there is no attribute {name}"),
            Some(value) => {
                let not = if finding.acts() { "not " } else { "" };
                format!("{name} is {}, {not}{}", json::to_string(value), wanted(check))
            }
        }
    }

    /// A signal's value in words: `4 impressions on email in 7 days`.
    pub(super) fn quantity(&self, at: usize, value: Option<f64>, dims: &Dims) -> String {
        let Some(signal) = self.program.signals.get(at) else { return String::new() };
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
                let of = format!("{} {property} of {primary} events", aggregation_word(aggregation));
                value.map_or_else(|| format!("no {of}"), |value| format!("{} as the {of}", number(value)))
            }
        };
        let place = match &signal.reach {
            Reach::Any => match self.group(at, dims) {
                Some(group) => format!("{} (the largest group)", in_group(group)),
                None => " in the largest group".to_owned(),
            },
            Reach::Others(offers) => {
                let own = self.found.candidates.names.get(dims.offer);
                let others: Vec<&str> =
                    offers.iter().map(String::as_str).filter(|offer| *offer != own).collect();
                match others.len() {
                    ..=MOST_NAMED => format!(" of {}", others.join(" or ")),
                    more => format!(" of {more} other offers"),
                }
            }
            Reach::Own | Reach::Category => self.group(at, dims).map_or(String::new(), in_group),
        };
        format!("{what}{place} in {}", duration(signal.span))
    }
}

/// ` of gold card on email`: what a number was read for.
fn in_group(group: ReasonGroup) -> String {
    let part = |word: &str, name: Option<String>| name.map_or(String::new(), |name| format!("{word}{name}"));
    let category = part(" in the category ", group.category);
    format!("{}{category}{}", part(" of ", group.offer), part(" on ", group.channel))
}

fn profile_match(
    ProfileNames { profile, part }: &ProfileNames,
    acts_on: bool,
    finding: Finding<'_>,
) -> String {
    if finding.verdict.is_missing() {
        return finding.no_data(&format!("the customer has no scores of the profile {profile}"));
    }
    let (verb, any) =
        if finding.acts() == acts_on { ("matches", "a pattern") } else { ("does not match", "any pattern") };
    let pattern = part.as_deref().unwrap_or(any);
    format!("the behavior {verb} {pattern} of the profile {profile}")
}

fn profile_score(ProfileNames { profile, part }: &ProfileNames, finding: Finding<'_>) -> String {
    let Some((value, compared)) = finding.observed.zip(finding.compared()) else {
        return finding.no_data(&format!("the customer has no scores of the profile {profile}"));
    };
    let what = match part {
        Some(key) => format!("the score of {key} in the profile {profile}"),
        None => format!("the score of the profile {profile}"),
    };
    format!("{what} is {}, {compared}", number(value))
}

fn hours(finding: Finding<'_>) -> String {
    let Check::TimeWindow(window) = &finding.source.config.check else { return String::new() };
    let inside = (window.mode == WindowMode::Allow) != finding.acts();
    let days: Vec<&str> = window.days.iter().map(|day| day.name()).collect();
    let days = if days.len() == 7 { "every day".to_owned() } else { days.join(", ") };
    let place = if inside { "within" } else { "outside" };
    format!("{place} the hours {} to {} in {}, {days}", window.from, window.to, window.timezone)
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

pub(super) fn paused(metric: &str) -> String {
    format!("{metric} is paused, so this does not act")
}

fn lifted(rule: &Rule) -> String {
    match &rule.config.check {
        Check::Override(lifting) if !lifting.policies.is_empty() => {
            format!("lifts {}", lifting.policies.join(", "))
        }
        _ => "lifts all policies".to_owned(),
    }
}

fn aggregation_word(aggregation: AggregationType) -> &'static str {
    match aggregation {
        AggregationType::Sum => "total",
        AggregationType::Avg => "average",
        AggregationType::Min => "smallest",
        AggregationType::Max => "largest",
        AggregationType::Count | AggregationType::Ratio => "",
    }
}
