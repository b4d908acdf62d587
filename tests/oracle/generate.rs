//! Random definitions and histories that lie where mistakes do: on the edges of windows, among
//! ties, repeats, absent fields and odd names.

use std::collections::BTreeMap;

use lookback::{Configuration, Engine, Instant, InteractionEvent};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// 2026-03-10T14:30:15.123Z
pub const NOW: i64 = 1_773_153_015_123;
const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

const TYPES: [&str; 4] = ["impression", "click", "conversion", "dismiss"];
const CHANNELS: [&str; 6] = ["email", "push", "", "é", "\u{FF5E}", "\u{1F600}"];
const OFFERS: [&str; 5] = ["gold", "blue", "__proto__", "a\"b\\", "\u{10000}"];
const PROPERTIES: [&str; 2] = ["margin", "Größe"];
const WINDOWS: [i64; 5] = [1, 2, 7, 30, 365];

pub fn at(millis: i64) -> Instant {
    Instant::from_millis(millis).unwrap()
}

/// An engine over one to eight random metrics.
pub fn engine() -> impl Strategy<Value = Engine> {
    prop::collection::vec(definition(), 1..8).prop_map(|mut definitions| {
        for (at, definition) in definitions.iter_mut().enumerate() {
            definition.insert("key".to_owned(), json!(format!("m_{at}")));
            definition.insert("name".to_owned(), json!(format!("Metric {at}")));
        }
        let configuration = Configuration::from_value(&json!({ "metrics": definitions })).unwrap();
        Engine::new(configuration).unwrap()
    })
}

fn definition() -> impl Strategy<Value = Map<String, Value>> {
    let kind = select(vec!["count", "sum", "avg", "min", "max", "ratio"]);
    let dimensions = select(vec![
        json!([]),
        json!(["channel"]),
        json!(["offer"]),
        json!(["channel", "offer"]),
        json!(["offer", "channel"]),
    ]);
    let types = (select(&TYPES[..]), select(&TYPES[..]));
    let property = prop::option::weighted(0.3, select(&PROPERTIES[..]));
    let filter = prop::option::weighted(0.25, filter());
    (kind, types, dimensions, select(&WINDOWS[..]), property, filter).prop_map(
        |(kind, (primary, secondary), dimensions, window, property, filter)| {
            let mut definition = Map::new();
            definition.insert("aggregationType".to_owned(), json!(kind));
            definition.insert("eventType".to_owned(), json!(primary));
            definition.insert("dimensions".to_owned(), dimensions);
            definition.insert("windowDays".to_owned(), json!(window));
            if kind == "ratio" {
                definition.insert("secondaryEventType".to_owned(), json!(secondary));
            }
            if let Some(property) = property.filter(|_| kind != "ratio" && kind != "count") {
                definition.insert("property".to_owned(), json!(property));
            }
            if let Some(filter) = filter {
                definition.insert("where".to_owned(), filter);
            }
            definition
        },
    )
}

fn filter() -> impl Strategy<Value = Value> {
    let named = |names: &'static [&'static str]| {
        let names: Vec<&str> = names.iter().copied().filter(|name| !name.is_empty()).collect();
        prop::sample::subsequence(names, 1..=2)
    };
    prop_oneof![
        named(&CHANNELS).prop_map(|channel| json!({ "channel": channel })),
        named(&OFFERS).prop_map(|offer| json!({ "offer": offer })),
        (named(&CHANNELS), named(&OFFERS))
            .prop_map(|(channel, offer)| json!({ "channel": channel, "offer": offer })),
    ]
}

/// Up to `most` events, some with the same id, of which some contradict each other.
pub fn events(most: usize) -> impl Strategy<Value = Vec<InteractionEvent>> {
    prop::collection::vec((event(), any::<prop::sample::Index>(), 0..10_u32), 0..most).prop_map(|drawn| {
        let mut events: Vec<InteractionEvent> = Vec::new();
        for (event, earlier, dice) in drawn {
            let repeated =
                (dice < 2 && !events.is_empty()).then(|| events[earlier.index(events.len())].clone());
            match repeated {
                Some(repeated) if dice == 0 => events.push(repeated),
                Some(repeated) => events.push(InteractionEvent { id: repeated.id, ..event }),
                None => events.push(event),
            }
        }
        events
    })
}

fn event() -> impl Strategy<Value = InteractionEvent> {
    let fields = (
        select(&TYPES[..]),
        time(),
        prop::option::weighted(0.4, 0..1_000_000_u32),
        prop::option::weighted(0.85, select(&CHANNELS[..])),
        prop::option::weighted(0.85, select(&OFFERS[..])),
        prop::option::weighted(0.75, number()),
        prop::collection::btree_map(select(&PROPERTIES[..]), number(), 0..2),
    );
    fields.prop_map(|(event_type, time, id, channel, offer, value, properties)| {
        let mut event = InteractionEvent::new(event_type, at(time));
        event.id = id.map(|id| format!("e{id}"));
        event.channel = channel.map(str::to_owned);
        event.offer = offer.map(str::to_owned);
        event.value = value;
        event.properties =
            properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<BTreeMap<_, _>>();
        event
    })
}

/// Around the edges of windows, around now, in the future, or anywhere.
fn time() -> impl Strategy<Value = i64> {
    let window = || select(&WINDOWS[..]);
    prop_oneof![
        3 => (window(), -1..=1_i64).prop_map(|(days, off)| NOW - days * DAY + off),
        1 => (-1..=1_i64).prop_map(|off| NOW + off),
        1 => (0..72_i64).prop_map(|hours| NOW + hours * HOUR),
        2 => (0..48_i64).prop_map(|hours| NOW - hours * HOUR),
        3 => (window(), 0..110_i64).prop_map(|(days, share)| NOW - days * DAY / 100 * share),
    ]
}

/// Finite numbers without -0, which is read as 0; sums of a hundred of them stay finite.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (-100_000..100_000_i32).prop_map(|cents| f64::from(cents) / 100.0),
        1 => select(vec![0.0, 5e-324, -5e-324, 1e16, -1e16, 1e300, -1e300, 2.5e-310]),
        1 => any::<f64>().prop_filter("of moderate size", |number| number.abs() < 1e300 && *number != 0.0),
    ]
}
