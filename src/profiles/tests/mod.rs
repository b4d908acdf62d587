//! The rules of profiles, by their numbers.
#![expect(clippy::float_cmp, reason = "exact results are meant")]

mod aggregating;
mod definitions;
mod matching;
mod merging;
mod properties;
mod snapshot;
mod strategies;
mod time;
mod xconnect;

use serde_json::{Value, json};

use super::{ContactBehaviorProfile, Interaction, ProfileDefinition, ProfileFacet, ProfileSet, SortedMap};
use crate::configuration::Configuration;
use crate::error::{Error, Result};
use crate::time::Instant;

impl<T> std::ops::Index<&str> for SortedMap<T> {
    type Output = T;

    fn index(&self, id: &str) -> &T {
        self.get(id).unwrap()
    }
}

impl ProfileFacet {
    /// Whether nothing was ever applied.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.source.is_none() && self.seen.as_slice().is_empty()
    }

    /// The latest start of all interactions applied.
    fn source_interaction_start(&self) -> Option<Instant> {
        self.source
    }
}

impl ProfileSet {
    /// The definitions in the order given, with everything filled in.
    fn definitions(&self) -> impl Iterator<Item = &ProfileDefinition> {
        self.profiles.iter().map(|profile| &profile.definition)
    }
}

/// The profiles of a configuration.
fn set_of(configuration: &Value) -> Result<ProfileSet> {
    let read = Configuration::from_value(configuration)?;
    Ok(ProfileSet::new(read.profiles, read.profile_mode))
}

/// The set of one profile `p` with keys a, b and c, changed by `more`.
fn profile(more: &Value) -> ProfileSet {
    let mut definition = json!({ "id": "p", "keys": ["a", "b", "c"] });
    for (key, value) in more.as_object().unwrap() {
        definition[key] = value.clone();
    }
    set_of(&json!({ "profiles": [definition] })).unwrap()
}

fn try_apply(facet: &mut ProfileFacet, set: &ProfileSet, interaction: &Value) -> Result<bool> {
    let interaction = Interaction::from_json(interaction, set)?;
    Ok(facet.commit(facet.prepare(set, &interaction)?))
}

fn apply(facet: &mut ProfileFacet, set: &ProfileSet, interaction: &Value) -> bool {
    try_apply(facet, set, interaction).unwrap()
}

/// An interaction on a day of January 2026 with one change event.
fn visit(day: u32, delta: &Value) -> Value {
    json!({
        "startDateTime": format!("2026-01-{day:02}T00:00:00Z"),
        "events": [{ "eventType": "ChangeProfileScoreEvent", "delta": delta }],
    })
}

/// The delta of one score of profile `p`.
fn scored(values: &Value) -> Value {
    json!({ "p": { "scoreCount": 1, "values": values } })
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn day(day: u32) -> Instant {
    at(&format!("2026-01-{day:02}T00:00:00Z"))
}

fn stored(facet: &ProfileFacet, set: &ProfileSet) -> ContactBehaviorProfile {
    facet.read(set, None)
}

fn stored_json(facet: &ProfileFacet, set: &ProfileSet) -> Value {
    serde_json::to_value(stored(facet, set)).unwrap()
}

fn values(facet: &ProfileFacet, set: &ProfileSet) -> Value {
    stored_json(facet, set)["scores"]["p"]["values"].clone()
}

/// The path and code of every issue.
fn faults(error: &Error) -> Vec<(&str, &str)> {
    error.issues.iter().map(|issue| (issue.path.as_str(), issue.code)).collect()
}
