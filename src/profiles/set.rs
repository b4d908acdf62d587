//! The profiles of an engine, ready to compute.

use super::definition::{CategoryAffinity, ProfileDefinition, ProfileType, Scoring};
use super::sorted_map::SortedMap;
use crate::definitions::words;

/// How an interaction changes the facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProfileMode {
    /// Change events are added up over all interactions.
    #[default]
    Aggregating,
    /// The scores are replaced by those of each interaction that has some.
    MostRecent,
}

words!(ProfileMode { Aggregating = "aggregating", MostRecent = "most_recent" });

/// A profile with its patterns as points over its keys.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    pub(super) definition: ProfileDefinition,
    /// The keys that the coordinates of the points belong to.
    pub(super) axes: Vec<String>,
    /// One point a pattern, in the order of the patterns.
    pub(super) points: Vec<Vec<f64>>,
}

impl Profile {
    /// By what rule views of a category are scored; none when changes of this key are added.
    pub(super) fn affinity(&self, key: &str) -> Option<&CategoryAffinity> {
        match &self.definition.scoring {
            Scoring::CategoryAffinity(rule) if self.definition.has_key(key) => Some(rule),
            _ => None,
        }
    }

    fn new(definition: ProfileDefinition) -> Self {
        let mut axes: Vec<String> = definition.keys.iter().map(|key| key.id.clone()).collect();
        if axes.is_empty() {
            let mut named = SortedMap::new();
            for pattern in &definition.patterns {
                for (key, value) in pattern.values.iter() {
                    named.add(key, *value);
                }
            }
            axes = named.ids().map(str::to_owned).collect();
        }
        let shares = definition.kind == ProfileType::Percentage;
        let point = |values: &SortedMap<f64>| {
            let total: f64 = values.iter().map(|(_, value)| value).sum();
            let scale = if shares && total != 0.0 { total } else { 1.0 };
            axes.iter().map(|axis| values.get(axis).map_or(0.0, |value| value / scale)).collect()
        };
        let points = definition.patterns.iter().map(|pattern| point(&pattern.values)).collect();
        Self { definition, axes, points }
    }
}

/// The profiles of an engine and how interactions change them.
#[derive(Debug, Clone, Default)]
pub struct ProfileSet {
    pub(super) profiles: Vec<Profile>,
    mode: ProfileMode,
}

impl ProfileSet {
    /// The set of these definitions, whose ids differ.
    pub(crate) fn new(definitions: Vec<ProfileDefinition>, mode: ProfileMode) -> Self {
        Self { profiles: definitions.into_iter().map(Profile::new).collect(), mode }
    }

    /// How interactions change the facet.
    pub fn mode(&self) -> ProfileMode {
        self.mode
    }

    /// The definition with this id, in the spelling it is kept in.
    pub fn definition(&self, id: &str) -> Option<&ProfileDefinition> {
        self.get(id).map(|profile| &profile.definition)
    }

    /// The ids of all profiles, in the order they are defined.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.profiles.iter().map(|profile| profile.definition.id.as_str())
    }

    pub(super) fn get(&self, id: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.definition.id == id)
    }
}
