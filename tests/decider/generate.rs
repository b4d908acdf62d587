//! Random configurations, histories and requests.

use lookback::{Instant, InteractionEvent};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// 2026-03-27T10:00:00Z: two days before Berlin changes its clocks.
pub const NOW: i64 = 1_774_605_600_000;
const HOUR: i64 = 3_600_000;

/// The metrics that rules of the tests read; which of them is paused is drawn.
pub fn metrics(paused: usize) -> Value {
    let metric = |key: &str, kind: &str, event: &str, second: Option<&str>, dimensions: Value, days: i64| {
        let mut metric = json!({
            "name": key, "key": key, "aggregationType": kind, "eventType": event, "dimensions": dimensions,
            "windowDays": days
        });
        if let Some(second) = second {
            metric["secondaryEventType"] = json!(second);
        }
        metric
    };
    let mut metrics = vec![
        metric("count_channel", "count", "impression", None, json!(["channel"]), 2),
        metric("count_offer", "count", "conversion", None, json!(["offer"]), 4),
        metric("count_both", "count", "click", None, json!(["channel", "offer"]), 3),
        metric("sum_all", "sum", "conversion", None, json!([]), 3),
        metric("sum_offer", "sum", "conversion", None, json!(["offer"]), 2),
        metric("avg_all", "avg", "conversion", None, json!([]), 2),
        metric("min_channel", "min", "conversion", None, json!(["channel"]), 3),
        metric("max_offer", "max", "conversion", None, json!(["offer"]), 3),
        metric("ratio_all", "ratio", "click", Some("impression"), json!([]), 2),
        metric("ratio_offer", "ratio", "click", Some("impression"), json!(["offer"]), 3),
    ];
    if let Some(metric) = metrics.get_mut(paused) {
        metric["status"] = json!("paused");
    }
    Value::Array(metrics)
}

fn reading() -> impl Strategy<Value = Value> {
    let operator = prop::sample::select(vec!["gt", "gte", "lt", "lte", "eq", "neq"]);
    let ways = prop::sample::select(vec![
        ("count_channel", "candidate"),
        ("count_channel", "any"),
        ("count_channel", "total"),
        ("count_offer", "candidate"),
        ("count_offer", "category"),
        ("count_both", "candidate"),
        ("count_both", "category"),
        ("sum_all", "candidate"),
        ("sum_offer", "total"),
        ("sum_offer", "any"),
        ("sum_offer", "category"),
        ("avg_all", "candidate"),
        ("min_channel", "candidate"),
        ("min_channel", "any"),
        ("max_offer", "candidate"),
        ("max_offer", "any"),
        ("ratio_all", "candidate"),
        ("ratio_offer", "candidate"),
        ("ratio_offer", "category"),
        ("ratio_offer", "any"),
    ]);
    let missing = prop::sample::select(vec!["pass", "fail"]);
    (ways, operator, -1..5_i32, missing).prop_map(|((key, how), operator, threshold, missing)| {
        json!({
            "metricKey": key, "match": how, "operator": operator, "threshold": f64::from(threshold) / 2.0,
            "onMissing": missing
        })
    })
}

fn counted() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["global", "offer", "channel", "category"])
}

fn event_type() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["impression", "click", "conversion"])
}

