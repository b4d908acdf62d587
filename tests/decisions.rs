//! Random configurations and histories against a decider that tries every instant.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::float_cmp, reason = "the same number, or a difference")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "small numbers all of them"
)]

mod decider;

use decider::Case;
use decider::generate::{NOW, candidates, configuration, customer, events};
use lookback::decisions::{BacktestRequest, Outcome, OutcomeStatus as Status};
use lookback::{Configuration, DecideRequest, Engine, Instant, InteractionEvent, json};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A decision as far as the decider decides it, with the outcomes in the order of the candidates.
fn comparable(decision: &Value, candidates: &[Value]) -> Value {
    let mut outcomes = decision["outcomes"].as_array().unwrap().clone();
    let mut sorted = Vec::new();
    for candidate in candidates {
        // Equal candidates have equal outcomes, except for their ranks, which go by position.
        let same = |outcome: &&Value| {
            outcome["offer"] == candidate["offer"]
                && outcome["channel"] == candidate["channel"]
                && candidate.get("category").is_none_or(|category| *category == outcome["category"])
        };
        let at = outcomes.iter().position(|outcome| same(&outcome)).unwrap();
        sorted.push(outcomes.remove(at));
    }
    let pick = |outcome: &Value| {
        let reasons: Vec<Value> = outcome["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .map(|reason| {
                // Only metrics have groups that a customer's history tells.
                let group = reason.get("metricKey").map(|_| &reason["group"]);
                json!({ "rule": reason["rule"], "effect": reason["effect"], "observed": reason["observed"], "group": group })
            })
            .collect();
        json!({
            "status": outcome["status"], "rank": outcome["rank"], "score": outcome["score"],
            "multiplier": outcome["multiplier"], "boost": outcome["boost"],
            "nextEligibleAt": outcome["nextEligibleAt"], "reasons": reasons
        })
    };
    json!({ "outcomes": sorted.iter().map(pick).collect::<Vec<_>>(), "validUntil": decision["validUntil"] })
}

/// The same numbers, whether written as 1 or as 1.0.
fn plain(value: &Value) -> Value {
    json::parse(json::to_string(value).as_bytes()).unwrap()
}

fn distinct(candidates: Vec<Value>) -> Vec<Value> {
    let mut kept: Vec<Value> = Vec::new();
    for candidate in candidates {
        let same =
            |other: &Value| other["offer"] == candidate["offer"] && other["channel"] == candidate["channel"];
        if !kept.iter().any(same) {
            kept.push(candidate);
        }
    }
    kept
}

/// The configuration without metrics, which see all of their events, and without what reads them.
fn without_metrics(mut configuration: Value) -> Value {
    for family in ["contactPolicies", "qualificationRules"] {
        let rules = configuration[family].as_array_mut().unwrap();
        rules
            .retain(|rule| rule["config"].get("metricKey").is_none() && rule["ruleType"] != "allow_override");
    }
    configuration["metrics"] = json!([]);
    configuration["arbitration"] = json!({});
    configuration
}

/// Candidates of every offer, on every channel, also in the category that rules may be about.
fn every_candidate() -> Vec<Value> {
    let mut all = Vec::new();
    for offer in ["a", "b", "c", "d"] {
        for channel in ["email", "push", "sms"] {
            all.push(json!({ "offer": offer, "channel": channel }));
            all.push(json!({ "offer": offer, "channel": channel, "category": "cards" }));
        }
    }
    all
}

