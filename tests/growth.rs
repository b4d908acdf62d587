//! Much of one thing: sizes at which work that grows with the square of what is given would take
//! minutes.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lookback::decisions::{BacktestRequest, Explain, OutcomeStatus};
use lookback::{
    Candidate, Configuration, Customer, DecideRequest, Decision, Engine, Instant, InteractionEvent, OnInvalid,
};
use serde_json::{Value, json};

const START: i64 = 1_767_225_600_000;
const DAY: i64 = 86_400_000;

fn at(after: i64) -> Instant {
    Instant::from_millis(START + after).unwrap()
}

fn engine(configuration: &Value) -> Engine {
    Engine::new(Configuration::from_value(configuration).unwrap()).unwrap()
}

fn shown(after: i64, offer: impl Into<String>) -> InteractionEvent {
    InteractionEvent::new("impression", at(after)).with_offer(offer)
}

fn customer(configuration: &Value, events: &[InteractionEvent]) -> Customer {
    let mut customer = engine(configuration).customer();
    customer.append(events).unwrap();
    customer
}

fn metric(aggregation: &str, window_days: u32) -> Value {
    json!({
        "key": "m", "aggregationType": aggregation, "eventType": "impression", "dimensions": ["offer"],
        "windowDays": window_days
    })
}

fn offers(count: usize) -> Vec<Candidate> {
    (0..count).map(|n| Candidate::new(format!("offer_{n}"))).collect()
}

fn decide(customer: &mut Customer, candidates: Vec<Candidate>, now: i64, explain: Explain) -> Decision {
    customer.decide(&DecideRequest { explain, ..DecideRequest::new(candidates, at(now)) }).unwrap()
}

fn counted(decision: &Decision, status: OutcomeStatus) -> usize {
    decision.outcomes.iter().filter(|outcome| outcome.status == status).count()
}

#[test]
fn names_that_begin_and_end_alike() {
    let address = |n: i64| format!("https://example.com/offers/{n:08}/landing-page.html");
    let events: Vec<InteractionEvent> = (0..40_000).map(|n| shown(n, address(n))).collect();
    let mut customer = customer(&json!({ "metrics": [metric("count", 1)] }), &events);
    assert_eq!(customer.metrics(at(40_000)).unwrap()[0].groups.len(), 40_000);
}

#[test]
fn m9_groups_whose_events_leave_all_together() {
    let events: Vec<InteractionEvent> =
        (0..60_000).map(|n| shown(n, format!("offer_{}", n % 30_000))).collect();
    let mut customer = customer(&json!({ "metrics": [metric("count", 1)] }), &events);
    customer.metrics(at(60_000)).unwrap();
    let results = customer.metrics(at(DAY + 29_999)).unwrap();
    assert_eq!(results[0].groups.len(), 30_000);
    let until = |offer: &str| {
        results[0]
            .groups
            .iter()
            .find(|group| group.offer == Some(Some(offer.to_owned())))
            .unwrap()
            .valid_until
    };
    assert_eq!((until("offer_0"), until("offer_29999")), (Some(at(DAY + 30_000)), Some(at(DAY + 59_999))));
}

#[test]
fn m2_a_filter_of_many_names_over_many_of_them() {
    let names: Vec<String> = (0..40_000).rev().map(|n| format!("offer_{n:06}")).collect();
    let events: Vec<InteractionEvent> =
        (0..40_000).map(|n| shown(n, format!("offer_{:06}", 2 * n))).collect();
    let mut filtered = metric("count", 1);
    filtered["where"] = json!({ "offer": names });
    let mut customer = customer(&json!({ "metrics": [filtered] }), &events);
    assert_eq!(customer.metrics(at(40_000)).unwrap()[0].groups.len(), 20_000);
}

#[test]
fn e5_properties_that_each_event_has_for_itself() {
    let event = |n: i64| shown(0, "one").with_property(format!("property_{:05}", (n * 7_919) % 5_000), 1.0);
    let events: Vec<InteractionEvent> = (0..5_000).map(event).collect();
    let mut all = customer(&json!({ "metrics": [metric("count", 1)] }), &events);
    let mut held = all.events();
    assert!((0..5_000).all(|n| held.next().unwrap().properties.contains_key(&format!("property_{n:05}"))));
    drop(held);
    let other = all.clone();
    assert_eq!((all.merge(&other).unwrap().appended, all.len()), (5_000, 10_000));
    assert_eq!((all.prune(at(0)), all.prune(at(DAY))), (0, 10_000));
}

#[test]
fn r13_many_groups_that_compete_for_the_largest_value() {
    let configuration = json!({ "metrics": [metric("count", 1)], "contactPolicies": [
        { "ruleType": "frequency_cap", "config": { "metricKey": "m", "threshold": 0, "match": "any" } }
    ] });
    // The one that leads is always the next to leave.
    let events: Vec<InteractionEvent> = (0..60_000).map(|n| shown(n, format!("offer_{n:06}"))).collect();
    let mut customer = customer(&configuration, &events);
    let decision = decide(&mut customer, offers(1), 60_000, Explain::None);
    assert_eq!(decision.valid_until, Some(at(DAY + 59_999)));
}

