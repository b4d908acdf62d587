//! How rules are read: the documented examples, defaults, and every fault with its path.

#![expect(clippy::float_cmp, reason = "the same number, or a difference")]

use serde_json::{Value, json};

use super::*;
use crate::definitions::{Issues, Reader};
use crate::error::{ErrorCode, Issue};

fn known() -> Known {
    let metric =
        |key: &str, by_offer, additive, ratio| MetricFacts { key: key.to_owned(), by_offer, additive, ratio };
    Known::Metrics(vec![
        metric("email_impression_7d", false, true, false),
        metric("response_rate_30d", false, false, true),
        metric("offer_conversion_30d", true, true, false),
        metric("average_order", true, false, false),
    ])
}

fn read(configuration: &Value) -> std::result::Result<Rules, Vec<Issue>> {
    let issues = Issues::default();
    let rules = Reader::new(configuration, "", &issues).object().and_then(|mut fields| {
        let rules = Rules::read(&mut fields, &known());
        fields.finish();
        rules
    });
    issues.into_result(ErrorCode::InvalidConfiguration, rules).map_err(|error| error.issues)
}

type Faults = Vec<(String, &'static str)>;

fn faults(configuration: &Value) -> Faults {
    read(configuration).unwrap_err().into_iter().map(|issue| (issue.path, issue.code)).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "called with literals")]
fn policy_faults(rule: Value) -> Faults {
    faults(&json!({ "contactPolicies": [rule] }))
}

fn written(rule: &Rule) -> Value {
    serde_json::to_value(rule).unwrap()
}

#[test]
fn the_seeds_contact_policy_loads_as_printed() {
    let rules = read(&json!({ "contactPolicies": [{
        "name": "Dynamic Email Cap",
        "ruleType": "frequency_cap",
        "config": { "metricKey": "email_impression_7d", "threshold": 3, "action": "suppress" }
    }] }))
    .unwrap();
    let expected = json!({
        "id": "Dynamic Email Cap", "name": "Dynamic Email Cap", "ruleType": "frequency_cap", "scope": "global",
        "priority": 50, "status": "active",
        "config": {
            "metricKey": "email_impression_7d", "match": "candidate", "operator": "gt", "threshold": 3.0,
            "onMissing": "pass", "action": "suppress"
        }
    });
    assert_eq!(written(&rules.contact_policies[0]), expected);
}

#[test]
fn the_seeds_qualification_rule_loads_as_printed() {
    let rules = read(&json!({ "qualificationRules": [{
        "name": "Engagement Score Gate",
        "ruleType": "propensity_threshold",
        "qualification": "soft",
        "config": { "metricKey": "response_rate_30d", "threshold": 0.1, "multiplierBelow": 0.3 }
    }] }))
    .unwrap();
    let expected = json!({
        "id": "Engagement Score Gate", "name": "Engagement Score Gate", "ruleType": "propensity_threshold",
        "qualification": "soft", "scope": "global", "priority": 50, "status": "active",
        "config": {
            "metricKey": "response_rate_30d", "match": "candidate", "operator": "gte", "threshold": 0.1,
            "onMissing": "pass", "multiplierBelow": 0.3
        }
    });
    assert_eq!(written(&rules.qualification_rules[0]), expected);
}

