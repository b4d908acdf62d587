//! Rules over profiles that decay with time: a decision changes at the very millisecond reported.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lookback::{Configuration, Customer, DecideRequest, Engine, Instant};
use proptest::collection::vec;
use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, prop_assert_ne, prop_oneof, proptest};
use serde_json::{Value, json};

const DAY: i64 = 86_400_000;
/// 2026-03-01.
const START: i64 = 1_772_323_200_000;
const FAR: i64 = 100_000 * DAY;

fn customer(time_decay: &Value, policies: &[Value], qualification: &[Value]) -> Customer {
    let mut profile = json!({
        "id": "p", "keys": ["a", "b"], "type": "sum",
        "patterns": [
            { "id": "both", "values": { "a": 6, "b": 4 } },
            { "id": "much", "values": { "a": 12 } },
            { "id": "none", "values": {} },
        ],
    });
    for (member, value) in time_decay.as_object().unwrap() {
        profile[member] = value.clone();
    }
    let configuration = json!({
        "profiles": [profile], "contactPolicies": policies, "qualificationRules": qualification,
    });
    Engine::new(Configuration::from_value(&configuration).unwrap()).unwrap().customer()
}

fn visit(customer: &mut Customer, millis: i64, a: i32, b: i32) {
    let delta = json!({ "p": { "scoreCount": 1, "values": { "a": a, "b": b } } });
    let events = json!([{ "eventType": "ChangeProfileScoreEvent", "delta": delta }]);
    customer.apply_interaction(&json!({ "startDateTime": START + millis, "events": events })).unwrap();
}

/// The decision on one offer, `millis` after the start.
fn decide(customer: &mut Customer, millis: i64) -> Value {
    decide_explained(customer, millis, "summary")
}

fn decide_explained(customer: &mut Customer, millis: i64, explain: &str) -> Value {
    let request = json!({ "candidates": [{ "offer": "o" }], "now": START + millis, "explain": explain });
    let decision = customer.decide(&DecideRequest::from_value(&request).unwrap()).unwrap();
    serde_json::to_value(decision).unwrap()
}

/// What rests on profiles in a decision: the outcome, and what each rule did. A score is another
/// number every millisecond; but the date on which it frees is told, with its year while that is
/// yet to begin.
fn essence(decision: &Value) -> Value {
    let outcome = &decision["outcomes"][0];
    let reasons = outcome["reasons"].as_array().unwrap().iter();
    let effect = |reason: &Value| {
        let freed = reason["message"].as_str().unwrap().split_once("; ").map(|(_, freed)| freed);
        json!([reason["rule"], reason["effect"], freed])
    };
    let effects: Vec<Value> = reasons.map(effect).collect();
    json!([outcome["status"], outcome["score"], effects])
}

fn millis(time: &Value) -> Option<i64> {
    time.as_str().map(|text| Instant::parse(text).unwrap().millis() - START)
}

#[test]
fn r7_profile_match_qualifies_whom_the_pattern_fits_and_r5_suppresses_them() {
    let matches = |pattern: &str| json!({ "name": pattern, "ruleType": "profile_match", "config": { "profileId": "p", "patternId": pattern } });
    for (pattern, qualified, permitted) in
        [("much", "eligible", "suppressed"), ("none", "disqualified", "eligible")]
    {
        let mut one = customer(&json!({}), &[], &[matches(pattern)]);
        let mut other = customer(&json!({}), &[matches(pattern)], &[]);
        for customer in [&mut one, &mut other] {
            visit(customer, 0, 11, 1);
        }
        assert_eq!(decide(&mut one, 0)["outcomes"][0]["status"], qualified);
        assert_eq!(decide(&mut other, 0)["outcomes"][0]["status"], permitted);
        assert_eq!(decide(&mut one, 0)["validUntil"], Value::Null);
    }
}

#[test]
fn r8_a_customer_without_the_profile_passes_unless_the_rule_says_fail() {
    let rule = |more: Value| {
        let mut config = json!({ "profileId": "p", "keyId": "a", "operator": "gte", "threshold": 1 });
        config["onMissing"] = more;
        json!({ "name": "r", "ruleType": "profile_score", "config": config })
    };
    for (on_missing, status) in [(json!("pass"), "eligible"), (json!("fail"), "disqualified")] {
        let decision = decide(&mut customer(&json!({}), &[], &[rule(on_missing)]), 0);
        assert_eq!(decision["outcomes"][0]["status"], status);
    }
}

