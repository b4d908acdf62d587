//! Applying interactions, in two steps: preparing may fail and changes nothing; committing cannot
//! fail.

use super::affinity;
use super::decay::TimeDecay;
use super::definition::DecayOrder;
use super::facet::{Entry, ProfileFacet, SeenId};
use super::interaction::{Change, Delta, Interaction};
use super::set::{Profile, ProfileMode, ProfileSet};
use super::sorted_map::SortedMap;
use crate::error::{Error, ErrorCode, Issue, Result, code};
use crate::numbers::{ExactSum, positive_zero};
use crate::time::Instant;

/// What an interaction will do to a facet; nothing when it was applied before.
#[derive(Debug)]
pub(crate) struct ProfileChange(Option<New>);

/// The entries that change, and the facet's new time.
#[derive(Debug)]
struct New {
    id: Option<SeenId>,
    source: Option<Instant>,
    entries: SortedMap<Entry>,
    replace: bool,
}

impl ProfileChange {
    /// Whether the interaction was not applied before.
    pub(crate) fn is_new(&self) -> bool {
        self.0.is_some()
    }
}

impl ProfileFacet {
    /// Works out what an interaction changes.
    ///
    /// # Errors
    /// `invalid_event` when a value or a score count would grow beyond what a number holds.
    pub(crate) fn prepare(&self, set: &ProfileSet, interaction: &Interaction) -> Result<ProfileChange> {
        let id = interaction.id.as_deref().map(SeenId::new);
        if id.as_ref().is_some_and(|id| self.seen.contains(id)) {
            return Ok(ProfileChange(None));
        }
        let source = self.source.max(Some(interaction.start));
        let new = match (set.mode(), &interaction.scores) {
            (ProfileMode::Aggregating, _) => {
                let entries = self.aggregated(set, interaction, source)?;
                New { id, source, entries, replace: false }
            }
            (ProfileMode::MostRecent, Some(scores)) => {
                New { id, source, entries: scores.clone(), replace: true }
            }
            (ProfileMode::MostRecent, None) => {
                New { id, source: self.source, entries: SortedMap::new(), replace: false }
            }
        };
        Ok(ProfileChange(Some(new)))
    }

    /// Makes a prepared change; returns whether the interaction was new.
    pub(crate) fn commit(&mut self, change: ProfileChange) -> bool {
        let Some(New { id, source, entries, replace }) = change.0 else { return false };
        self.source = source;
        if replace {
            self.entries = entries;
        } else {
            for (id, entry) in entries {
                self.entries.set(id, entry);
            }
        }
        if let Some(id) = id {
            self.seen.insert(id);
        }
        true
    }

    fn aggregated(
        &self,
        set: &ProfileSet,
        interaction: &Interaction,
        source: Option<Instant>,
    ) -> Result<SortedMap<Entry>> {
        let mut entries = SortedMap::new();
        for change in &interaction.changes {
            for id in change.deltas.ids() {
                entries.add(id, Entry::default());
            }
        }
        for (id, entry) in self.entries.iter() {
            if set.get(id).is_some() || entries.get(id).is_some() {
                entries.set(id.to_owned(), entry.clone());
            }
        }
        for (id, entry) in entries.iter_mut() {
            let step =
                Step { id, profile: set.get(id), start: interaction.start, changes: &interaction.changes };
            step.apply(entry)?;
            if let (Some(profile), Some(source)) = (step.profile, source) {
                entry.matched = entry.nearest(profile, source).map(str::to_owned);
            }
        }
        Ok(entries)
    }
}

/// One interaction's effect on one profile.
struct Step<'a> {
    id: &'a str,
    profile: Option<&'a Profile>,
    start: Instant,
    changes: &'a [Change],
}

