//! Contact policies: each kind on its smallest example.

use lookback::Configuration;
use lookback::decisions::{OutcomeStatus as Status, ReasonEffect};
use serde_json::{Value, json};

use crate::{at, cap, customer, decide, event, impressions, metric, outcome, policy, reason, request};

#[test]
fn r4_the_documented_cap_suppresses_above_the_threshold_and_the_native_one_from_its_maximum() {
    let documented = json!({
        "metrics": [metric("channel_impression_7d", "count", "impression", json!(["channel"]))],
        "contactPolicies": [{ "name": "Dynamic Email Cap", "ruleType": "frequency_cap",
            "config": { "metricKey": "channel_impression_7d", "threshold": 3, "action": "suppress" } }]
    });
    let email = || json!({ "offer": "gold", "channel": "email" });
    let three = outcome(&mut customer(&documented, &impressions("email", &[1.0, 2.0, 3.0])), email());
    assert_eq!(three.status, Status::Eligible);
    assert_eq!(reason(&three, "Dynamic Email Cap").headroom, Some(1.0));
    let four = outcome(&mut customer(&documented, &impressions("email", &[1.0, 2.0, 3.0, 4.5])), email());
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
fn r12_every_rule_by_which_a_better_candidate_excludes_another_suppresses_it() {
    let exclusion = |id: &str, offers: Value| {
        json!({ "id": id, "name": id, "ruleType": "mutual_exclusion",
        "config": { "offers": offers, "windowDays": 30 } })
    };
    let configuration = json!({ "contactPolicies": [
        exclusion("cards", json!(["gold", "silver"])),
        exclusion("metals", json!(["gold", "silver", "bronze"])),
        exclusion("loans", json!(["silver", "loan"])),
    ] });
    let candidates =
        json!([{ "offer": "gold", "score": 3 }, { "offer": "silver", "score": 2 }, { "offer": "loan" }]);
    let decision = decide(&mut customer(&configuration, &[]), candidates);
    let silver = &decision.outcomes[2];
    assert_eq!((silver.offer.as_str(), silver.status), ("silver", Status::Suppressed));
    for id in ["cards", "metals"] {
        let reason = reason(silver, id);
        assert_eq!((reason.effect, reason.headroom), (ReasonEffect::Suppress, Some(0.0)), "{id}");
        assert_eq!(reason.message, "gold ranks higher in this decision, and only one of them may be shown");
    }
    assert_eq!(
        reason(silver, "loans").effect,
        ReasonEffect::Pass,
        "loan ranks below, and silver is not shown"
    );
    let drops: Vec<_> = decision.funnel.drops.iter().map(|drop| (drop.rule.as_str(), drop.count)).collect();
    assert_eq!(drops, [("cards", 1)]);
}

#[test]
fn r12_an_exclusion_by_what_was_seen_does_not_promise_that_the_offer_is_free_after_it() {
    let exclusion = policy("mutual_exclusion", json!({ "offers": ["gold", "silver"], "windowDays": 30 }));
    let mut seen = customer(&exclusion, &[event("impression", 1.0, "email", "silver")]);
    let decision = decide(&mut seen, json!([{ "offer": "gold" }, { "offer": "silver", "score": 2 }]));
    let gold = &decision.outcomes[1];
    assert_eq!((gold.offer.as_str(), gold.next_eligible_at), ("gold", None));
    assert_eq!(
        gold.reasons[0].message,
        "1 impression event of silver in 30 days, at least 1; until 8 April 12:00 UTC"
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
fn e5_an_event_that_comes_late_counts_in_the_next_decision() {
    let configuration = json!({ "contactPolicies": [
        { "ruleType": "frequency_cap", "config": { "maxContacts": 1, "windowDays": 7 } }
    ] });
    let mut customer = customer(&configuration, &[event("click", 2.0, "email", "gold")]);
    assert_eq!(outcome(&mut customer, json!({ "offer": "gold" })).status, Status::Eligible);
    customer.append(&impressions("email", &[5.0])).unwrap();
    let outcome = outcome(&mut customer, json!({ "offer": "gold" }));
    assert_eq!(
        (outcome.status, outcome.next_eligible_at),
        (Status::Suppressed, Some(at("2026-03-12T12:00:00Z")))
    );
}
