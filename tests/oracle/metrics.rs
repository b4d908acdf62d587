//! M1–M9: for each metric the matching events, for each group the events in it.

use lookback::metrics::{AggregationType, Dimension, MetricDefinition};
use lookback::{Instant, InteractionEvent, MetricGroup, MetricResult};

use super::exact::exact_sum;

type Key = (Option<Option<String>>, Option<Option<String>>);

/// Whether a metric looks at an event at any time.
pub fn speaks_of(metric: &MetricDefinition, event: &InteractionEvent) -> bool {
    let among = |wanted: &Option<Vec<String>>, name: &Option<String>| {
        wanted.as_ref().is_none_or(|wanted| name.as_ref().is_some_and(|name| wanted.contains(name)))
    };
    let admitted = metric
        .filter
        .as_ref()
        .is_none_or(|filter| among(&filter.channel, &event.channel) && among(&filter.offer, &event.offer));
    let named = event.event_type == metric.event_type
        || metric.secondary_event_type.as_ref() == Some(&event.event_type);
    named && admitted
}

fn number(metric: &MetricDefinition, event: &InteractionEvent) -> Option<f64> {
    match metric.property.as_deref() {
        None | Some("value") => event.value,
        Some(name) => event.properties.get(name).copied(),
    }
}

/// M4: whether an event can be aggregated, rather than passed over.
fn usable(metric: &MetricDefinition, event: &InteractionEvent) -> bool {
    matches!(metric.aggregation_type, AggregationType::Count | AggregationType::Ratio)
        || number(metric, event).is_some()
}

/// M7
fn key(metric: &MetricDefinition, event: &InteractionEvent) -> Key {
    let by = |dimension, name: &Option<String>| metric.dimensions.contains(&dimension).then(|| name.clone());
    (by(Dimension::Channel, &event.channel), by(Dimension::Offer, &event.offer))
}

fn whole(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// M4–M6: the value; an error where a sum is beyond the largest double.
fn aggregate(metric: &MetricDefinition, used: &[&InteractionEvent]) -> Result<Option<f64>, ()> {
    let numbers: Vec<f64> = used.iter().filter_map(|event| number(metric, event)).collect();
    let count = |of: &str| whole(used.iter().filter(|event| event.event_type == of).count());
    let sum = || exact_sum(&numbers).ok_or(());
    Ok(match metric.aggregation_type {
        AggregationType::Count => Some(whole(used.len())),
        AggregationType::Sum => Some(sum()?),
        AggregationType::Avg if numbers.is_empty() => None,
        AggregationType::Avg => Some(sum()? / whole(numbers.len()) + 0.0),
        AggregationType::Min => numbers.into_iter().reduce(f64::min),
        AggregationType::Max => numbers.into_iter().reduce(f64::max),
        AggregationType::Ratio => {
            let secondary = count(metric.secondary_event_type.as_ref().unwrap());
            (secondary > 0.0).then(|| count(&metric.event_type) / secondary)
        }
    })
}

/// M9: when the first of `events` leaves the window or, still to come, enters it.
fn next_change<'e>(
    metric: &MetricDefinition,
    now: Instant,
    events: impl Iterator<Item = &'e InteractionEvent>,
) -> Option<Instant> {
    let change = |event: &InteractionEvent| {
        let at = event.timestamp.millis();
        if event.timestamp > now { at } else { at + metric.window_millis() }
    };
    events.map(change).filter(|change| *change > now.millis()).min().and_then(Instant::from_millis)
}

fn metric_result(
    metric: &MetricDefinition,
    history: &[InteractionEvent],
    now: Instant,
) -> Result<MetricResult, ()> {
    let in_window = |event: &&InteractionEvent| {
        event.timestamp.millis() > now.millis() - metric.window_millis() && event.timestamp <= now
    };
    let relevant: Vec<_> = history.iter().filter(|event| speaks_of(metric, event)).collect();
    let matching: Vec<_> = relevant.iter().copied().filter(in_window).collect();
    let visible: Vec<_> =
        relevant.iter().copied().filter(|event| in_window(event) || event.timestamp > now).collect();
    let mut keys: Vec<Key> = matching.iter().map(|event| key(metric, event)).collect();
    if metric.dimensions.is_empty() {
        keys.push((None, None));
    }
    keys.sort();
    keys.dedup();
    let group = |(channel, offer): Key| {
        let belongs = |event: &&InteractionEvent| {
            usable(metric, event) && key(metric, event) == (channel.clone(), offer.clone())
        };
        let used: Vec<_> = matching.iter().copied().filter(belongs).collect();
        Ok(MetricGroup {
            value: aggregate(metric, &used)?,
            events: u32::try_from(used.len()).unwrap(),
            valid_until: next_change(metric, now, visible.iter().copied().filter(belongs)),
            channel,
            offer,
        })
    };
    let groups: Vec<MetricGroup> = keys.into_iter().map(group).collect::<Result<_, ()>>()?;
    let start = now.millis() - metric.window_millis();
    Ok(MetricResult {
        key: metric.key.clone(),
        aggregation_type: metric.aggregation_type,
        window_days: metric.window_days,
        from: Instant::from_millis(start).unwrap().to_string(),
        to: now,
        value: metric.dimensions.is_empty().then(|| groups[0].value),
        groups,
        skipped: u32::try_from(matching.iter().filter(|event| !usable(metric, event)).count()).unwrap(),
        valid_until: next_change(metric, now, visible.iter().copied()),
    })
}

/// What `Customer::metrics` returns; an error where any sum is beyond the largest double.
pub fn metric_results(
    metrics: &[MetricDefinition],
    history: &[InteractionEvent],
    now: Instant,
) -> Result<Vec<MetricResult>, ()> {
    metrics.iter().map(|metric| metric_result(metric, history, now)).collect()
}

/// What `Customer::metric` returns: the group's value, or M6's empty value.
pub fn metric_value(
    metric: &MetricDefinition,
    history: &[InteractionEvent],
    now: Instant,
    channel: Option<&str>,
    offer: Option<&str>,
) -> Result<Option<f64>, ()> {
    let mut asked = InteractionEvent::new("any", now);
    asked.channel = channel.map(str::to_owned);
    asked.offer = offer.map(str::to_owned);
    let wanted = key(metric, &asked);
    let result = metric_result(metric, history, now)?;
    let found = result.groups.iter().find(|group| (group.channel.clone(), group.offer.clone()) == wanted);
    Ok(match found {
        Some(group) => group.value,
        None if matches!(metric.aggregation_type, AggregationType::Count | AggregationType::Sum) => Some(0.0),
        None => None,
    })
}