impl Step<'_> {
    /// What the interaction carries for the profile.
    fn deltas(&self) -> impl Iterator<Item = &Delta> {
        self.changes.iter().filter_map(|change| change.deltas.get(self.id))
    }

    fn apply(&self, entry: &mut Entry) -> Result<()> {
        let order = self.profile.map(|profile| profile.definition.decay_order);
        let weight = self.advance(entry);
        if order == Some(DecayOrder::Before) {
            self.decay(entry);
        }
        self.score(entry, weight)?;
        if order == Some(DecayOrder::After) {
            self.decay(entry);
        }
        if entry.is_finite(self.profile) { Ok(()) } else { Err(self.too_large()) }
    }

    /// Brings the values to the interaction's time; returns the share that is left of deltas
    /// that come late.
    ///
    /// Linear decay counts the days without any interaction, so every interaction takes the values
    /// along; a half-life gives the same whenever it is taken along, so only a delta does.
    fn advance(&self, entry: &mut Entry) -> f64 {
        let decay = self.profile.and_then(|profile| profile.definition.time_decay);
        let is_linear = matches!(decay, Some(TimeDecay::Linear(_)));
        if self.deltas().next().is_none() && !is_linear {
            return 1.0;
        }
        let (Some(time), Some(decay)) = (entry.time, decay) else {
            entry.time = entry.time.max(Some(self.start));
            return 1.0;
        };
        if self.start <= time {
            return decay.left(time.millis() - self.start.millis());
        }
        let left = entry.left(self.profile, self.start);
        self.scale(entry, left);
        entry.time = Some(self.start);
        1.0
    }

    /// Takes off what an interaction takes off.
    fn decay(&self, entry: &mut Entry) {
        if let Some(profile) = self.profile {
            self.scale(entry, 1.0 - profile.definition.decay_rate / 100.0);
        }
    }

    fn scale(&self, entry: &mut Entry, share: f64) {
        let Some(profile) = self.profile else { return };
        for (key, value) in entry.values.iter_mut() {
            if profile.definition.has_key(key) {
                *value = positive_zero(*value * share);
            }
        }
    }

    fn score(&self, entry: &mut Entry, weight: f64) -> Result<()> {
        let counts = self.deltas().map(|delta| i64::from(delta.count));
        let count = i64::from(entry.count) + counts.sum::<i64>();
        entry.count = i32::try_from(count).map_err(|_| self.refused("its scoreCount leaves 32 bits"))?;
        let mut changed = SortedMap::new();
        for delta in self.deltas() {
            for (key, number) in delta.values.iter() {
                if !self.viewed(entry, key, *number, weight) {
                    changed.add(key, 0.0);
                }
            }
        }
        for (key, _) in changed {
            let known = self.profile.is_some_and(|profile| profile.definition.has_key(&key));
            let weight = if known { weight } else { 1.0 };
            // Added exactly, so that the order of deltas does not show.
            let mut sum = ExactSum::default();
            sum.add(entry.values.get(&key).copied().unwrap_or_default());
            for number in self.deltas().filter_map(|delta| delta.values.get(&key)) {
                sum.add(number * weight);
            }
            let sum = sum.value().ok_or_else(|| self.too_large())?;
            entry.values.set(key, positive_zero(sum));
        }
        Ok(())
    }

    /// Scores a view of a category; false when the profile adds numbers, or does not know the key.
    fn viewed(&self, entry: &mut Entry, key: &str, views: f64, weight: f64) -> bool {
        let Some(profile) = self.profile else { return false };
        let Some(rule) = profile.affinity(key) else { return false };
        if views > 0.0 {
            affinity::view(rule, &mut entry.values, key, weight, &|key| profile.definition.has_key(key));
        }
        true
    }

    fn too_large(&self) -> Error {
        self.refused("its values grow beyond the largest number")
    }

    fn refused(&self, what: &str) -> Error {
        let message = format!("the scores of profile {} cannot be applied: {what}", self.id);
        Error::single(ErrorCode::InvalidEvent, Issue::new("interaction", code::OUT_OF_RANGE, message))
    }
}
