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
    /// The numbers of the reasons of a candidate, one for every rule that applies in the order they
    /// ran, and those of the reasons that are new.
    pub(crate) fn add(&mut self, writer: &ReasonWriter<'_>, at: usize) -> (Vec<usize>, Vec<NewReason>) {
        let found = writer.found;
        self.verdicts.resize(found.verdicts.len(), None);
        self.factors.resize(found.factors.len(), None);
        let dims = found.dims(at);
        // How many candidates may exclude this one.
        let kept = found.rows.get(at).and_then(|row| row.exclusion).map_or(0, |exclusion| exclusion.kept);
        let mut numbers = Vec::with_capacity(found.active.len());
        let mut new = Vec::new();
        for (position, rule) in found.active.iter().enumerate().filter(|(_, rule)| rule.applies(&dims)) {
            let winner = found.excluded_by(writer.program, position, &dims, kept);
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
            let slot = found.factor_slot(at, weight.reads.domain, &dims);
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::decisions::decide::evaluate;
    use crate::decisions::evaluation::Findings;
    use crate::decisions::{Candidates, DecideRequest, Reason};
    use crate::{Configuration, Engine, OnInvalid};

    #[test]
    fn r12_reasons_that_are_read_later_are_the_same() {
        let configuration = json!({
            "metrics": [{ "name": "Spend", "key": "spend", "aggregationType": "sum", "eventType": "conversion", "windowDays": 90 }],
            "contactPolicies": [
                { "id": "cap", "ruleType": "frequency_cap", "config": { "maxContacts": 1, "windowDays": 7, "scope": "offer" } },
                { "ruleType": "mutual_exclusion", "config": { "offers": ["silver", "bronze"] } },
                { "ruleType": "allow_override", "config": { "segments": ["vip"], "policies": ["cap"] } }
            ],
            "qualificationRules": [{ "ruleType": "attribute_condition", "qualification": "soft",
                "config": { "attribute": "age", "operator": "gte", "value": 18, "multiplier": 0.5 } }],
            "arbitration": { "weights": [{ "metricKey": "spend", "weight": 1, "scale": { "half": 10 } }] }
        });
        let engine = Engine::new(Configuration::from_value(&configuration).unwrap()).unwrap();
        let mut customer = engine.customer();
        let events = br#"[{ "eventType": "impression", "timestamp": 1000, "offer": "gold" },
            { "eventType": "conversion", "timestamp": 1000, "value": 2.5 }]"#;
        customer.append_json(events, OnInvalid::Reject).unwrap();
        let request = DecideRequest::from_value(&json!({
            "candidates": [
                { "offer": "gold", "attributes": { "age": 17 } }, { "offer": "silver" }, { "offer": "bronze" }
            ],
            "now": 2000, "segments": ["staff"], "attributes": { "country": "de" }
        }))
        .unwrap();
        let (evaluation, order) =
            evaluate(customer.world(request.now), request.query(), Candidates::new(&request.candidates))
                .unwrap();
        let compiled = engine.compiled();
        let (program, rules) = (&compiled.program, &compiled.configuration.rules);
        let mut bytes = Vec::new();
        evaluation.found.write(&mut bytes);
        let kept = Findings::read(program, &bytes).unwrap();
        let reasons = |found: &Findings| {
            let (writer, mut log) = (ReasonWriter { program, rules, found }, ReasonLog::default());
            let each = order.iter().map(|&at| log.add(&writer, at));
            each.map(|(numbers, new)| (numbers, new.into_iter().map(|new| new.reason).collect())).collect()
        };
        let now: Vec<(Vec<usize>, Vec<Reason>)> = reasons(&evaluation.found);
        assert_eq!(reasons(&kept), now);
        assert!(now.iter().all(|(numbers, _)| !numbers.is_empty()));
        for length in 0..bytes.len() {
            assert!(Findings::read(program, bytes.get(..length).unwrap()).is_none(), "cut to {length}");
        }
    }
}