#[test]
fn what_is_written_reads_as_the_same_again() {
    let configuration = json!({
        "contactPolicies": [
            { "name": "Cap", "ruleType": "frequency_cap", "scope": "channel", "scopeId": "email",
              "config": { "maxContacts": 3, "windowDays": 7 } },
            { "ruleType": "cross_channel_cap", "config": { "maxContacts": 5, "windowDays": 7, "channels": ["sms"] } },
            { "ruleType": "cooldown", "priority": 80, "config": { "cooldownHours": 1.5, "eventType": "click" } },
            { "ruleType": "outcome_based", "config": { "outcomeType": "complaint", "lookbackDays": 90, "suppressDays": 30 } },
            { "ruleType": "category_suppression", "config": { "windowDays": 60 } },
            { "ruleType": "mutual_exclusion", "config": { "offers": ["b", "a"] } },
            { "ruleType": "segment_exclusion", "config": { "segments": ["staff"], "action": "multiply", "multiplier": 0 } },
            { "ruleType": "time_window", "config": { "timezone": "Europe/Berlin", "days": ["fri", "monday"], "from": "22:00", "to": "06:00" } },
            { "id": "vip", "ruleType": "allow_override", "config": { "policies": ["Cap"], "segments": ["vip"] } },
            { "ruleType": "allow_override", "config": {} },
            { "ruleType": "profile_match", "config": { "profileId": "p", "patternId": "q" } },
            { "ruleType": "metric_condition", "status": "paused",
              "config": { "metricKey": "offer_conversion_30d", "operator": "gte", "threshold": 1, "match": "category" } }
        ],
        "qualificationRules": [
            { "ruleType": "segment_required", "config": { "segments": ["a", "b"] } },
            { "ruleType": "attribute_condition", "config": { "attribute": "age", "operator": "gte", "value": 18 } },
            { "ruleType": "attribute_condition", "config": { "attribute": "age", "operator": "exists" } },
            { "ruleType": "recency_check", "config": { "eventType": "click", "withinDays": 30 } },
            { "ruleType": "profile_score", "qualification": "soft",
              "config": { "profileId": "p", "keyId": "k", "operator": "gt", "threshold": 5, "multiplier": 0.5 } }
        ],
        "arbitration": { "weights": [
            { "metricKey": "average_order", "weight": 0.5, "match": "any", "scale": { "half": 100 } }
        ] },
        "offers": [{ "key": "gold", "category": "cards", "score": 2, "attributes": { "margin": 3 } }]
    });
    let rules = read(&configuration).unwrap();
    let again = json!({
        "contactPolicies": rules.contact_policies, "qualificationRules": rules.qualification_rules,
        "arbitration": rules.arbitration, "offers": rules.offers
    });
    assert_eq!(read(&again).unwrap(), rules);
    assert_eq!(
        rules.contact_policies[0].config.check,
        Check::Contacts(ContactCheck {
            max_contacts: 3,
            window_days: 7,
            event_type: "impression".to_owned(),
            scope: ScopeKind::Channel,
            channels: Vec::new(),
        })
    );
}

#[test]
fn r11_all_faults_come_in_one_error_each_with_its_path() {
    let faults = faults(&json!({
        "contactPolicies": [
            { "ruleType": "frequency_cap", "config": { "metricKey": "emial_impression_7d", "threshold": "3" } },
            { "ruleType": "frequency_cap", "scope": "channel", "config": { "maxContacts": 0, "windowDays": 366 } },
            { "ruleType": "frequency_limit", "config": {} },
            { "ruleType": "cooldown", "priority": 101, "config": { "cooldownHours": -1, "cooldown": 3 } },
            { "ruleType": "allow_override", "config": {} },
            { "ruleType": "time_window", "config": { "timezone": "Europe/Bärlin", "from": "25:00" } }
        ],
        "qualificationRules": [
            { "ruleType": "propensity_threshold", "qualification": "soft",
              "config": { "metricKey": "response_rate_30d", "threshold": 0.1 } },
            { "ruleType": "attribute_condition", "config": { "attribute": "age", "operator": "in", "value": 3 } }
        ],
        "arbitration": { "weights": [{ "metricKey": "average_order", "weight": -2, "scale": { "min": 1, "max": 1 } }] },
        "offers": [{ "category": "cards" }]
    }));
    let expected = [
        ("contactPolicies[0].config.metricKey", "unknown_metric"),
        ("contactPolicies[0].config.threshold", "wrong_type"),
        ("contactPolicies[1].scopeId", "required"),
        ("contactPolicies[1].config.maxContacts", "out_of_range"),
        ("contactPolicies[1].config.windowDays", "out_of_range"),
        ("contactPolicies[2].ruleType", "invalid_value"),
        ("contactPolicies[3].priority", "out_of_range"),
        ("contactPolicies[3].config.cooldownHours", "out_of_range"),
        ("contactPolicies[3].config.cooldown", "unknown_field"),
        ("contactPolicies[5].config.timezone", "invalid_value"),
        ("contactPolicies[5].config.from", "invalid_value"),
        ("qualificationRules[0].config.multiplierBelow", "required"),
        ("qualificationRules[1].config.value", "wrong_type"),
        ("arbitration.weights[0].weight", "out_of_range"),
        ("arbitration.weights[0].scale.max", "out_of_range"),
        ("offers[0].key", "required"),
    ];
    assert_eq!(faults, expected.map(|(path, code)| (path.to_owned(), code)));
}

#[test]
fn r1_a_scope_without_its_id_is_refused_and_so_is_an_id_without_a_scope() {
    let cap = |scope: Value| {
        let mut rule =
            json!({ "ruleType": "frequency_cap", "config": { "maxContacts": 1, "windowDays": 1 } });
        rule.as_object_mut().unwrap().extend(scope.as_object().unwrap().clone());
        policy_faults(rule)
    };
    assert_eq!(cap(json!({ "scope": "offer" })), [("contactPolicies[0].scopeId".to_owned(), "required")]);
    assert_eq!(cap(json!({ "scopeId": "gold" })), [("contactPolicies[0].scope".to_owned(), "required")]);
}