fn policy() -> impl Strategy<Value = (&'static str, Value)> {
    let days = || 1..5_i64;
    prop_oneof![
        4 => reading().prop_map(|config| ("metric_condition", config)),
        1 => reading().prop_map(|config| ("frequency_cap", config)),
        2 => (1..4, days(), event_type(), counted()).prop_map(|(most, days, event_type, scope)| (
            "frequency_cap",
            json!({ "maxContacts": most, "windowDays": days, "eventType": event_type, "scope": scope })
        )),
        1 => (1..5, days()).prop_map(|(most, days)| (
            "cross_channel_cap",
            json!({ "maxContacts": most, "windowDays": days, "channels": ["email", "sms"] })
        )),
        2 => (1..200_u32, event_type(), counted()).prop_map(|(hours, event_type, scope)| (
            "cooldown",
            json!({ "cooldownHours": f64::from(hours) / 4.0, "eventType": event_type, "scope": scope })
        )),
        2 => (1..4, days(), prop::option::of(days()), event_type(), counted()).prop_map(
            |(least, days, suppress, event_type, scope)| {
                let mut config =
                    json!({ "outcomeType": event_type, "lookbackDays": days, "minCount": least, "scope": scope });
                if let Some(suppress) = suppress {
                    config["suppressDays"] = json!(suppress);
                }
                ("outcome_based", config)
            }
        ),
        1 => (1..3, days()).prop_map(|(least, days)| (
            "category_suppression",
            json!({ "windowDays": days, "minCount": least })
        )),
        2 => (days(), prop::sample::select(vec![vec!["a", "b"], vec!["a", "c"], vec!["a", "b", "c"]])).prop_map(
            |(days, offers)| ("mutual_exclusion", json!({ "offers": offers, "windowDays": days }))
        ),
        1 => Just(("segment_exclusion", json!({ "segments": ["staff"] }))),
        2 => (0..24_u32, 0..24_u32, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
            |(from, to, berlin, some, block)| {
                let mut config = json!({
                    "timezone": if berlin { "Europe/Berlin" } else { "UTC" },
                    "from": format!("{from:02}:00"), "to": format!("{to:02}:00"),
                    "mode": if block { "block" } else { "allow" }
                });
                if some {
                    config["days"] = json!(["fri", "sat", "sun"]);
                }
                ("time_window", config)
            }
        ),
        1 => any::<bool>().prop_map(|everyone| (
            "allow_override",
            if everyone { json!({ "policies": ["p0"] }) } else { json!({ "segments": ["vip"] }) }
        )),
    ]
}

fn qualification() -> impl Strategy<Value = (&'static str, Value)> {
    prop_oneof![
        2 => reading().prop_map(|config| ("metric_condition", config)),
        1 => reading().prop_map(|mut config| {
            config["multiplierBelow"] = json!(0.25);
            ("propensity_threshold", config)
        }),
        1 => Just(("segment_required", json!({ "segments": ["vip", "adult"] }))),
        1 => (18..22).prop_map(|least| (
            "attribute_condition",
            json!({ "attribute": "age", "operator": "gte", "value": least })
        )),
        1 => (event_type(), 1..5, counted()).prop_map(|(event_type, days, scope)| (
            "recency_check",
            json!({ "eventType": event_type, "withinDays": days, "scope": scope })
        )),
    ]
}

