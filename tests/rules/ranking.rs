//! The order of the candidates that pass.

use serde_json::{Value, json};

use crate::{customer, metric, request};

#[test]
fn r9_products_beyond_the_largest_number_stay_finite_and_nothing_times_them_is_nothing() {
    let soft = |multiplier: f64| {
        json!({ "ruleType": "segment_exclusion",
        "config": { "segments": ["all"], "action": "multiply", "multiplier": multiplier } })
    };
    let weight = json!({ "metricKey": "clicks", "weight": 1000, "scale": { "min": -1, "max": 0 } });
    let decided = |policies: Vec<Value>| {
        let configuration = json!({
            "metrics": [metric("clicks", "count", "click", json!([]))],
            "contactPolicies": policies, "arbitration": { "weights": vec![&weight; 110] }
        });
        let asked = request(json!({ "candidates": [{ "offer": "gold" }], "segments": ["all"] }));
        let outcome = customer(&configuration, &[]).decide(&asked).unwrap().outcomes.remove(0);
        (outcome.multiplier, outcome.boost, outcome.score)
    };
    let mut policies = vec![soft(10.0); 400];
    assert_eq!(decided(policies.clone()), (f64::MAX, f64::MAX, f64::MAX));
    policies.push(soft(0.0));
    assert_eq!(decided(policies), (0.0, f64::MAX, 0.0));
}

#[test]
fn r10_ranking_goes_by_score_then_priority_then_offer_then_channel() {
    let mut customer = customer(&json!({}), &[]);
    let asked = request(json!({ "limit": 4, "candidates": [
        { "offer": "b", "channel": "push" }, { "offer": "b", "channel": "email" }, { "offer": "a", "channel": "sms" },
        { "offer": "c", "priority": 1 }, { "offer": "z", "score": 2 }
    ] }));
    let decision = customer.decide(&asked).unwrap();
    let found: Vec<_> = decision
        .outcomes
        .iter()
        .map(|outcome| (outcome.offer.as_str(), outcome.channel.as_deref(), outcome.rank))
        .collect();
    assert_eq!(
        found,
        [
            ("z", None, Some(1)),
            ("c", None, Some(2)),
            ("a", Some("sms"), Some(3)),
            ("b", Some("email"), Some(4)),
            ("b", Some("push"), None)
        ]
    );
    assert_eq!((decision.funnel.allowed, decision.funnel.ranked), (5, 4));
}
