//! One event.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::time::Instant;

/// One thing that happened: an outcome of showing something to a customer.
///
/// ```
/// use lookback::{Instant, InteractionEvent};
///
/// let at = Instant::parse("2026-03-10T14:30:00Z")?;
/// let click = InteractionEvent::new("click", at).with_channel("email").with_offer("gold_card");
/// assert_eq!(click.channel.as_deref(), Some("email"));
/// # Ok::<(), lookback::TimeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InteractionEvent {
    /// Makes appending idempotent: a second event with this id is ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The outcome type: impression, click, conversion, dismiss, or any other word.
    pub event_type: String,
    /// When it happened.
    pub timestamp: Instant,
    /// The delivery channel: email, push, sms, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The key of the offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// A number to aggregate, such as the worth of a conversion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Further numbers by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<String, f64>,
}

impl InteractionEvent {
    /// An event with nothing but its type and time.
    ///
    /// ```
    /// # use lookback::{Instant, InteractionEvent};
    /// let event = InteractionEvent::new("conversion", Instant::parse("2026-03-10T14:30:00Z")?);
    /// assert_eq!(event.id, None);
    /// # Ok::<(), lookback::TimeError>(())
    /// ```
    pub fn new(event_type: impl Into<String>, timestamp: Instant) -> Self {
        Self {
            id: None,
            event_type: event_type.into(),
            timestamp,
            channel: None,
            offer: None,
            value: None,
            properties: BTreeMap::new(),
        }
    }

    /// The same event with an id.
    ///
    /// ```
    /// # use lookback::{Instant, InteractionEvent};
    /// let event = InteractionEvent::new("conversion", Instant::parse("2026-03-10T14:30:00Z")?).with_id("e1");
    /// assert_eq!(event.id.as_deref(), Some("e1"));
    /// # Ok::<(), lookback::TimeError>(())
    /// ```
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The same event on a channel.
    ///
    /// ```
    /// # use lookback::{Instant, InteractionEvent};
    /// let event = InteractionEvent::new("conversion", Instant::parse("2026-03-10T14:30:00Z")?).with_channel("email");
    /// assert_eq!(event.channel.as_deref(), Some("email"));
    /// # Ok::<(), lookback::TimeError>(())
    /// ```
    #[must_use]
    pub fn with_channel(mut self, channel: impl Into<String>) -> Self {
        self.channel = Some(channel.into());
        self
    }

    /// The same event for an offer.
    ///
    /// ```
    /// # use lookback::{Instant, InteractionEvent};
    /// let event = InteractionEvent::new("conversion", Instant::parse("2026-03-10T14:30:00Z")?).with_offer("gold_card");
    /// assert_eq!(event.offer.as_deref(), Some("gold_card"));
    /// # Ok::<(), lookback::TimeError>(())
    /// ```
    #[must_use]
    pub fn with_offer(mut self, offer: impl Into<String>) -> Self {
        self.offer = Some(offer.into());
        self
    }

    /// The same event with a value.
    ///
    /// ```
    /// # use lookback::{Instant, InteractionEvent};
    /// let event = InteractionEvent::new("conversion", Instant::parse("2026-03-10T14:30:00Z")?).with_value(49.5);
    /// assert_eq!(event.value, Some(49.5));
    /// # Ok::<(), lookback::TimeError>(())
    /// ```
    #[must_use]
    pub fn with_value(mut self, value: f64) -> Self {
        self.value = Some(value);
        self
    }

    /// The same event with a numeric property.
    ///
    /// ```
    /// # use lookback::{Instant, InteractionEvent};
    /// let event = InteractionEvent::new("conversion", Instant::parse("2026-03-10T14:30:00Z")?).with_property("items", 3.0);
    /// assert_eq!(event.properties.get("items"), Some(&3.0));
    /// # Ok::<(), lookback::TimeError>(())
    /// ```
    #[must_use]
    pub fn with_property(mut self, name: impl Into<String>, value: f64) -> Self {
        self.properties.insert(name.into(), value);
        self
    }
}