/// Whether a count that such an event belongs to suppresses for some time: then it is kept for as
/// long as it may have been reached, even if it was not.
fn may_have_reached_a_count(configuration: &Value, event: &InteractionEvent) -> bool {
    configuration["contactPolicies"].as_array().unwrap().iter().any(|rule| {
        rule["config"]["outcomeType"] == json!(event.event_type)
            && rule["config"].get("suppressDays").is_some()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn r_a_decision_is_what_the_rules_say_and_holds_as_long_as_it_says(
        configuration in configuration(),
        events in events(24),
        candidates in candidates().prop_map(distinct),
        (segments, attributes, limit) in customer(),
        (at_hand, explains) in any::<(bool, bool)>(),
    ) {
        let engine = Engine::new(Configuration::from_value(&configuration).unwrap()).unwrap();
        let mut customer = engine.customer();
        customer.append(&events).unwrap();
        let request = DecideRequest::from_value(&json!({
            "candidates": candidates, "now": NOW, "segments": segments, "attributes": attributes, "limit": limit,
            "explain": if explains { "summary" } else { "none" }
        })).unwrap();
        if at_hand {
            // Sums are then read from the metrics; otherwise the events are added up.
            customer.metrics(request.now).unwrap();
        }
        let decision = plain(&serde_json::to_value(customer.decide(&request).unwrap()).unwrap());
        let case = Case {
            configuration: &configuration,
            events: &events,
            candidates: &candidates,
            segments: &segments,
            attributes: &attributes,
            limit,
        };
        let expected = plain(&case.outcome(NOW, explains));
        prop_assert_eq!(comparable(&decision, &candidates), expected);
    }

    #[test]
    fn a_decision_written_by_the_customer_is_the_json_of_the_decision(
        configuration in configuration(),
        events in events(24),
        candidates in candidates().prop_map(distinct),
        (segments, attributes, limit) in customer(),
        explain in prop_oneof![Just("none"), Just("summary"), Just("full")],
    ) {
        let engine = Engine::new(Configuration::from_value(&configuration).unwrap()).unwrap();
        let mut customer = engine.customer();
        customer.append(&events).unwrap();
        let request = DecideRequest::from_value(&json!({
            "candidates": candidates, "now": NOW, "segments": segments, "attributes": attributes, "limit": limit,
            "explain": explain
        })).unwrap();
        let written = customer.decide_json(&request).unwrap();
        let decision = customer.decide(&request).unwrap();
        prop_assert_eq!(&written, &lookback::json::to_string(&decision));
        let mut alike = customer.clone();
        prop_assert_eq!(customer.reserve_json(&request, "impression").unwrap(), written);
        prop_assert_eq!(alike.reserve(&request, "impression").unwrap(), decision);
        prop_assert_eq!(alike.snapshot(), customer.snapshot());
    }

    #[test]
    fn e5_s2_neither_the_order_of_arrival_nor_a_snapshot_shows_in_a_decision(
        configuration in configuration(),
        events in events(24),
        candidates in candidates().prop_map(distinct),
        (segments, attributes, limit) in customer(),
    ) {
        let engine = Engine::new(Configuration::from_value(&configuration).unwrap()).unwrap();
        let request = DecideRequest::from_value(&json!({
            "candidates": candidates, "now": NOW, "segments": segments, "attributes": attributes, "limit": limit,
            "explain": "full"
        })).unwrap();
        let mut customer = engine.customer();
        customer.append(&events).unwrap();
        let decision = customer.decide(&request).unwrap();
        prop_assert_eq!(&engine.restore(&customer.snapshot()).unwrap().decide(&request).unwrap(), &decision);
        let mut backwards = engine.customer();
        for event in events.iter().rev() {
            backwards.append(std::slice::from_ref(event)).unwrap();
        }
        prop_assert_eq!(backwards.decide(&request).unwrap(), decision);
    }

    #[test]
    fn e8_pruning_changes_no_decision_at_its_instant_or_later(
        configuration in configuration(),
        events in events(24),
        candidates in candidates().prop_map(distinct),
        (segments, attributes, limit) in customer(),
        ahead in 0..200_i64,
    ) {
        let engine = Engine::new(Configuration::from_value(&configuration).unwrap()).unwrap();
        let mut whole = engine.customer();
        whole.append(&events).unwrap();
        let mut pruned = whole.clone();
        pruned.prune(Instant::from_millis(NOW).unwrap());
        for now in [NOW, NOW + ahead * 3_600_000] {
            let request = DecideRequest::from_value(&json!({
                "candidates": candidates, "now": now, "segments": segments, "attributes": attributes, "limit": limit
            })).unwrap();
            prop_assert_eq!(pruned.decide(&request).unwrap(), whole.decide(&request).unwrap());
        }
    }

    #[test]
    fn e8_pruning_leaves_just_the_events_that_change_a_decision(
        configuration in configuration().prop_map(without_metrics),
        mut events in events(24),
        candidates in candidates().prop_map(distinct),
        ahead in 0..200_i64,
    ) {
        for (at, event) in events.iter_mut().enumerate() {
            event.id = Some(format!("e{at}"));
        }
        let engine = Engine::new(Configuration::from_value(&configuration).unwrap()).unwrap();
        let request = |candidates: &[Value], now: i64, explain: &str| {
            let request = json!({ "candidates": candidates, "now": now, "explain": explain });
            DecideRequest::from_value(&request).unwrap()
        };
        let decide = |events: &[InteractionEvent], request: &DecideRequest| {
            let mut customer = engine.customer();
            customer.append(events).unwrap();
            customer.decide(request).unwrap()
        };
        let mut pruned = engine.customer();
        pruned.append(&events).unwrap();
        pruned.prune(Instant::from_millis(NOW).unwrap());
        let left: Vec<InteractionEvent> = pruned.events().collect();
        let later = NOW + ahead * 3_600_000;
        for request in [request(&candidates, NOW, "full"), request(&candidates, later, "full")] {
            prop_assert_eq!(decide(&left, &request), decide(&events, &request));
        }
        let replay = |events: &[InteractionEvent]| {
            let mut customer = engine.customer();
            customer.append(events).unwrap();
            let from = Instant::from_millis(NOW);
            let request = BacktestRequest { event_type: "impression".to_owned(), from, ..Default::default() };
            let found = customer.backtest(&request, None).unwrap();
            let blocked = found.blocked.into_iter().map(|event| (event.id, event.rule));
            (found.decisions, blocked.collect::<Vec<_>>())
        };
        prop_assert_eq!(replay(&left), replay(&events));
        let all = request(&every_candidate(), NOW, "summary");
        let whole = decide(&events, &all);
        prop_assert_eq!(&decide(&left, &all), &whole);
        for (at, event) in left.iter().enumerate() {
            let mut fewer = left.clone();
            fewer.remove(at);
            let changed = decide(&fewer, &all) != whole;
            prop_assert!(changed || may_have_reached_a_count(&configuration, event), "{event:?} was kept");
        }
    }

    #[test]
    fn r13_all_that_a_decision_tells_stays_the_same_until_the_instant_it_says(
        configuration in configuration(),
        events in events(24),
        candidates in candidates().prop_map(distinct),
        (segments, attributes, limit) in customer(),
        explain in prop_oneof![Just("summary"), Just("full")],
        at_hand in any::<bool>(),
    ) {
        let engine = Engine::new(Configuration::from_value(&configuration).unwrap()).unwrap();
        let mut customer = engine.customer();
        customer.append(&events).unwrap();
        let mut decide = |now: i64| {
            let request = DecideRequest::from_value(&json!({
                "candidates": candidates, "now": now, "segments": segments, "attributes": attributes, "limit": limit,
                "explain": explain
            })).unwrap();
            if at_hand {
                customer.metrics(request.now).unwrap();
            }
            let decision = customer.decide(&request).unwrap();
            (decision.outcomes, decision.funnel, decision.diagnostics, decision.valid_until)
        };
        let case = Case {
            configuration: &configuration,
            events: &events,
            candidates: &candidates,
            segments: &segments,
            attributes: &attributes,
            limit,
        };
        let now = decide(NOW);
        let until = now.3.map(lookback::Instant::millis);
        let instants = case.instants(NOW).into_iter().flat_map(|time| [time - 1, time]);
        for time in instants.take_while(|&time| until.is_none_or(|until| time < until)) {
            prop_assert_eq!(&decide(time), &now);
        }
        if let Some(until) = until {
            let then = decide(until);
            prop_assert_ne!((then.0, then.1, then.2), (now.0, now.1, now.2));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn r12_a_turn_comes_at_the_first_instant_at_which_a_decision_made_then_passes(
        mut configuration in configuration(),
        groups in prop::collection::vec(prop::sample::subsequence(vec!["a", "b", "c", "d"], 2..=4), 1..4),
        events in events(60),
        candidates in candidates().prop_map(distinct),
        (segments, attributes, _) in customer(),
    ) {
        let policies = configuration["contactPolicies"].as_array_mut().unwrap();
        policies.extend(groups.iter().enumerate().map(|(n, offers)| {
            let config = json!({ "offers": offers, "windowDays": n + 1 });
            json!({ "id": format!("x{n}"), "ruleType": "mutual_exclusion", "config": config })
        }));
        let engine = Engine::new(Configuration::from_value(&configuration).unwrap()).unwrap();
        let mut customer = engine.customer();
        customer.append(&events).unwrap();
        let mut decide = |now: Instant| {
            customer.decide(&DecideRequest::from_value(&json!({
                "candidates": candidates, "now": now, "segments": segments, "attributes": attributes,
                "explain": "none"
            })).unwrap()).unwrap()
        };
        let now = Instant::from_millis(NOW).unwrap();
        let (mut waiting, mut last) = (decide(now).outcomes, now);
        waiting.retain(|outcome| outcome.status != Status::Eligible);
        // Hours of the week change what may be shown without an end.
        for _ in 0..50 {
            if waiting.is_empty() {
                break;
            }
            let decision = decide(last);
            waiting.retain(|outcome| {
                let same = |other: &&Outcome| other.offer == outcome.offer && other.channel == outcome.channel;
                let passes = decision.outcomes.iter().find(same).unwrap().status == Status::Eligible;
                assert!(!passes || outcome.next_eligible_at == Some(last));
                !passes
            });
            let Some(next) = decision.valid_until else { break };
            last = next;
        }
        for outcome in waiting {
            prop_assert!(outcome.next_eligible_at.is_none_or(|time| time > last));
        }
    }
}

#[test]
fn many_numbers_decide_as_few_do() {
    let configuration = json!({
        "metrics": [
            { "name": "Spend", "key": "spend", "aggregationType": "sum", "eventType": "conversion", "windowDays": 7 },
            { "name": "Dearest", "key": "dearest", "aggregationType": "max", "eventType": "conversion",
              "dimensions": ["offer"], "windowDays": 7 }
        ],
        "contactPolicies": [
            { "ruleType": "metric_condition", "config": { "metricKey": "spend", "operator": "gt", "threshold": 1000 } },
            { "ruleType": "metric_condition", "config": { "metricKey": "dearest", "operator": "gte", "threshold": 9 } }
        ]
    });
    let engine = Engine::new(Configuration::from_value(&configuration).unwrap()).unwrap();
    let hour = 3_600_000;
    let events: Vec<InteractionEvent> = (0..1000_i64)
        .map(|n| InteractionEvent {
            offer: Some(if n % 3 == 0 { "gold" } else { "silver" }.to_owned()),
            value: Some((n % 10) as f64),
            ..InteractionEvent::new("conversion", Instant::from_millis(NOW - (999 - n) * hour).unwrap())
        })
        .collect();
    let mut customer = engine.customer();
    customer.append(&events).unwrap();
    let request = json!({ "candidates": [{ "offer": "gold" }, { "offer": "silver" }], "now": NOW });
    let decision = customer.decide(&DecideRequest::from_value(&request).unwrap()).unwrap();
    // A week has 168 hours.
    let spend: i64 = (832..1000).map(|n| n % 10).sum();
    for outcome in &decision.outcomes {
        let observed: Vec<_> = outcome.reasons.iter().map(|reason| reason.observed).collect();
        assert_eq!(observed, [Some(spend as f64), Some(9.0)]);
        assert_eq!(outcome.status, Status::Suppressed);
    }
}
