//! Back-tests: a configuration replayed over a customer's own history.

use std::cell::RefCell;

use serde::Serialize;
use serde_json::{Map, Value};

use super::candidate::Candidate;
use super::candidates::Candidates;
use super::evaluation::{Definitions, Evaluation, World};
use super::outcome::OutcomeStatus;
use super::request::{Explain, Query};
use super::signals::Tracks;
use crate::definitions::{Issues, Reader};
use crate::error::{ErrorCode, Result};
use crate::history::{Cell, History};
use crate::names::NO_NAME;
use crate::profiles::ProfileFacet;
use crate::time::Instant;

/// What is replayed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BacktestRequest {
    /// The type of the events before which a decision is made.
    pub event_type: String,
    /// Only events after this instant.
    pub from: Option<Instant>,
    /// Only events up to this instant.
    pub to: Option<Instant>,
    /// The segments the customer is in.
    pub segments: Vec<String>,
    /// What is known of the customer.
    pub attributes: Map<String, Value>,
}

impl BacktestRequest {
    /// Reads a request from a JSON tree; the members that say what to compare with are ignored.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidArgument`] with everything that is wrong.
    ///
    /// ```
    /// use lookback::decisions::BacktestRequest;
    ///
    /// let request = BacktestRequest::from_value(&serde_json::json!({ "eventType": "impression" }))?;
    /// assert_eq!(request.event_type, "impression");
    /// # Ok::<(), lookback::Error>(())
    /// ```
    pub fn from_value(value: &Value) -> Result<Self> {
        let issues = Issues::default();
        let read = Reader::new(value, "", &issues).object().and_then(|mut fields| {
            fields.ignore(&["against", "zones"]);
            let event_type = fields.required("eventType", |reader| reader.text());
            let from = fields.optional("from", |reader| reader.instant());
            let to = fields.optional("to", |reader| reader.instant());
            let names = |reader: Reader<'_>| reader.list(|name| name.text());
            let segments = fields.or("segments", Vec::new(), names);
            let attributes = fields.or("attributes", Map::new(), |reader| reader.map().cloned());
            fields.finish();
            Some(Self {
                event_type: event_type?,
                from: from?,
                to: to?,
                segments: segments?,
                attributes: attributes?,
            })
        });
        issues.into_result(ErrorCode::InvalidArgument, read)
    }
}

/// What the decisions just before the events of a history would have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Backtest {
    /// How many events were replayed.
    pub decisions: usize,
    /// How many of them pass.
    pub passed: usize,
    /// The others.
    pub blocked: Vec<BacktestEvent>,
    /// How many pass under the other configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passed_against: Option<usize>,
    /// Those that only the other configuration lets pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gained: Option<Vec<BacktestEvent>>,
    /// Those that only this configuration lets pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<Vec<BacktestEvent>>,
}

/// An event that was replayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BacktestEvent {
    /// Its position in canonical order.
    pub index: usize,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When it was.
    pub timestamp: Instant,
    /// Its offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// Its channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The rule that stops it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// Replays with one configuration, and with another one if there is one to compare with.
pub(crate) fn backtest(
    definitions: Definitions<'_>,
    against: Option<Definitions<'_>>,
    history: &History,
    facet: &ProfileFacet,
    request: &BacktestRequest,
) -> Result<Backtest> {
    let events: Vec<usize> = events_to_replay(history, request);
    let own = replay(definitions, history, facet, request, &events)?;
    let replayed = |verdicts: &[Option<String>], wanted: &dyn Fn(usize) -> bool| -> Vec<BacktestEvent> {
        let mut replayed = Vec::new();
        for (place, (&at, rule)) in events.iter().zip(verdicts).enumerate() {
            if wanted(place) {
                replayed.push(event(history, at, rule.clone()));
            }
        }
        replayed
    };
    let blocked =
        |verdicts: &[Option<String>], place: usize| verdicts.get(place).is_some_and(Option::is_some);
    let passed = |verdicts: &[Option<String>]| verdicts.iter().filter(|rule| rule.is_none()).count();
    let mut result = Backtest {
        decisions: events.len(),
        passed: passed(&own),
        blocked: replayed(&own, &|place| blocked(&own, place)),
        passed_against: None,
        gained: None,
        lost: None,
    };
    if let Some(against) = against {
        let other = replay(against, history, facet, request, &events)?;
        result.passed_against = Some(passed(&other));
        result.gained = Some(replayed(&own, &|place| blocked(&own, place) && !blocked(&other, place)));
        result.lost = Some(replayed(&other, &|place| !blocked(&own, place) && blocked(&other, place)));
    }
    Ok(result)
}

