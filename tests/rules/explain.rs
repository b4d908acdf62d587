//! Reasons, and when a candidate would pass.

use lookback::decisions::{EventName, OutcomeStatus as Status};
use serde_json::json;

use crate::{at, cap, customer, event, impressions, metric, outcome, reason, request};

#[test]
fn r12_a_full_explanation_names_the_events_and_the_smallest_change() {
    let mut events = impressions("email", &[1.0, 2.0, 3.0]);
    events[1].id = Some("e2".to_owned());
    let mut customer = customer(&cap(), &events);
    let asked =
        request(json!({ "candidates": [{ "offer": "gold", "channel": "email" }], "explain": "full" }));
    let decision = customer.decide(&asked).unwrap();
    let reason = &decision.outcomes[0].reasons[0];
    let named = [EventName::Position(0), EventName::Id("e2".to_owned()), EventName::Position(2)];
    assert_eq!(reason.events.as_deref(), Some(&named[..]));
    assert_eq!(reason.flip.as_deref(), Some("2 fewer impression events"));
    assert_eq!(reason.headroom, Some(0.0));
    let none = request(json!({ "candidates": [{ "offer": "gold", "channel": "email" }], "explain": "none" }));
    assert_eq!(customer.decide(&none).unwrap().outcomes[0].reasons, []);
}

#[test]
fn r12_the_next_eligible_instant_is_composed_over_all_blocking_rules() {
    let mut configuration = cap();
    configuration["contactPolicies"].as_array_mut().unwrap().push(json!({
        "ruleType": "time_window",
        "config": { "timezone": "Europe/Berlin", "days": ["sat"], "from": "22:00", "to": "02:00" }
    }));
    let mut customer = customer(&configuration, &impressions("email", &[1.0, 2.0]));
    let outcome = outcome(&mut customer, json!({ "offer": "gold", "channel": "email" }));
    // The cap frees on Sunday 15 March at 12:00; the next Saturday evening begins a week later.
    assert_eq!(outcome.next_eligible_at, Some(at("2026-03-21T21:00:00Z")));
}

#[test]
fn r12_the_largest_of_groups_that_are_all_yet_to_come_is_that_of_the_first_to_come() {
    let configuration = json!({
        "metrics": [metric("spend", "sum", "conversion", json!(["offer"]))],
        "contactPolicies": [{ "name": "Rule", "ruleType": "metric_condition",
            "config": { "metricKey": "spend", "match": "any", "operator": "gte", "threshold": 0 } }]
    });
    let refund =
        |offer: &str, days: f64, value: f64| event("conversion", -days, "web", offer).with_value(value);
    let events = [refund("gold", 1.0, -5.0), refund("silver", 2.0, -6.0)];
    let outcome = outcome(&mut customer(&configuration, &events), json!({ "offer": "gold" }));
    assert_eq!(outcome.status, Status::Suppressed);
    assert_eq!(outcome.next_eligible_at, Some(events[0].timestamp));
}

#[test]
fn r12_a_paused_metric_does_not_act_and_says_so() {
    let mut paused = metric("clicks", "count", "click", json!(["channel"]));
    paused["status"] = json!("paused");
    let configuration = json!({
        "metrics": [paused],
        "contactPolicies": [{ "id": "rule", "ruleType": "frequency_cap", "config": { "metricKey": "clicks", "threshold": 0 } }]
    });
    let outcome =
        outcome(&mut customer(&configuration, &[event("click", 1.0, "email", "x")]), json!({ "offer": "x" }));
    assert_eq!(outcome.status, Status::Eligible);
    assert_eq!(reason(&outcome, "rule").message, "clicks is paused, so this does not act");
}

#[test]
fn r12_a_reason_names_the_type_of_its_rule_as_the_configuration_does() {
    let config = json!({ "segments": ["staff"] });
    let configuration = json!({
        "contactPolicies": [{ "name": "No staff", "ruleType": "segment_exclusion", "config": config }],
        "qualificationRules": [{ "name": "Staff", "ruleType": "segment_required", "config": config }],
    });
    let mut customer = customer(&configuration, &[]);
    let outcome = outcome(&mut customer, json!({ "offer": "card" }));
    assert_eq!(reason(&outcome, "Staff").rule_type, "segment_required");
    assert_eq!(reason(&outcome, "No staff").rule_type, "segment_exclusion");
}

#[test]
fn r12_a_cap_that_an_event_to_come_will_reach_puts_off_a_candidate_that_another_rule_blocks() {
    let mut configuration = cap();
    configuration["contactPolicies"].as_array_mut().unwrap().push(json!({
        "ruleType": "time_window", "config": { "timezone": "UTC", "from": "08:00", "to": "10:00" }
    }));
    let mut customer = customer(&configuration, &impressions("email", &[1.0, -0.25]));
    let outcome = outcome(&mut customer, json!({ "offer": "gold", "channel": "email" }));
    // From 18:00 today there are two, until Monday 16 March at 12:00.
    assert_eq!(outcome.next_eligible_at, Some(at("2026-03-17T08:00:00Z")));
}

#[test]
fn r12_hours_that_never_meet_free_no_candidate() {
    let on = |day: &str| {
        json!({ "ruleType": "time_window",
        "config": { "timezone": "UTC", "days": [day], "from": "08:00", "to": "18:00" } })
    };
    let configuration = json!({ "contactPolicies": [on("mon"), on("wed")] });
    let outcome = outcome(&mut customer(&configuration, &[]), json!({ "offer": "gold" }));
    assert_eq!((outcome.status, outcome.next_eligible_at), (Status::Suppressed, None));
}

#[test]
fn r12_an_average_frees_a_candidate_once_the_events_that_keep_it_down_have_left() {
    let configuration = json!({ "metrics": [metric("spend", "avg", "conversion", json!([]))],
        "contactPolicies": [{ "ruleType": "metric_condition",
            "config": { "metricKey": "spend", "operator": "lt", "threshold": 2 } }] });
    let conversion = |(days, value)| {
        let mut conversion = event("conversion", days, "email", "gold");
        conversion.value = Some(value);
        conversion
    };
    // Five thirds now, five halves without the first.
    let events = [(3.0, 0.0), (2.0, 2.0), (1.0, 3.0)].map(conversion);
    let outcome = outcome(&mut customer(&configuration, &events), json!({ "offer": "gold" }));
    assert_eq!(
        (outcome.status, outcome.next_eligible_at),
        (Status::Suppressed, Some(at("2026-03-14T12:00:00Z")))
    );
}
