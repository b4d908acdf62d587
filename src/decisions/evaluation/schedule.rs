//! When rules cease to act, and begin again, with no new event.

use super::active::Active;
use super::dims::Dims;
use super::run::Evaluation;
use crate::decisions::program::Condition;
use crate::decisions::signals::{NEVER, Side};
use crate::metrics::AggregationType;
use crate::names::{NO_NAME, Triple};
use crate::rules::Operator;
use crate::time::{Instant, MS_PER_DAY};

/// How far ahead hours of the week are searched for an instant at which all rules agree.
pub(super) const HORIZON: i64 = 1100 * MS_PER_DAY;

/// The key of when the rule of a slot does not act, from an instant on.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "there are fewer slots, and halves"
)]
const fn quiet_key(slot: usize, from: i64) -> Triple {
    (slot as u32, (from >> 32) as u32, from as u32)
}

/// The key of when none of the rules of a list of slots acts.
const fn quiet_together_key(list: u32) -> Triple {
    (list, NO_NAME, NO_NAME)
}

impl Evaluation<'_> {
    /// When a candidate would pass; [`NEVER`] when time alone does not free it.
    pub(super) fn next_eligible(&mut self, at: usize) -> i64 {
        let dims = self.found.dims(at);
        let mut blocking: Vec<usize> = Vec::new();
        let mut by_hours: Vec<usize> = Vec::new();
        for (position, rule) in self.found.active.iter().enumerate() {
            if !rule.blocks() || !rule.applies(&dims) {
                continue;
            }
            let lifted = self.found.lifting(self.program(), rule, &dims).is_some();
            if !lifted && !self.stays_quiet(rule, &dims) {
                blocking.push(position);
                if self.is_by_hours(rule) {
                    by_hours.push(position);
                }
            }
        }
        // Hours that never meet are searched to the horizon: once, and not for every candidate.
        if self.known_together(&by_hours, &dims).is_none() {
            return NEVER;
        }
        self.known_together(&blocking, &dims).unwrap_or(NEVER)
    }

    /// [`Evaluation::quiet_together`], found once for all candidates that share the verdicts.
    fn known_together(&mut self, positions: &[usize], dims: &Dims) -> Option<i64> {
        let mut list = NO_NAME;
        for rule in positions.iter().filter_map(|&position| self.found.active.get(position)) {
            let slot = u32::try_from(rule.slot(dims)).unwrap_or(NO_NAME);
            list = self.slot_lists.intern_cold((list, slot, NO_NAME));
        }
        let key = quiet_together_key(list);
        if let Some(known) = self.quiet_cache.get(key) {
            return *known;
        }
        let quiet = Some(self.quiet_together(positions, dims)).filter(|&time| time != NEVER);
        self.quiet_cache.insert(key, quiet);
        quiet
    }

    /// The first instant at which none of the rules at some positions acts.
    ///
    /// Each gives its first quiet instant from where the others have come to, until none moves it
    /// further.
    fn quiet_together(&mut self, positions: &[usize], dims: &Dims) -> i64 {
        let active = positions.iter().filter_map(|&position| self.found.active.get(position).cloned());
        // Those that are quick to evaluate go first, so that the others are only needed at few
        // instants.
        let (mut blocking, others): (Vec<Active>, Vec<Active>) =
            active.partition(|rule| self.is_by_count(rule));
        blocking.extend(others);
        let bounded = blocking.iter().any(|rule| self.is_by_hours(rule));
        let horizon = if bounded { self.now() + HORIZON } else { NEVER };
        let mut time = self.now();
        let mut settled = 0;
        for rule in blocking.iter().cycle() {
            if settled == blocking.len() || time > horizon {
                break;
            }
            match self.quiet_from(rule, dims, time) {
                None => return NEVER,
                Some(later) if later > time => (time, settled) = (later, 1),
                Some(_) => settled += 1,
            }
        }
        if time <= horizon {
            return time;
        }
        self.gave_up |= !blocking.iter().all(|rule| self.is_by_hours(rule));
        NEVER
    }

    pub(super) fn is_by_hours(&self, rule: &Active) -> bool {
        let rule = self.program().rules.get(rule.rule);
        rule.is_some_and(|rule| matches!(rule.condition, Condition::Hours(_)))
    }

    fn is_by_count(&self, rule: &Active) -> bool {
        let program = self.program();
        match program.rules.get(rule.rule).map(|rule| &rule.condition) {
            Some(Condition::Number { signal, .. }) => {
                let signal = program.signals.get(*signal);
                signal.is_some_and(|signal| signal.aggregation == AggregationType::Count)
            }
            _ => true,
        }
    }

    /// Whether a rule that does not act now never will without a new event.
    pub(super) fn stays_quiet(&self, rule: &Active, dims: &Dims) -> bool {
        if self.found.verdict(rule.slot(dims)).acts() {
            return false;
        }
        match self.program().rules.get(rule.rule).map(|rule| &rule.condition) {
            Some(Condition::Number { signal, acts: Operator::Gt | Operator::Gte, .. }) => {
                self.only_falls(*signal)
            }
            Some(
                Condition::Hours(_)
                | Condition::Number { .. }
                | Condition::Reached { .. }
                | Condition::ProfileMatch { .. }
                | Condition::ProfileScore { .. },
            ) => false,
            Some(_) | None => true,
        }
    }

    /// Whether a signal can only become smaller without a new event.
    fn only_falls(&self, signal: usize) -> bool {
        let signal = self.program().signals.get(signal);
        signal.is_some_and(|signal| signal.aggregation == AggregationType::Count)
            && !self.world.has_future(self.now())
    }

    /// The first instant from `from` on at which a rule does not act, if time alone brings one.
    pub(super) fn quiet_from(&mut self, rule: &Active, dims: &Dims, from: i64) -> Option<i64> {
        let world = self.world;
        let slot = rule.slot(dims);
        let condition = &world.definitions.program.rules.get(rule.rule)?.condition;
        match condition {
            Condition::Number { .. } | Condition::Reached { .. } => {
                if from == self.now() && !self.found.verdict(slot).acts() {
                    return Some(from);
                }
                // Candidates that share the verdict mostly need it from the same instants on.
                let key = quiet_key(slot, from);
                if let Some(known) = self.quiet_cache.get(key) {
                    return *known;
                }
                let quiet = self.search_quiet(condition, slot, dims, from);
                self.quiet_cache.insert(key, quiet);
                quiet
            }
            Condition::Hours(hours) => {
                let zone = world.definitions.zones.get(hours.zone)?;
                if hours.acts(zone, from) { hours.next_change(zone, from) } else { Some(from) }
            }
            Condition::ProfileMatch { .. } | Condition::ProfileScore { .. } => {
                world.profile_from(condition, Instant::from_millis(from)?, false).map(Instant::millis)
            }
            _ if self.found.verdict(slot).acts() => None,
            _ => Some(from),
        }
    }

    fn search_quiet(&mut self, condition: &Condition, slot: usize, dims: &Dims, from: i64) -> Option<i64> {
        match condition {
            Condition::Number { signal, acts: operator, threshold, missing_acts } => {
                if self.found.verdict(slot).acts()
                    && let Some(freed) = self.fallen(*signal, *operator, *threshold, true, dims)
                {
                    return freed.map(|freed| freed.max(from));
                }
                self.gather_members(*signal, dims);
                let read = self.program().signals.get(*signal)?;
                let mut walk = self.world.walk(read, self.candidate_codes(*signal, dims), from);
                let mut time = from;
                let acts = |value: Option<f64>| {
                    value.map_or(*missing_acts, |value| operator.holds(value, *threshold))
                };
                while walk.overflows() || acts(walk.value()) {
                    if walk.overflows() {
                        self.overflows_from = self.overflows_from.min(time);
                    }
                    time = walk.next()?;
                    walk.advance(time);
                }
                Some(time)
            }
            Condition::Reached { signal, count, suppress } => {
                let quiet = self.suppression(*signal, *count, *suppress, dims).quiet_from(from);
                Some(quiet).filter(|&time| time != NEVER)
            }
            _ => None,
        }
    }

    /// The instant at which a count that only falls has fallen so far that it compares otherwise
    /// than now, if it ever does: the place of the event that must leave is known, so there is no
    /// need to walk there. Returns `None` when it is not that simple.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of events")]
    #[expect(clippy::option_option, reason = "whether it is known, and whether there is one")]
    pub(super) fn fallen(
        &mut self,
        signal: usize,
        operator: Operator,
        threshold: f64,
        holds: bool,
        dims: &Dims,
    ) -> Option<Option<i64>> {
        let (largest, is_above) = match operator {
            Operator::Gt => (threshold.floor(), holds),
            Operator::Lte => (threshold.floor(), !holds),
            Operator::Gte => (threshold.ceil() - 1.0, holds),
            Operator::Lt => (threshold.ceil() - 1.0, !holds),
            Operator::Eq | Operator::Neq => return None,
        };
        let read = self.program().signals.get(signal).filter(|_| self.only_falls(signal))?;
        if !is_above || largest < 0.0 {
            return Some(None);
        }
        let groups = self.world.groups(read, self.candidate_codes(signal, dims));
        let [lists] = groups.as_slice() else { return None };
        let (list, own) = match lists.as_slice() {
            [(Side::Primary, list)] => (list, [].as_slice()),
            [(Side::Primary, list), (Side::Own, own)] => (list, own.positions.as_slice()),
            _ => return None,
        };
        let mut counted = list.positions.iter().rev().filter(|at| own.binary_search(at).is_err());
        let position = *counted.nth(largest as usize)?;
        Some(self.world.times().get(position as usize).map(|time| time + read.span))
    }
}