#[test]
fn r3_groups_that_cannot_be_added_up_are_refused() {
    let rule = |metric: &str, how: &str| {
        policy_faults(json!({ "ruleType": "metric_condition",
            "config": { "metricKey": metric, "match": how, "operator": "gt", "threshold": 1 } }))
    };
    let refused = [("contactPolicies[0].config.match".to_owned(), "invalid_value")];
    assert_eq!(rule("average_order", "total"), refused);
    assert_eq!(rule("average_order", "category"), refused);
    assert_eq!(rule("email_impression_7d", "category"), refused);
    assert_eq!(rule("response_rate_30d", "total"), refused);
}

#[test]
fn r6_a_multiplier_needs_the_action_and_the_action_a_multiplier_from_0_to_10() {
    let rule = |effect: Value| {
        let mut config = json!({ "segments": ["a"] });
        config.as_object_mut().unwrap().extend(effect.as_object().unwrap().clone());
        policy_faults(json!({ "ruleType": "segment_exclusion", "config": config }))
    };
    let at = |member: &str| format!("contactPolicies[0].config.{member}");
    assert_eq!(rule(json!({ "multiplier": 0.5 })), [(at("action"), "invalid_value")]);
    assert_eq!(rule(json!({ "action": "multiply" })), [(at("multiplier"), "required")]);
    assert_eq!(rule(json!({ "action": "multiply", "multiplier": 11 })), [(at("multiplier"), "out_of_range")]);
}

#[test]
fn an_override_of_a_policy_that_does_not_exist_is_refused() {
    let faults = policy_faults(json!({ "ruleType": "allow_override", "config": { "policies": ["Cap"] } }));
    assert_eq!(faults, [("contactPolicies[0].config.policies[0]".to_owned(), "invalid_value")]);
}

#[test]
fn an_empty_list_is_refused_where_none_at_all_means_everything() {
    let at = |member: &str| format!("contactPolicies[0].config.{member}");
    let lifting = json!({ "ruleType": "allow_override", "config": { "policies": [], "segments": [] } });
    let faults = [(at("policies"), "invalid_value"), (at("segments"), "invalid_value")];
    assert_eq!(policy_faults(lifting), faults);
    let config = json!({ "maxContacts": 1, "windowDays": 1, "channels": [] });
    let across = json!({ "ruleType": "cross_channel_cap", "config": config });
    assert_eq!(policy_faults(across), [(at("channels"), "invalid_value")]);
}

#[test]
fn a_rule_without_an_id_is_known_by_its_name_and_ids_stay_unique() {
    let cap = |id: Option<&str>| json!({ "id": id, "name": "A  Cap!", "ruleType": "cooldown", "config": { "cooldownHours": 1 } });
    let rules = read(&json!({ "contactPolicies": [cap(None), cap(Some("A  Cap!")), cap(None)] })).unwrap();
    let ids: Vec<_> = rules.contact_policies.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["A  Cap! 2", "A  Cap!", "A  Cap! 3"]);
    let faults = faults(&json!({ "contactPolicies": [cap(Some("x")), cap(Some("x"))] }));
    assert_eq!(faults, [("contactPolicies[1].id".to_owned(), "duplicate_key")]);
}

#[test]
fn the_offer_catalog_may_be_a_list_or_an_object_by_key() {
    let list = read(&json!({ "offers": [{ "key": "gold", "category": "cards" }] })).unwrap();
    let object = read(&json!({ "offers": { "gold": { "category": "cards" } } })).unwrap();
    assert_eq!(list.offers, object.offers);
    let faults = faults(&json!({ "offers": [{ "key": "gold" }, { "key": "gold" }] }));
    assert_eq!(faults, [("offers[1].key".to_owned(), "duplicate_key")]);
}

#[test]
fn r9_scales_bring_values_to_0_to_1() {
    let linear = Scale::Linear { min: 10.0, max: 20.0 };
    assert_eq!([Some(5.0), Some(15.0), Some(30.0), None].map(|v| linear.apply(v)), [0.0, 0.5, 1.0, 0.0]);
    let half = Scale::Saturating { half: 100.0 };
    assert_eq!([Some(-5.0), Some(100.0), Some(300.0), None].map(|v| half.apply(v)), [0.0, 0.5, 0.75, 0.0]);
    let huge = Scale::Linear { min: -f64::MAX, max: f64::MAX };
    assert_eq!(huge.apply(Some(0.0)), 0.5);
}
