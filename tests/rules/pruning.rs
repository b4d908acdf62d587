//! What rules still need of a history.

use lookback::InteractionEvent;
use lookback::decisions::OutcomeStatus as Status;
use serde_json::{Value, json};

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

/// Events without and with an offer and a channel, a day old.
fn of_every_kind(event_type: &str) -> Vec<InteractionEvent> {
    let names = [
        (None, None),
        (Some("a"), None),
        (Some("z"), None),
        (None, Some("email")),
        (Some("a"), Some("email")),
    ];
    let event = |(offer, channel): (Option<&str>, Option<&str>)| InteractionEvent {
        offer: offer.map(str::to_owned),
        channel: channel.map(str::to_owned),
        ..event(event_type, 1.0, "", "")
    };
    names.map(event).to_vec()
}

/// What pruning leaves of them, as offer and channel.
fn left(configuration: &Value, event_type: &str) -> Vec<String> {
    let mut customer = customer(configuration, &of_every_kind(event_type));
    customer.prune(at(NOW));
    let name = |name: Option<String>| name.unwrap_or_else(|| "-".to_owned());
    let mut left: Vec<String> =
        customer.events().map(|event| format!("{} {}", name(event.offer), name(event.channel))).collect();
    left.sort_unstable();
    left
}

fn scoped(scope: &str, id: &str, mut configuration: Value) -> Value {
    for family in ["contactPolicies", "qualificationRules"] {
        for rule in configuration.get_mut(family).and_then(Value::as_array_mut).into_iter().flatten() {
            rule["scope"] = json!(scope);
            rule["scopeId"] = json!(id);
        }
    }
    configuration
}

fn cap_of_one(scope: Option<&str>) -> Value {
    let mut config = json!({ "maxContacts": 1, "windowDays": 7 });
    if let Some(scope) = scope {
        config["scope"] = json!(scope);
    }
    policy("frequency_cap", config)
}

#[test]
fn e8_a_rule_in_the_scope_of_an_offer_or_channel_only_sees_its_events() {
    assert_eq!(left(&scoped("offer", "a", cap_of_one(None)), "impression"), ["a -", "a email"]);
    assert_eq!(left(&scoped("channel", "email", cap_of_one(None)), "impression"), ["- email", "a email"]);
    let recency =
        json!({ "qualificationRules": [{ "ruleType": "recency_check", "config": { "withinDays": 7 } }] });
    assert_eq!(left(&scoped("offer", "a", recency), "impression"), ["a -", "a email"]);
    let suppressing = json!({ "outcomeType": "complaint", "lookbackDays": 1, "suppressDays": 7 });
    let suppressing = scoped("offer", "z", policy("outcome_based", suppressing));
    assert_eq!(left(&suppressing, "complaint"), ["z -"]);
}

#[test]
fn e8_a_rule_in_a_scope_that_counts_by_something_else_sees_all_of_that() {
    let all = ["- -", "- email", "a -", "a email", "z -"];
    assert_eq!(left(&scoped("offer", "a", cap_of_one(Some("global"))), "impression"), all);
    let by_channel = scoped("offer", "a", cap_of_one(Some("channel")));
    assert_eq!(left(&by_channel, "impression"), ["- email", "a email"]);
    let by_offer = scoped("channel", "email", cap_of_one(Some("offer")));
    assert_eq!(left(&by_offer, "impression"), ["a -", "a email", "z -"]);
    let across = policy("cross_channel_cap", json!({ "maxContacts": 1, "windowDays": 7 }));
    assert_eq!(left(&scoped("channel", "email", across), "impression"), all);
}

#[test]
fn e8_every_candidate_has_an_offer_and_a_channel_where_rules_count_by_them() {
    let with_offer = ["a -", "a email", "z -"];
    assert_eq!(left(&cap_of_one(Some("offer")), "impression"), with_offer);
    assert_eq!(left(&cap_of_one(Some("channel")), "impression"), ["- email", "a email"]);
    assert_eq!(left(&cap_of_one(Some("category")), "impression"), with_offer);
    assert_eq!(left(&policy("category_suppression", json!({ "windowDays": 7 })), "conversion"), with_offer);
    let of_category = scoped("category", "cards", cap_of_one(None));
    assert_eq!(left(&of_category, "impression"), with_offer, "a candidate may name the category");
}

#[test]
fn e8_an_exclusion_only_sees_the_other_offers_that_it_lists() {
    let exclusion = |offers: Value| policy("mutual_exclusion", json!({ "offers": offers }));
    assert_eq!(left(&exclusion(json!(["a", "b"])), "impression"), ["a -", "a email"]);
    let channel = scoped("channel", "push", exclusion(json!(["a", "b"])));
    assert_eq!(left(&channel, "impression"), ["a -", "a email"]);
    assert_eq!(left(&scoped("offer", "a", exclusion(json!(["a", "z"]))), "impression"), ["z -"]);
    let about_none: [&str; 0] = [];
    assert_eq!(left(&scoped("offer", "b", exclusion(json!(["a", "z"]))), "impression"), about_none);
}

#[test]
fn e8_each_rule_keeps_what_it_sees_for_as_long_as_it_looks_back() {
    let rule = |offer: &str, days: u32| {
        json!({
            "ruleType": "frequency_cap", "scope": "offer", "scopeId": offer,
            "config": { "maxContacts": 1, "windowDays": days }
        })
    };
    let configuration =
        json!({ "contactPolicies": [rule("a", 3), rule("b", 7), rule("c", 3), rule("c", 7)] });
    let events = ["a", "b", "c", "d"].map(|offer| event("impression", 5.0, "email", offer));
    let mut customer = customer(&configuration, &events);
    assert_eq!(customer.prune(at(NOW)), 2);
    let left: Vec<Option<String>> = customer.events().map(|event| event.offer).collect();
    assert_eq!(left, [Some("b".to_owned()), Some("c".to_owned())]);
}

#[test]
fn e8_a_metric_sees_all_of_its_events_whoever_reads_it() {
    let mut configuration =
        scoped("offer", "a", policy("frequency_cap", json!({ "metricKey": "shown", "threshold": 1 })));
    configuration["metrics"] = json!([metric("shown", "count", "impression", json!(["offer"]))]);
    assert_eq!(left(&configuration, "impression").len(), 5);
}

#[test]
fn requirements_are_the_least_history_that_keeps_rules_exact() {
    let mut configuration = policy("cooldown", json!({ "cooldownHours": 49, "eventType": "send" }));
    configuration["metrics"] = json!([metric("spend", "sum", "conversion", json!([]))]);
    let found = engine(&configuration).requirements();
    assert_eq!(found.event_types, ["conversion", "send"]);
    assert_eq!((found.lookback_days, found.properties), (7, vec!["value".to_owned()]));
}
