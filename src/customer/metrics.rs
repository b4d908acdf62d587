//! The metrics of a customer.

use super::Customer;
use crate::definitions::unknown;
use crate::error::{Error, ErrorCode, Issue, Result, code};
use crate::metrics::{self, MetricResult, Series};
use crate::names::NO_NAME;
use crate::time::Instant;

impl Customer {
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
        metrics::results(&mut self.rolling, &self.compiled.metrics, &self.history, now)
    }

    /// One value of a metric at `now`: that of the group for `channel` and `offer`, as far as the
    /// metric has these dimensions. A group that was never seen has the metric's empty value.
    ///
    /// In a dimension that the metric has, none is the group of the events without a channel or an
    /// offer, and not that of all events together.
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
    /// As [`Customer::metric`]; [`ErrorCode::InvalidArgument`] for a range with no or too many
    /// steps.
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
        metrics::series(&self.compiled.metrics, &self.history, at, range, channel, offer)
    }

    pub(crate) fn advance(&mut self, now: Instant) {
        self.rolling.advance(&self.compiled.metrics, &self.history, now.millis());
    }

    /// The value of a metric in the group of two names, by their codes; none for a name that the
    /// history does not hold.
    pub(crate) fn value_in(
        &self,
        at: usize,
        channel: Option<u32>,
        offer: Option<u32>,
    ) -> Result<Option<f64>> {
        metrics::value_in(&self.rolling, &self.compiled.metrics, at, channel, offer)
    }

    pub(crate) fn metric_position(&self, key: &str) -> Result<usize> {
        self.compiled.metrics.position(key).ok_or_else(|| {
            let keys: Vec<&str> =
                self.compiled.metrics.iter().map(|metric| metric.definition.key.as_str()).collect();
            let message = unknown("metric", "key", key, &keys);
            Error::single(ErrorCode::UnknownMetric, Issue::new("key", code::UNKNOWN_METRIC, message))
        })
    }
}
