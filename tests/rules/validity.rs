//! How long a decision holds.

use lookback::InteractionEvent;
use serde_json::json;

use crate::{NOW, at, cap, customer, decide, engine, event, impressions, metric, request};

#[test]
fn r13_a_decision_holds_until_something_in_it_differs() {
    let mut customer = customer(&cap(), &impressions("email", &[1.0, 2.0, 6.5]));
    let decision = decide(&mut customer, json!([{ "offer": "gold", "channel": "email" }]));
    assert_eq!(decision.valid_until, Some(at("2026-03-11T00:00:00Z")));
    let forever = decide(&mut customer, json!([{ "offer": "gold", "channel": "push" }]));
    assert_eq!(forever.valid_until, None);
}

#[test]
fn r13_an_event_to_come_that_no_rule_reads_still_changes_the_diagnostics() {
    let mut customer = customer(&cap(), &[event("click", -1.0, "email", "gold")]);
    let decision = decide(&mut customer, json!([{ "offer": "gold", "channel": "email" }]));
    assert_eq!(decision.diagnostics.future_events, 1);
    assert_eq!(decision.valid_until, Some(at("2026-03-11T12:00:00Z")));
}

#[test]
fn r13_a_message_that_names_the_next_year_holds_until_that_year_begins() {
    let mut customer = customer(&cap(), &[]);
    for id in ["one", "two"] {
        let mut seen = InteractionEvent::new("impression", at("2026-12-30T06:00:00Z"));
        (seen.id, seen.channel) = (Some(id.to_owned()), Some("email".to_owned()));
        customer.append(&[seen]).unwrap();
    }
    let at_the_end = request(json!({
        "now": "2026-12-31T00:00:00Z", "candidates": [{ "offer": "gold", "channel": "email" }]
    }));
    let decision = customer.decide(&at_the_end).unwrap();
    let message = &decision.outcomes[0].reasons[0].message;
    assert!(message.ends_with("free again on 6 January 2027 06:00 UTC"), "{message}");
    assert_eq!(decision.valid_until, Some(at("2027-01-01T00:00:00Z")));
}

#[test]
fn r13_a_full_explanation_holds_until_other_events_count() {
    let metrics = json!([metric("largest", "max", "conversion", json!([]))]);
    let configuration = json!({ "metrics": metrics, "contactPolicies": [{ "ruleType": "frequency_cap",
        "config": { "metricKey": "largest", "threshold": 100 } }] });
    let mut small = event("conversion", 6.0, "email", "gold");
    let mut large = event("conversion", 1.0, "email", "gold");
    let without_value = event("conversion", 6.5, "email", "gold");
    (small.value, large.value) = (Some(1.0), Some(2.0));
    let mut customer = customer(&configuration, &[small, large, without_value]);
    let mut until = |explain: &str| {
        let asked = request(json!({ "candidates": [{ "offer": "gold" }], "explain": explain }));
        customer.decide(&asked).unwrap().valid_until
    };
    assert_eq!(until("summary"), Some(at("2026-03-16T12:00:00Z")), "when the largest leaves");
    assert_eq!(until("full"), Some(at("2026-03-11T12:00:00Z")), "when the first that counted leaves");
}

#[test]
fn r13_a_decision_over_many_groups_of_the_same_value_holds_until_the_last_of_them_is_gone() {
    let configuration = json!({
        "metrics": [metric("clicks", "count", "click", json!(["offer"]))],
        "contactPolicies": [{ "ruleType": "frequency_cap", "config": { "metricKey": "clicks", "match": "any", "threshold": 0 } }]
    });
    let events: Vec<_> = (0..5_000_u32)
        .map(|at| event("click", 3.0 - f64::from(at) / 5_000.0, "email", &format!("offer {at}")))
        .collect();
    let newest = events.iter().map(|event| event.timestamp).max().unwrap();
    let decision = customer(&configuration, &events).decide(&request(
        json!({ "candidates": [{ "offer": "other", "channel": "email" }], "now": NOW, "explain": "none" }),
    ));
    let window = i64::from(engine(&configuration).configuration().metrics[0].window_days) * 86_400_000;
    assert_eq!(decision.unwrap().valid_until, newest.checked_add(window));
}