/// The positions of the events to replay.
fn events_to_replay(history: &History, request: &BacktestRequest) -> Vec<usize> {
    let Some(event_type) = history.names.find(&request.event_type) else { return Vec::new() };
    let begin = request.from.map_or(0, |from| history.columns.up_to(from.millis()));
    let end = request.to.map_or(history.len(), |to| history.columns.up_to(to.millis()));
    let matches = |&at: &usize| cell(history, at).is_some_and(|cell| cell.event_type == event_type);
    (begin..end).filter(matches).collect()
}

fn cell(history: &History, at: usize) -> Option<Cell> {
    history.cells.get(history.columns.cell(at))
}

/// For each event the rule, if any, that blocks it in the decision a millisecond before.
fn replay(
    definitions: Definitions<'_>,
    history: &History,
    facet: &ProfileFacet,
    request: &BacktestRequest,
    events: &[usize],
) -> Result<Vec<Option<String>>> {
    let mut tracks = Tracks::default();
    let Definitions { program, rules, .. } = definitions;
    tracks.refresh(&program.signals.tracks, history);
    let walks = RefCell::default();
    let mut verdicts = Vec::with_capacity(events.len());
    for &at in events {
        let now = history.columns.time(at).saturating_sub(1);
        let Some(now) = Instant::from_millis(now) else {
            verdicts.push(None);
            continue;
        };
        let world =
            World { definitions, history, tracks: &tracks, rolling: None, facet, walks: Some(&walks) };
        let query = Query {
            now,
            segments: &request.segments,
            attributes: &request.attributes,
            limit: None,
            explain: Explain::None,
        };
        let mut candidates = candidate(history, at);
        candidates.complete(&program.catalog);
        let mut evaluation = Evaluation::new(world, query, candidates);
        evaluation.run()?;
        let row = evaluation.found.rows.first().filter(|row| row.status != OutcomeStatus::Eligible);
        let blocking = row.and_then(|row| evaluation.found.active.get(row.blocked_by?));
        let rule = blocking.and_then(|rule| program.rules.get(rule.rule)?.definition(rules));
        verdicts.push(rule.map(|rule| rule.id.clone()));
    }
    Ok(verdicts)
}

/// The event as a candidate, without what it lacks.
fn candidate(history: &History, at: usize) -> Candidates {
    let cell = cell(history, at);
    let name = |code: u32| history.names.optional(code).map(str::to_owned);
    let offer = cell.and_then(|cell| name(cell.offer));
    let lacks_offer = offer.is_none();
    let channel = cell.and_then(|cell| name(cell.channel));
    let candidate = Candidate { offer: offer.unwrap_or_default(), channel, ..Candidate::default() };
    let mut candidates = Candidates::new(&[candidate]);
    if lacks_offer {
        candidates.offers = vec![NO_NAME];
    }
    candidates
}

fn event(history: &History, at: usize, rule: Option<String>) -> BacktestEvent {
    let name = |code: fn(Cell) -> u32| history.names.optional(code(cell(history, at)?)).map(str::to_owned);
    BacktestEvent {
        index: at,
        id: history.ids.get(history.columns.id(at)).map(str::to_owned),
        timestamp: Instant::from_millis(history.columns.time(at)).unwrap_or(Instant::MIN),
        offer: name(|cell| cell.offer),
        channel: name(|cell| cell.channel),
        rule,
    }
}