#[test]
fn r13_many_rules_that_no_passing_of_time_changes() {
    let rule = |n: usize| {
        json!({ "name": format!("rule {n}"), "ruleType": "metric_condition",
            "config": { "metricKey": "m", "match": "total", "operator": "gt", "threshold": n } })
    };
    // The sum of negative numbers rises with time, but stays below every threshold.
    let configuration = json!({ "metrics": [metric("sum", 1)],
        "contactPolicies": (1..=900).map(rule).collect::<Vec<_>>() });
    let events: Vec<InteractionEvent> =
        (0..30_000).map(|n| shown(n, format!("offer_{}", n % 600)).with_value(-1.0)).collect();
    let decision = decide(&mut customer(&configuration, &events), offers(20), 30_000, Explain::None);
    assert_eq!(decision.valid_until, None);
}

#[test]
fn r13_many_rules_that_read_the_same_of_many_candidates() {
    let rule = |n: usize| {
        json!({ "name": format!("rule {n}"), "ruleType": "metric_condition", "config": {
            "metricKey": "m", "operator": "gt", "threshold": 0, "action": "multiply", "multiplier": 1 } })
    };
    let configuration = json!({ "metrics": [metric("count", 1)],
        "contactPolicies": (0..60).map(rule).collect::<Vec<_>>() });
    let events: Vec<InteractionEvent> = (0..10_000).map(|n| shown(n, format!("offer_{n}"))).collect();
    let decision = decide(&mut customer(&configuration, &events), offers(10_000), 10_000, Explain::None);
    assert_eq!(decision.valid_until, Some(at(DAY)));
}

#[test]
fn r13_many_events_that_leave_without_having_counted() {
    let exclusion =
        json!({ "ruleType": "mutual_exclusion", "config": { "offers": ["x", "y"], "windowDays": 1 } });
    let mut events: Vec<InteractionEvent> = (0..30_000).map(|n| shown(n, "x")).collect();
    events.extend((30_000..60_000).map(|n| shown(n, "y")));
    let mut held = customer(&json!({ "contactPolicies": [exclusion] }), &events);
    let decision = decide(&mut held, vec![Candidate::new("x")], 60_000, Explain::Full);
    assert_eq!(decision.valid_until, Some(at(DAY + 30_000)));
    assert_eq!(decision.outcomes[0].reasons[0].events.as_ref().unwrap().len(), 30_000);
}

#[test]
fn r12_many_offers_by_many_rules_that_block_them_for_as_long_as_each_has_it() {
    let rule = |n: i64| {
        let config = json!({ "cooldownHours": 24 + n });
        json!({ "name": format!("rule {n}"), "ruleType": "cooldown", "scope": "global", "config": config })
    };
    let mut rules: Vec<Value> = (0..12).map(rule).collect();
    for rule in &mut rules {
        rule["config"]["scope"] = json!("offer");
    }
    let events: Vec<InteractionEvent> =
        (0..10_000).map(|n| shown((n * 7_919) % 10_000, format!("offer_{n}"))).collect();
    let mut customer = customer(&json!({ "contactPolicies": rules }), &events);
    let decision = decide(&mut customer, offers(10_000), 10_000, Explain::None);
    assert_eq!(decision.outcomes[0].next_eligible_at, Some(at(35 * DAY / 24)));
    assert_eq!(counted(&decision, OutcomeStatus::Suppressed), 10_000);
}

#[test]
fn r5_many_overrides_of_many_policies() {
    let lifting = |n: i64| {
        json!({ "name": format!("override {n}"), "ruleType": "allow_override",
            "config": { "segments": [format!("segment {n}")] } })
    };
    let cooldown = |n: i64| json!({ "name": format!("rule {n}"), "ruleType": "cooldown", "config": { "cooldownHours": 24 + n } });
    let rules: Vec<Value> = (0..500).map(lifting).chain((0..500).map(cooldown)).collect();
    let mut customer = customer(&json!({ "contactPolicies": rules }), &[shown(0, "one")]);
    let request = DecideRequest::new(offers(100), at(1));
    assert_eq!(counted(&customer.decide(&request).unwrap(), OutcomeStatus::Suppressed), 100);
    let request = DecideRequest { segments: vec!["segment 499".to_owned()], ..request };
    assert_eq!(counted(&customer.decide(&request).unwrap(), OutcomeStatus::Eligible), 100);
}

#[test]
fn r5_many_groups_of_offers_that_exclude_each_other() {
    let exclusion = |n: usize| {
        let offers: Vec<String> = (0..10).map(|one| format!("offer_{}", n * 10 + one)).collect();
        json!({ "name": format!("rule {n}"), "ruleType": "mutual_exclusion",
            "config": { "offers": offers, "windowDays": 1, "eventType": "click" } })
    };
    let mut rules: Vec<Value> = (0..400).map(exclusion).collect();
    rules.push(json!({ "ruleType": "cooldown", "scope": "global",
        "config": { "cooldownHours": 24, "scope": "offer" } }));
    let events: Vec<InteractionEvent> = (0..4_000).map(|n| shown(n, format!("offer_{n}"))).collect();
    let mut customer = customer(&json!({ "contactPolicies": rules }), &events);
    let decision = decide(&mut customer, offers(4_000), 4_000, Explain::None);
    let first = decision.outcomes.iter().find(|outcome| outcome.offer == "offer_3990").unwrap();
    assert_eq!((first.status, first.next_eligible_at), (OutcomeStatus::Suppressed, Some(at(DAY + 3_990))));
}

