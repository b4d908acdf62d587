//! What rules still need of a history.

use lookback::decisions::OutcomeStatus as Status;
use serde_json::json;

use crate::{NOW, at, cap, customer, decide, engine, event, metric, outcome, policy};

#[test]
fn e8_pruning_keeps_what_rules_can_still_see() {
    let configuration = policy(
        "outcome_based",
        json!({ "outcomeType": "complaint", "lookbackDays": 5, "minCount": 2, "suppressDays": 30 }),
    );
    let complaint = |days: f64| event("complaint", days, "email", "gold");
    let mut customer = customer(
        &configuration,
        &[complaint(36.0), complaint(13.0), complaint(10.0), event("click", 1.0, "email", "x")],
    );
    let before = outcome(&mut customer, json!({ "offer": "gold" }));
    assert_eq!(customer.prune(at(NOW)), 2);
    assert_eq!(outcome(&mut customer, json!({ "offer": "gold" })), before);
    assert_eq!(before.status, Status::Suppressed);
}

#[test]
fn e8_pruning_keeps_what_is_yet_to_happen_and_is_counted() {
    let mut customer = customer(&cap(), &[event("click", 1.0, "web", "x"), event("click", -1.0, "web", "x")]);
    let before = decide(&mut customer, json!([{ "offer": "gold", "channel": "email" }]));
    assert_eq!(before.diagnostics.future_events, 1);
    assert_eq!(customer.prune(at(NOW)), 1);
    assert_eq!(decide(&mut customer, json!([{ "offer": "gold", "channel": "email" }])), before);
}

#[test]
fn requirements_are_the_least_history_that_keeps_rules_exact() {
    let mut configuration = policy("cooldown", json!({ "cooldownHours": 49, "eventType": "send" }));
    configuration["metrics"] = json!([metric("spend", "sum", "conversion", json!([]))]);
    let found = engine(&configuration).requirements();
    assert_eq!(found.event_types, ["conversion", "send"]);
    assert_eq!((found.lookback_days, found.properties), (7, vec!["value".to_owned()]));
}
