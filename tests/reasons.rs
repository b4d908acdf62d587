//! Reasons as people read them: a rule, what it says, and how many more it takes before it blocks.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::needless_pass_by_value, reason = "called with literals")]

use lookback::{Configuration, DecideRequest, Engine, Reason};
use serde_json::{Value, json};

const NOW: i64 = 1_773_144_000_000; // 2026-03-10T12:00:00Z
const DAY: i64 = 86_400_000;

/// What one rule of a family says about a customer with two impressions, one conversion and a
/// visit.
fn reason(family: &str, rule: &Value) -> Reason {
    let configuration = json!({
        "metrics": [
            { "key": "seen", "aggregationType": "count", "eventType": "impression", "windowDays": 7 },
            { "key": "spend", "aggregationType": "avg", "eventType": "conversion", "windowDays": 7 },
            { "key": "click_rate", "aggregationType": "ratio", "eventType": "click", "secondaryEventType": "view", "windowDays": 7 }
        ],
        "profiles": [{
            "id": "{24DFF2CF-B30A-4B75-8967-2FE3DEE0B4A2}", "name": "Persona", "keys": [{ "id": "s", "name": "Sport" }],
            "patterns": [{ "id": "x", "name": "Fan", "values": { "s": 10 } }, { "id": "y", "name": "Idler", "values": {} }]
        }],
        family: [rule]
    });
    let mut customer = Engine::new(Configuration::from_value(&configuration).unwrap()).unwrap().customer();
    let delta = json!({ "24dff2cf-b30a-4b75-8967-2fe3dee0b4a2": { "values": { "s": 8 } } });
    let event = |kind: &str, days: i64| json!({ "eventType": kind, "timestamp": NOW - days * DAY, "offer": "gold", "value": 2.5 });
    customer
        .apply_interaction(&json!({ "startDateTime": NOW - DAY, "events": [
            { "eventType": "ChangeProfileScoreEvent", "delta": delta },
            event("impression", 1), event("impression", 2), event("conversion", 3)
        ] }))
        .unwrap();
    let request = json!({
        "candidates": [{ "offer": "gold" }], "now": NOW, "explain": "full",
        "segments": ["vip", "staff"], "attributes": { "age": 41 }
    });
    let decision = customer.decide(&DecideRequest::from_value(&request).unwrap()).unwrap();
    decision.outcomes[0].reasons[0].clone()
}

fn policy(rule_type: &str, config: Value) -> Reason {
    reason("contactPolicies", &json!({ "ruleType": rule_type, "config": config }))
}

fn qualification(rule_type: &str, config: Value) -> Reason {
    reason("qualificationRules", &json!({ "ruleType": rule_type, "config": config }))
}

#[test]
fn r12_segments_are_named_one_or_several() {
    let said = |segments: Value| policy("segment_exclusion", json!({ "segments": segments })).message;
    assert_eq!(said(json!(["vip"])), "in the segment vip");
    assert_eq!(said(json!(["vip", "new", "staff"])), "in the segments vip, staff");
    assert_eq!(said(json!(["new"])), "not in the segment new");
    assert_eq!(said(json!(["new", "lost"])), "in none of the segments new, lost");
    let required = |segments: Value| qualification("segment_required", json!({ "segments": segments }));
    assert_eq!(required(json!(["vip"])).message, "in the segment vip");
    assert_eq!(required(json!(["vip", "staff"])).message, "in the segments vip, staff");
    assert_eq!(required(json!(["vip", "new", "lost"])).message, "not in the segments new, lost");
    assert_eq!(required(json!(["vip", "new"])).flip.as_deref(), Some("joining the segment new"));
}

#[test]
fn r12_attributes_are_as_wanted_or_not() {
    let said = |attribute: &str, operator: &str, value: Value| {
        let config = json!({ "attribute": attribute, "operator": operator, "value": value });
        qualification("attribute_condition", config)
    };
    assert_eq!(said("age", "gte", json!(18)).message, "age is 41, at least 18");
    assert_eq!(said("age", "in", json!([18, 30])).message, "age is 41, not one of [18,30]");
    assert_eq!(said("age", "in", json!([18, 30])).operator, Some("in"));
    assert_eq!(said("age", "exists", Value::Null).message, "age is 41, present");
    assert_eq!(said("age", "exists", json!(false)).message, "age is 41, not absent");
    assert_eq!(said("age", "exists", json!(false)).flip.as_deref(), Some("age absent"));
    assert_eq!(said("town", "exists", json!(true)).message, "there is no attribute town");
    assert_eq!(said("town", "exists", json!(true)).flip.as_deref(), Some("town present"));
    assert_eq!(said("town", "eq", json!("Ulm")).message, "there is no attribute town; no data, which passes");
}

