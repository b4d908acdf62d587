//! Every rule about decisions by its number, on the smallest example that shows it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::float_cmp, reason = "the same number, or a difference")]
#![expect(clippy::needless_pass_by_value, reason = "called with literals")]

use lookback::decisions::{BacktestRequest, EventName, OutcomeStatus as Status, ReasonEffect};
use lookback::rules::recipes;
use lookback::{
    Candidate, Configuration, Customer, DecideRequest, Decision, Engine, ErrorCode, Instant,
    InteractionEvent, Outcome, Reason,
};
use serde_json::{Value, json};

const DAY: i64 = 86_400_000;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

const NOW: &str = "2026-03-10T12:00:00Z";

fn engine(configuration: &Value) -> Engine {
    Engine::new(Configuration::from_value(configuration).unwrap()).unwrap()
}

/// An event some days before now.
fn event(event_type: &str, days: f64, channel: &str, offer: &str) -> InteractionEvent {
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "small numbers")]
    let time = at(NOW).millis() - (days * DAY as f64) as i64;
    let mut event = InteractionEvent::new(event_type, Instant::from_millis(time).unwrap());
    event.channel = Some(channel.to_owned());
    event.offer = Some(offer.to_owned());
    event
}

fn customer(configuration: &Value, events: &[InteractionEvent]) -> Customer {
    let mut customer = engine(configuration).customer();
    customer.append(events).unwrap();
    customer
}

fn request(request: Value) -> DecideRequest {
    let mut request = request;
    if request.get("now").is_none() {
        request["now"] = json!(NOW);
    }
    DecideRequest::from_value(&request).unwrap()
}

fn decide(customer: &mut Customer, candidates: Value) -> Decision {
    customer.decide(&request(json!({ "candidates": candidates }))).unwrap()
}

/// The only candidate's outcome.
fn outcome(customer: &mut Customer, candidate: Value) -> Outcome {
    decide(customer, json!([candidate])).outcomes.remove(0)
}

fn reason<'o>(outcome: &'o Outcome, rule: &str) -> &'o Reason {
    outcome.reasons.iter().find(|reason| reason.rule == rule).unwrap()
}

fn policy(kind: &str, config: Value) -> Value {
    json!({ "contactPolicies": [{ "name": "Rule", "ruleType": kind, "config": config }] })
}

fn cap() -> Value {
    policy("frequency_cap", json!({ "maxContacts": 2, "windowDays": 7, "scope": "channel" }))
}

fn impressions(channel: &str, days: &[f64]) -> Vec<InteractionEvent> {
    days.iter().map(|&days| event("impression", days, channel, "gold")).collect()
}

fn metric(key: &str, kind: &str, event_type: &str, dimensions: Value) -> Value {
    json!({
        "name": key, "key": key, "aggregationType": kind, "eventType": event_type, "dimensions": dimensions,
        "windowDays": 7
    })
}

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
fn r1_a_scope_keeps_a_rule_to_its_offer_channel_or_category() {
    for (scope, id, gold, loan) in [
        ("offer", "gold", Status::Suppressed, Status::Eligible),
        ("channel", "email", Status::Suppressed, Status::Eligible),
        ("category", "cards", Status::Suppressed, Status::Eligible),
        ("category", "none", Status::Eligible, Status::Eligible),
    ] {
        let mut customer = customer(
            &json!({ "contactPolicies": [{
                "ruleType": "segment_exclusion", "scope": scope, "scopeId": id, "config": { "segments": ["staff"] }
            }] }),
            &[],
        );
        let asked = request(json!({
            "candidates": [
                { "offer": "gold", "channel": "email", "category": "cards" },
                { "offer": "loan", "channel": "push", "category": "loans" }
            ],
            "segments": ["staff"]
        }));
        let decision = customer.decide(&asked).unwrap();
        let of =
            |offer: &str| decision.outcomes.iter().find(|outcome| outcome.offer == offer).unwrap().status;
        assert_eq!((of("gold"), of("loan")), (gold, loan), "{scope} {id}");
    }
}

#[test]
fn r2_candidates_that_no_json_could_ask_for_are_refused_with_their_paths() {
    let now = Instant::from_millis(0).unwrap();
    let refused = [
        Candidate::new(""),
        Candidate { channel: Some("x".repeat(1025)), ..Candidate::new("gold") },
        Candidate { score: Some(f64::NAN), ..Candidate::new("gold") },
        Candidate { score: Some(-1.0), priority: Some(f64::INFINITY), ..Candidate::new("gold") },
    ];
    let asked = DecideRequest { limit: Some(0), ..DecideRequest::new(refused.to_vec(), now) };
    let error = customer(&json!({}), &[]).decide(&asked).unwrap_err();
    let paths: Vec<&str> = error.issues.iter().map(|issue| issue.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "limit",
            "candidates[0].offer",
            "candidates[1].channel",
            "candidates[2].score",
            "candidates[3].score",
            "candidates[3].priority",
        ]
    );
}

