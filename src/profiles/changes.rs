//! When a reading changes by the passing of time alone.
//!
//! Readings are monotone in time also in floating point, so the first millisecond at which one
//! changes is found by halving, with the very function that reads: the result is exact.

use std::cmp::Ordering;

use super::facet::ProfileFacet;
use super::matching::{Comparison, Pair};
use super::set::ProfileSet;
use crate::time::Instant;

impl ProfileFacet {
    /// The earliest instant after `now` at which `holds` returns something else for how
    /// [`value`](Self::value) compares with `threshold`; none when time alone never changes it.
    pub fn value_change(
        &self,
        set: &ProfileSet,
        profile: &str,
        key: Option<&str>,
        now: Instant,
        threshold: f64,
        holds: &dyn Fn(Ordering) -> bool,
    ) -> Option<Instant> {
        let entry = self.entries.get(profile)?;
        let compiled = set.get(profile).filter(|profile| profile.definition.time_decay.is_some());
        compiled?;
        let compare = |at: Instant| {
            let value = match key {
                Some(key) => entry.value(compiled, key, at),
                None => entry.score(compiled, at),
            };
            value.partial_cmp(&threshold).unwrap_or(Ordering::Equal)
        };
        let (mut at, mut side) = (now, compare(now));
        let before = holds(side);
        while holds(side) == before {
            at = first_from(at.checked_add(1)?, |at| compare(at) != side)?;
            side = compare(at);
        }
        Some(at)
    }

    /// The earliest instant after `now` at which [`matched_pattern`](Self::matched_pattern) gives
    /// something else; none when time alone never changes it.
    pub fn pattern_change(&self, set: &ProfileSet, profile: &str, now: Instant) -> Option<Instant> {
        let entry = self.entries.get(profile)?;
        let compiled = set.get(profile)?;
        compiled.definition.time_decay?;
        let before = self.matched(entry, Some(compiled), now);
        let start = now.max(self.source?).checked_add(1)?;
        let changed = |at: Instant| entry.nearest(compiled, at) != before;
        if changed(start) {
            return Some(start);
        }
        let comparison = Comparison::new(compiled, entry)?;
        let left = |at: Instant| entry.left(Some(compiled), at);
        let mut candidates: Vec<i64> =
            first_from(start, |at| comparison.matches(left(at)) != comparison.matches(left(start)))
                .map(Instant::millis)
                .into_iter()
                .collect();
        for champion in 0..comparison.patterns() {
            for candidate in champion + 1..comparison.patterns() {
                sides(&comparison.pair(candidate, champion)?, start, &left, &mut candidates);
            }
        }
        candidates.sort_unstable();
        candidates.into_iter().filter_map(Instant::from_millis).find(|&at| changed(at))
    }
}

/// Notes every instant after `start` at which the comparison of two patterns changes.
fn sides(pair: &Pair, start: Instant, left: &dyn Fn(Instant) -> f64, noted: &mut Vec<i64>) {
    let side = |at: Instant| pair.side(left(at));
    let mut at = start;
    while let Some(next) = first_from(at, |later| side(later) != side(at)) {
        noted.push(next.millis());
        at = next;
    }
}

/// The first instant at or after `start` at which `changed` holds, given that it then holds for
/// good.
fn first_from(start: Instant, changed: impl Fn(Instant) -> bool) -> Option<Instant> {
    if !changed(Instant::MAX) {
        return None;
    }
    let (mut low, mut high) = (start.millis(), Instant::MAX.millis());
    while low < high {
        let middle = low + (high - low) / 2;
        if changed(Instant::from_millis(middle)?) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Instant::from_millis(low)
}