#[test]
fn r12_a_half_life_frees_a_candidate_at_the_crossing() {
    let cap = json!({ "name": "enough", "ruleType": "profile_score", "config": {
        "profileId": "p", "keyId": "a", "operator": "gt", "threshold": 2,
    }});
    let mut customer = customer(&json!({ "halfLifeDays": 5 }), &[cap], &[]);
    visit(&mut customer, 0, 8, 0);
    let decision = decide(&mut customer, DAY);
    // 8 has become 2, which is not above 2, after exactly two half-lives.
    assert_eq!(millis(&decision["outcomes"][0]["nextEligibleAt"]), Some(10 * DAY));
    assert_eq!(millis(&decision["validUntil"]), Some(10 * DAY));
    assert_eq!(decide(&mut customer, 10 * DAY - 1)["outcomes"][0]["status"], "suppressed");
    assert_eq!(decide(&mut customer, 10 * DAY)["outcomes"][0]["status"], "eligible");
}

fn time_decay() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0.5..30.0_f64).prop_map(|days| json!({ "halfLifeDays": days })),
        (0.0..3.0_f64, 0.01..0.5_f64, 0.5..=1.0_f64).prop_map(|(grace, rate, cap)| {
            json!({ "linearDecay": { "graceDays": grace, "ratePerDay": rate, "cap": cap } })
        }),
    ]
}

fn rules() -> impl Strategy<Value = Vec<Value>> {
    let operators = prop::sample::select(vec!["gt", "gte", "lt", "lte"]);
    let keys = prop::sample::select(vec![json!("a"), json!("b"), Value::Null]);
    let scores = (operators, keys, -3.0..12.0_f64).prop_map(|(operator, key, threshold)| {
        json!({ "ruleType": "profile_score", "config": {
            "profileId": "p", "keyId": key, "operator": operator, "threshold": threshold,
        }})
    });
    let matches = prop::sample::select(vec!["both", "much", "none"]).prop_map(
        |pattern| json!({ "ruleType": "profile_match", "config": { "profileId": "p", "patternId": pattern } }),
    );
    vec(prop_oneof![scores, matches], 0..3).prop_map(|rules| {
        let named = |(index, mut rule): (usize, Value)| {
            rule["name"] = json!(format!("rule {index}"));
            rule
        };
        rules.into_iter().enumerate().map(named).collect()
    })
}

proptest! {
    #[test]
    fn r12_r13_decisions_on_profiles_hold_until_the_millisecond_reported(
        time_decay in time_decay(),
        (policies, qualification) in (rules(), rules()),
        visits in vec((0..20 * DAY, -4_i32..14, -4_i32..10), 1..4),
        now in 20 * DAY..60 * DAY,
        samples in vec(0.0..1.0_f64, 12),
    ) {
        let mut customer = customer(&time_decay, &policies, &qualification);
        for (millis, a, b) in visits {
            visit(&mut customer, millis, a, b);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a sample")]
        let between = |from: i64, to: i64, share: f64| from + ((to - from) as f64 * share) as i64;
        let decision = decide(&mut customer, now);
        let until = millis(&decision["validUntil"]);
        for share in &samples {
            let at = between(now, until.map_or(FAR, |until| until - 1), *share);
            prop_assert_eq!(essence(&decide(&mut customer, at)), essence(&decision));
        }
        if let Some(until) = until {
            prop_assert_eq!(essence(&decide(&mut customer, until - 1)), essence(&decision));
            prop_assert_ne!(essence(&decide(&mut customer, until)), essence(&decision));
        }
        let outcome = &decision["outcomes"][0];
        let without_reasons = decide_explained(&mut customer, now, "none");
        let until = millis(&without_reasons["validUntil"]);
        prop_assert!(until.unwrap_or(FAR) >= millis(&decision["validUntil"]).unwrap_or(FAR));
        for share in samples.iter().copied().chain([1.0]) {
            let at = between(now, until.map_or(FAR, |until| until - 1), share);
            let later = decide_explained(&mut customer, at, "none");
            prop_assert_eq!(&later["outcomes"], &without_reasons["outcomes"]);
        }
        if outcome["status"] == "eligible" {
            prop_assert_eq!(&outcome["nextEligibleAt"], &Value::Null);
        } else {
            let freed = millis(&outcome["nextEligibleAt"]);
            let last = freed.map_or(FAR, |freed| freed - 1);
            for share in samples.iter().copied().chain([1.0]) {
                let status = decide(&mut customer, between(now, last, share))["outcomes"][0]["status"].clone();
                prop_assert_ne!(status, "eligible");
            }
            if let Some(freed) = freed {
                prop_assert!(freed > now);
                prop_assert_eq!(&decide(&mut customer, freed)["outcomes"][0]["status"], "eligible");
            }
        }
    }
}
