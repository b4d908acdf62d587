mod decide;
mod profile;

pub use profile::Visited;

use std::sync::Arc;

use crate::compiled::CompiledEngine;
use crate::decisions::Tracks;
use crate::error::{Error, ErrorCode, Issue, Result};
use crate::events::{EventIssue, EventList, InteractionEvent};
use crate::history::{AppendOutcome, History, Incoming, MAX_EVENTS};
use crate::intake::{read_events, take_typed};
use crate::json;
use crate::metrics::{self, MetricResult, Rolling, Series};
use crate::names::NO_NAME;
use crate::profiles::{MergeScores, ProfileFacet};
use crate::snapshots;
use crate::time::Instant;

/// One customer's history, and what the engine's definitions make of it.
#[derive(Debug, Clone)]
pub struct Customer {
    pub(crate) engine: Arc<CompiledEngine>,
    pub(crate) history: History,
    pub(crate) rolling: Rolling,
    pub(crate) profile: ProfileFacet,
    pub(crate) tracks: Tracks,
}

/// What happens when some of the events given are malformed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnInvalid {
    /// Nothing is applied, and all that is wrong is reported.
    #[default]
    Reject,
    /// The good events are applied, and the bad ones reported.
    Skip,
}

/// What became of the events given: every one is in exactly one of the four.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Appended {
    /// How many are in the history now that were not before.
    pub appended: usize,
    /// How many had an id that was seen before, and the same content.
    pub duplicates: usize,
    /// Those that had an id seen before, but other content; the first to arrive stays.
    pub conflicts: Vec<EventIssue>,
    /// Those that are malformed.
    pub invalid: Vec<EventIssue>,
}

impl Appended {
    fn of(outcome: AppendOutcome, invalid: Vec<EventIssue>, list: &EventList<'_>) -> Self {
        let AppendOutcome { appended, duplicates, conflicts, .. } = outcome;
        let conflicts = conflicts.into_iter().map(|index| conflict(list, index)).collect();
        Self { appended, duplicates, conflicts, invalid }
    }
}

impl Customer {
    pub(crate) fn new(engine: Arc<CompiledEngine>) -> Self {
        Self {
            engine,
            history: History::default(),
            rolling: Rolling::default(),
            profile: ProfileFacet::new(),
            tracks: Tracks::default(),
        }
    }

