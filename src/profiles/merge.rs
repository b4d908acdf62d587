//! Merging the facets of two contacts that turn out to be one.

use super::facet::{Entry, ProfileFacet};
use super::set::{Profile, ProfileSet};
use super::sorted_map::SortedMap;
use crate::error::{Error, ErrorCode, Issue, Result, code};

/// What becomes of a profile that both facets have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MergeScores {
    /// The whole entry of the facet with the later source interaction stays, the target's on a tie.
    #[default]
    Latest,
    /// Values and score counts are added, and the sum is matched anew.
    Sum,
}

impl ProfileFacet {
    /// This facet with `other` merged into it. Neither is changed.
    ///
    /// Scores that only one of them has are copied, the later source time stands, and the
    /// interactions of both count as seen. No decay is applied.
    ///
    /// # Errors
    /// `invalid_argument` when added values or score counts grow beyond what a number holds.
    pub fn merged(&self, other: &Self, set: &ProfileSet, scores: MergeScores) -> Result<Self> {
        let source = self.source.max(other.source);
        let mut entries = self.entries.clone();
        for (id, theirs) in other.entries.iter() {
            match entries.get_mut(id) {
                None => entries.set(id.to_owned(), theirs.clone()),
                Some(ours) if scores == MergeScores::Sum => {
                    let mut sum = ours.plus(theirs, set.get(id)).ok_or_else(|| too_large(id))?;
                    if let (Some(profile), Some(source)) = (set.get(id), source) {
                        sum.matched = sum.nearest(profile, source).map(str::to_owned);
                    }
                    *ours = sum;
                }
                Some(ours) if other.source > self.source => *ours = theirs.clone(),
                Some(_) => {}
            }
        }
        Ok(Self { source, entries, seen: self.seen.union(&other.seen) })
    }
}

impl Entry {
    /// Both entries added up, as of the later of their times; none when a sum is too large.
    fn plus(&self, other: &Self, profile: Option<&Profile>) -> Option<Self> {
        let time = self.time.max(other.time);
        let at = |entry: &Self, key: &str| match time {
            Some(time) => entry.value(profile, key, time),
            None => entry.values.get(key).copied().unwrap_or_default(),
        };
        let mut values = SortedMap::new();
        for key in self.values.ids().chain(other.values.ids()) {
            values.set(key.to_owned(), at(self, key) + at(other, key));
        }
        let count = self.count.checked_add(other.count)?;
        let sum = Self { matched: self.matched.clone(), count, time, values };
        sum.is_finite(profile).then_some(sum)
    }
}

fn too_large(id: &str) -> Error {
    let message = format!("the scores of profile {id} cannot be added: they grow beyond the largest number");
    Error::single(ErrorCode::InvalidArgument, Issue::new("other", code::OUT_OF_RANGE, message))
}