#[test]
fn r2_a_candidate_can_be_on_the_channel_with_the_empty_name() {
    let cap = json!({ "maxContacts": 1, "windowDays": 7, "scope": "channel" });
    let configuration = json!({ "contactPolicies": [{ "ruleType": "frequency_cap", "config": cap }] });
    let mut customer = customer(&configuration, &[event("impression", 1.0, "", "gold")]);
    let read = outcome(&mut customer, json!({ "offer": "gold", "channel": "" }));
    assert_eq!(read.status, Status::Suppressed);
    let made = DecideRequest::new(vec![Candidate::new("gold").on("")], at(NOW));
    assert_eq!(customer.decide(&made).unwrap().outcomes, [read]);
}

#[test]
fn r2_the_catalogue_fills_in_what_a_candidate_leaves_out() {
    let mut customer = customer(
        &json!({
            "offers": [{ "key": "gold", "category": "cards", "score": 3, "attributes": { "margin": 5 } }],
            "qualificationRules": [{
                "id": "margin", "ruleType": "attribute_condition",
                "config": { "attribute": "margin", "operator": "gte", "value": 4 }
            }]
        }),
        &[],
    );
    let known = outcome(&mut customer, json!({ "offer": "gold" }));
    assert_eq!(
        (known.category.as_deref(), known.score, known.status),
        (Some("cards"), 3.0, Status::Eligible)
    );
    let own = outcome(
        &mut customer,
        json!({ "offer": "gold", "score": 1, "category": "x", "attributes": { "margin": 1 } }),
    );
    assert_eq!((own.category.as_deref(), own.score, own.status), (Some("x"), 1.0, Status::Disqualified));
    assert_eq!(outcome(&mut customer, json!({ "offer": "other" })).score, 1.0);
}

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
fn m6_a_sum_beyond_the_largest_double_is_told_of_its_metric_however_it_is_read() {
    let metrics = json!([metric("spend", "sum", "conversion", json!(["offer"]))]);
    let mut huge = event("conversion", 1.0, "email", "gold");
    huge.value = Some(f64::MAX);
    for how in ["candidate", "any", "total", "category"] {
        let configuration = json!({ "metrics": metrics, "contactPolicies": [{ "ruleType": "frequency_cap",
            "config": { "metricKey": "spend", "match": how, "threshold": 1 } }] });
        let mut customer = customer(&configuration, &[huge.clone(), huge.clone()]);
        let asked = request(json!({ "candidates": [{ "offer": "gold", "category": "cards" }] }));
        let error = customer.decide(&asked).unwrap_err();
        assert_eq!((error.code, error.issues[0].path.as_str()), (ErrorCode::InvalidEvent, "metrics.spend"));
    }
}

#[test]
fn r3_a_candidate_without_the_channel_a_rule_needs_is_refused_unless_the_scope_leaves_it_out() {
    let mut all = customer(&cap(), &[]);
    let error = all
        .decide(&request(json!({ "candidates": [{ "offer": "a", "channel": "email" }, { "offer": "b" }] })));
    let error = error.unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidArgument);
    assert_eq!(error.issues[0].path, "candidates[1].channel");
    let mut scoped = cap();
    scoped["contactPolicies"][0]["scope"] = json!("offer");
    scoped["contactPolicies"][0]["scopeId"] = json!("a");
    assert_eq!(outcome(&mut customer(&scoped, &[]), json!({ "offer": "b" })).status, Status::Eligible);
}

#[test]
fn r4_the_seeds_cap_suppresses_above_the_threshold_and_the_native_one_from_its_maximum() {
    let seed = json!({
        "metrics": [metric("channel_impression_7d", "count", "impression", json!(["channel"]))],
        "contactPolicies": [{ "name": "Dynamic Email Cap", "ruleType": "frequency_cap",
            "config": { "metricKey": "channel_impression_7d", "threshold": 3, "action": "suppress" } }]
    });
    let email = || json!({ "offer": "gold", "channel": "email" });
    let three = outcome(&mut customer(&seed, &impressions("email", &[1.0, 2.0, 3.0])), email());
    assert_eq!(three.status, Status::Eligible);
    assert_eq!(reason(&three, "Dynamic Email Cap").headroom, Some(0.0));
    let four = outcome(&mut customer(&seed, &impressions("email", &[1.0, 2.0, 3.0, 4.5])), email());
    assert_eq!(four.status, Status::Suppressed);
    assert_eq!(four.next_eligible_at, Some(at("2026-03-13T00:00:00Z")));
    let reason = reason(&four, "Dynamic Email Cap");
    assert_eq!((reason.operator, reason.threshold, reason.observed), (Some("gt"), Some(3.0), Some(4.0)));
    assert_eq!(
        reason.message,
        "4 impression events on email in 7 days, more than 3; free again on 13 March 00:00 UTC"
    );

    let one = outcome(&mut customer(&cap(), &impressions("email", &[1.0])), email());
    assert_eq!(one.status, Status::Eligible);
    let two = outcome(&mut customer(&cap(), &impressions("email", &[1.0, 2.0])), email());
    assert_eq!(two.status, Status::Suppressed);
    assert_eq!(
        outcome(&mut customer(&cap(), &impressions("push", &[1.0, 2.0])), email()).status,
        Status::Eligible
    );
}

