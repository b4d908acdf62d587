use serde_json::{Map, Value};

use crate::definitions::{Fields, Issues, Reader};
use crate::error::{Error, ErrorCode, Issue, Result};
use crate::events::MAX_TEXT_BYTES;
use crate::rules::MAX_SCORE;
use crate::time::Instant;

/// Something that could be shown now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Candidate {
    /// The key of the offer.
    pub offer: String,
    /// Needed when a rule that applies measures by channel.
    pub channel: Option<String>,
    /// The catalogue's when absent.
    pub category: Option<String>,
    /// The catalogue's when absent, else 1.
    pub score: Option<f64>,
    /// Breaks ties between equal scores, the highest first; the catalogue's when absent, else 0.
    pub priority: Option<f64>,
    /// Laid over the catalogue's.
    pub attributes: Map<String, Value>,
}

impl Candidate {
    /// A candidate of which only the offer is known.
    ///
    /// ```
    /// use lookback::Candidate;
    ///
    /// let candidate = Candidate::new("gold_card").on("email").with_score(0.8);
    /// assert_eq!((candidate.channel.as_deref(), candidate.score), (Some("email"), Some(0.8)));
    /// ```
    pub fn new(offer: impl Into<String>) -> Self {
        Self { offer: offer.into(), ..Self::default() }
    }

    /// The candidate on a channel.
    ///
    /// ```
    /// # use lookback::Candidate;
    /// assert_eq!(Candidate::new("gold_card").on("email").channel.as_deref(), Some("email"));
    /// ```
    #[must_use]
    pub fn on(mut self, channel: impl Into<String>) -> Self {
        self.channel = Some(channel.into());
        self
    }

    /// The candidate with a score.
    ///
    /// ```
    /// # use lookback::Candidate;
    /// assert_eq!(Candidate::new("gold_card").with_score(0.8).score, Some(0.8));
    /// ```
    #[must_use]
    pub fn with_score(mut self, score: f64) -> Self {
        self.score = Some(score);
        self
    }

    fn read(reader: Reader<'_>) -> Option<Self> {
        let mut fields = reader.object()?;
        let offer = fields.required("offer", name);
        let channel = fields.optional("channel", name);
        let category = fields.optional("category", name);
        let score = fields.optional("score", |reader| reader.number_in(0.0..=MAX_SCORE));
        let priority = fields.optional("priority", |reader| reader.number());
        let attributes = fields.or("attributes", Map::new(), |reader| reader.map().cloned());
        Some(Self {
            offer: offer?,
            channel: channel?,
            category: category?,
            score: score?,
            priority: priority?,
            attributes: attributes?,
        })
    }
}

/// A name as events carry it, so that recording a candidate cannot fail.
fn name(reader: Reader<'_>) -> Option<String> {
    let name = reader.text()?;
    if name.len() > MAX_TEXT_BYTES {
        reader.refuse("out_of_range", format!("must not be longer than {MAX_TEXT_BYTES} bytes"));
        return None;
    }
    Some(name)
}

/// Refuses a type that the events to record cannot have.
pub(crate) fn check_event_type(event_type: &str) -> Result<()> {
    let (value, issues) = (Value::from(event_type), Issues::default());
    let read = name(Reader::new(&value, "eventType", &issues));
    issues.into_result(ErrorCode::InvalidArgument, read).map(drop)
}

/// At most this many candidates in one decision.
pub const MAX_CANDIDATES: usize = 10_000;

/// How much a decision tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Explain {
    /// No reasons.
    None,
    /// The reasons of every outcome.
    #[default]
    Summary,
    /// Also the events that counted, and the smallest change that would flip each reason.
    Full,
}

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
    /// How much the decision tells.
    pub explain: Explain,
}

impl DecideRequest {
    /// A request that leaves everything but the candidates and the instant out.
    ///
    /// ```
    /// use lookback::{Candidate, DecideRequest, Instant};
    ///
    /// let request = DecideRequest::new(vec![Candidate::new("gold_card")], Instant::parse("2026-03-10T14:30:00Z")?);
    /// let two_at_most = DecideRequest { limit: Some(2), ..request };
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

    /// Refuses what reading a request refuses, in one that was made otherwise.
    pub(crate) fn check(&self) -> Result<()> {
        let mut issues = Vec::new();
        let mut refuse = |path: String, message: String| {
            issues.push(Issue::new(path, "out_of_range", message));
        };
        if self.limit == Some(0) {
            refuse("limit".to_owned(), "must be at least 1".to_owned());
        }
        for (at, candidate) in self.candidates.iter().enumerate() {
            let Candidate { offer, channel, category, score, priority, .. } = candidate;
            for (member, name) in
                [("offer", Some(offer)), ("channel", channel.as_ref()), ("category", category.as_ref())]
            {
                if name.is_some_and(|name| name.is_empty() || name.len() > MAX_TEXT_BYTES) {
                    let message = format!("must have 1 to {MAX_TEXT_BYTES} bytes");
                    refuse(format!("candidates[{at}].{member}"), message);
                }
            }
            if score.is_some_and(|score| !(0.0..=MAX_SCORE).contains(&score)) {
                refuse(format!("candidates[{at}].score"), format!("must lie in 0 to {MAX_SCORE}"));
            }
            if priority.is_some_and(|priority| !priority.is_finite()) {
                refuse(format!("candidates[{at}].priority"), "must be finite".to_owned());
            }
        }
        if issues.is_empty() { Ok(()) } else { Err(Error::new(ErrorCode::InvalidArgument, issues)) }
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
                fields.optional("eventType", name);
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
        let explain = fields.or("explain", Explain::default(), |reader| {
            reader.word(&[("summary", Explain::Summary), ("full", Explain::Full), ("none", Explain::None)])
        });
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
