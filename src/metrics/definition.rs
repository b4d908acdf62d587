//! How a metric is defined.

use serde::Serialize;

use crate::definitions::{Fields, Reader, Status, words};
use crate::error::code;
use crate::history::{Cell, VALUE};
use crate::names::Names;
use crate::sort;
use crate::time::MS_PER_DAY;

/// At most this many behavioral metrics may be defined for a tenant.
pub const MAX_METRICS: usize = 20;
/// The longest rolling window.
pub const MAX_WINDOW_DAYS: u32 = 365;

/// How a metric aggregates the events in its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AggregationType {
    /// The number of matching events.
    Count,
    /// The sum of a numeric property.
    Sum,
    /// The mean of a numeric property over the events that carry it.
    Avg,
    /// The smallest value of a numeric property.
    Min,
    /// The largest value of a numeric property.
    Max,
    /// The number of events of one type over the number of events of another.
    Ratio,
}

words!(AggregationType {
    Count = "count",
    Sum = "sum",
    Avg = "avg",
    Min = "min",
    Max = "max",
    Ratio = "ratio",
});

impl AggregationType {
    /// Whether it reads a numeric property.
    ///
    /// ```
    /// use lookback::metrics::AggregationType;
    ///
    /// assert!(AggregationType::Sum.reads_numbers() && !AggregationType::Count.reads_numbers());
    /// ```
    pub const fn reads_numbers(self) -> bool {
        matches!(self, Self::Sum | Self::Avg | Self::Min | Self::Max)
    }
}

/// What a metric is grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// The delivery channel.
    Channel,
    /// The offer.
    Offer,
}

words!(Dimension { Channel = "channel", Offer = "offer" });

/// Which events a metric looks at, besides their type (`where`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct EventFilter {
    /// Only events on one of these channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Vec<String>>,
    /// Only events for one of these offers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<Vec<String>>,
}

impl EventFilter {
    fn read(reader: Reader<'_>) -> Option<Self> {
        let mut fields = reader.object()?;
        let channel = fields.optional("channel", |reader| reader.names(Reader::plain));
        let offer = fields.optional("offer", |reader| reader.names(Reader::plain));
        fields.finish();
        Some(Self { channel: channel?, offer: offer? })
    }

    /// The same with its lists sorted, as [`EventFilter::admits`] needs them.
    pub(crate) fn sorted(&self) -> Self {
        let mut sorted = self.clone();
        for names in [&mut sorted.channel, &mut sorted.offer].into_iter().flatten() {
            sort::list(names, Ord::cmp);
        }
        sorted
    }

    /// Whether it lets a cell's events through.
    pub(crate) fn admits(&self, cell: Cell, names: &Names) -> bool {
        let among = |wanted: &Option<Vec<String>>, code: u32| match (wanted, names.optional(code)) {
            (None, _) => true,
            (Some(wanted), Some(name)) => wanted.binary_search_by(|wanted| wanted.as_str().cmp(name)).is_ok(),
            (Some(_), None) => false,
        };
        among(&self.channel, cell.channel) && among(&self.offer, cell.offer)
    }
}

/// The number that events carry under no name of their own.
const DEFAULT_PROPERTY: &str = "value";

/// A behavioral metric: an aggregation over a customer's events in a rolling window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MetricDefinition {
    /// `bm_` and the key.
    pub id: String,
    /// The display name; the key when none is given.
    pub name: String,
    /// The unique machine-readable identifier: `[a-z][a-z0-9_]{0,63}`.
    pub key: String,
    /// For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How events are aggregated.
    pub aggregation_type: AggregationType,
    /// The outcome type to aggregate.
    pub event_type: String,
    /// The outcome type a ratio divides by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secondary_event_type: Option<String>,
    /// What the metric is grouped by: at most two.
    pub dimensions: Vec<Dimension>,
    /// The rolling window in days, 1 to 365.
    pub window_days: u32,
    /// The numeric property that is aggregated: `value`, which is the default, or one of the event's
    /// `properties`. None where events are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// Which events are looked at.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub filter: Option<EventFilter>,
    /// Whether rules that read the metric act.
    pub status: Status,
}