#[test]
fn r5_a_cooldown_counts_hours_from_the_last_event_to_the_millisecond() {
    let cooldown = policy("cooldown", json!({ "cooldownHours": 36 }));
    let mut customer = customer(&cooldown, &impressions("email", &[1.0]));
    let blocked = outcome(&mut customer, json!({ "offer": "gold" }));
    assert_eq!(blocked.next_eligible_at, Some(at("2026-03-11T00:00:00Z")));
    let at_the = |text: &str| request(json!({ "candidates": [{ "offer": "gold" }], "now": text }));
    let before = customer.decide(&at_the("2026-03-10T23:59:59.999Z")).unwrap();
    assert_eq!(before.outcomes[0].status, Status::Suppressed);
    assert_eq!(before.valid_until, Some(at("2026-03-11T00:00:00Z")));
    assert_eq!(
        customer.decide(&at_the("2026-03-11T00:00:00Z")).unwrap().outcomes[0].status,
        Status::Eligible
    );
}

#[test]
fn r5_outcomes_suppress_from_the_event_that_reached_the_count() {
    let complaints = policy(
        "outcome_based",
        json!({ "outcomeType": "complaint", "lookbackDays": 5, "minCount": 2, "suppressDays": 30 }),
    );
    let complaint = |days: f64| event("complaint", days, "email", "gold");
    let far_apart =
        outcome(&mut customer(&complaints, &[complaint(20.0), complaint(10.0)]), json!({ "offer": "gold" }));
    assert_eq!(far_apart.status, Status::Eligible);
    let close =
        outcome(&mut customer(&complaints, &[complaint(13.0), complaint(10.0)]), json!({ "offer": "gold" }));
    assert_eq!(close.status, Status::Suppressed);
    assert_eq!(close.next_eligible_at, Some(at("2026-03-30T12:00:00Z")));
}

#[test]
fn r5_a_category_is_suppressed_by_what_was_bought_in_it() {
    let mut configuration = policy("category_suppression", json!({ "windowDays": 30 }));
    configuration["offers"] = json!({ "gold": { "category": "cards" }, "silver": { "category": "cards" }, "loan": { "category": "loans" } });
    let mut customer = customer(&configuration, &[event("conversion", 5.0, "email", "gold")]);
    assert_eq!(outcome(&mut customer, json!({ "offer": "silver" })).status, Status::Suppressed);
    assert_eq!(outcome(&mut customer, json!({ "offer": "loan" })).status, Status::Eligible);
}

#[test]
fn r5_a_cross_channel_cap_counts_the_channels_together() {
    let capped = |config: Value| policy("cross_channel_cap", config);
    let events = [impressions("email", &[1.0]), impressions("push", &[1.0])].concat();
    let all = outcome(
        &mut customer(&capped(json!({ "maxContacts": 2, "windowDays": 7 })), &events),
        json!({ "offer": "x" }),
    );
    assert_eq!(all.status, Status::Suppressed);
    let some = json!({ "maxContacts": 2, "windowDays": 7, "channels": ["email", "sms"] });
    assert_eq!(
        outcome(&mut customer(&capped(some), &events), json!({ "offer": "x" })).status,
        Status::Eligible
    );
}

#[test]
fn r5_a_cross_channel_cap_counts_what_its_scope_says_over_all_channels() {
    let events = [
        event("impression", 1.0, "email", "silver"),
        event("impression", 1.0, "push", "silver"),
        event("impression", 1.0, "push", "loan"),
    ];
    let status = |scope: &str, id: &str, most: u32| {
        let rule = json!({ "ruleType": "cross_channel_cap", "scope": scope, "scopeId": id,
            "config": { "maxContacts": most, "windowDays": 7 } });
        let mut customer = customer(&json!({ "contactPolicies": [rule] }), &events);
        let id = id.to_owned();
        let candidate = json!({ "offer": "gold", "channel": "email", "category": "cards", scope: id });
        outcome(&mut customer, candidate).status
    };
    assert_eq!(status("offer", "gold", 2), Status::Eligible);
    assert_eq!(status("offer", "silver", 2), Status::Suppressed);
    assert_eq!(status("offer", "silver", 3), Status::Eligible);
    assert_eq!(status("category", "cards", 1), Status::Eligible);
    assert_eq!(status("channel", "email", 3), Status::Suppressed);
}

