//! Customers: what can be done with one, and asked of one.

mod append;
mod decide;
mod metrics;
mod profile;

pub use append::{AppendResult, OnInvalid};
pub use profile::InteractionResult;

use std::sync::Arc;

use crate::compiled::CompiledEngine;
use crate::decisions::Tracks;
use crate::error::{Error, ErrorCode, Issue, Result, code};
use crate::events::{EventList, InteractionEvent};
use crate::history::{History, MAX_EVENTS};
use crate::metrics::Rolling;
use crate::profiles::{MergeScores, ProfileFacet};
use crate::snapshots;
use crate::time::Instant;

/// One customer's history, and what the engine's definitions make of it.
#[derive(Debug, Clone)]
pub struct Customer {
    pub(crate) compiled: Arc<CompiledEngine>,
    pub(crate) history: History,
    pub(crate) rolling: Rolling,
    pub(crate) profile: ProfileFacet,
    pub(crate) tracks: Tracks,
}

impl Customer {
    pub(crate) fn new(compiled: Arc<CompiledEngine>) -> Self {
        Self {
            compiled,
            history: History::default(),
            rolling: Rolling::default(),
            profile: ProfileFacet::new(),
            tracks: Tracks::default(),
        }
    }

    /// How many events are held.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine, Instant, InteractionEvent};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let at = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let click = InteractionEvent::new("click", at).with_id("e1");
    /// # customer.append(&[click])?;
    /// assert_eq!(customer.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn len(&self) -> usize {
        self.history.len()
    }

    /// Whether no event is held.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine, Instant, InteractionEvent};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let at = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let click = InteractionEvent::new("click", at).with_id("e1");
    /// # customer.append(&[click])?;
    /// assert!(!customer.is_empty() && engine.customer().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.history.len() == 0
    }

    /// The events held, in canonical order.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine, Instant, InteractionEvent};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let at = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let click = InteractionEvent::new("click", at).with_id("e1");
    /// # customer.append(&[click])?;
    /// assert_eq!(customer.events().next().and_then(|event| event.id).as_deref(), Some("e1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn events(&self) -> impl Iterator<Item = InteractionEvent> + '_ {
        self.history.events(0..self.len())
    }

    /// Adds another customer's history and profile to this one's: the union of the events, and of a
    /// profile that both have the scores of the later interaction.
    ///
    /// # Errors
    /// As [`Customer::merge_with`].
    ///
    /// ```
    /// # use lookback::{Configuration, Engine, Instant, InteractionEvent};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let at = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let click = InteractionEvent::new("click", at).with_id("e1");
    /// # customer.append(&[click])?;
    /// let mut known = engine.customer();
    /// known.merge(&customer)?;
    /// known.merge(&customer)?;
    /// assert_eq!(known.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<AppendResult> {
        self.merge_with(other, MergeScores::Latest)
    }

    /// Adds another customer's history and profile to this one's.
    ///
    /// The history becomes the union of both.
    ///
    /// Of two events with the same id and different content the canonically first stays, so that
    /// it does not matter which customer is merged into which. The result is about the other's
    /// events, by their positions in [`Customer::events`].
    ///
    /// # Errors
    /// [`ErrorCode::InvalidArgument`] when the union has too many events, or scores that are
    /// added up grow beyond the largest number.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine, Instant, InteractionEvent};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let at = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let click = InteractionEvent::new("click", at).with_id("e1");
    /// # customer.append(&[click])?;
    /// use lookback::profiles::MergeScores;
    ///
    /// let mut known = engine.customer();
    /// known.merge_with(&customer, MergeScores::Sum)?;
    /// assert_eq!(known.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge_with(&mut self, other: &Self, scores: MergeScores) -> Result<AppendResult> {
        let (union, outcome) = self.history.merged(&other.history);
        let refuse = |message| {
            Err(Error::single(ErrorCode::InvalidArgument, Issue::new("other", code::TOO_MANY, message)))
        };
        if union.len() > MAX_EVENTS {
            return refuse(format!("a customer holds at most {MAX_EVENTS} events; prune both first"));
        }
        self.profile = self.profile.merged(&other.profile, &self.compiled.profiles, scores)?;
        self.history = union;
        self.rolling.reset();
        self.tracks.reset();
        Ok(AppendResult::new(outcome, Vec::new(), &EventList::EVENTS))
    }

    /// Drops the events that no definition can see at or after `now`; returns how many.
    ///
    /// No result at or after `now` changes, except that events without an id go by other
    /// [positions](crate::decisions::EventName::Position) and that a back-test replays only the
    /// events that are left.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine, Instant, InteractionEvent};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let at = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let click = InteractionEvent::new("click", at).with_id("e1");
    /// # customer.append(&[click])?;
    /// let week = 7 * 86_400_000;
    /// assert_eq!(customer.prune(at.checked_add(week - 1).ok_or("too late")?), 0);
    /// assert_eq!(customer.prune(at.checked_add(week).ok_or("too late")?), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn prune(&mut self, now: Instant) -> usize {
        let CompiledEngine { metrics, program, .. } = &*self.compiled;
        let lookback = |history: &History, cell| {
            let names = &history.names;
            metrics.lookback(cell, names).max(program.lookback(cell, names))
        };
        let dropped = self.history.prune(now.millis(), lookback);
        if dropped > 0 {
            self.rolling.reset();
            self.tracks.reset();
        }
        dropped
    }

    /// Everything that is held, as bytes: the same history and profile always give the same.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine, Instant, InteractionEvent};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let at = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let click = InteractionEvent::new("click", at).with_id("e1");
    /// # customer.append(&[click])?;
    /// let bytes = customer.snapshot();
    /// assert_eq!(engine.restore(&bytes)?.snapshot(), bytes);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn snapshot(&self) -> Vec<u8> {
        snapshots::write(&self.history, &self.profile)
    }
}
