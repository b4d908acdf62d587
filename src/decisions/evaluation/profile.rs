use std::cmp::Ordering;

use super::verdict::Verdict;
use super::world::World;
use crate::decisions::program::Condition;
use crate::time::Instant;

impl World<'_> {
    /// What a condition on the behavior profile says at an instant, and the score it rests on.
    pub(super) fn profile(&self, condition: &Condition, now: Instant) -> (Verdict, Option<f64>) {
        match condition {
            Condition::ProfileScore { profile, key, acts, threshold, missing_acts, .. } => {
                let value = self.facet.value(self.definitions.profiles, profile, key.as_deref(), now);
                let verdict = match value {
                    None => Verdict::from_missing(*missing_acts),
                    Some(value) => Verdict::from_acts(acts.holds(value, *threshold)),
                };
                (verdict, value)
            }
            Condition::ProfileMatch { profile, pattern, acts_on, missing_acts, .. } => {
                if self.facet.value(self.definitions.profiles, profile, None, now).is_none() {
                    return (Verdict::from_missing(*missing_acts), None);
                }
                let matched = self.facet.matched_pattern(self.definitions.profiles, profile, now);
                let fits = match pattern {
                    None => matched.is_some(),
                    Some(pattern) => matched == Some(pattern),
                };
                (Verdict::from_acts(fits == *acts_on), None)
            }
            _ => (Verdict::Quiet, None),
        }
    }

    /// The first instant from one on at which such a condition acts, or does not.
    pub(super) fn profile_from(&self, condition: &Condition, from: Instant, acts: bool) -> Option<Instant> {
        let mut at = from;
        while self.profile(condition, at).0.acts() != acts {
            at = self.profile_change(condition, at)?;
        }
        Some(at)
    }

    /// The first instant after `now` at which such a condition says something else.
    ///
    /// A score that decays is another number every millisecond; what counts is what it decides.
    pub(super) fn profile_change(&self, condition: &Condition, now: Instant) -> Option<Instant> {
        match condition {
            Condition::ProfileScore { profile, key, acts, threshold, .. } => {
                let (acts, threshold) = (*acts, *threshold);
                let holds = move |ordering: Ordering| acts.accepts(ordering);
                self.facet.value_change(
                    self.definitions.profiles,
                    profile,
                    key.as_deref(),
                    now,
                    threshold,
                    &holds,
                )
            }
            Condition::ProfileMatch { profile, .. } => {
                let before = self.profile(condition, now).0;
                let mut at = now;
                loop {
                    at = self.facet.pattern_change(self.definitions.profiles, profile, at)?;
                    if self.profile(condition, at).0 != before {
                        return Some(at);
                    }
                }
            }
            _ => None,
        }
    }
}
