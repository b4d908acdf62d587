//! Verdicts: what a rule says of a candidate, and until when.

use serde_json::Value;

use super::active::Active;
use super::attributes;
use super::dims::Dims;
use super::run::Evaluation;
use super::verdict::Verdict;
use crate::decisions::program::{CompiledEffect, Condition};
use crate::decisions::request::Explain;
use crate::decisions::signals::{Hours, NEVER};
use crate::error::Result;
use crate::rules::{AttributeCheck, OnMissing};
use crate::time::Instant;

/// What a rule says.
struct Judgement {
    verdict: Verdict,
    /// The number that it rests on.
    observed: Option<f64>,
    /// When it may say something else.
    until: i64,
}

impl Judgement {
    /// One that no passing of time changes.
    fn always(acts: bool) -> Self {
        Self { verdict: Verdict::from_acts(acts), observed: None, until: NEVER }
    }

    /// One of a suppression: whether it acts, and the count that is observed.
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 events")]
    fn reached((acts, count): (bool, usize), until: i64) -> Self {
        Self { verdict: Verdict::from_acts(acts), observed: Some(count as f64), until }
    }
}

impl Evaluation<'_> {
    /// Reaches a verdict for the first time, and remembers it.
    pub(super) fn reach_verdict(&mut self, position: usize, active: &Active, dims: &Dims) -> Result<Verdict> {
        let Some(rule) = self.program().rules.get(active.rule) else { return Ok(Verdict::Quiet) };
        let judged = self.judge(active.rule, &rule.condition, dims)?;
        let slot = active.slot(dims);
        self.until = self.until.min(judged.until);
        if let Some(until) = self.verdicts_until.get_mut(slot) {
            *until = judged.until;
        }
        if let (Some(place), Some(number)) =
            (self.found.verdicts.get_mut(slot), self.found.observed.get_mut(slot))
        {
            *place = judged.verdict;
            *number = judged.observed.unwrap_or(f64::NAN);
        }
        if judged.verdict.acts() && rule.effect == CompiledEffect::Block {
            self.acting.push((position, slot, *dims));
        }
        Ok(judged.verdict)
    }

    /// What the rule at a position, with a condition, says of a candidate.
    fn judge(&mut self, rule: usize, condition: &Condition, dims: &Dims) -> Result<Judgement> {
        let member = |name: &String| self.query.segments.contains(name);
        Ok(match condition {
            Condition::Number { signal, acts, threshold, missing_acts } => {
                let reading = self.reading(*signal, dims)?;
                let verdict = match reading.value {
                    None => Verdict::from_missing(*missing_acts),
                    Some(value) => Verdict::from_acts(acts.holds(value, *threshold)),
                };
                Judgement { verdict, observed: reading.value, until: reading.until }
            }
            Condition::Reached { signal, count, suppress } => {
                self.judge_reached(rule, *signal, *count, *suppress, dims)
            }
            Condition::InAny(segments) => Judgement::always(segments.iter().any(member)),
            Condition::NotInAll(segments) => Judgement::always(!segments.iter().all(member)),
            Condition::Lifts(segments) => {
                Judgement::always(segments.is_empty() || segments.iter().any(member))
            }
            Condition::Attribute(check) => self.judge_attribute(check, dims),
            Condition::Hours(hours) => self.judge_hours(hours),
            Condition::ProfileMatch { .. } | Condition::ProfileScore { .. } => self.judge_profile(condition),
            Condition::Paused => Judgement::always(false),
        })
    }

    fn judge_attribute(&self, check: &AttributeCheck, dims: &Dims) -> Judgement {
        let value = self.found.attribute(self.program(), &check.attribute, dims);
        let verdict = match attributes::holds(check, value) {
            Some(holds) => Verdict::from_acts(!holds),
            None => Verdict::from_missing(check.on_missing == OnMissing::Fail),
        };
        Judgement { verdict, observed: value.and_then(Value::as_f64), until: NEVER }
    }

    fn judge_hours(&self, hours: &Hours) -> Judgement {
        let zone = self.world.definitions.zones.get(hours.zone);
        let now = self.now();
        let known = zone.map(|zone| (hours.acts(zone, now), hours.next_change(zone, now)));
        let (acts, until) = known.unwrap_or_default();
        Judgement { verdict: Verdict::from_acts(acts), observed: None, until: until.unwrap_or(NEVER) }
    }

    fn judge_profile(&self, condition: &Condition) -> Judgement {
        let (world, now) = (self.world, self.query.now);
        let (verdict, observed) = world.profile(condition, now);
        let until = world.profile_change(condition, now).map_or(NEVER, Instant::millis);
        Judgement { verdict, observed, until }
    }

    /// What the rule at a position says that suppresses for a while after a count was reached.
    fn judge_reached(
        &mut self,
        rule: usize,
        signal: usize,
        count: usize,
        suppress: i64,
        dims: &Dims,
    ) -> Judgement {
        let now = self.now();
        let (Some(walks), Some(read)) = (self.world.walks, self.program().signals.get(signal)) else {
            let suppression = self.suppression(signal, count, suppress, dims);
            // Only a full explanation names the events.
            let until = suppression.until(now, self.query.explain == Explain::Full);
            return Judgement::reached(suppression.at(now), until);
        };
        self.gather_members(signal, dims);
        let mut walks = walks.borrow_mut();
        let key = self.world.walk_key(&mut walks, rule, read, self.candidate_codes(signal, dims));
        // Back-tests do not ask how long anything holds.
        let matters = !self.verdicts_until.is_empty();
        let suppression = walks.suppression(key, || self.suppression(signal, count, suppress, dims));
        Judgement::reached(suppression.at(now), if matters { suppression.until(now, false) } else { NEVER })
    }
}
