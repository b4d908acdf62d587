//! One value of a metric.

use super::compiled::Metrics;
use super::groups::empty_value;
use super::result::overflow;
use super::rolling::Rolling;
use crate::error::Result;
use crate::names::NO_NAME;

/// The value of a metric in the group of two names by their codes: [`NO_NAME`] for the group of
/// events without the field, none for a name that no event has. A name that the metric does not
/// group by is ignored.
pub(crate) fn value_in(
    rolling: &Rolling,
    metrics: &Metrics,
    at: usize,
    channel: Option<u32>,
    offer: Option<u32>,
) -> Result<Option<f64>> {
    let Some(metric) = metrics.get(at) else { return Ok(None) };
    let channel = if metric.by_channel { channel } else { Some(NO_NAME) };
    let offer = if metric.by_offer { offer } else { Some(NO_NAME) };
    let (Some(channel), Some(offer)) = (channel, offer) else { return Ok(empty_value(metric.aggregation)) };
    let value = rolling.value(metrics, at, channel, offer);
    value.map_err(|_| overflow(&metric.definition.key))
}