impl MetricDefinition {
    /// The length of the window in milliseconds.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// assert_eq!(engine.configuration().metrics[0].window_millis(), 604_800_000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn window_millis(&self) -> i64 {
        i64::from(self.window_days) * MS_PER_DAY
    }

    /// Whether the metric is grouped by `dimension`.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// assert!(!engine.configuration().metrics[0].has(lookback::metrics::Dimension::Channel));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn has(&self, dimension: Dimension) -> bool {
        self.dimensions.contains(&dimension)
    }

    /// The name of the numeric property, none for the events' `value`.
    pub(crate) fn property_name(&self) -> Option<&str> {
        self.property.as_deref().filter(|name| *name != DEFAULT_PROPERTY)
    }

    /// The code of the property's name among `names`; none when no event carries it.
    pub(crate) fn property_code(&self, names: &Names) -> Option<u32> {
        self.property_name().map_or(Some(VALUE), |name| names.find(name))
    }

    pub(crate) fn read(reader: Reader<'_>) -> Option<Self> {
        let mut fields = reader.object()?;
        fields.ignore(&["id", "createdAt", "updatedAt"]);
        let key = fields.required("key", |reader| read_key(&reader));
        let name = fields.optional("name", |reader| reader.text());
        let description = fields.optional("description", |reader| reader.plain());
        let aggregation_type = fields.required("aggregationType", |reader| reader.word());
        let event_type = fields.required("eventType", |reader| reader.text());
        let secondary_event_type = fields.optional("secondaryEventType", |reader| reader.text());
        let dimensions = fields.or("dimensions", Vec::new(), |reader| read_dimensions(&reader));
        let window_days = fields.required("windowDays", |reader| reader.whole_in(1..=MAX_WINDOW_DAYS));
        let property = fields.optional("property", |reader| reader.text());
        let filter = fields.optional("where", EventFilter::read);
        let status = fields.or("status", Status::Active, |reader| reader.word());

        // The default says nothing, so that a definition that had it filled in can become a count.
        let property = property.map(|name| name.filter(|name| name != DEFAULT_PROPERTY));
        let given = |member: &Option<Option<String>>| member.as_ref().map(Option::is_some);
        let (secondary, numeric) = (given(&secondary_event_type), given(&property));
        let consistent = aggregation_type
            .is_none_or(|aggregation| is_consistent(&fields, aggregation, secondary, numeric));
        fields.finish();
        let key = key?;
        let aggregation_type = aggregation_type?;
        let default_property = aggregation_type.reads_numbers().then(|| DEFAULT_PROPERTY.to_owned());
        let definition = Self {
            id: format!("bm_{key}"),
            name: name?.unwrap_or_else(|| key.clone()),
            key,
            description: description?,
            aggregation_type,
            event_type: event_type?,
            secondary_event_type: secondary_event_type?,
            dimensions: dimensions?,
            window_days: window_days?,
            property: property?.or(default_property),
            filter: filter?,
            status: status?,
        };
        consistent.then_some(definition)
    }
}

/// Whether an aggregation comes with the members that it needs and without those it cannot have.
/// Whether one is given is not known where it could not be read; nothing is said of that again.
fn is_consistent(
    fields: &Fields<'_>,
    aggregation: AggregationType,
    secondary_event_type: Option<bool>,
    property: Option<bool>,
) -> bool {
    let mut consistent = true;
    let mut refuse = |field: &str, code, message: &str| {
        fields.refuse(field, code, message);
        consistent = false;
    };
    match (aggregation, secondary_event_type) {
        (AggregationType::Ratio, Some(false)) => {
            refuse("secondaryEventType", code::REQUIRED, "a ratio needs the event type to divide by");
        }
        (AggregationType::Ratio, _) | (_, Some(false) | None) => {}
        (other, Some(true)) => {
            let message = format!("only a ratio has one; this is a {}", other.as_str());
            refuse("secondaryEventType", code::NOT_ALLOWED, &message);
        }
    }
    if property == Some(true) && !aggregation.reads_numbers() {
        let message = format!("a {} counts events and reads no property", aggregation.as_str());
        refuse("property", code::NOT_ALLOWED, &message);
    }
    consistent
}

/// `[a-z][a-z0-9_]{0,63}`
fn read_key(reader: &Reader<'_>) -> Option<String> {
    let key = reader.text()?;
    let first = key.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    let rest = key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if first && rest && key.len() <= 64 {
        return Some(key);
    }
    let message =
        "must be a lower-case letter followed by at most 63 lower-case letters, digits and underscores";
    reader.refuse(code::INVALID_VALUE, message);
    None
}

fn read_dimensions(reader: &Reader<'_>) -> Option<Vec<Dimension>> {
    let dimensions = reader.list(|dimension| dimension.word())?;
    if dimensions.len() > 2 {
        reader.refuse(code::TOO_MANY, "a metric has at most two dimensions: channel and offer");
        return None;
    }
    if let [first, second] = dimensions.as_slice()
        && first == second
    {
        reader.refuse(code::INVALID_VALUE, "must not name a dimension twice");
        return None;
    }
    Some(dimensions)
}
