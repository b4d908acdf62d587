//! One customer's facet: the scores of every profile, and which interactions they came from.

use super::matching::Comparison;
use super::set::{Profile, ProfileSet};
use super::sorted_map::SortedMap;
use crate::encoding::guid;
use crate::time::Instant;

/// The profiles of one customer: the Contact Behavior Profile.
///
/// What is stored never depends on when it was read. A profile with a decay by time keeps its
/// values as they were at the last interaction that touched them; reading at a later instant takes
/// off what the time between has taken, and reading at an earlier one gives the stored values.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProfileFacet {
    /// The latest start of all interactions applied.
    pub(super) source: Option<Instant>,
    pub(super) entries: SortedMap<Entry>,
    pub(super) seen: SeenIds,
}

/// The scores of one profile.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Entry {
    pub(super) matched: Option<String>,
    pub(super) count: i32,
    /// The instant that the values belong to; none when it is not known, and then nothing decays.
    pub(super) time: Option<Instant>,
    pub(super) values: SortedMap<f64>,
}

/// The id of an interaction: GUIDs take 16 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SeenId {
    Guid([u8; 16]),
    Text(Box<str>),
}

impl SeenId {
    pub(super) fn new(id: &str) -> Self {
        guid::parse(id).map_or_else(|| Self::Text(id.into()), Self::Guid)
    }
}

/// The interactions applied, in the order of their ids.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct SeenIds(Vec<SeenId>);

impl SeenIds {
    pub(super) fn contains(&self, id: &SeenId) -> bool {
        self.0.binary_search(id).is_ok()
    }

    pub(super) fn insert(&mut self, id: SeenId) {
        if let Err(place) = self.0.binary_search(&id) {
            self.0.insert(place, id);
        }
    }

    /// Puts an id behind all others; false when it does not belong there.
    pub(super) fn push(&mut self, id: SeenId) -> bool {
        let follows = self.0.last().is_none_or(|last| *last < id);
        if follows {
            self.0.push(id);
        }
        follows
    }

    pub(super) fn as_slice(&self) -> &[SeenId] {
        &self.0
    }

    pub(super) fn union(&self, other: &Self) -> Self {
        let mut all = Self(Vec::with_capacity(self.0.len() + other.0.len()));
        let (mut ours, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(our), Some(their)) = (ours.peek(), theirs.peek()) {
            let next = if our <= their { ours.next() } else { theirs.next() };
            if let Some(id) = next {
                all.push(id.clone());
            }
        }
        for id in ours.chain(theirs) {
            all.push(id.clone());
        }
        all
    }
}

impl Entry {
    /// The share that time has left of the values at `now`.
    pub(super) fn left(&self, profile: Option<&Profile>, now: Instant) -> f64 {
        let decay = profile.and_then(|profile| profile.definition.time_decay);
        match (decay, self.time) {
            (Some(decay), Some(time)) => decay.left(now.millis() - time.millis()),
            _ => 1.0,
        }
    }

    /// The values that never decay and those that do, each added up in key order.
    fn sums(&self, profile: Option<&Profile>) -> (f64, f64) {
        let (mut fixed, mut decaying) = (0.0, 0.0);
        for (key, value) in self.values.iter() {
            match profile {
                Some(profile) if profile.definition.has_key(key) => decaying += value,
                _ => fixed += value,
            }
        }
        (fixed, decaying)
    }

    /// One value at `now`; 0 for a key that was never scored.
    pub(super) fn value(&self, profile: Option<&Profile>, key: &str, now: Instant) -> f64 {
        let value = self.values.get(key).copied().unwrap_or_default();
        match profile {
            Some(profile) if profile.definition.has_key(key) => value * self.left(Some(profile), now),
            _ => value,
        }
    }

    /// The sum of the values at `now`.
    ///
    /// It is finite whenever an interaction left the entry; under a changed definition the parts
    /// could add up to more than the largest number, which then stands for them.
    pub(super) fn score(&self, profile: Option<&Profile>, now: Instant) -> f64 {
        let (fixed, decaying) = self.sums(profile);
        let within = |number: f64| number.clamp(f64::MIN, f64::MAX);
        within(within(fixed) + within(decaying) * self.left(profile, now))
    }

    /// Whether every number is finite, and their sums are.
    pub(super) fn is_finite(&self, profile: Option<&Profile>) -> bool {
        let (fixed, decaying) = self.sums(profile);
        self.values.iter().all(|(_, value)| value.is_finite())
            && fixed.is_finite()
            && decaying.is_finite()
            && (fixed + decaying).is_finite()
    }

    /// The nearest pattern at `now`, or none when nothing matches.
    pub(super) fn nearest<'a>(&self, profile: &'a Profile, now: Instant) -> Option<&'a str> {
        let index = Comparison::new(profile, self)?.nearest(self.left(Some(profile), now))?;
        profile.definition.patterns.get(index).map(|pattern| pattern.id.as_str())
    }
}

impl ProfileFacet {
    /// A facet that nothing was applied to yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes over another facet's scores and their time; what was seen stays seen.
    pub(crate) fn replace_scores(&mut self, other: Self) {
        self.source = other.source;
        self.entries = other.entries;
    }

    /// The value of a key of a profile at `now`, or the profile's score when no key is named.
    ///
    /// None when the customer has no such profile; 0 for a key that was never scored.
    /// Ids are in the spelling they are kept in (see `ProfileDefinition`).
    pub fn value(&self, set: &ProfileSet, profile: &str, key: Option<&str>, now: Instant) -> Option<f64> {
        let entry = self.entries.get(profile)?;
        let profile = set.get(profile);
        Some(match key {
            Some(key) => entry.value(profile, key, now),
            None => entry.score(profile, now),
        })
    }

    /// The pattern that a profile matches at `now`.
    ///
    /// After the last interaction a profile with a decay by time is compared with its patterns
    /// anew; otherwise the match of the last interaction (or the one that came with an imported or
    /// merged facet) stands.
    pub fn matched_pattern<'a>(
        &'a self,
        set: &'a ProfileSet,
        profile: &str,
        now: Instant,
    ) -> Option<&'a str> {
        self.matched(self.entries.get(profile)?, set.get(profile), now)
    }

    pub(super) fn matched<'a>(
        &self,
        entry: &'a Entry,
        profile: Option<&'a Profile>,
        now: Instant,
    ) -> Option<&'a str> {
        match profile {
            Some(profile) if self.rematches(profile, now) => entry.nearest(profile, now),
            _ => entry.matched.as_deref(),
        }
    }

    /// Whether the match at `now` is a matter of time.
    pub(super) fn rematches(&self, profile: &Profile, now: Instant) -> bool {
        profile.definition.time_decay.is_some() && self.source.is_some_and(|source| now > source)
    }
}
