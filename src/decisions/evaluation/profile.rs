use std::cmp::Ordering;

use super::findings::Verdict;
use super::world::World;
use crate::decisions::program::Condition;
use crate::time::Instant;

impl World<'_> {
    /// What a condition on the behavior profile says at an instant, and the score it rests on.
    pub(crate) fn profile(&self, condition: &Condition, now: Instant) -> (Verdict, Option<f64>) {
        match condition {
            Condition::ProfileScore { profile, key, acts, threshold, missing_acts, .. } => {
                let value = self.facet.value(self.profiles, profile, key.as_deref(), now);
                let verdict = match value {
                    None => missing(*missing_acts),
                    Some(value) if acts.holds(value, *threshold) => Verdict::Acts,
                    Some(_) => Verdict::Quiet,
                };
                (verdict, value)
            }
            Condition::ProfileMatch { profile, pattern, acts_on, missing_acts, .. } => {
                if self.facet.value(self.profiles, profile, None, now).is_none() {
                    return (missing(*missing_acts), None);
                }
                let matched = self.facet.matched_pattern(self.profiles, profile, now);
                let fits = match pattern {
                    None => matched.is_some(),
                    Some(pattern) => matched == Some(pattern),
                };
                (if fits == *acts_on { Verdict::Acts } else { Verdict::Quiet }, None)
            }
            _ => (Verdict::Quiet, None),
        }
    }

    /// The first instant after `now` at which such a condition says something else.
    ///
    /// A score that wanes is another number every millisecond; what counts is what it decides.
    pub(crate) fn profile_change(&self, condition: &Condition, now: Instant) -> Option<Instant> {
        match condition {
            Condition::ProfileScore { profile, key, acts, threshold, .. } => {
                let (acts, threshold) = (*acts, *threshold);
                let holds = move |ordering: Ordering| acts.accepts(ordering);
                self.facet.value_change(self.profiles, profile, key.as_deref(), now, threshold, &holds)
            }
            Condition::ProfileMatch { profile, .. } => {
                let before = self.profile(condition, now).0;
                let mut at = now;
                loop {
                    at = self.facet.pattern_change(self.profiles, profile, at)?;
                    if self.profile(condition, at).0 != before {
                        return Some(at);
                    }
                }
            }
            _ => None,
        }
    }
}

fn missing(acts: bool) -> Verdict {
    if acts { Verdict::MissingActs } else { Verdict::MissingQuiet }
}