    /// Adds events to the history.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidEvent`] with every malformed event; nothing is applied.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine, Instant, InteractionEvent};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let at = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let click = InteractionEvent::new("click", at).with_id("e1");
    /// assert_eq!(customer.append(&[click.clone()])?.appended, 1);
    /// assert_eq!(customer.append(&[click])?.duplicates, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn append(&mut self, events: &[InteractionEvent]) -> Result<Appended> {
        let mut incoming = Incoming::new(&mut self.history, events.len());
        let mut invalid = Vec::new();
        let fields = &self.engine.configuration.event_fields;
        take_typed(events, fields, &mut self.history, &mut incoming, &mut invalid);
        self.commit(incoming, invalid, OnInvalid::Reject, &EventList::EVENTS)
    }

    /// Adds the events of a JSON text: an array of records, or records one after another, in the
    /// shape that the configuration's `eventFields` describe.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidEvent`] when the text is not JSON or, with [`OnInvalid::Reject`], when
    /// any event is malformed; nothing is applied.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine, Instant, InteractionEvent};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let at = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let click = InteractionEvent::new("click", at).with_id("e1");
    /// use lookback::OnInvalid;
    ///
    /// let text = br#"[{ "eventType": "click", "timestamp": "2026-03-10T14:30:00Z" }, { "eventType": "click" }]"#;
    /// assert!(customer.append_json(text, OnInvalid::Reject).is_err() && customer.is_empty());
    /// let appended = customer.append_json(text, OnInvalid::Skip)?;
    /// assert_eq!(appended.appended, 1);
    /// assert_eq!(appended.invalid[0].issue.path, "events[1].timestamp");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn append_json(&mut self, text: &[u8], on_invalid: OnInvalid) -> Result<Appended> {
        let invalid = |issue| Error::single(ErrorCode::InvalidEvent, issue);
        let text = json::text_of(text, "events").map_err(invalid)?;
        let mut incoming = Incoming::new(&mut self.history, text.len() / 96);
        let mut issues = Vec::new();
        let fields = &self.engine.configuration.event_fields;
        let tree = &self.engine.field_tree;
        match read_events(
            text,
            fields,
            tree,
            &EventList::EVENTS,
            &mut self.history,
            &mut incoming,
            &mut issues,
        ) {
            Ok(()) => self.commit(incoming, issues, on_invalid, &EventList::EVENTS),
            Err(fault) => {
                incoming.discard(&mut self.history);
                Err(invalid(json::locate(text, fault, "events")))
            }
        }
    }

    /// Applies gathered events, or refuses them all.
    pub(crate) fn commit(
        &mut self,
        incoming: Incoming,
        invalid: Vec<EventIssue>,
        on_invalid: OnInvalid,
        list: &EventList<'_>,
    ) -> Result<Appended> {
        if on_invalid == OnInvalid::Reject && !invalid.is_empty() {
            incoming.discard(&mut self.history);
            let issues = invalid.into_iter().map(|invalid| invalid.issue).collect();
            return Err(Error::new(ErrorCode::InvalidEvent, issues));
        }
        let outcome = incoming.commit(&mut self.history);
        self.rolling.events_changed(outcome.changed_from);
        self.tracks.events_changed(outcome.changed_from);
        Ok(Appended::of(outcome, invalid, list))
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
    pub fn merge(&mut self, other: &Self) -> Result<Appended> {
        self.merge_with(other, MergeScores::Latest)
    }

    /// Adds another customer's history and profile to this one's.
    ///
    /// The history becomes the union of both.
    ///
    /// Of two events with the same id and different content the canonically first stays, so that
    /// it does not matter which customer is merged into which. What became of the other's events is told by their
    /// positions in [`Customer::events`].
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
    pub fn merge_with(&mut self, other: &Self, scores: MergeScores) -> Result<Appended> {
        let (union, outcome) = self.history.merged(&other.history);
        let refuse = |message| {
            Err(Error::single(ErrorCode::InvalidArgument, Issue::new("other", "too_many", message)))
        };
        if union.len() > MAX_EVENTS {
            return refuse(format!("a customer holds at most {MAX_EVENTS} events; prune both first"));
        }
        self.profile = self.profile.merged(&other.profile, &self.engine.profiles, scores)?;
        self.history = union;
        self.rolling.reset();
        self.tracks.reset();
        Ok(Appended::of(outcome, Vec::new(), &EventList::EVENTS))
    }

    /// Drops the events that no definition can see at or after `now`; answers how many.
    ///
    /// No result at or after `now` is another afterwards, except that events without an id go by other
    /// [positions](crate::decisions::EventName::Position).
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
        let engine = &self.engine;
        let lookback = |history: &History, cell| {
            let names = &history.names;
            engine.metrics.lookback(cell, names).max(engine.program.lookback(cell, names))
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

    /// All metrics at `now`, in the order they are defined.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidEvent`] when a sum is beyond the largest double.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine, Instant, InteractionEvent};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let at = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let click = InteractionEvent::new("click", at).with_id("e1");
    /// # customer.append(&[click])?;
    /// let metrics = customer.metrics(at)?;
    /// assert_eq!(metrics[0].value, Some(Some(1.0)));
    /// assert_eq!(metrics[0].valid_until, Some(Instant::parse("2026-03-17T14:30:00Z")?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn metrics(&mut self, now: Instant) -> Result<Vec<MetricResult>> {
        self.advance(now);
        metrics::results(&mut self.rolling, &self.engine.metrics, &self.history, now)
    }

    /// One value of a metric at `now`: that of the group for `channel` and `offer`, as far as the
    /// metric has these dimensions. A group that was never seen has the metric's empty value.
    ///
    /// In a dimension that the metric has, none is the group of the events without a channel or an offer, and not that
    /// of all events together.
    ///
    /// # Errors
    /// [`ErrorCode::UnknownMetric`] for a key that is not defined; [`ErrorCode::InvalidEvent`]
    /// when a sum is beyond the largest double.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine, Instant, InteractionEvent};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let at = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let click = InteractionEvent::new("click", at).with_id("e1");
    /// # customer.append(&[click])?;
    /// assert_eq!(customer.metric("clicks_7d", at, None, None)?, Some(1.0));
    /// let a_week_later = Instant::parse("2026-03-17T14:30:00Z")?;
    /// assert_eq!(customer.metric("clicks_7d", a_week_later, None, None)?, Some(0.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn metric(
        &mut self,
        key: &str,
        now: Instant,
        channel: Option<&str>,
        offer: Option<&str>,
    ) -> Result<Option<f64>> {
        let at = self.metric_position(key)?;
        self.advance(now);
        let code = |name: Option<&str>| match name {
            None => Some(NO_NAME),
            Some(name) => self.history.names.find(name),
        };
        self.value_in(at, code(channel), code(offer))
    }

    /// A metric through time, at `from`, `from + step`, … up to and including `to`.
    ///
    /// # Errors
    /// As [`Customer::metric`]; [`ErrorCode::InvalidArgument`] for a range with no or too many steps.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine, Instant, InteractionEvent};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let at = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let click = InteractionEvent::new("click", at).with_id("e1");
    /// # customer.append(&[click])?;
    /// use lookback::metrics::SeriesRange;
    ///
    /// let from = Instant::parse("2026-03-10T00:00:00Z")?;
    /// let to = Instant::parse("2026-03-11T00:00:00Z")?;
    /// let series = customer.series("clicks_7d", &SeriesRange { from, to, step: 43_200_000 }, None, None)?;
    /// assert_eq!(series.values, [0.0, 0.0, 1.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn series(
        &self,
        key: &str,
        range: &metrics::SeriesRange,
        channel: Option<&str>,
        offer: Option<&str>,
    ) -> Result<Series> {
        let at = self.metric_position(key)?;
        metrics::series(&self.engine.metrics, &self.history, at, range, channel, offer)
    }

    pub(crate) fn advance(&mut self, now: Instant) {
        self.rolling.advance(&self.engine.metrics, &self.history, now.millis());
    }

    /// The value of a metric in the group of two names, by their codes; none for a name that the
    /// history does not hold.
    pub(crate) fn value_in(
        &self,
        at: usize,
        channel: Option<u32>,
        offer: Option<u32>,
    ) -> Result<Option<f64>> {
        metrics::value_in(&self.rolling, &self.engine.metrics, at, channel, offer)
    }

    pub(crate) fn metric_position(&self, key: &str) -> Result<usize> {
        self.engine.metrics.position(key).ok_or_else(|| {
            let message = format!("no metric has the key {}", json::quoted(key));
            Error::single(ErrorCode::UnknownMetric, Issue::new("key", "unknown_metric", message))
        })
    }
}

fn conflict(list: &EventList<'_>, index: usize) -> EventIssue {
    let message = "another event has this id and different content; the first one stays";
    list.issue(index, "", "conflicting_duplicate", message)
}
