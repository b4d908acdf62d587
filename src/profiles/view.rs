//! The facet as it is shown: plain data under the source system's names.

use serde::Serialize;

use super::facet::ProfileFacet;
use super::matching;
use super::set::ProfileSet;
use super::sorted_map::SortedMap;
use crate::time::Instant;

/// The profiles of a customer, by profile id.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactBehaviorProfile {
    /// The latest start of the interactions that the scores came from; none before the first one.
    pub source_interaction_start_date_time: Option<Instant>,
    /// By profile id.
    pub scores: SortedMap<ProfileScore>,
}

/// One profile of a customer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileScore {
    /// The nearest pattern; none when nothing matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matched_pattern_id: Option<String>,
    /// The profile's id.
    pub profile_definition_id: String,
    /// The sum of the values.
    pub score: f64,
    /// How many times the profile was scored.
    pub score_count: i32,
    /// By key id.
    pub values: SortedMap<f64>,
}

/// How near a customer's profile is to one of its patterns.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PatternDistance {
    /// The pattern.
    pub pattern_id: String,
    /// The squared Euclidean distance, never below 0.
    pub distance: f64,
    /// The share of the nearness to all patterns, 0 to 1.
    pub share: f64,
}

impl ProfileFacet {
    fn moment(&self, now: Option<Instant>) -> Instant {
        now.or(self.source).unwrap_or(Instant::MIN)
    }

    /// The facet as it reads at `now`, or as it is stored when none is given.
    pub fn read(&self, set: &ProfileSet, now: Option<Instant>) -> ContactBehaviorProfile {
        let now = self.moment(now);
        let mut scores = SortedMap::new();
        for (id, entry) in self.entries.iter() {
            let profile = set.get(id);
            let mut values = entry.values.clone();
            for (key, value) in values.iter_mut() {
                *value = entry.value(profile, key, now);
            }
            let score = ProfileScore {
                matched_pattern_id: self.matched(entry, profile, now).map(str::to_owned),
                profile_definition_id: id.to_owned(),
                score: entry.score(profile, now),
                score_count: entry.count,
                values,
            };
            scores.set(id.to_owned(), score);
        }
        ContactBehaviorProfile { source_interaction_start_date_time: self.source, scores }
    }

    /// How near a profile is to each of its patterns, in the order of the definition: at `now`, or
    /// as it is stored when none is given.
    ///
    /// Empty when nothing can match, and when the profile is not defined or was never scored.
    pub fn pattern_distances(
        &self,
        set: &ProfileSet,
        profile: &str,
        now: Option<Instant>,
    ) -> Vec<PatternDistance> {
        let now = self.moment(now);
        match (set.get(profile), self.entries.get(profile)) {
            (Some(profile), Some(entry)) => {
                matching::distances(profile, entry, entry.left(Some(profile), now))
            }
            _ => Vec::new(),
        }
    }
}
