use serde_json::{Map, Value};

use super::candidate::{Candidate, read_name};
use crate::definitions::{Fields, Issues, Reader, words};
use crate::error::{ErrorCode, Result};
use crate::time::Instant;

/// At most this many candidates in one decision.
pub const MAX_CANDIDATES: usize = 10_000;

/// How much a decision explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Explain {
    /// No reasons, so that the decision holds for longest.
    None,
    /// The reasons of every outcome.
    #[default]
    Summary,
    /// Also the events that counted, and the smallest change that would flip each reason.
    Full,
}

words!(Explain { Summary = "summary", Full = "full", None = "none" });

/// What is to be decided.
#[derive(Debug, Clone, PartialEq)]
pub struct DecideRequest {
    /// What could be shown.
    pub candidates: Vec<Candidate>,
    /// The instant to decide at.
    pub now: Instant,
    /// The segments the customer is in.
    pub segments: Vec<String>,
    /// What is known of the customer.
    pub attributes: Map<String, Value>,
    /// How many candidates to rank at most; all when absent.
    pub limit: Option<u32>,
    /// How much the decision explains.
    pub explain: Explain,
}

/// A request without its candidates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Query<'a> {
    pub(crate) now: Instant,
    pub(crate) segments: &'a [String],
    pub(crate) attributes: &'a Map<String, Value>,
    pub(crate) limit: Option<u32>,
    pub(crate) explain: Explain,
}

impl DecideRequest {
    /// A request that leaves everything but the candidates and the instant out.
    ///
    /// ```
    /// use lookback::{Candidate, DecideRequest, Instant};
    ///
    /// let request = DecideRequest::new(vec![Candidate::new("gold_card")], Instant::parse("2026-03-10T14:30:00Z")?);
    /// assert_eq!((request.limit, request.segments.len()), (None, 0));
    /// let two_at_most = DecideRequest { limit: Some(2), ..request };
    /// assert_eq!(two_at_most.candidates[0].offer, "gold_card");
    /// # Ok::<(), lookback::TimeError>(())
    /// ```
    pub fn new(candidates: Vec<Candidate>, now: Instant) -> Self {
        Self {
            candidates,
            now,
            segments: Vec::new(),
            attributes: Map::new(),
            limit: None,
            explain: Explain::default(),
        }
    }

    pub(crate) fn query(&self) -> Query<'_> {
        Query {
            now: self.now,
            segments: &self.segments,
            attributes: &self.attributes,
            limit: self.limit,
            explain: self.explain,
        }
    }

    /// Refuses what reading a request refuses, in one that was made otherwise.
    pub(crate) fn check(&self) -> Result<()> {
        let issues = Issues::default();
        if self.limit == Some(0) {
            issues.add("limit", "out_of_range", "must be at least 1");
        }
        for (at, candidate) in self.candidates.iter().enumerate() {
            candidate.check(|member, message| {
                issues.add(format!("candidates[{at}].{member}"), "out_of_range", message);
            });
        }
        issues.into_result(ErrorCode::InvalidArgument, Some(()))
    }

    /// Reads a request from a JSON tree. Members of candidates that mean nothing here are ignored.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidArgument`] with everything that is wrong.
    ///
    /// ```
    /// use lookback::DecideRequest;
    /// use serde_json::json;
    ///
    /// let request = json!({ "candidates": [{ "offer": "gold_card" }], "now": "2026-03-10T14:30:00Z" });
    /// assert_eq!(DecideRequest::from_value(&request)?.candidates[0].offer, "gold_card");
    /// # Ok::<(), lookback::Error>(())
    /// ```
    pub fn from_value(value: &Value) -> Result<Self> {
        Self::read(value, false)
    }

    /// Reads a request, which also says the type of the events to record when it is one to reserve.
    pub(crate) fn read(value: &Value, reserves: bool) -> Result<Self> {
        let issues = Issues::default();
        let read = Reader::new(value, "", &issues).object().and_then(|mut fields| {
            let candidates = fields.required("candidates", |reader| reader.list(Candidate::read));
            let now = fields.required("now", |reader| reader.instant());
            let request = Self::read_rest(&mut fields, candidates, now);
            if reserves {
                fields.optional("eventType", read_name);
            }
            fields.finish();
            request
        });
        issues.into_result(ErrorCode::InvalidArgument, read)
    }

    /// Reads everything but the candidates and the instant.
    pub(crate) fn read_rest(
        fields: &mut Fields<'_>,
        candidates: Option<Vec<Candidate>>,
        now: Option<Instant>,
    ) -> Option<Self> {
        let names = |reader: Reader<'_>| reader.list(|name| name.text());
        let segments = fields.or("segments", Vec::new(), names);
        let attributes = fields.or("attributes", Map::new(), |reader| reader.map().cloned());
        let limit = fields.optional("limit", |reader| reader.whole_in(1..=u32::MAX));
        let explain = fields.or("explain", Explain::default(), |reader| reader.word());
        Some(Self {
            candidates: candidates?,
            now: now?,
            segments: segments?,
            attributes: attributes?,
            limit: limit?,
            explain: explain?,
        })
    }
}
