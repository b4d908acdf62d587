//! Behavior profiles: what a visitor's scored behavior adds up to, and which pattern is nearest.
//!
//! `ProfileSet` holds the definitions an engine was built with; `ProfileFacet` is one
//! customer's facet. An interaction is read, prepared against the facet (which may fail), and then
//! committed (which cannot), so that its scores and its plain events land together or not at all.
//!
//! ```
//! use lookback::{Configuration, Engine, Instant};
//!
//! let engine = Engine::new(Configuration::from_json(br#"{ "profiles": [{
//!     "id": "reader", "keys": ["politics", "sport"], "halfLifeDays": 30,
//!     "patterns": [
//!         { "id": "voter", "values": { "politics": 10 } },
//!         { "id": "fan", "values": { "sport": 10 } }
//!     ]
//! }] }"#)?)?;
//! let mut customer = engine.customer();
//! customer.apply_interaction(&serde_json::json!({
//!     "id": "visit-1", "startDateTime": "2026-03-01T12:00:00Z",
//!     "events": [{ "eventType": "ChangeProfileScoreEvent", "delta": {
//!         "reader": { "scoreCount": 1, "values": { "politics": 4, "sport": 2 } }
//!     } }]
//! }))?;
//!
//! let profile = customer.behavior_profile(None);
//! let reader = profile.scores.get("reader").ok_or("never scored")?;
//! assert_eq!((reader.score, reader.matched_pattern_id.as_deref()), (6.0, Some("voter")));
//! let later = customer.behavior_profile(Some(Instant::parse("2026-03-31T12:00:00Z")?));
//! assert_eq!(later.scores.get("reader").map(|reader| reader.score), Some(3.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How a profile is computed
//!
//! Every definition is the same three parts, whatever system it comes from:
//!
//! - [`Scoring`]: what the change events of an interaction do to the values. They are added, or
//!   taken as views of categories.
//! - `decayRate` and [`DecayOrder`]: what every interaction takes off each value, once, with or
//!   without a delta for the profile, and whether before or after the interaction's own deltas.
//! - [`TimeDecay`]: what time takes off. With a half-life the value at an instant is the sum of all
//!   deltas, each halved as often as half-lives have passed since its interaction began; it does
//!   not matter when it was read, nor in which order interactions arrived. With a linear decay the
//!   days without any interaction count, so every interaction begins a new grace period from what
//!   is left. Deltas that arrive late have decayed by the time between. Neither changes what is
//!   stored when it is read, and reading at an instant before the last interaction gives what is
//!   stored.
//!
//! Then every defined profile of the facet is matched: see [`ProfileType`]. Two patterns are
//! compared exactly, so that the first defined one wins whatever is truly a tie. A profile or key
//! that is not defined accumulates and neither decays nor matches.
//!
//! Numbers are finite, always: an interaction that would make a value, a score or a score count
//! larger than its type is refused as a whole.

mod affinity;
mod apply;
mod changes;
mod codec;
mod decay;
mod definition;
mod facet;
mod id;
mod interaction;
mod matching;
mod members;
mod merge;
mod set;
mod sorted_map;
#[cfg(test)]
mod tests;
mod view;
mod xconnect;

pub use decay::{LinearDecay, TimeDecay};
pub use definition::{
    CategoryAffinity, DecayOrder, ProfileDefinition, ProfileKey, ProfilePattern, ProfileType, Scoring,
};
pub use merge::MergeScores;
pub use set::ProfileMode;
pub use sorted_map::SortedMap;
pub use view::{ContactBehaviorProfile, PatternDistance, ProfileScore};
pub use xconnect::XConnectFacet;

pub(crate) use codec::{decode, encode};
pub(crate) use facet::ProfileFacet;
pub(crate) use id::normalized as normalized_id;
pub(crate) use interaction::Interaction;
pub(crate) use members::id as read_id;
pub(crate) use set::ProfileSet;