#[test]
fn r8_a_reason_says_that_there_was_no_data_whichever_way_it_went() {
    let said = |key: &str, missing: &str| {
        let config = json!({ "metricKey": key, "operator": "lt", "threshold": 1, "onMissing": missing });
        policy("metric_condition", config).message
    };
    assert_eq!(said("click_rate", "pass"), "no click-to-view ratio in 7 days; no data, which passes");
    assert_eq!(
        said("click_rate", "fail"),
        "no click-to-view ratio in 7 days; no data, which counts as a failure"
    );
    assert_eq!(
        said("spend", "fail"),
        "2.5 as the average value of conversion events in 7 days, not less than 1"
    );
}

#[test]
fn r12_profiles_patterns_and_keys_go_by_their_names() {
    let profile = "24DFF2CFB30A4B7589672FE3DEE0B4A2";
    let matches = |pattern: Value| {
        let config = json!({ "profileId": profile, "patternId": pattern });
        qualification("profile_match", config).message
    };
    assert_eq!(matches(json!("x")), "the behavior matches Fan of the profile Persona");
    assert_eq!(matches(json!("y")), "the behavior does not match Idler of the profile Persona");
    assert_eq!(matches(Value::Null), "the behavior matches a pattern of the profile Persona");
    let score = json!({ "profileId": profile, "keyId": "s", "operator": "gt", "threshold": 10 });
    let score = policy("profile_score", score);
    assert_eq!(score.message, "the score of Sport in the profile Persona is 8, not more than 10");
    assert_eq!(score.headroom, Some(2.0));
}

#[test]
fn r12_the_headroom_of_a_cap_is_what_is_left_of_it() {
    let left = |most: u32| policy("frequency_cap", json!({ "maxContacts": most, "windowDays": 7 })).headroom;
    assert_eq!([5, 3, 2, 1].map(left), [Some(3.0), Some(1.0), Some(0.0), Some(0.0)]);
}

#[test]
fn r12_headroom_is_how_many_more_events_make_the_rule_act() {
    let left = |operator: &str, threshold: f64| {
        let config = json!({ "metricKey": "seen", "operator": operator, "threshold": threshold });
        policy("metric_condition", config).headroom
    };
    assert_eq!([2.5, 3.0, 3.5].map(|most| left("gt", most)), [Some(1.0), Some(2.0), Some(2.0)]);
    assert_eq!([2.5, 3.0, 3.5].map(|most| left("gte", most)), [Some(1.0), Some(1.0), Some(2.0)]);
}

#[test]
fn r12_counts_that_suppress_for_a_while_have_headroom_too() {
    let suppressing = |count: u32| {
        let config =
            json!({ "outcomeType": "impression", "lookbackDays": 7, "minCount": count, "suppressDays": 1 });
        policy("outcome_based", config)
    };
    let acting = policy(
        "outcome_based",
        json!({ "outcomeType": "impression", "lookbackDays": 7, "minCount": 2, "suppressDays": 9 }),
    );
    assert_eq!(
        acting.message,
        "2 impression events in 7 days, at least 2, which suppresses for 9 days; free again on 18 March 12:00 UTC"
    );
    assert_eq!(acting.headroom, Some(0.0));
    assert_eq!(suppressing(4).message, "2 impression events in 7 days; 4 of them suppress for 1 day");
    assert_eq!(suppressing(4).headroom, Some(2.0));
    assert_eq!(suppressing(1).message, "2 impression events in 7 days; 1 of them suppresses for 1 day");
    assert_eq!(suppressing(1).headroom, Some(0.0), "one more would suppress anew");
}

#[test]
fn r12_days_of_the_week_are_names() {
    let config = json!({ "timezone": "UTC", "days": ["mon", "sunday"], "from": "09:00", "to": "17:00" });
    assert_eq!(
        policy("time_window", config).message,
        "outside the hours 09:00 to 17:00 in UTC, Monday, Sunday; free again on 15 March 09:00 UTC"
    );
}