#[test]
fn r5_offers_that_exclude_each_other_are_shown_one_at_a_time() {
    let exclusion = policy("mutual_exclusion", json!({ "offers": ["gold", "silver"], "windowDays": 30 }));
    let mut seen = customer(&exclusion, &impressions("email", &[1.0]));
    let decision = decide(
        &mut seen,
        json!([{ "offer": "gold" }, { "offer": "silver", "score": 2 }, { "offer": "loan" }]),
    );
    let status =
        |offer: &str| decision.outcomes.iter().find(|outcome| outcome.offer == offer).unwrap().status;
    assert_eq!(
        (status("gold"), status("silver"), status("loan")),
        (Status::Eligible, Status::Suppressed, Status::Eligible)
    );

    let mut fresh = customer(&exclusion, &[]);
    let decision = decide(&mut fresh, json!([{ "offer": "gold" }, { "offer": "silver", "score": 2 }]));
    let [first, second] = decision.outcomes.as_slice() else { panic!("two outcomes") };
    assert_eq!((first.offer.as_str(), first.rank), ("silver", Some(1)));
    assert_eq!((second.status, second.next_eligible_at), (Status::Suppressed, None));
    assert_eq!(
        second.reasons[0].message,
        "silver ranks higher in this decision, and only one of them may be shown"
    );
}

#[test]
fn r5_an_excluded_candidate_passes_when_the_better_one_no_longer_does() {
    let mut configuration =
        policy("mutual_exclusion", json!({ "offers": ["gold", "silver"], "windowDays": 30 }));
    configuration["qualificationRules"] = json!([{
        "ruleType": "recency_check", "scope": "offer", "scopeId": "silver",
        "config": { "eventType": "click", "withinDays": 2, "scope": "global" }
    }]);
    let mut customer = customer(&configuration, &[event("click", 1.5, "email", "loan")]);
    let decision = decide(&mut customer, json!([{ "offer": "gold" }, { "offer": "silver", "score": 2 }]));
    assert_eq!(decision.outcomes[1].offer, "gold");
    assert_eq!(decision.outcomes[1].next_eligible_at, Some(at("2026-03-11T00:00:00Z")));
}

#[test]
fn r5_hundreds_of_offers_that_exclude_each_other_find_their_turns_in_one_sweep() {
    let offers: Vec<String> = (0..400).map(|at| format!("o{at}")).collect();
    let configuration = json!({ "contactPolicies": [
        { "ruleType": "mutual_exclusion", "config": { "offers": offers, "windowDays": 30 } },
        { "ruleType": "cooldown", "scope": "offer", "scopeId": "o0", "config": { "cooldownHours": 1320 } },
    ] });
    let days = (0_u32..).map(|at| 29.0 - f64::from(at) / 16.0);
    let events: Vec<_> =
        offers.iter().zip(days).map(|(offer, days)| event("impression", days, "email", offer)).collect();
    let candidates: Vec<Value> = offers.iter().map(|offer| json!({ "offer": offer })).collect();
    let decision = decide(&mut customer(&configuration, &events), json!(candidates));
    let next = |offer: &str| {
        let outcome = decision.outcomes.iter().find(|outcome| outcome.offer == offer).unwrap();
        (outcome.status, outcome.next_eligible_at)
    };
    // The offer seen last is free once the one before it has left the window. When it has left too,
    // the first by name is the best; that one rests a little longer, and then has its turn as well.
    let later = |hours: f64| Some(event("impression", -hours / 24.0, "email", "gold").timestamp);
    assert_eq!(next("o399"), (Status::Suppressed, later(621.0)));
    assert_eq!(next("o1"), (Status::Suppressed, later(622.5)));
    assert_eq!(next("o0"), (Status::Suppressed, later(624.0)));
    assert_eq!(next("o2"), (Status::Suppressed, None));
    let message = &decision.outcomes[0].reasons[0].message;
    assert!(
        message.starts_with("399 impression events of 399 other offers in 30 days, at least 1"),
        "{message}"
    );
}

#[test]
fn r5_an_override_lifts_the_policies_it_names() {
    let mut configuration = cap();
    configuration["contactPolicies"][0]["id"] = json!("cap");
    configuration["contactPolicies"].as_array_mut().unwrap().push(json!({
        "id": "vip", "ruleType": "allow_override", "config": { "policies": ["cap"], "segments": ["vip"] }
    }));
    let mut customer = customer(&configuration, &impressions("email", &[1.0, 2.0]));
    let asked = |segments: Value| {
        request(json!({ "candidates": [{ "offer": "gold", "channel": "email" }], "segments": segments }))
    };
    assert_eq!(customer.decide(&asked(json!([]))).unwrap().outcomes[0].status, Status::Suppressed);
    let lifted = customer.decide(&asked(json!(["vip"]))).unwrap();
    assert_eq!(lifted.outcomes[0].status, Status::Eligible);
    assert_eq!(reason(&lifted.outcomes[0], "vip").effect, ReasonEffect::Override);
    assert!(reason(&lifted.outcomes[0], "cap").message.ends_with("; lifted by vip"));
}

