//! Conditions: when rules act, whatever kind of rule it is.

use crate::decisions::signals::Hours;
use crate::profiles::{ProfileDefinition, ProfileSet};
use crate::rules::{AttributeCheck, Operator};

/// When a rule acts.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    /// When a signal compares to the threshold in this way.
    Number { signal: usize, acts: Operator, threshold: f64, missing_acts: bool },
    /// For some time after each event with which a count was reached.
    Reached { signal: usize, count: usize, suppress: i64 },
    /// When the customer is in any of the segments.
    InAny(Vec<String>),
    /// When the customer is not in all of the segments.
    NotInAll(Vec<String>),
    /// When an attribute is not as required.
    Attribute(AttributeCheck),
    /// At hours of the week.
    Hours(Hours),
    /// When a profile matches a pattern (`acts_on` true), or does not.
    ProfileMatch {
        profile: String,
        pattern: Option<String>,
        acts_on: bool,
        missing_acts: bool,
        names: ProfileNames,
    },
    /// When a score of a profile compares to the threshold in this way.
    ProfileScore {
        profile: String,
        key: Option<String>,
        acts: Operator,
        threshold: f64,
        missing_acts: bool,
        names: ProfileNames,
    },
    /// When the customer is in any of the segments, or always when there are none.
    Lifts(Vec<String>),
    /// Never, since the metric it reads is paused.
    Paused,
}

/// What people call a profile, and its pattern or key that a rule is about: the ids, where they
/// have no names.
#[derive(Debug, Clone)]
pub(crate) struct ProfileNames {
    pub(crate) profile: String,
    pub(crate) part: Option<String>,
}

impl ProfileNames {
    pub(super) fn for_pattern(profiles: &ProfileSet, profile: &str, pattern: Option<&str>) -> Self {
        let definition = profiles.definition(profile);
        let known = definition.and_then(|it| it.patterns.iter().find(|known| pattern == Some(&known.id)));
        Self::new(definition, profile, known.map(|known| known.name.as_str()).or(pattern))
    }

    pub(super) fn for_key(profiles: &ProfileSet, profile: &str, key: Option<&str>) -> Self {
        let definition = profiles.definition(profile);
        let known = definition.and_then(|it| it.keys.iter().find(|known| key == Some(&known.id)));
        Self::new(definition, profile, known.map(|known| known.name.as_str()).or(key))
    }

    fn new(definition: Option<&ProfileDefinition>, id: &str, part: Option<&str>) -> Self {
        let profile = definition.map_or(id, |definition| &definition.name);
        Self { profile: profile.to_owned(), part: part.map(str::to_owned) }
    }
}

impl Condition {
    /// The signal that it reads, if any.
    pub(crate) fn signal(&self) -> Option<usize> {
        match self {
            Self::Number { signal, .. } | Self::Reached { signal, .. } => Some(*signal),
            _ => None,
        }
    }
}
