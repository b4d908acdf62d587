//! Until when a decision without reasons holds: the numbers that rules read may differ, as long as
//! what becomes of the candidates does not.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::active::Active;
use super::dims::Dims;
use super::row::Row;
use super::run::Evaluation;
use crate::decisions::program::{CompiledEffect, CompiledWeight, Condition};
use crate::decisions::signals::{NEVER, Walk};
use crate::rules::Operator;
use crate::time::Instant;

/// Numbers that change with time, each with all that follows from it now.
struct Courses<'a> {
    list: Vec<Course<'a>>,
    /// How many were followed to their end and dropped, so that there are never very many.
    dropped: usize,
    /// For each reading the number of its course.
    numbers: Vec<Option<usize>>,
    /// The first instant that was found.
    until: i64,
}

/// At most this many numbers are followed at the same time.
const MAX_COURSES: usize = 4096;

struct Course<'a> {
    walk: Walk<'a>,
    consequences: Vec<(Consequence<'a>, u64)>,
}

/// What follows from a number.
#[derive(Clone, Copy)]
enum Consequence<'a> {
    /// Whether a rule acts.
    Acts { operator: Operator, threshold: f64, missing: bool },
    /// The factor by which a weight boosts.
    Factor(&'a CompiledWeight),
}

/// When a rule does something else than now.
enum Flip<'a> {
    At(i64),
    /// When that follows from the number of a signal, which must be followed.
    OfNumber(usize, Consequence<'a>),
}

impl<'a> Courses<'a> {
    /// The course of a reading, if it is being followed.
    fn of(&mut self, slot: usize) -> Option<&mut Course<'a>> {
        let number = self.numbers.get(slot).copied().flatten()?;
        self.list.get_mut(number.checked_sub(self.dropped)?)
    }

    fn begin(&mut self, slot: usize, course: Course<'a>) {
        if self.list.len() == MAX_COURSES {
            self.finish();
        }
        if let Some(number) = self.numbers.get_mut(slot) {
            *number = Some(self.dropped + self.list.len());
        }
        self.list.push(course);
    }

    /// Moves on to whatever changes next, until something else follows from it or the first instant
    /// that was found is reached.
    fn finish(&mut self) {
        let mut list = std::mem::take(&mut self.list);
        self.dropped += list.len();
        let next = |(at, course): (usize, &Course<'_>)| Some(Reverse((course.walk.next()?, at)));
        let mut upcoming: BinaryHeap<_> = list.iter().enumerate().filter_map(next).collect();
        while let Some(Reverse((time, at))) = upcoming.pop().filter(|&Reverse((time, _))| time < self.until) {
            let Some(course) = list.get_mut(at) else { continue };
            course.walk.advance(time);
            if course.differs() {
                self.until = time;
            }
            upcoming.extend(next((at, course)));
        }
    }
}

impl<'a> Course<'a> {
    /// Takes note of what follows now.
    fn add(&mut self, consequence: Consequence<'a>) {
        self.consequences.push((consequence, consequence.of(self.walk.value())));
    }

    /// Whether anything else follows than was noted, or nothing can be decided.
    fn differs(&self) -> bool {
        let value = self.walk.value();
        self.walk.overflows()
            || self.consequences.iter().any(|(consequence, noted)| consequence.of(value) != *noted)
    }
}

impl Consequence<'_> {
    /// A number that differs just where the consequence does.
    fn of(self, value: Option<f64>) -> u64 {
        match self {
            Self::Acts { operator, threshold, missing } => {
                u64::from(value.map_or(missing, |value| operator.holds(value, threshold)))
            }
            Self::Factor(weight) => weight.factor(value).to_bits(),
        }
    }
}

impl<'a> Evaluation<'a> {
    /// The first instant at which a rule that shows does something else or a boost is another, if
    /// that is before `end`; else that.
    pub(crate) fn rows_until(&mut self, end: i64) -> i64 {
        let mut courses = Courses {
            list: Vec::new(),
            dropped: 0,
            numbers: vec![None; self.readings.len()],
            until: end.min(self.overflows_from),
        };
        for (position, dims) in self.showing_rules() {
            let Some(rule) = self.found.active.get(position).cloned() else { continue };
            match self.next_flip(&rule, &dims) {
                Flip::At(time) => courses.until = courses.until.min(time),
                Flip::OfNumber(signal, acts) => self.follow(&mut courses, signal, &dims, acts),
            }
        }
        let mut seen = vec![false; self.found.factors.len()];
        for (at, weight) in self.program().weights.iter().enumerate() {
            let Some(signal) = weight.signal else { continue };
            for candidate in 0..self.found.candidates.len() {
                let dims = self.found.dims(candidate);
                let slot = self.found.factor_slot(at, weight.reads.domain, &dims);
                if let Some(seen) = seen.get_mut(slot).filter(|seen| !**seen) {
                    *seen = true;
                    self.follow(&mut courses, signal, &dims, Consequence::Factor(weight));
                }
            }
        }
        courses.finish();
        courses.until
    }

