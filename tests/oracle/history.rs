//! E4, E5, E8 and S3.

use std::cmp::Ordering;

use lookback::metrics::MetricDefinition;
use lookback::{Instant, InteractionEvent};

use super::metrics::speaks_of;

/// E5: time, then id, then the other fields; absent ones first.
fn compare(left: &InteractionEvent, right: &InteractionEvent) -> Ordering {
    let names = |event: &InteractionEvent| {
        (
            event.timestamp,
            event.id.clone(),
            event.event_type.clone(),
            event.channel.clone(),
            event.offer.clone(),
        )
    };
    let numbers = |event: &InteractionEvent| {
        let properties: Vec<(String, f64)> = event.properties.clone().into_iter().collect();
        (event.value, properties)
    };
    names(left).cmp(&names(right)).then(numbers(left).partial_cmp(&numbers(right)).unwrap())
}

/// E5: the events in canonical order.
fn in_order(events: impl IntoIterator<Item = InteractionEvent>) -> Vec<InteractionEvent> {
    let mut events: Vec<_> = events.into_iter().collect();
    events.sort_by(compare);
    events
}

/// How many of the events given were new, how many repeated, and which ones contradicted.
pub type Counts = (usize, usize, Vec<usize>);

/// E4: adds events; the first to arrive of those with one id stays.
pub fn append(history: &mut Vec<InteractionEvent>, events: &[InteractionEvent]) -> Counts {
    let mut counts = (0, 0, Vec::new());
    for (index, event) in events.iter().enumerate() {
        let known = event.id.as_ref().and_then(|id| history.iter().find(|held| held.id.as_ref() == Some(id)));
        match known {
            None => {
                history.push(event.clone());
                counts.0 += 1;
            }
            Some(held) if held == event => counts.1 += 1,
            Some(_) => counts.2.push(index),
        }
    }
    *history = in_order(std::mem::take(history));
    counts
}

/// S3: the union; of two events with one id the canonically first stays.
pub fn merge(left: &[InteractionEvent], right: &[InteractionEvent]) -> Vec<InteractionEvent> {
    let mut union: Vec<InteractionEvent> = Vec::new();
    for event in in_order(left.iter().chain(right).cloned()) {
        if event.id.is_none() || union.iter().all(|held| held.id != event.id) {
            union.push(event);
        }
    }
    union
}

/// E8: what stays after pruning.
pub fn prune(metrics: &[MetricDefinition], history: &mut Vec<InteractionEvent>, now: Instant) {
    history.retain(|event| {
        event.timestamp > now
            || metrics.iter().any(|metric| {
                speaks_of(metric, event) && event.timestamp.millis() > now.millis() - metric.window_millis()
            })
    });
}
