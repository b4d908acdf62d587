//! Decisions on their way out.

use super::dictionary::Dictionary;
use super::outbox::Outbox;
use crate::decisions::{
    Evaluation, Explain, OutcomeStatus, ReasonLog, Stage, counts, decision, future_events, reasons,
};
use crate::json::{self, RawJson};

/// Leaves a decision in words, times and text, see [`decide`](super::CustomerHandle::decide).
pub(super) fn leave(
    outbox: &mut Outbox,
    dictionary: &mut Dictionary,
    evaluation: &mut Evaluation<'_>,
    order: &[usize],
) {
    let counts = counts(evaluation);
    outbox.clear();
    let words = &mut outbox.words;
    words.extend([order.len(), counts.qualified, counts.allowed, counts.ranked].map(number));
    words.extend([future_events(evaluation), counts.drops.len()].map(number));
    for &(stage, source, count) in &counts.drops {
        words.extend([usize::from(stage != Stage::Qualification), source, count].map(number));
    }
    outbox.time(Some(evaluation.now()));
    outbox.time(Some(evaluation.until));
    let found = &evaluation.found;
    for &at in order {
        let row = found.rows.get(at).copied().unwrap_or_default();
        let category = found.name(found.candidates.category(at));
        let status = match row.status {
            OutcomeStatus::Eligible => 0.0,
            OutcomeStatus::Suppressed => 1.0,
            OutcomeStatus::Disqualified => 2.0,
        };
        outbox.words.extend([number(at), status, f64::from(row.rank), row.score, row.multiplier, row.boost]);
        outbox.words.push(category.map_or(-1.0, |name| f64::from(dictionary.add(name))));
        outbox.time(Some(row.next_eligible));
    }
    match evaluation.query.explain {
        Explain::None => {}
        Explain::Summary => evaluation.found.write(&mut outbox.text),
        Explain::Full => {
            let (mut log, mut different) = (ReasonLog::default(), Vec::new());
            let each = order.iter().map(|&at| {
                let (numbers, new) = reasons(evaluation, at, &mut log);
                different.extend(new.into_iter().map(|new| new.reason));
                numbers
            });
            let each: Vec<Vec<usize>> = each.collect();
            json::append(&mut outbox.text, &(different, each));
        }
    }
}

/// Leaves a decision as JSON, and its two times.
pub(super) fn leave_json(outbox: &mut Outbox, evaluation: &mut Evaluation<'_>, order: &[usize]) {
    outbox.clear();
    outbox.time(Some(evaluation.now()));
    outbox.time(Some(evaluation.until));
    let decision = decision(evaluation, order, |reason| RawJson::new(&reason));
    json::append(&mut outbox.text, &decision);
}

#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53")]
pub(super) fn number(count: usize) -> f64 {
    count as f64
}
