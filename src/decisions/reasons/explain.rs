//! Explaining in full: the events that counted, and the smallest change that would flip a verdict.

use super::definition::metric_key;
use super::reason_log::{NewReason, Subject};
use super::sentences::{the_segments, wanted};
use super::wording::{counted, number};
use crate::decisions::evaluation::{Dims, Evaluation, Verdict};
use crate::decisions::outcome::{EventName, ReasonEffect};
use crate::decisions::program::{CompiledRule, Condition};
use crate::history::History;
use crate::metrics::AggregationType;
use crate::rules::{Operator, Rule};
use crate::sort;

/// Adds to a reason what only a full explanation has.
pub(crate) fn explain(evaluation: &mut Evaluation<'_>, new: &mut NewReason) {
    let NewReason { subject, dims, reason } = new;
    let program = evaluation.program();
    match *subject {
        Subject::Rule(position) => {
            let Some(active) = evaluation.found.active.get(position) else { return };
            let verdict = evaluation.found.verdict(active.slot(dims));
            let Some(rule) = program.rules.get(active.rule) else { return };
            reason.events = events(evaluation, rule, dims);
            // No event and no attribute takes away a better-ranked candidate.
            let is_excluded = reason.effect == ReasonEffect::Suppress && !verdict.acts();
            let source = rule.definition(evaluation.world.definitions.rules).filter(|_| !is_excluded);
            reason.flip = source.and_then(|source| flip(evaluation, rule, source, verdict, reason.observed));
        }
        Subject::Weight(at) => {
            let signal = program.weights.get(at).and_then(|weight| weight.signal);
            reason.events = signal.map(|signal| contributing(evaluation, signal, dims));
        }
    }
}

/// The events that a rule's number rests on.
fn events(evaluation: &mut Evaluation<'_>, rule: &CompiledRule, dims: &Dims) -> Option<Vec<EventName>> {
    match &rule.condition {
        Condition::Number { signal, .. } => Some(contributing(evaluation, *signal, dims)),
        Condition::Reached { signal, count, suppress } => {
            let suppression = evaluation.suppression(*signal, *count, *suppress, dims);
            let (found, last) = suppression.contributing(evaluation.now());
            let read = evaluation.program().signals.get(*signal)?;
            let groups = evaluation.world.groups(read, evaluation.candidate_codes(*signal, dims));
            let times = evaluation.world.times();
            let mut positions: Vec<u32> = Vec::new();
            for (_, list) in groups.iter().flatten() {
                let end = list.up_to(times, last);
                positions.extend(list.positions.get(..end).unwrap_or_default());
            }
            sort::numbers(&mut positions, &mut |left, right| left.cmp(&right));
            let from = positions.len().saturating_sub(found);
            Some(named(evaluation.world.history, positions.get(from..).unwrap_or_default()))
        }
        _ => None,
    }
}

/// The events that a signal's value rests on.
fn contributing(evaluation: &mut Evaluation<'_>, signal: usize, dims: &Dims) -> Vec<EventName> {
    evaluation.gather_members(signal, dims);
    let Some(read) = evaluation.program().signals.get(signal) else { return Vec::new() };
    let walk = evaluation.world.walk(read, evaluation.candidate_codes(signal, dims), evaluation.now());
    named(evaluation.world.history, &walk.contributing())
}

fn named(history: &History, positions: &[u32]) -> Vec<EventName> {
    let name = |&position: &u32| match history.ids.get(history.columns.id(position as usize)) {
        Some(id) => EventName::Id(id.to_owned()),
        None => EventName::Position(position),
    };
    positions.iter().map(name).collect()
}

/// The smallest change that would flip what a rule did.
fn flip(
    evaluation: &Evaluation<'_>,
    rule: &CompiledRule,
    source: &Rule,
    verdict: Verdict,
    observed: Option<f64>,
) -> Option<String> {
    let acts = verdict.acts();
    let (program, found) = (evaluation.program(), &evaluation.found);
    match &rule.condition {
        Condition::Number { signal, acts: operator, threshold, .. } => {
            let signal = program.signals.get(*signal)?;
            let wanted = if acts { operator.opposite() } else { *operator };
            let value = observed?;
            if signal.aggregation != AggregationType::Count {
                return Some(format!("a value of {} {}", wanted.in_words(), number(*threshold)));
            }
            let event_type = &program.signals.tracks.get(signal.primary)?.event_type;
            let target = nearest_count(wanted, *threshold, value)?;
            let (change, word) =
                if target > value { (target - value, "more") } else { (value - target, "fewer") };
            let noun = counted(change, event_type);
            let (count, noun) = noun.split_once(' ')?;
            Some(format!("{count} {word} {noun}"))
        }
        Condition::InAny(segments) if acts => {
            Some(format!("leaving {}", the_segments(&found.in_segments(segments, true))))
        }
        Condition::NotInAll(segments) if acts => {
            Some(format!("joining {}", the_segments(&found.in_segments(segments, false))))
        }
        Condition::Attribute(check) if acts => Some(format!("{} {}", check.attribute, wanted(check))),
        Condition::ProfileScore { acts: operator, threshold, .. } => {
            let wanted = if acts { operator.opposite() } else { *operator };
            Some(format!("a score of {} {}", wanted.in_words(), number(*threshold)))
        }
        Condition::Paused => Some(format!("activating {}", metric_key(source)?)),
        _ => None,
    }
}

/// The count nearest to `value` for which the comparison holds.
fn nearest_count(operator: Operator, threshold: f64, value: f64) -> Option<f64> {
    let target = match operator {
        Operator::Gt => threshold.floor() + 1.0,
        Operator::Gte => threshold.ceil(),
        Operator::Lt => threshold.ceil() - 1.0,
        Operator::Lte => threshold.floor(),
        Operator::Eq => threshold,
        Operator::Neq => value + 1.0,
    };
    (target >= 0.0 && target.fract() == 0.0).then_some(target)
}