    /// The positions of the rules that show in what became of a candidate, each once for all
    /// candidates that share the verdict.
    fn showing_rules(&self) -> Vec<(usize, Dims)> {
        let mut seen = vec![false; self.found.verdicts.len()];
        let mut showing = Vec::new();
        for (at, row) in self.found.rows.iter().enumerate() {
            let dims = self.found.dims(at);
            for (position, rule) in self.found.active.iter().enumerate() {
                let is_new = |seen: &&mut bool| {
                    !**seen && rule.applies(&dims) && self.shows(position, rule, &dims, row)
                };
                if let Some(seen) = seen.get_mut(rule.slot(&dims)).filter(is_new) {
                    *seen = true;
                    showing.push((position, dims));
                }
            }
        }
        showing
    }

    /// Whether it would show in what becomes of a candidate if a rule did something else.
    fn shows(&self, position: usize, rule: &Active, dims: &Dims, row: &Row) -> bool {
        match rule.effect {
            CompiledEffect::Multiply(_) => true,
            // Behind the first rule that blocks, others change nothing. But a search for a time at
            // which all agree that gave up may find one from a later instant on.
            CompiledEffect::Block => {
                let counts = row.blocked_by.is_none_or(|first| position <= first)
                    || (self.gave_up && row.next_eligible == NEVER && self.is_by_hours(rule));
                counts && self.found.lifting(self.program(), rule, dims).is_none()
            }
            // Time alone does not change who is in a segment.
            CompiledEffect::Lift => false,
        }
    }

    /// Follows a signal for something that follows from it. Rules that read the same share its
    /// course.
    fn follow(
        &mut self,
        courses: &mut Courses<'a>,
        signal: usize,
        dims: &Dims,
        consequence: Consequence<'a>,
    ) {
        let slot = self.reading_slot(signal, dims);
        if let Some(course) = courses.of(slot) {
            return course.add(consequence);
        }
        // Most offers have no events, and their numbers no course.
        let stays = self.reading(signal, dims).is_ok_and(|reading| reading.until == NEVER);
        let Some(read) = self.program().signals.get(signal).filter(|_| !stays) else { return };
        let walk = self.world.walk(read, self.candidate_codes(signal, dims), self.now());
        let mut course = Course { walk, consequences: Vec::new() };
        course.add(consequence);
        courses.begin(slot, course);
    }

    /// When a rule does something else.
    fn next_flip(&mut self, rule: &Active, dims: &Dims) -> Flip<'a> {
        let (world, now) = (self.world, self.now());
        let slot = rule.slot(dims);
        let acts = self.found.verdict(slot).acts();
        let program = self.program();
        let Some(condition) = program.rules.get(rule.rule).map(|rule| &rule.condition) else {
            return Flip::At(NEVER);
        };
        let flip = match *condition {
            Condition::Number { signal, acts: operator, threshold, missing_acts: missing }
                if !(rule.blocks() && acts) =>
            {
                match self.fallen(signal, operator, threshold, acts, dims) {
                    Some(fallen) => fallen,
                    None => {
                        return Flip::OfNumber(signal, Consequence::Acts { operator, threshold, missing });
                    }
                }
            }
            Condition::Reached { signal, count, suppress } => {
                let suppression = self.suppression(signal, count, suppress, dims);
                Some(if acts { suppression.quiet_from(now) } else { suppression.next_reached(now) })
            }
            Condition::Hours(ref hours) => {
                world.definitions.zones.get(hours.zone).and_then(|zone| hours.next_change(zone, now))
            }
            Condition::ProfileMatch { .. } | Condition::ProfileScore { .. } => {
                world.profile_from(condition, self.query.now, !acts).map(Instant::millis)
            }
            _ => self.found.freed(slot),
        };
        Flip::At(flip.unwrap_or(NEVER))
    }
}