/// A scope, a priority, and whether the rule is soft.
type Frame = (Value, u32, bool);
/// A rule's type and configuration, and the rest of it.
type Draft = ((&'static str, Value), Frame);

fn frame() -> impl Strategy<Value = Frame> {
    let scope = prop_oneof![
        4 => Just(json!({})),
        1 => Just(json!({ "scope": "offer", "scopeId": "a" })),
        1 => Just(json!({ "scope": "channel", "scopeId": "email" })),
        1 => Just(json!({ "scope": "category", "scopeId": "cards" })),
    ];
    (scope, prop::sample::select(vec![50, 50, 60]), prop::bool::weighted(0.3))
}

fn rules(count: usize) -> impl Strategy<Value = (Vec<Value>, Vec<Value>)> {
    let policies = prop::collection::vec((policy(), frame()), 0..count);
    let qualifications = prop::collection::vec((qualification(), frame()), 0..count / 2);
    (policies, qualifications).prop_map(|(policies, qualifications)| {
        let rule = |id: String, kind: &str, config: Value, (scope, priority, _): &Frame| {
            let mut rule = json!({ "id": id, "ruleType": kind, "priority": priority, "config": config });
            rule.as_object_mut().unwrap().extend(scope.as_object().unwrap().clone());
            rule
        };
        let policy = |(at, ((kind, mut config), frame)): (usize, Draft)| {
            if frame.2 && kind != "allow_override" && kind != "mutual_exclusion" {
                config["action"] = json!("multiply");
                config["multiplier"] = json!(0.5);
            }
            let mut rule = rule(format!("p{at}"), kind, config, &frame);
            if rule["config"]["policies"].is_array() {
                rule["config"]["policies"] = json!(["p0"]);
            }
            rule
        };
        let qualification = |(at, ((kind, mut config), frame)): (usize, Draft)| {
            if frame.2 && kind != "propensity_threshold" {
                config["multiplier"] = json!(0.5);
            }
            let mut rule = rule(format!("q{at}"), kind, config, &frame);
            rule["qualification"] = json!(if frame.2 { "soft" } else { "hard" });
            rule
        };
        (
            policies.into_iter().enumerate().map(policy).collect(),
            qualifications.into_iter().enumerate().map(qualification).collect(),
        )
    })
}

pub fn configuration() -> impl Strategy<Value = Value> {
    let weight = (reading(), -2..4_i32, any::<bool>()).prop_map(|(reading, weight, linear)| {
        let scale = if linear { json!({ "min": 0, "max": 4 }) } else { json!({ "half": 2 }) };
        json!({
            "metricKey": reading["metricKey"], "match": reading["match"], "weight": f64::from(weight) / 2.0,
            "scale": scale
        })
    });
    let weights =
        prop::collection::vec(weight.prop_filter("above -1", |weight| weight["weight"] != json!(-1.5)), 0..3);
    (rules(5), weights, 0..30_usize).prop_map(|((policies, qualifications), weights, paused)| {
        json!({
            "metrics": metrics(paused), "contactPolicies": policies, "qualificationRules": qualifications,
            "arbitration": { "weights": weights },
            "offers": [
                { "key": "a", "category": "cards", "score": 2, "attributes": { "age": 18 } },
                { "key": "b", "category": "cards" },
                { "key": "c", "category": "loans", "priority": 2 },
                { "key": "d", "category": "loans" }
            ]
        })
    })
}

pub fn events(count: usize) -> impl Strategy<Value = Vec<InteractionEvent>> {
    let name = |names: Vec<&'static str>| prop::option::weighted(0.85, prop::sample::select(names));
    let time = prop_oneof![
        3 => (-144..24_i64).prop_map(|hours| NOW + hours * HOUR),
        1 => (-6 * 24 * HOUR..HOUR).prop_map(|offset| NOW + offset),
    ];
    let value = prop::option::weighted(0.7, (-4..12_i32).prop_map(|value| f64::from(value) / 4.0));
    // Refunds to come lie below what stands for a sum of nothing.
    let refund = (1..24_i64, 1..8_i32)
        .prop_map(|(hours, value)| ("conversion", NOW + hours * HOUR, Some(f64::from(-value) / 4.0)));
    let what = prop_oneof![4 => (event_type(), time, value), 1 => refund];
    let event = (what, name(vec!["email", "push", "sms"]), name(vec!["a", "b", "c", "d"])).prop_map(
        |((event_type, time, value), channel, offer)| {
            let mut event = InteractionEvent::new(event_type, Instant::from_millis(time).unwrap());
            event.channel = channel.map(str::to_owned);
            event.offer = offer.map(str::to_owned);
            event.value = value;
            event
        },
    );
    prop::collection::vec(event, 0..count)
}

pub fn candidates() -> impl Strategy<Value = Vec<Value>> {
    let offer = prop::sample::select(vec!["a", "b", "c", "d"]);
    let channel = prop::sample::select(vec!["email", "push"]);
    let extra = prop_oneof![
        4 => Just(json!({})),
        1 => Just(json!({ "score": 0.5, "priority": 1 })),
        1 => Just(json!({ "category": "loans" })),
        1 => Just(json!({ "attributes": { "age": 21 } })),
    ];
    let candidate = (offer, channel, extra).prop_map(|(offer, channel, extra)| {
        let mut candidate = json!({ "offer": offer, "channel": channel });
        candidate.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        candidate
    });
    prop::collection::vec(candidate, 1..6)
}

pub fn customer() -> impl Strategy<Value = (Vec<String>, Map<String, Value>, Option<usize>)> {
    let segments = prop::sample::subsequence(vec!["vip", "adult", "staff"], 0..=3);
    let age = prop::option::of(prop::sample::select(vec![17, 19, 30]));
    (segments, age, prop::option::weighted(0.2, 1..3_usize)).prop_map(|(segments, age, limit)| {
        let attributes = age.map(|age| ("age".to_owned(), json!(age))).into_iter().collect();
        (segments.into_iter().map(str::to_owned).collect(), attributes, limit)
    })
}