#[test]
fn r13_a_decision_ends_when_a_sum_grows_too_large() {
    let conversion = |days: f64, offer: &str, value: f64| {
        let mut conversion = event("conversion", days, "email", offer);
        conversion.value = Some(value);
        conversion
    };
    // When the first of gold leaves, the other two are beyond the largest double.
    let ends_with = |config: serde_json::Value, explain: &str, sign: f64, silver: f64| {
        let mut policy = json!({ "ruleType": "metric_condition",
            "config": { "metricKey": "spend", "operator": "gt", "threshold": 1 } });
        policy["config"].as_object_mut().unwrap().extend(config.as_object().unwrap().clone());
        let configuration = json!({ "metrics": [metric("spend", "sum", "conversion", json!(["offer"]))],
            "contactPolicies": [policy] });
        let gold = [(3.0, -1e308), (2.0, 1e308), (1.0, 1e308)];
        let mut events: Vec<_> =
            gold.iter().map(|(days, value)| conversion(*days, "gold", sign * value)).collect();
        events.push(conversion(0.5, "silver", silver));
        let mut customer = customer(&configuration, &events);
        let mut asked = request(json!({ "candidates": [{ "offer": "gold" }], "explain": explain }));
        let until = customer.decide(&asked).unwrap().valid_until;
        assert_eq!(until, Some(at("2026-03-14T12:00:00Z")), "{config} {explain} {sign} {silver}");
        asked.now = until.unwrap();
        assert!(customer.decide(&asked).is_err());
    };
    for explain in ["none", "summary", "full"] {
        ends_with(json!({}), explain, 1.0, 0.0);
        ends_with(json!({}), explain, -1.0, 0.0);
        ends_with(json!({ "onMissing": "fail" }), explain, 1.0, 0.0);
        ends_with(json!({ "match": "any" }), explain, -1.0, 10.0);
        ends_with(json!({ "match": "any" }), explain, -1.0, 0.0);
    }
}

#[test]
fn r13_a_decision_without_reasons_holds_until_a_rule_or_a_boost_differs() {
    let gate = |id: &str, threshold: u32| json!({ "id": id, "ruleType": "frequency_cap", "config": { "maxContacts": threshold, "windowDays": 7 } });
    let until = |contact_policies: &serde_json::Value, arbitration: &serde_json::Value, explain: &str| {
        let configuration = json!({ "metrics": [metric("shown", "count", "impression", json!([]))],
            "contactPolicies": contact_policies, "arbitration": arbitration });
        let events = [3.0, 2.0, 1.0].map(|days| event("impression", days, "email", "gold"));
        let asked = request(json!({ "candidates": [{ "offer": "gold" }], "explain": explain }));
        customer(&configuration, &events).decide(&asked).unwrap().valid_until
    };
    let (first, second, third) =
        (at("2026-03-14T12:00:00Z"), at("2026-03-15T12:00:00Z"), at("2026-03-16T12:00:00Z"));
    let boost =
        json!({ "weights": [{ "metricKey": "shown", "weight": 1, "scale": { "min": 0, "max": 1 } }] });
    let (never_reached, reached, both) =
        (json!([gate("a", 4)]), json!([gate("a", 2)]), json!([gate("a", 1), gate("b", 2)]));
    let none = json!({});
    for (policies, arbitration, without_reasons) in [
        (&never_reached, &none, None),
        (&reached, &none, Some(second)),
        // The second rule changes nothing while the first one blocks.
        (&both, &none, Some(third)),
        (&never_reached, &boost, Some(third)),
    ] {
        assert_eq!(until(policies, arbitration, "none"), without_reasons, "{policies} {arbitration}");
        assert_eq!(until(policies, arbitration, "summary"), Some(first), "an observed number differs");
    }
}

#[test]
fn r13_two_rules_that_read_the_same_number_each_end_a_decision_without_reasons() {
    let soft = |threshold: u32| {
        json!({ "ruleType": "frequency_cap", "config": { "metricKey": "shown",
        "threshold": threshold, "action": "multiply", "multiplier": 0.5 } })
    };
    let configuration = json!({ "metrics": [metric("shown", "count", "impression", json!([]))],
        "contactPolicies": [soft(0), soft(2)] });
    let mut customer = customer(&configuration, &impressions("email", &[3.0, 2.0, 1.0]));
    let asked = request(json!({ "candidates": [{ "offer": "gold" }], "explain": "none" }));
    // Of three, the second rule allows two: it no longer acts once the first has left.
    assert_eq!(customer.decide(&asked).unwrap().valid_until, Some(at("2026-03-14T12:00:00Z")));
}

#[test]
fn r13_a_boost_ends_a_decision_over_very_many_offers_that_rules_read_as_well() {
    let configuration = json!({
        "metrics": [metric("shown", "count", "impression", json!(["offer"]))],
        "contactPolicies": [{ "ruleType": "frequency_cap",
            "config": { "metricKey": "shown", "operator": "eq", "threshold": 5 } }],
        "arbitration": { "weights": [{ "metricKey": "shown", "weight": 1, "scale": { "half": 1 } }] }
    });
    let offers: Vec<_> = (0..4_200).map(|at| format!("offer {at}")).collect();
    let mut events: Vec<_> = offers.iter().map(|offer| event("impression", 1.0, "email", offer)).collect();
    events[0] = event("impression", 3.0, "email", "offer 0");
    let candidates: Vec<_> = offers.iter().map(|offer| json!({ "offer": offer })).collect();
    let asked = request(json!({ "candidates": candidates, "explain": "none" }));
    let until = customer(&configuration, &events).decide(&asked).unwrap().valid_until;
    assert_eq!(until, Some(at("2026-03-14T12:00:00Z")));
}
