//! Events of a customer are taken in, all together or but for the malformed.

use super::Customer;
use crate::error::{Error, ErrorCode, Result, code};
use crate::events::{EventIssue, EventList, InteractionEvent};
use crate::history::{AppendOutcome, Incoming};
use crate::intake::{gather_values, read_events};
use crate::json;

/// About how long an event is in JSON.
const BYTES_PER_EVENT: usize = 96;

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
pub struct AppendResult {
    /// How many are in the history now that were not before.
    pub appended: usize,
    /// How many had an id that was seen before, and the same content.
    pub duplicates: usize,
    /// Those that had an id seen before, but other content; the first to arrive stays.
    pub conflicts: Vec<EventIssue>,
    /// Those that are malformed.
    pub invalid: Vec<EventIssue>,
}

impl AppendResult {
    pub(super) fn new(outcome: AppendOutcome, invalid: Vec<EventIssue>, list: &EventList<'_>) -> Self {
        let AppendOutcome { appended, duplicates, conflicts, .. } = outcome;
        let conflicts = conflicts.into_iter().map(|index| conflict(list, index)).collect();
        Self { appended, duplicates, conflicts, invalid }
    }
}

impl Customer {
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
    pub fn append(&mut self, events: &[InteractionEvent]) -> Result<AppendResult> {
        let mut incoming = Incoming::new(&mut self.history, events.len());
        let mut invalid = Vec::new();
        let fields = self.compiled.field_tree.fields();
        gather_values(events, fields, &mut self.history, &mut incoming, &mut invalid);
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
    pub fn append_json(&mut self, text: &[u8], on_invalid: OnInvalid) -> Result<AppendResult> {
        let list = &EventList::EVENTS;
        let text = json::text_of(text, list.name())
            .map_err(|issue| Error::single(ErrorCode::InvalidEvent, issue))?;
        let (incoming, invalid) = self.gather(text, text.len() / BYTES_PER_EVENT, list)?;
        self.commit(incoming, invalid, on_invalid, list)
    }

    /// Reads the events of a JSON text without applying them.
    pub(super) fn gather(
        &mut self,
        text: &str,
        expected: usize,
        list: &EventList<'_>,
    ) -> Result<(Incoming, Vec<EventIssue>)> {
        let mut incoming = Incoming::new(&mut self.history, expected);
        let mut invalid = Vec::new();
        let tree = &self.compiled.field_tree;
        match read_events(text, tree, list, &mut self.history, &mut incoming, &mut invalid) {
            Ok(()) => Ok((incoming, invalid)),
            Err(error) => {
                incoming.discard(&mut self.history);
                let issue = json::locate(text, error, list.name());
                Err(Error::single(ErrorCode::InvalidEvent, issue))
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
    ) -> Result<AppendResult> {
        if on_invalid == OnInvalid::Reject && !invalid.is_empty() {
            incoming.discard(&mut self.history);
            let issues = invalid.into_iter().map(|invalid| invalid.issue).collect();
            return Err(Error::new(ErrorCode::InvalidEvent, issues));
        }
        let outcome = incoming.commit(&mut self.history);
        self.rolling.events_changed(outcome.changed_from);
        self.tracks.events_changed(outcome.changed_from);
        Ok(AppendResult::new(outcome, invalid, list))
    }
}

fn conflict(list: &EventList<'_>, index: usize) -> EventIssue {
    let message = "another event has this id and different content; the first one stays";
    list.issue(index, "", code::CONFLICTING_DUPLICATE, message)
}
