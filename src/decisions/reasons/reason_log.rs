//! What was told of a decision: each reason once, since candidates that share a verdict share what is said of it.

use super::writer::Telling;
use crate::decisions::evaluation::{Active, Dims};
use crate::decisions::memo::Answers;
use crate::decisions::outcome::Reason;
use crate::decisions::program::CompiledEffect;
use crate::history::Cell;
use crate::names::NO_NAME;

/// The reasons told so far, by number.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// How many there are.
    count: usize,
    /// By the slot of a verdict.
    verdicts: Vec<Option<usize>>,
    /// Those of verdicts that another candidate or an override outdoes.
    outdone: Answers<usize>,
    /// By the slot of a weight's factor.
    factors: Vec<Option<usize>>,
}

/// A reason, and what it is about.
#[derive(Debug)]
pub(crate) struct New {
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

/// What outdoes a rule for one candidate and not for another that shares its verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Outdone {
    /// The candidate that ranks higher, of those that exclude each other.
    pub(crate) winner: Option<usize>,
    /// The override that lifts it, as a position in the program.
    pub(crate) lifted_by: Option<usize>,
}

impl Outdone {
    /// That it outdoes the verdict of a slot.
    fn of(self, slot: usize) -> Cell {
        let code = |place: Option<usize>| place.and_then(|at| u32::try_from(at).ok()).unwrap_or(NO_NAME);
        Cell { event_type: code(Some(slot)), channel: code(self.winner), offer: code(self.lifted_by) }
    }
}

impl Told {
    /// The numbers of the reasons of a candidate, what every rule that applies had to say in the order they ran, and
    /// those among them that were not told before.
    pub(crate) fn of(&mut self, telling: &Telling<'_>, at: usize) -> (Vec<usize>, Vec<New>) {
        let found = telling.found;
        self.verdicts.resize(found.verdicts.len(), None);
        self.factors.resize(found.factors.len(), None);
        let dims = found.dims(at);
        let excluded = found.rows.get(at).and_then(|row| row.excluded_by);
        let mut numbers = Vec::with_capacity(found.active.len());
        let mut new = Vec::new();
        for (position, rule) in found.active.iter().enumerate().filter(|(_, rule)| rule.applies(&dims)) {
            let winner = excluded.filter(|by| by.0 == position).map(|by| by.1);
            let outdone = Outdone { winner, lifted_by: lifted_by(telling, rule, &dims) };
            let slot = rule.slot(&dims);
            let plain = outdone == Outdone::default();
            let known =
                if plain { known(&self.verdicts, slot) } else { self.outdone.get(outdone.of(slot)).copied() };
            numbers.extend(known.or_else(|| {
                let reason = telling.reason(rule, &dims, outdone)?;
                let number = self.count + new.len();
                new.push(New { subject: Subject::Rule(position), dims, reason });
                if plain {
                    note(&mut self.verdicts, slot, number);
                } else {
                    self.outdone.insert(outdone.of(slot), number);
                }
                Some(number)
            }));
        }
        for (at, weight) in telling.program.weights.iter().enumerate() {
            let slot = found.factor_slot(at, weight.domain, &dims);
            numbers.extend(known(&self.factors, slot).or_else(|| {
                let reason = telling.boost_reason(at, &dims)?;
                let number = self.count + new.len();
                new.push(New { subject: Subject::Weight(at), dims, reason });
                note(&mut self.factors, slot, number);
                Some(number)
            }));
        }
        self.count += new.len();
        (numbers, new)
    }
}

fn known(numbers: &[Option<usize>], slot: usize) -> Option<usize> {
    numbers.get(slot).copied().flatten()
}

fn note(numbers: &mut [Option<usize>], slot: usize, number: usize) {
    if let Some(place) = numbers.get_mut(slot) {
        *place = Some(number);
    }
}

/// The override that keeps a rule which acts from blocking.
fn lifted_by(telling: &Telling<'_>, rule: &Active, dims: &Dims) -> Option<usize> {
    let acts = rule.effect == CompiledEffect::Block && telling.found.verdict(rule.slot(dims)).acts();
    let lifting = if acts { telling.found.lifting(telling.program, rule, dims) } else { None };
    lifting.map(|lifting| lifting.rule)
}
