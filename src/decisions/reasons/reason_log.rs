//! The reasons of a decision, each written once: candidates that share a verdict share its reason.

use super::overruled::Overruled;
use super::writer::ReasonWriter;
use crate::decisions::evaluation::Dims;
use crate::decisions::memo::Memo;
use crate::decisions::outcome::Reason;

/// The reasons that were written so far, by number.
#[derive(Debug, Default)]
pub(crate) struct ReasonLog {
    /// How many there are.
    count: usize,
    /// By the slot of a verdict.
    verdicts: Vec<Option<usize>>,
    /// Those of verdicts that another candidate or an override overrules.
    overruled: Memo<usize>,
    /// By the slot of a weight's factor.
    factors: Vec<Option<usize>>,
}

/// A reason that was not written before, and what it is about.
#[derive(Debug)]
pub(crate) struct NewReason {
    pub(crate) subject: Subject,
    pub(crate) dims: Dims,
    pub(crate) reason: Reason,
}

/// What a reason is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A rule, by its position among the active ones.
    Rule(usize),
    Weight(usize),
}

impl ReasonLog {
    /// The numbers of the reasons of a candidate, one for every rule that applies in the order they ran, and
    /// those of the reasons that are new.
    pub(crate) fn add(&mut self, writer: &ReasonWriter<'_>, at: usize) -> (Vec<usize>, Vec<NewReason>) {
        let found = writer.found;
        self.verdicts.resize(found.verdicts.len(), None);
        self.factors.resize(found.factors.len(), None);
        let dims = found.dims(at);
        let excluded = found.rows.get(at).and_then(|row| row.excluded_by);
        let mut numbers = Vec::with_capacity(found.active.len());
        let mut new = Vec::new();
        for (position, rule) in found.active.iter().enumerate().filter(|(_, rule)| rule.applies(&dims)) {
            let winner = excluded.filter(|by| by.0 == position).map(|by| by.1);
            let overruled = writer.overruled(rule, &dims, winner);
            let slot = rule.slot(&dims);
            let is_plain = overruled == Overruled::default();
            let known = if is_plain {
                get(&self.verdicts, slot)
            } else {
                self.overruled.get(overruled.key(slot)).copied()
            };
            numbers.extend(known.or_else(|| {
                let reason = writer.reason(rule, &dims, overruled)?;
                let number = self.count + new.len();
                new.push(NewReason { subject: Subject::Rule(position), dims, reason });
                if is_plain {
                    set(&mut self.verdicts, slot, number);
                } else {
                    self.overruled.insert(overruled.key(slot), number);
                }
                Some(number)
            }));
        }
        for (at, weight) in writer.program.weights.iter().enumerate() {
            let slot = found.factor_slot(at, weight.domain, &dims);
            numbers.extend(get(&self.factors, slot).or_else(|| {
                let reason = writer.boost_reason(at, &dims)?;
                let number = self.count + new.len();
                new.push(NewReason { subject: Subject::Weight(at), dims, reason });
                set(&mut self.factors, slot, number);
                Some(number)
            }));
        }
        self.count += new.len();
        (numbers, new)
    }
}

fn get(numbers: &[Option<usize>], slot: usize) -> Option<usize> {
    numbers.get(slot).copied().flatten()
}

fn set(numbers: &mut [Option<usize>], slot: usize, number: usize) {
    if let Some(place) = numbers.get_mut(slot) {
        *place = Some(number);
    }
}