#[test]
fn r12_hours_that_never_meet_for_many_offers() {
    let hours = |day: &str| {
        json!({ "name": day, "ruleType": "time_window",
            "config": { "timezone": "Europe/Berlin", "days": [day], "from": "09:00", "to": "12:00" } })
    };
    let cooldown = json!({ "ruleType": "cooldown", "config": { "cooldownHours": 24, "scope": "offer" } });
    let events: Vec<InteractionEvent> = (0..4_000).map(|n| shown(n, format!("offer_{n}"))).collect();
    let rules = json!({ "contactPolicies": [hours("mon"), hours("tue"), cooldown] });
    let decision = decide(&mut customer(&rules, &events), offers(4_000), 4_000, Explain::None);
    assert!(decision.outcomes.iter().all(|outcome| outcome.next_eligible_at.is_none()));
}

#[test]
fn r15_a_back_test_of_rules_over_all_groups() {
    let configuration = json!({ "metrics": [metric("sum", 30)], "contactPolicies": [
        { "name": "any", "ruleType": "metric_condition",
            "config": { "metricKey": "m", "operator": "gt", "threshold": 1, "match": "any" } },
        { "name": "total", "ruleType": "metric_condition",
            "config": { "metricKey": "m", "operator": "gte", "threshold": 10_000, "match": "total" } },
        { "name": "after", "ruleType": "outcome_based", "scope": "global",
            "config": { "outcomeType": "click", "lookbackDays": 1, "suppressDays": 1 } }
    ] });
    let events: Vec<InteractionEvent> =
        (0..12_000).map(|n| shown(n, format!("offer_{n}")).with_value(1.0)).collect();
    let request = BacktestRequest::from_value(&json!({ "eventType": "impression" })).unwrap();
    let found = customer(&configuration, &events).backtest(&request, None).unwrap();
    assert_eq!((found.decisions, found.passed), (12_000, 10_000));
}

#[test]
fn r12_many_offers_whose_turns_depend_on_scores_that_change_with_many_events() {
    let keys: Vec<String> = (0..600).map(|n| format!("offer_{n}")).collect();
    let configuration = json!({
        "metrics": [metric("sum", 1)],
        "contactPolicies": [
            { "ruleType": "mutual_exclusion", "config": { "offers": keys, "windowDays": 1, "eventType": "click" } }
        ],
        "arbitration": { "weights": [{ "metricKey": "m", "weight": 1, "scale": { "half": 3 } }] }
    });
    let events: Vec<InteractionEvent> =
        (0..6_000).map(|n| shown(n, format!("offer_{}", n % 600)).with_value(1.0)).collect();
    let mut customer = customer(&configuration, &events);
    let decision = decide(&mut customer, offers(600), 6_000, Explain::None);
    let turn = |offer: &str| {
        decision.outcomes.iter().find(|outcome| outcome.offer == offer).unwrap().next_eligible_at
    };
    // They take turns by name, as the first event of each leaves; some names come too late.
    assert_eq!((turn("offer_300"), turn("offer_2")), (Some(at(DAY + 299)), None));
}

#[test]
fn r15_a_back_test_of_suppressions_over_many_events() {
    let policy = |scope: &str| {
        json!({ "name": scope, "ruleType": "outcome_based", "config": { "outcomeType": "impression",
            "lookbackDays": 30, "minCount": 40_000, "suppressDays": 90, "scope": scope } })
    };
    let configuration = json!({
        "contactPolicies": [policy("global"), policy("offer"), policy("category")],
        "offers": [{ "key": "one", "category": "cards" }, { "key": "two", "category": "cards" }]
    });
    let events: Vec<InteractionEvent> =
        (0..60_000).map(|n| shown(n, if n % 2 == 0 { "one" } else { "two" })).collect();
    let request = BacktestRequest::from_value(&json!({ "eventType": "impression" })).unwrap();
    let found = customer(&configuration, &events).backtest(&request, None).unwrap();
    assert_eq!((found.decisions, found.passed), (60_000, 40_000));
}

#[test]
fn events_of_one_instant_that_come_one_by_one() {
    let mut customer = engine(&json!({})).customer();
    for n in (0..3_000_i32).rev() {
        customer.append(&[shown(0, "one").with_value(f64::from(n))]).unwrap();
    }
    assert!(customer.events().map(|event| event.value).eq((0..3_000).map(|n| Some(f64::from(n)))));
    let text = br#"{ "eventType": "impression", "timestamp": 0 }"#;
    assert_eq!(customer.append_json(text, OnInvalid::Reject).unwrap().appended, 1);
}
