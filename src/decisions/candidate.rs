use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::definitions::{Issues, Reader};
use crate::error::{ErrorCode, Result};
use crate::intake::MAX_TEXT_BYTES;
use crate::rules::MAX_SCORE;

/// Something that could be shown now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Candidate {
    /// The key of the offer.
    pub offer: String,
    /// Needed when a rule that applies measures by channel.
    pub channel: Option<String>,
    /// The catalog's when absent.
    pub category: Option<String>,
    /// The catalog's when absent, else 1.
    pub score: Option<f64>,
    /// Breaks ties between equal scores, the highest first; the catalog's when absent, else 0.
    pub priority: Option<f64>,
    /// Laid over the catalog's.
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

    pub(super) fn read(reader: Reader<'_>) -> Option<Self> {
        let mut fields = reader.object()?;
        let offer = fields.required("offer", read_name);
        let channel = fields.optional("channel", read_channel);
        let category = fields.optional("category", read_name);
        let score = fields.optional("score", |reader| reader.number_in(SCORES));
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

    /// Refuses what reading refuses, in a candidate that was made otherwise.
    pub(super) fn check(&self, refuse: impl Fn(&str, String)) {
        let names = [
            ("offer", Some(&self.offer), NAMES),
            ("channel", self.channel.as_ref(), CHANNELS),
            ("category", self.category.as_ref(), NAMES),
        ];
        for (member, name, lengths) in names {
            if name.is_some_and(|name| !lengths.contains(&name.len())) {
                refuse(member, format!("must have {} to {} bytes", lengths.start(), lengths.end()));
            }
        }
        if self.score.is_some_and(|score| !SCORES.contains(&score)) {
            refuse("score", format!("must lie in 0 to {}", SCORES.end()));
        }
        if self.priority.is_some_and(|priority| !priority.is_finite()) {
            refuse("priority", "must be finite".to_owned());
        }
    }
}

/// How many bytes a name has, which is what events can carry: so recording a candidate cannot fail.
const NAMES: RangeInclusive<usize> = 1..=MAX_TEXT_BYTES;
/// The empty text is a channel like any other.
const CHANNELS: RangeInclusive<usize> = 0..=MAX_TEXT_BYTES;
const SCORES: RangeInclusive<f64> = 0.0..=MAX_SCORE;

/// A name as events carry it.
pub(super) fn read_name(reader: Reader<'_>) -> Option<String> {
    reader.text()?;
    read_channel(reader)
}

fn read_channel(reader: Reader<'_>) -> Option<String> {
    let name = reader.plain()?;
    if !CHANNELS.contains(&name.len()) {
        reader.refuse("out_of_range", format!("must not be longer than {MAX_TEXT_BYTES} bytes"));
        return None;
    }
    Some(name)
}

/// Refuses a type that the events to record cannot have.
pub(crate) fn check_event_type(event_type: &str) -> Result<()> {
    let (value, issues) = (Value::from(event_type), Issues::default());
    let read = read_name(Reader::new(&value, "eventType", &issues));
    issues.into_result(ErrorCode::InvalidArgument, read).map(drop)
}
