//! The values of a metric in all its groups.

use serde::Serialize;

use super::AggregationType;
use super::compiled::{Metric, Metrics};
use super::groups::{Overflow, empty_value};
use super::rolling::Rolling;
use crate::error::{Error, ErrorCode, Issue, Result, code};
use crate::history::History;
use crate::time::{Instant, format_millis};

/// A metric at an instant.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MetricResult {
    /// The metric's key.
    pub key: String,
    /// How events were aggregated.
    pub aggregation_type: AggregationType,
    /// The rolling window in days.
    pub window_days: u32,
    /// The window's open start: an event at exactly this instant is out.
    pub from: String,
    /// The window's closed end: `now`.
    pub to: Instant,
    /// One group for every combination of dimensions seen, or one for an undimensioned metric.
    pub groups: Vec<MetricGroup>,
    /// The value of an undimensioned metric, which may be null.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Option<f64>>,
    /// Matching events that did not carry the number that is aggregated.
    pub skipped: u32,
    /// The earliest instant at which anything here can change with no new event.
    pub valid_until: Option<Instant>,
}

/// The value of a metric for one combination of its dimensions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MetricGroup {
    /// The channel, when the metric groups by it; null for events without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Option<String>>,
    /// The offer, when the metric groups by it; null for events without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<Option<String>>,
    /// The value; null where there is nothing to aggregate.
    pub value: Option<f64>,
    /// How many events were used.
    pub events: u32,
    /// The earliest instant at which the value can change with no new event.
    pub valid_until: Option<Instant>,
}

/// The results of all metrics at the instant that `rolling` stands at.
pub(crate) fn results(
    rolling: &mut Rolling,
    metrics: &Metrics,
    history: &History,
    now: Instant,
) -> Result<Vec<MetricResult>> {
    rolling.look_ahead(metrics, history);
    rolling.list_groups(metrics, history);
    let rolling = &*rolling;
    let one = |(at, metric)| result(rolling, history, now, at, metric);
    metrics.iter().enumerate().map(one).collect()
}

fn result(
    rolling: &Rolling,
    history: &History,
    now: Instant,
    at: usize,
    metric: &Metric,
) -> Result<MetricResult> {
    let overflow = |_: Overflow| overflow(&metric.definition.key);
    let name = |grouped: bool, code: u32| grouped.then(|| history.names.optional(code).map(str::to_owned));
    let mut groups = Vec::new();
    for &code in rolling.listed(at) {
        let Some(group) = rolling.shown(metric, code) else { continue };
        let valid_until = rolling.group_valid_until(history, metric, code);
        groups.push(MetricGroup {
            channel: name(metric.by_channel, group.channel),
            offer: name(metric.by_offer, group.offer),
            value: group.value(metric.aggregation).map_err(overflow)?,
            events: group.used,
            valid_until: valid_until.and_then(Instant::from_millis),
        });
    }
    if groups.is_empty() && !metric.is_grouped() {
        let value = empty_value(metric.aggregation);
        groups.push(MetricGroup { channel: None, offer: None, value, events: 0, valid_until: None });
    }
    let valid_until = rolling.metric_valid_until(history, at, metric);
    Ok(MetricResult {
        key: metric.definition.key.clone(),
        aggregation_type: metric.aggregation,
        window_days: metric.definition.window_days,
        from: window_start(now, metric.span),
        to: now,
        value: if metric.is_grouped() { None } else { groups.first().map(|group| group.value) },
        groups,
        skipped: rolling.skipped(at, metric),
        valid_until: valid_until.and_then(Instant::from_millis),
    })
}

/// Where a window begins, also when that lies before 1970.
fn window_start(now: Instant, span: i64) -> String {
    String::from_utf8_lossy(&format_millis(now.millis() - span)).into_owned()
}

/// The error for a sum that no double can hold.
pub(crate) fn overflow(key: &str) -> Error {
    let message = "the sum of this metric's values is beyond the largest double; correct the events' values";
    Error::single(ErrorCode::InvalidEvent, Issue::new(format!("metrics.{key}"), code::SUM_OVERFLOW, message))
}