#[test]
fn r5_an_offer_freed_by_an_override_still_excludes_those_that_rank_below_it() {
    let configuration = json!({ "contactPolicies": [
        { "name": "One card", "ruleType": "mutual_exclusion", "config": { "offers": ["gold", "silver", "bronze"] } },
        { "ruleType": "allow_override", "scope": "offer", "scopeId": "gold", "config": { "policies": ["One card"] } }
    ] });
    let mut customer = customer(&configuration, &[]);
    let mut eligible = |gold: f64| -> Vec<String> {
        let candidates = json!([
            { "offer": "gold", "score": gold }, { "offer": "silver", "score": 2 }, { "offer": "bronze" }
        ]);
        let outcomes = decide(&mut customer, candidates).outcomes;
        let passing = outcomes.into_iter().filter(|outcome| outcome.status == Status::Eligible);
        passing.map(|outcome| outcome.offer).collect()
    };
    assert_eq!(eligible(3.0), ["gold"]);
    assert_eq!(eligible(1.5), ["silver", "gold"], "what is lifted is not excluded itself");
}

#[test]
fn r6_a_policy_may_multiply_instead_of_suppressing() {
    let soft = policy(
        "segment_exclusion",
        json!({ "segments": ["staff"], "action": "multiply", "multiplier": 0.25 }),
    );
    let asked = request(json!({ "candidates": [{ "offer": "gold", "score": 2 }], "segments": ["staff"] }));
    let decision = customer(&soft, &[]).decide(&asked).unwrap();
    assert_eq!((decision.outcomes[0].status, decision.outcomes[0].score), (Status::Eligible, 0.5));
}

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
fn r7_the_seeds_gate_multiplies_below_the_threshold() {
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

#[test]
fn r9_weights_boost_by_behavior() {
    let configuration = json!({
        "metrics": [metric("spend", "sum", "conversion", json!([]))],
        "arbitration": { "weights": [
            { "metricKey": "spend", "weight": 0.5, "scale": { "min": 0, "max": 1000 } },
            { "name": "again", "metricKey": "spend", "weight": 1, "scale": { "half": 500 } }
        ] }
    });
    let mut bought = event("conversion", 1.0, "email", "gold");
    bought.value = Some(500.0);
    let outcome = outcome(&mut customer(&configuration, &[bought]), json!({ "offer": "gold", "score": 2 }));
    assert_eq!((outcome.boost, outcome.score), (1.25 * 1.5, 3.75));
    assert_eq!(reason(&outcome, "spend").multiplier, Some(1.25));
    assert_eq!(
        reason(&outcome, "spend").message,
        "500 as the total value of conversion events in 7 days; multiplies by 1.25"
    );
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
fn r11_what_is_taken_already_is_told_next_to_everything_else() {
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

#[test]
fn r14_two_placements_cannot_both_pass_a_cap_of_one() {
    let once = policy("frequency_cap", json!({ "maxContacts": 1, "windowDays": 1 }));
    let mut customer = customer(&once, &[]);
    let asked = request(json!({ "candidates": [{ "offer": "gold" }, { "offer": "silver" }], "limit": 1 }));
    let first = customer.reserve(&asked, "impression").unwrap();
    let second = customer.reserve(&asked, "impression").unwrap();
    assert_eq!(first.outcomes[0].rank, Some(1));
    assert!(second.outcomes.iter().all(|outcome| outcome.status == Status::Suppressed));
    assert_eq!(customer.len(), 1);
}

#[test]
fn r14_a_type_that_events_cannot_have_is_refused_before_anything_is_decided() {
    let mut customer = customer(&cap(), &[]);
    let asked = request(json!({ "candidates": [{ "offer": "gold", "channel": "email" }] }));
    for (event_type, code) in [(String::new(), "invalid_value"), ("x".repeat(1025), "out_of_range")] {
        let error = customer.reserve(&asked, &event_type).unwrap_err();
        assert_eq!(customer.reserve_json(&asked, &event_type), Err(error.clone()));
        let issue = &error.issues[0];
        assert_eq!(
            (error.code, issue.path.as_str(), issue.code),
            (ErrorCode::InvalidArgument, "eventType", code)
        );
    }
}

#[test]
fn r15_a_backtest_tells_what_would_have_been_stopped_and_what_another_configuration_gains() {
    let once = policy("frequency_cap", json!({ "maxContacts": 1, "windowDays": 2 }));
    let twice = policy("frequency_cap", json!({ "maxContacts": 2, "windowDays": 2 }));
    let customer = customer(&once, &impressions("email", &[6.0, 5.0, 4.5, 1.0]));
    let asked = BacktestRequest { event_type: "impression".to_owned(), ..BacktestRequest::default() };
    let result = customer.backtest(&asked, Some(&engine(&twice))).unwrap();
    assert_eq!((result.decisions, result.passed, result.passed_against), (4, 2, Some(3)));
    let positions: Vec<usize> = result.blocked.iter().map(|event| event.index).collect();
    assert_eq!(positions, [1, 2]);
    assert_eq!(result.blocked[0].rule.as_deref(), Some("Rule"));
    assert_eq!(result.gained.unwrap()[0].index, 1);
    assert_eq!(result.lost.unwrap(), []);
}

#[test]
fn r15_events_without_an_offer_a_channel_or_a_category_are_replayed_as_such() {
    let configuration = json!({
        "contactPolicies": [
            { "id": "hours", "priority": 90, "ruleType": "segment_exclusion", "config": { "segments": ["staff"] } },
            { "id": "cap", "ruleType": "frequency_cap",
              "config": { "maxContacts": 1, "windowDays": 7, "scope": "category" } },
            { "id": "rest", "priority": 10, "ruleType": "cooldown",
              "config": { "cooldownHours": 24, "scope": "channel" } }
        ]
    });
    let at = |days: f64, channel: Option<&str>, offer: Option<&str>| InteractionEvent {
        channel: channel.map(str::to_owned),
        offer: offer.map(str::to_owned),
        ..event("impression", days, "", "")
    };
    let events = [
        at(9.0, Some("email"), Some("poster")),
        at(8.0, Some("push"), Some("poster")),
        at(7.0, Some(""), Some("")),
        at(6.9, None, None),
        at(6.8, Some(""), Some("leaflet")),
    ];
    let asked = BacktestRequest { event_type: "impression".to_owned(), ..BacktestRequest::default() };
    let result = customer(&configuration, &events).backtest(&asked, None).unwrap();
    let found: Vec<_> = result.blocked.into_iter().map(|event| (event.index, event.rule.unwrap())).collect();
    let because = |index: usize, rule: &str| (index, rule.to_owned());
    assert_eq!(found, [because(1, "cap"), because(4, "rest")]);
}

#[test]
fn r15_a_backtest_agrees_with_decisions_made_a_millisecond_before() {
    let configuration = json!({
        "metrics": [metric("spend", "avg", "click", json!(["offer"])), metric("seen", "count", "impression", json!(["channel"]))],
        "contactPolicies": [
            { "id": "a", "ruleType": "frequency_cap", "config": { "metricKey": "seen", "threshold": 2 } },
            { "id": "b", "ruleType": "metric_condition", "config": { "metricKey": "spend", "operator": "gt", "threshold": 2 } },
            { "id": "c", "ruleType": "cooldown", "config": { "cooldownHours": 5, "scope": "offer" } }
        ]
    });
    let mut events = Vec::new();
    for step in 0_u32..60 {
        let offer = ["gold", "silver"][step as usize % 2];
        let mut shown = event(
            if step % 3 == 0 { "click" } else { "impression" },
            20.0 - f64::from(step) / 4.0,
            "email",
            offer,
        );
        shown.value = Some(f64::from(step % 5));
        events.push(shown);
    }
    let result = customer(&configuration, &events).backtest(
        &BacktestRequest { event_type: "impression".to_owned(), ..BacktestRequest::default() },
        None,
    );
    let result = result.unwrap();
    let mut expected = Vec::new();
    for (index, shown) in events.iter().enumerate().filter(|(_, event)| event.event_type == "impression") {
        let mut before = customer(&configuration, &events[..index]);
        let now = Instant::from_millis(shown.timestamp.millis() - 1).unwrap();
        let asked = request(
            json!({ "candidates": [{ "offer": shown.offer, "channel": "email" }], "now": now.to_string() }),
        );
        let decision = before.decide(&asked).unwrap();
        if decision.outcomes[0].status != Status::Eligible {
            expected.push((index, decision.funnel.drops[0].rule.clone()));
        }
    }
    let found: Vec<_> = result.blocked.into_iter().map(|event| (event.index, event.rule.unwrap())).collect();
    assert!(found.len() > 5);
    assert_eq!(found, expected);
}

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

#[test]
fn lint_finds_shadowed_contradictory_and_unreachable_rules_and_unused_metrics() {
    let configuration = json!({
        "metrics": [metric("clicks", "count", "click", json!([])), metric("unused", "count", "click", json!([]))],
        "offers": [{ "key": "gold", "category": "cards" }],
        "contactPolicies": [
            { "id": "strict", "ruleType": "frequency_cap", "config": { "metricKey": "clicks", "threshold": 3 } },
            { "id": "loose", "ruleType": "frequency_cap", "config": { "metricKey": "clicks", "threshold": 5 } },
            { "id": "week", "ruleType": "frequency_cap", "config": { "maxContacts": 5, "windowDays": 7 } },
            { "id": "month", "ruleType": "frequency_cap", "config": { "maxContacts": 4, "windowDays": 30 } },
            { "id": "gone", "ruleType": "cooldown", "scope": "offer", "scopeId": "old", "config": { "cooldownHours": 1 } },
            { "id": "never", "ruleType": "metric_condition",
              "config": { "metricKey": "clicks", "operator": "lt", "threshold": 0 } },
            { "id": "always", "ruleType": "metric_condition",
              "config": { "metricKey": "clicks", "operator": "gte", "threshold": 0, "match": "any" } }
        ],
        "qualificationRules": [
            { "id": "many", "ruleType": "metric_condition",
              "config": { "metricKey": "clicks", "operator": "gte", "threshold": 4 } }
        ]
    });
    let found = engine(&configuration).lint(Some(14));
    let codes: Vec<_> = found
        .iter()
        .map(|finding| {
            (finding.code, finding.path.as_str(), finding.related.first().map_or("", String::as_str))
        })
        .collect();
    for expected in [
        ("unused_metric", "metrics[1]", ""),
        ("shadowed_rule", "contactPolicies[1]", "strict"),
        ("shadowed_rule", "contactPolicies[2]", "month"),
        ("window_exceeds_history", "contactPolicies[3]", ""),
        ("unreachable_rule", "contactPolicies[4]", ""),
        ("unreachable_rule", "contactPolicies[5]", ""),
        ("always_blocks", "contactPolicies[6]", ""),
        ("contradictory_rules", "contactPolicies[0]", "many"),
    ] {
        assert!(codes.contains(&expected), "{expected:?} in {codes:#?}");
    }
    assert_eq!(engine(&cap()).lint(None), []);
}

#[test]
fn lint_says_nothing_of_rules_that_differ_without_data() {
    let found = |rules: &[(&str, f64, &str)]| -> Vec<(&str, String)> {
        let policy = |&(operator, threshold, missing): &(&str, f64, &str)| {
            json!({ "ruleType": "metric_condition", "config": { "metricKey": "rate", "operator": operator,
                "threshold": threshold, "onMissing": missing } })
        };
        let mut rate = metric("rate", "ratio", "click", json!([]));
        rate["secondaryEventType"] = json!("impression");
        let policies: Vec<Value> = rules.iter().map(policy).collect();
        let found = engine(&json!({ "metrics": [rate], "contactPolicies": policies })).lint(None);
        found.into_iter().map(|finding| (finding.code, finding.path)).collect()
    };
    let at = |code: &'static str, at: usize| vec![(code, format!("contactPolicies[{at}]"))];
    assert_eq!(found(&[("gt", 3.0, "pass"), ("gt", 5.0, "fail")]), []);
    assert_eq!(found(&[("gt", 3.0, "fail"), ("gt", 5.0, "fail")]), at("shadowed_rule", 1));
    assert_eq!(found(&[("eq", -1.0, "fail")]), []);
    assert_eq!(found(&[("eq", -1.0, "pass")]), at("unreachable_rule", 0));
    assert_eq!(found(&[("gte", 0.0, "pass")]), []);
    assert_eq!(found(&[("gte", 0.0, "fail")]), at("always_blocks", 0));
    assert_eq!(found(&[("gt", 3.0, "pass"), ("lt", 5.0, "pass")]), []);
    assert_eq!(found(&[("gt", 3.0, "pass"), ("lt", 5.0, "fail")]), at("contradictory_rules", 1));
}

#[test]
fn lint_says_nothing_of_rules_that_an_override_may_lift() {
    let found = |lifted: Value| {
        let policy = |id: &str, operator: &str, threshold: u32| {
            json!({ "id": id, "ruleType": "metric_condition",
                "config": { "metricKey": "clicks", "operator": operator, "threshold": threshold } })
        };
        let configuration = json!({
            "metrics": [metric("clicks", "count", "click", json!([]))],
            "contactPolicies": [policy("few", "lt", 5), policy("many", "gt", 3), policy("any", "gte", 0),
                { "ruleType": "allow_override", "config": { "policies": lifted } }]
        });
        let found = engine(&configuration).lint(None);
        found.into_iter().map(|finding| (finding.code, finding.path)).collect::<Vec<_>>()
    };
    assert_eq!(found(json!(null)), []);
    let shadowed = |at: usize| ("shadowed_rule", format!("contactPolicies[{at}]"));
    let contradictory = ("contradictory_rules", "contactPolicies[1]".to_owned());
    assert_eq!(found(json!(["any"])), [contradictory]);
    let always = ("always_blocks", "contactPolicies[2]".to_owned());
    assert_eq!(found(json!(["few"])), [shadowed(0), shadowed(1), always]);
}

#[test]
fn lint_finds_rules_over_profiles_patterns_and_keys_that_nobody_defined() {
    let rule = |kind: &str, config: Value| json!({ "ruleType": kind, "config": config });
    let score = |profile: &str, key: Value| {
        rule("profile_score", json!({ "profileId": profile, "keyId": key, "operator": "gt", "threshold": 1 }))
    };
    let fits = |pattern: Value| rule("profile_match", json!({ "profileId": "p", "patternId": pattern }));
    let rules = [
        score("p", json!("a")),
        fits(json!("x")),
        fits(Value::Null),
        score("p", Value::Null),
        score("q", Value::Null),
        score("p", json!("b")),
        fits(json!("y")),
    ];
    let configuration = json!({
        "profiles": [{ "id": "p", "name": "Persona", "keys": ["a"], "patterns": [{ "id": "x", "values": { "a": 1 } }] }],
        "contactPolicies": rules
    });
    let found = engine(&configuration).lint(None);
    let told: Vec<_> = found.iter().map(|it| (it.code, it.path.as_str(), it.message.as_str())).collect();
    assert_eq!(
        told,
        [
            ("unknown_profile", "contactPolicies[4]", "no profile has the id \"q\""),
            ("unknown_profile", "contactPolicies[5]", "the profile Persona has no key \"b\""),
            ("unknown_profile", "contactPolicies[6]", "the profile Persona has no pattern \"y\""),
        ]
    );
}

fn recipe(id: &str) -> Value {
    recipes().iter().find(|recipe| recipe.id == id).unwrap().configuration()
}

#[test]
fn recipe_frequency_cap_suppresses_a_channel_with_more_than_three_impressions_in_7_days() {
    let mut customer = customer(&recipe("frequency_cap"), &impressions("email", &[1.0, 2.0, 3.0, 4.0]));
    assert_eq!(
        outcome(&mut customer, json!({ "offer": "gold", "channel": "email" })).status,
        Status::Suppressed
    );
    assert_eq!(
        outcome(&mut customer, json!({ "offer": "gold", "channel": "push" })).status,
        Status::Eligible
    );
}

#[test]
fn recipe_conversion_cooldown_suppresses_an_offer_for_30_days_after_a_conversion() {
    let mut customer =
        customer(&recipe("conversion_cooldown"), &[event("conversion", 10.0, "email", "gold")]);
    let gold = outcome(&mut customer, json!({ "offer": "gold" }));
    assert_eq!(gold.next_eligible_at, Some(at("2026-03-30T12:00:00Z")));
    assert_eq!(outcome(&mut customer, json!({ "offer": "loan" })).status, Status::Eligible);
}

#[test]
fn recipe_channel_fatigue_halves_a_channel_with_five_dismisses_in_14_days() {
    let dismisses: Vec<_> = (1..6).map(|day| event("dismiss", f64::from(day), "email", "gold")).collect();
    let mut customer = customer(&recipe("channel_fatigue"), &dismisses);
    let tired = outcome(&mut customer, json!({ "offer": "gold", "channel": "email" }));
    assert_eq!((tired.status, tired.score), (Status::Eligible, 0.5));
    assert!(
        tired.reasons[0]
            .message
            .starts_with("5 dismiss events on email in 14 days, at least 5; multiplies by 0.5")
    );
    assert_eq!(outcome(&mut customer, json!({ "offer": "gold", "channel": "push" })).score, 1.0);
}

#[test]
fn recipe_response_rate_gate_lowers_scores_below_a_tenth() {
    let mut customer = customer(&recipe("response_rate_gate"), &impressions("email", &[1.0; 11]));
    assert_eq!(outcome(&mut customer, json!({ "offer": "gold" })).score, 0.3);
}

#[test]
fn recipe_high_value_targeting_raises_scores_with_what_was_spent() {
    let mut bought = event("conversion", 80.0, "email", "gold");
    bought.value = Some(1500.0);
    let mut customer = customer(&recipe("high_value_targeting"), &[bought]);
    assert_eq!(outcome(&mut customer, json!({ "offer": "gold" })).score, 1.5);
}

#[test]
fn recipe_cross_sell_suppresses_the_category_bought_and_raises_the_others() {
    let mut configuration = recipe("cross_sell_detection");
    configuration["offers"] =
        json!([{ "key": "gold", "category": "cards" }, { "key": "silver", "category": "cards" }]);
    let mut customer = customer(&configuration, &[event("conversion", 50.0, "email", "gold")]);
    assert_eq!(outcome(&mut customer, json!({ "offer": "silver" })).status, Status::Suppressed);
    let other = outcome(&mut customer, json!({ "offer": "loan", "category": "loans" }));
    assert_eq!((other.status, other.score), (Status::Eligible, 1.25));
}

#[test]
fn r5_times_of_day_are_written_with_two_digits_each() {
    let hours = |from: &str| {
        let config = json!({ "timezone": "Europe/Berlin", "from": from });
        Configuration::from_value(&policy("time_window", config))
    };
    for good in ["00:00", "09:30", "24:00"] {
        assert!(hours(good).is_ok(), "{good}");
    }
    for bad in ["9:30", "09:3", "009:30", "+9:30", "09:60", "24:01", "0930", ""] {
        let error = hours(bad).unwrap_err();
        assert_eq!(error.issues[0].path, "contactPolicies[0].config.from", "{bad}");
    }
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
