//! Whom an offer suits.

use lookback::decisions::{OutcomeStatus as Status, ReasonEffect};
use serde_json::{Value, json};

use crate::{customer, event, impressions, metric, outcome, reason, request};

#[test]
fn r1_hard_failures_remove_soft_ones_multiply_and_the_first_by_priority_counts() {
    let mut customer = customer(
        &json!({
            "contactPolicies": [
                { "id": "low", "ruleType": "segment_exclusion", "priority": 10, "config": { "segments": ["staff"] } },
                { "id": "high", "ruleType": "segment_exclusion", "priority": 90, "config": { "segments": ["staff"] } }
            ],
            "qualificationRules": [{
                "id": "soft", "ruleType": "segment_required", "qualification": "soft",
                "config": { "segments": ["vip"], "multiplier": 0.5 }
            }]
        }),
        &[],
    );
    let asked = request(json!({ "candidates": [{ "offer": "gold", "score": 4 }], "segments": ["staff"] }));
    let decision = customer.decide(&asked).unwrap();
    let outcome = &decision.outcomes[0];
    assert_eq!((outcome.status, outcome.score, outcome.multiplier), (Status::Suppressed, 2.0, 0.5));
    let order: Vec<&str> = outcome.reasons.iter().map(|reason| reason.rule.as_str()).collect();
    assert_eq!(order, ["soft", "high", "low"]);
    assert_eq!(decision.funnel.drops[0].rule, "high");
    assert_eq!((decision.funnel.qualified, decision.funnel.allowed, decision.funnel.ranked), (1, 0, 0));
}

#[test]
fn r7_segments_attributes_and_recency_qualify() {
    let qualifies = |kind: &str, config: Value, asked: Value| {
        let configuration = json!({ "qualificationRules": [{ "ruleType": kind, "config": config }] });
        let mut asked = asked;
        asked["candidates"] = json!([{ "offer": "gold" }]);
        let mut customer = customer(&configuration, &[event("click", 3.0, "email", "gold")]);
        customer.decide(&request(asked)).unwrap().outcomes[0].status == Status::Eligible
    };
    let segments = json!({ "segments": ["a", "b"] });
    assert!(qualifies("segment_required", segments.clone(), json!({ "segments": ["b", "a"] })));
    assert!(!qualifies("segment_required", segments, json!({ "segments": ["a"] })));
    assert!(qualifies("recency_check", json!({ "eventType": "click", "withinDays": 4 }), json!({})));
    assert!(!qualifies("recency_check", json!({ "eventType": "click", "withinDays": 3 }), json!({})));
    for (operator, value, passes) in [
        ("eq", json!("de"), true),
        ("neq", json!("de"), false),
        ("gt", json!("da"), true),
        ("gte", json!("de"), true),
        ("lt", json!("de"), false),
        ("lte", json!("de"), true),
        ("in", json!(["fr", "de"]), true),
        ("not_in", json!(["fr", "de"]), false),
        ("exists", json!(true), true),
        ("exists", json!(false), false),
        ("contains", json!("e"), true),
        ("gt", json!(3), false),
    ] {
        let config = json!({ "attribute": "country", "operator": operator, "value": value });
        let attributes = json!({ "attributes": { "country": "de" } });
        assert_eq!(qualifies("attribute_condition", config, attributes), passes, "{operator} {value}");
    }
}

#[test]
fn r7_the_documented_gate_multiplies_below_the_threshold() {
    let configuration = json!({
        "metrics": [json!({
            "name": "Response rate", "key": "response_rate_30d", "aggregationType": "ratio", "eventType": "click",
            "secondaryEventType": "impression", "windowDays": 30
        })],
        "qualificationRules": [{
            "name": "Engagement Score Gate", "ruleType": "propensity_threshold", "qualification": "soft",
            "config": { "metricKey": "response_rate_30d", "threshold": 0.1, "multiplierBelow": 0.3 }
        }]
    });
    let many = impressions("email", &[1.0; 20]);
    let mut low =
        customer(&configuration, &[many.clone(), vec![event("click", 1.0, "email", "gold")]].concat());
    let outcome_low = outcome(&mut low, json!({ "offer": "gold" }));
    assert_eq!((outcome_low.status, outcome_low.score), (Status::Eligible, 0.3));
    let gate = reason(&outcome_low, "Engagement Score Gate");
    assert_eq!(gate.effect, ReasonEffect::Multiply);
    assert!(
        gate.message.starts_with(
            "a click-to-impression ratio of 0.05 in 30 days, not at least 0.1; multiplies by 0.3"
        )
    );
    let clicks = vec![event("click", 1.0, "email", "gold"); 2];
    let at_threshold =
        outcome(&mut customer(&configuration, &[many, clicks].concat()), json!({ "offer": "gold" }));
    assert_eq!(at_threshold.score, 1.0);
}

#[test]
fn r8_without_data_a_rule_passes_unless_it_says_otherwise() {
    let configuration = |missing: &str| {
        json!({
            "metrics": [metric("spend", "avg", "conversion", json!([]))],
            "qualificationRules": [{ "id": "rule", "ruleType": "metric_condition",
                "config": { "metricKey": "spend", "operator": "gte", "threshold": 10, "onMissing": missing } }]
        })
    };
    let passing = outcome(&mut customer(&configuration("pass"), &[]), json!({ "offer": "gold" }));
    assert_eq!(passing.status, Status::Eligible);
    assert_eq!(reason(&passing, "rule").observed, None);
    let failing = outcome(&mut customer(&configuration("fail"), &[]), json!({ "offer": "gold" }));
    assert_eq!(failing.status, Status::Disqualified);
    assert_eq!(reason(&failing, "rule").observed, None);
}
