//! Rules over metrics: which number is read, and when one is refused.

use lookback::decisions::EventName;
use lookback::{Configuration, ErrorCode};
use serde_json::json;

use crate::{at, customer, engine, event, metric, outcome, reason, request};

#[test]
fn r3_a_metric_is_read_for_the_candidate_for_any_in_total_or_for_the_category() {
    let events = [
        event("click", 1.0, "email", "gold"),
        event("click", 1.0, "email", "gold"),
        event("click", 1.0, "email", "silver"),
        event("click", 1.0, "push", "loan"),
    ];
    for (how, expected) in [("candidate", 1.0), ("any", 2.0), ("total", 4.0), ("category", 3.0)] {
        let mut customer = customer(
            &json!({
                "metrics": [metric("clicks", "count", "click", json!(["offer"]))],
                "offers": [{ "key": "gold", "category": "cards" }, { "key": "silver", "category": "cards" }],
                "contactPolicies": [{ "id": "rule", "ruleType": "metric_condition",
                    "config": { "metricKey": "clicks", "match": how, "operator": "gt", "threshold": 100 } }]
            }),
            &events,
        );
        let outcome = outcome(&mut customer, json!({ "offer": "silver", "channel": "email" }));
        assert_eq!(reason(&outcome, "rule").observed, Some(expected), "{how}");
    }
}

#[test]
fn r12_a_reason_names_the_group_that_has_the_largest_value_and_holds_while_it_has() {
    let configuration = json!({
        "metrics": [metric("clicks", "count", "click", json!(["channel", "offer"]))],
        "contactPolicies": [{ "id": "rule", "ruleType": "frequency_cap",
            "config": { "metricKey": "clicks", "match": "any", "threshold": 0 } }],
        "arbitration": { "weights": [{ "name": "weight", "metricKey": "clicks", "match": "any", "weight": 1,
            "scale": { "half": 1 } }] }
    });
    let events = [event("click", 2.0, "push", "gold"), event("click", 1.0, "sms", "silver")];
    let mut customer = customer(&configuration, &events);
    let mut asked = request(json!({ "candidates": [{ "offer": "loan" }] }));
    let mut told = Vec::new();
    for _ in 0..3 {
        let decision = customer.decide(&asked).unwrap();
        let [rule, weight] = ["rule", "weight"].map(|rule| reason(&decision.outcomes[0], rule));
        assert_eq!(rule.group, weight.group);
        let (quantity, _) = rule.message.split_once(',').unwrap();
        told.push((serde_json::to_value(&rule.group).unwrap(), quantity.to_owned()));
        asked.now = decision.valid_until.unwrap_or(asked.now);
    }
    let told = told.iter().map(|(group, quantity)| (group, quantity.as_str()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (
                &json!({ "channel": "push", "offer": "gold" }),
                "1 click event of gold on push (the largest group) in 7 days"
            ),
            (
                &json!({ "channel": "sms", "offer": "silver" }),
                "1 click event of silver on sms (the largest group) in 7 days"
            ),
            (&json!(null), "0 click events in the largest group in 7 days"),
        ]
    );
}

#[test]
fn m6_a_sum_beyond_the_largest_double_is_reported_with_its_metric_however_it_is_read() {
    let metrics = json!([metric("spend", "sum", "conversion", json!(["offer"]))]);
    let mut huge = event("conversion", 1.0, "email", "gold");
    huge.value = Some(f64::MAX);
    for how in ["candidate", "any", "total", "category"] {
        let configuration = json!({ "metrics": metrics, "contactPolicies": [{ "ruleType": "frequency_cap",
            "config": { "metricKey": "spend", "match": how, "threshold": 1 } }] });
        let small = event("conversion", 1.0, "email", "silver");
        let mut customer = customer(&configuration, &[huge.clone(), huge.clone(), small]);
        let asked = request(json!({ "candidates": [{ "offer": "gold", "category": "cards" }] }));
        let error = customer.decide(&asked).unwrap_err();
        assert_eq!((error.code, error.issues[0].path.as_str()), (ErrorCode::InvalidEvent, "metrics.spend"));
    }
}

