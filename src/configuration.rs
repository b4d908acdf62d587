use serde::Serialize;
use serde_json::Value;

use crate::definitions::{Fields, Issues, Reader};
use crate::error::{Error, ErrorCode, Issue, Result, code};
use crate::events::EventFields;
use crate::json;
use crate::metrics::{MAX_METRICS, MetricDefinition};
use crate::profiles::{ProfileDefinition, ProfileMode};
use crate::rules::{Known, MetricFacts, Rules};

/// Everything that an engine is made from: definitions, with ids and defaults filled in.
///
/// ```
/// use lookback::Configuration;
///
/// let configuration = Configuration::from_json(br#"{ "metrics": [{
///     "name": "Channel Impression Count (7d)",
///     "key": "channel_impression_7d",
///     "aggregationType": "count",
///     "eventType": "impression",
///     "dimensions": ["channel"],
///     "windowDays": 7
/// }] }"#)?;
/// assert_eq!(configuration.metrics[0].id, "bm_channel_impression_7d");
/// # Ok::<(), lookback::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Configuration {
    /// The behavioral metrics, at most 20.
    pub metrics: Vec<MetricDefinition>,
    /// Contact policies, qualification rules, arbitration and the offer catalog.
    #[serde(flatten)]
    pub rules: Rules,
    /// The behavior profiles.
    pub profiles: Vec<ProfileDefinition>,
    /// How interactions change the scores of profiles.
    pub profile_mode: ProfileMode,
    /// Where records carry the fields of an event.
    pub event_fields: EventFields,
}

impl Configuration {
    /// Reads a configuration from JSON text.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidConfiguration`] with everything that is wrong.
    ///
    /// ```
    /// use lookback::{Configuration, ErrorCode};
    ///
    /// let error = Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d" }] }"#).unwrap_err();
    /// assert_eq!(error.code, ErrorCode::InvalidConfiguration);
    /// assert_eq!(error.issues[0].path, "metrics[0].aggregationType");
    /// ```
    pub fn from_json(text: &[u8]) -> Result<Self> {
        let value =
            json::parse(text).map_err(|issue| Error::single(ErrorCode::InvalidConfiguration, issue))?;
        Self::from_value(&value)
    }

    /// Reads a configuration from a JSON tree.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidConfiguration`] with everything that is wrong.
    ///
    /// ```
    /// use lookback::Configuration;
    /// use serde_json::json;
    ///
    /// let configuration = Configuration::from_value(&json!({ "profiles": [{ "id": "reader", "keys": ["sport"] }] }))?;
    /// assert_eq!(configuration.profiles.len(), 1);
    /// # Ok::<(), lookback::Error>(())
    /// ```
    pub fn from_value(value: &Value) -> Result<Self> {
        Self::from_value_at(value, "")
    }

    /// Reads a configuration that is a part of something else, where it has a path.
    pub(crate) fn from_value_at(value: &Value, path: &str) -> Result<Self> {
        Self::checked(value, path, Issues::default())
    }

    /// The configuration as it would be read, were it written: its fields are open to be set to
    /// anything, and what they may be is known where they are read.
    pub(crate) fn reread(&self) -> Result<Self> {
        let written = serde_json::to_value(self).map_err(|error| {
            Error::single(ErrorCode::Internal, Issue::new("", code::INTERNAL, error.to_string()))
        })?;
        Self::checked(&written, "", Issues::for_written())
    }

    fn checked(value: &Value, path: &str, issues: Issues) -> Result<Self> {
        let read = Self::read(Reader::new(value, path, &issues));
        issues.into_result(ErrorCode::InvalidConfiguration, read)
    }

    fn read(reader: Reader<'_>) -> Option<Self> {
        let mut fields = reader.object()?;
        let metrics = fields.or("metrics", Vec::new(), |reader| read_metrics(&reader));
        let known = known(&fields, metrics.as_deref());
        let rules = Rules::read(&mut fields, &known);
        let profiles = fields.or("profiles", Vec::new(), |reader| ProfileDefinition::read_all(&reader));
        let profile_mode = fields.or("profileMode", ProfileMode::default(), |reader| reader.word());
        let event_fields = fields.or("eventFields", EventFields::default(), EventFields::read);
        fields.finish();
        Some(Self {
            metrics: metrics?,
            rules: rules?,
            profiles: profiles?,
            profile_mode: profile_mode?,
            event_fields: event_fields?,
        })
    }
}

/// Reads the metrics: at most 20, each with a key of its own.
pub(crate) fn read_metrics(reader: &Reader<'_>) -> Option<Vec<MetricDefinition>> {
    let metrics = reader.keyed_list("metric", "key", MetricDefinition::read, |metric| &metric.key)?;
    if metrics.len() > MAX_METRICS {
        let message = format!("at most {MAX_METRICS} metrics may be defined, found {}", metrics.len());
        reader.refuse(code::METRIC_LIMIT_EXCEEDED, message);
        return None;
    }
    Some(metrics)
}

/// What rules may refer to: every metric that could be read, and the keys of the others, so that a
/// fault in a metric is not reported a second time by the rules that read it.
fn known(fields: &Fields<'_>, metrics: Option<&[MetricDefinition]>) -> Known {
    match metrics {
        Some(metrics) => Known::Metrics(metrics.iter().map(MetricFacts::from_definition).collect()),
        None => Known::unsure(fields.peek("metrics")),
    }
}
