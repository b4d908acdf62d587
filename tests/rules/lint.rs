//! What lint finds, and what it leaves alone.

use serde_json::{Value, json};

use crate::{cap, engine, metric};

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
    let findings: Vec<_> = found.iter().map(|it| (it.code, it.path.as_str(), it.message.as_str())).collect();
    assert_eq!(
        findings,
        [
            ("unknown_profile", "contactPolicies[4]", "no profile has the id \"q\""),
            ("unknown_profile", "contactPolicies[5]", "the profile Persona has no key \"b\""),
            ("unknown_profile", "contactPolicies[6]", "the profile Persona has no pattern \"y\""),
        ]
    );
}

#[test]
fn lint_finds_metrics_that_look_back_further_than_history_is_kept() {
    let long = |key: &str| {
        let mut long = metric(key, "count", "click", json!([]));
        long["windowDays"] = json!(90);
        long
    };
    let configuration = json!({ "metrics": [metric("week", "count", "click", json!([])), long("quarter")] });
    let found = engine(&configuration).lint(Some(30));
    let findings: Vec<_> = found.iter().map(|it| (it.code, it.path.as_str(), it.message.as_str())).collect();
    let message = "it looks back 90 days, and only 30 are kept";
    assert_eq!(findings, [("window_exceeds_history", "metrics[1]", message)]);
}