#[test]
fn r11_an_unknown_metric_is_refused_when_the_engine_is_built() {
    let configuration = json!({ "metrics": [metric("clicks", "count", "click", json!([]))],
        "contactPolicies": [{ "ruleType": "frequency_cap",
        "config": { "metricKey": "nope", "threshold": 3 } }] });
    let error = Configuration::from_value(&configuration).unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidConfiguration);
    assert_eq!(
        (error.issues[0].path.as_str(), error.issues[0].code),
        ("contactPolicies[0].config.metricKey", "unknown_metric")
    );
    assert_eq!(error.issues[0].message, "no metric has the key \"nope\"; the keys are clicks");
}

#[test]
fn r11_names_are_quoted_in_messages_as_json_has_them() {
    let unknown = "cafe\u{301} \"\n";
    let configuration = json!({ "contactPolicies": [{ "ruleType": "frequency_cap",
        "config": { "metricKey": unknown, "threshold": 3 } }] });
    let error = Configuration::from_value(&configuration).unwrap_err();
    let quoted = "\"cafe\u{301} \\\"\\n\"";
    assert_eq!(error.issues[0].message, format!("no metric has the key {quoted}; none are defined"));
}

#[test]
fn r11_what_is_taken_already_is_reported_next_to_everything_else() {
    let clicks = metric("clicks", "count", "click", json!([]));
    let cooldown = |id: &str| json!({ "id": id, "ruleType": "cooldown", "config": { "cooldownHours": 1 } });
    let configuration = json!({
        "metrics": [clicks, clicks, { "key": "bad" }],
        "contactPolicies": [cooldown("a"), { "ruleType": "none" }, cooldown("a")],
        "offers": [{ "key": "gold" }, { "key": "gold" }, {}],
    });
    let error = Configuration::from_value(&configuration).unwrap_err();
    let taken = error.issues.iter().filter(|issue| issue.code == "duplicate_key");
    let paths: Vec<&str> = taken.map(|issue| issue.path.as_str()).collect();
    assert_eq!(paths, ["metrics[1].key", "contactPolicies[2].id", "offers[1].key"]);
    assert!(error.issues.len() > 3);
}

#[test]
fn e5_of_tied_groups_the_first_by_name_counts_however_events_arrived() {
    let metrics = json!([metric("largest", "sum", "click", json!(["offer"]))]);
    let configuration = json!({ "metrics": metrics, "contactPolicies": [{ "ruleType": "frequency_cap",
        "config": { "metricKey": "largest", "match": "any", "threshold": 0, "operator": "gte" } }] });
    let click = |id: &str, days: f64, offer: &str, value: f64| {
        let mut click = event("click", days, "email", offer);
        (click.id, click.value) = (Some(id.to_owned()), Some(value));
        click
    };
    let gone = click("gone", 9.0, "a", 2.0);
    let events = [click("c", 3.0, "c", 0.0), click("b", 2.0, "b", 0.0), gone];
    let asked = request(json!({ "candidates": [{ "offer": "x" }], "explain": "full" }));
    for order in [[0, 1, 2], [2, 1, 0]] {
        let mut customer = customer(&configuration, &order.map(|at: usize| events[at].clone()));
        let mut restored = engine(&configuration).restore(&customer.snapshot()).unwrap();
        let decision = customer.decide(&asked).unwrap();
        let events = decision.outcomes[0].reasons[0].events.clone();
        assert_eq!(events, Some(vec![EventName::Id("b".to_owned())]));
        assert_eq!(decision.valid_until, Some(at("2026-03-15T12:00:00Z")), "when the first by name leaves");
        assert_eq!(restored.decide(&asked).unwrap(), decision);
    }
}
