//! The catalog of metrics: what it returns, and what it refuses without changing anything.

use serde_json::{Value, json};

use super::MetricCatalog;
use crate::configuration::Configuration;
use crate::error::{Error, ErrorCode};
use crate::json as text;
use crate::rules::DependentKind;
use crate::time::Instant;

fn at(time: &str) -> Instant {
    time.parse().unwrap()
}

fn now() -> Instant {
    at("2026-03-10T14:30:00Z")
}

fn later() -> Instant {
    at("2026-03-11T09:00:00Z")
}

fn metric(key: &str) -> Value {
    json!({ "key": key, "aggregationType": "count", "eventType": "impression", "windowDays": 7 })
}

fn with(key: &str, more: &Value) -> Value {
    let mut definition = metric(key);
    for (key, value) in more.as_object().unwrap() {
        definition[key] = value.clone();
    }
    definition
}

fn catalog(definitions: &[Value]) -> MetricCatalog {
    let mut catalog = MetricCatalog::new();
    for definition in definitions {
        catalog.create(definition, now()).unwrap();
    }
    catalog
}

/// A cap, a gate and a boost that read `seen`, and a cap that reads no metric.
fn rules() -> Value {
    json!({
        "contactPolicies": [
            { "name": "Weekly", "ruleType": "frequency_cap", "config": { "maxContacts": 3, "windowDays": 7 } },
            { "id": "cap", "ruleType": "cross_channel_cap", "status": "paused",
              "config": { "metricKey": "seen", "threshold": 3 } }
        ],
        "qualificationRules": [
            { "name": "Gate", "ruleType": "propensity_threshold", "qualification": "soft",
              "config": { "metricKey": "seen", "threshold": 1, "multiplierBelow": 0.3 } }
        ],
        "arbitration": { "weights": [{ "metricKey": "seen", "weight": 1, "scale": { "half": 5 } }] }
    })
}

fn faults(error: &Error) -> Vec<(&str, &str)> {
    error.issues.iter().map(|issue| (issue.path.as_str(), issue.code)).collect()
}

#[test]
fn create_answers_the_seeds_definition_with_its_id_and_times() {
    let mut catalog = MetricCatalog::new();
    let definition = json!({
        "name": "Email Impression Count (7d)", "key": "email_impression_7d",
        "description": "Number of email impressions in the last 7 days",
        "aggregationType": "count", "eventType": "impression", "dimensions": ["channel"], "windowDays": 7
    });
    let record = catalog.create(&definition, now()).unwrap();
    assert_eq!(
        text::to_string(&record),
        r#"{"id":"bm_email_impression_7d","name":"Email Impression Count (7d)","key":"email_impression_7d","#
            .to_owned()
            + r#""description":"Number of email impressions in the last 7 days","aggregationType":"count","#
            + r#""eventType":"impression","dimensions":["channel"],"windowDays":7,"status":"active","#
            + r#""createdAt":"2026-03-10T14:30:00.000Z","updatedAt":"2026-03-10T14:30:00.000Z"}"#
    );
    assert_eq!(catalog.get("bm_email_impression_7d").unwrap(), &record);
    assert_eq!(catalog.list(), [record]);
}

#[test]
fn metrics_are_listed_in_the_order_of_their_making() {
    let catalog = catalog(&[metric("b"), metric("c"), metric("a")]);
    let ids: Vec<_> = catalog.list().iter().map(|record| record.definition.id.as_str()).collect();
    assert_eq!(ids, ["bm_b", "bm_c", "bm_a"]);
}

#[test]
fn a_definition_is_refused_with_all_that_is_wrong() {
    let mut catalog = MetricCatalog::new();
    let error =
        catalog.create(&with("A", &json!({ "windowDays": 366, "dimension": [] })), now()).unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidConfiguration);
    assert_eq!(
        faults(&error),
        [("key", "invalid_value"), ("windowDays", "out_of_range"), ("dimension", "unknown_field")]
    );
    assert_eq!(catalog.create(&json!([]), now()).unwrap_err().code, ErrorCode::InvalidConfiguration);
    assert_eq!(catalog, MetricCatalog::new());
}

#[test]
fn a_key_that_is_taken_is_refused() {
    let mut catalog = catalog(&[metric("a"), metric("b")]);
    let before = catalog.clone();
    let created = catalog.create(&metric("a"), later()).unwrap_err();
    let updated = catalog.update("bm_b", &json!({ "key": "a" }), later()).unwrap_err();
    for error in [created, updated] {
        assert_eq!((error.code, faults(&error)), (ErrorCode::DuplicateKey, vec![("key", "duplicate_key")]));
    }
    assert_eq!(catalog, before);
}

#[test]
fn the_twenty_first_metric_is_refused_until_one_is_deleted() {
    let twenty: Vec<_> = (0..20).map(|number| metric(&format!("m{number}"))).collect();
    let mut catalog = catalog(&twenty);
    let error = catalog.create(&metric("more"), now()).unwrap_err();
    assert_eq!(
        (error.code, faults(&error)),
        (ErrorCode::MetricLimitExceeded, vec![("", "metric_limit_exceeded")])
    );
    assert_eq!(catalog.list().len(), 20);
    catalog.delete("bm_m3", false).unwrap();
    catalog.create(&metric("more"), now()).unwrap();
}

#[test]
fn update_changes_the_members_given_and_the_time() {
    let mut catalog = catalog(&[with("a", &json!({ "name": "A", "dimensions": ["offer"] }))]);
    let record = catalog.update("bm_a", &json!({ "windowDays": 14 }), later()).unwrap();
    assert_eq!(
        (record.definition.window_days, record.definition.name.as_str(), record.definition.dimensions.len()),
        (14, "A", 1)
    );
    assert_eq!((record.created_at, record.updated_at), (now(), later()));
    assert_eq!(catalog.list(), [record]);
}

#[test]
fn a_record_can_be_given_back_as_a_change() {
    let mut catalog = catalog(&[metric("a")]);
    let change: Value = serde_json::to_value(catalog.get("bm_a").unwrap()).unwrap();
    let record = catalog.update("bm_a", &change, later()).unwrap();
    assert_eq!((record.created_at, record.updated_at), (now(), later()));
    assert_eq!(record.definition.id, "bm_a");
}

#[test]
fn a_default_that_was_filled_in_does_not_keep_a_sum_from_becoming_a_count() {
    let mut catalog = catalog(&[with("a", &json!({ "aggregationType": "sum" }))]);
    let mut change = serde_json::to_value(catalog.get("bm_a").unwrap()).unwrap();
    assert_eq!(change["property"], "value");
    change["aggregationType"] = json!("count");
    assert_eq!(catalog.update("bm_a", &change, later()).unwrap().definition.property, None);
    let other = json!({ "aggregationType": "count", "property": "margin" });
    assert_eq!(faults(&catalog.update("bm_a", &other, later()).unwrap_err()), [("property", "not_allowed")]);
}

#[test]
fn null_takes_a_member_back_to_its_default() {
    let ratio = json!({
        "aggregationType": "ratio", "secondaryEventType": "click", "status": "paused", "name": "A"
    });
    let mut catalog = catalog(&[with("a", &ratio)]);
    let error = catalog.update("bm_a", &json!({ "aggregationType": "count" }), later()).unwrap_err();
    assert_eq!(faults(&error), [("secondaryEventType", "not_allowed")]);
    let change =
        json!({ "aggregationType": "count", "secondaryEventType": null, "status": null, "name": null });
    catalog.update("bm_a", &change, now()).unwrap();
    let mut expected = MetricCatalog::new();
    expected.create(&metric("a"), now()).unwrap();
    assert_eq!(catalog, expected);
    assert_eq!(
        faults(&catalog.update("bm_a", &json!({ "eventType": null }), now()).unwrap_err()),
        [("eventType", "required")]
    );
}

#[test]
fn a_wrong_change_is_refused_and_changes_nothing() {
    let mut catalog = catalog(&[metric("a")]);
    let before = catalog.clone();
    for change in [json!({ "windowDays": 0 }), json!({ "window": 3 }), json!(null), json!("windowDays")] {
        let error = catalog.update("bm_a", &change, later()).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidConfiguration, "{change}");
    }
    assert_eq!(catalog, before);
}

#[test]
fn with_the_key_the_id_changes() {
    let mut catalog = catalog(&[metric("a"), metric("b")]);
    let record = catalog.update("bm_a", &json!({ "key": "c" }), later()).unwrap();
    assert_eq!(record.definition.id, "bm_c");
    assert_eq!(catalog.get("bm_a").unwrap_err().code, ErrorCode::NotFound);
    assert_eq!(catalog.list().first(), Some(&record));
}

#[test]
fn what_is_not_there_is_not_found() {
    let mut catalog = catalog(&[metric("a")]);
    let errors = [
        catalog.get("a").unwrap_err(),
        catalog.update("bm_b", &json!({ "windowDays": 0 }), now()).unwrap_err(),
        catalog.delete("bm_b", true).unwrap_err(),
        catalog.dependents("").unwrap_err(),
    ];
    for error in errors {
        assert_eq!((error.code, faults(&error)), (ErrorCode::NotFound, vec![("id", "not_found")]));
    }
}

#[test]
fn dependents_are_all_rules_and_weights_that_read_the_metric() {
    let mut catalog = catalog(&[metric("seen"), metric("other")]);
    assert_eq!(catalog.dependents("bm_seen").unwrap(), []);
    catalog.set_rules(&rules()).unwrap();
    let dependents = catalog.dependents("bm_seen").unwrap();
    let found: Vec<_> =
        dependents.iter().map(|found| (found.kind, found.id.as_str(), found.path.as_str())).collect();
    assert_eq!(
        found,
        [
            (DependentKind::ContactPolicy, "cap", "contactPolicies[1]"),
            (DependentKind::QualificationRule, "Gate", "qualificationRules[0]"),
            (DependentKind::Arbitration, "seen", "arbitration.weights[0]"),
        ]
    );
    assert_eq!(catalog.dependents("bm_other").unwrap(), []);
}

#[test]
fn a_metric_in_use_is_deleted_only_when_forced() {
    let mut catalog = catalog(&[metric("seen"), metric("other")]);
    catalog.set_rules(&rules()).unwrap();
    let error = catalog.delete("bm_seen", false).unwrap_err();
    assert_eq!(error.code, ErrorCode::MetricInUse);
    assert_eq!(
        faults(&error),
        [
            ("contactPolicies[1]", "metric_in_use"),
            ("qualificationRules[0]", "metric_in_use"),
            ("arbitration.weights[0]", "metric_in_use")
        ]
    );
    assert_eq!(
        error.issues[0].message,
        r#"the contact policy "cap" reads "seen"; change or delete it first"#
    );
    catalog.delete("bm_other", false).unwrap();
    catalog.delete("bm_seen", true).unwrap();
    assert_eq!(catalog.list(), []);
}

#[test]
fn a_metric_in_use_keeps_its_key() {
    let mut catalog = catalog(&[metric("seen")]);
    catalog.set_rules(&rules()).unwrap();
    let error = catalog.update("bm_seen", &json!({ "key": "viewed" }), later()).unwrap_err();
    assert_eq!(error.code, ErrorCode::MetricInUse);
    assert_eq!(error.issues.len(), 3);
    catalog.update("bm_seen", &json!({ "key": "seen", "windowDays": 9 }), later()).unwrap();
    catalog.set_rules(&json!({})).unwrap();
    catalog.update("bm_seen", &json!({ "key": "viewed" }), later()).unwrap();
}

#[test]
fn a_change_that_a_rule_could_not_live_with_is_refused() {
    let mut catalog = catalog(&[metric("seen")]);
    catalog.set_rules(&rules()).unwrap();
    // The cap reads the total of all groups, which averages have none of.
    let error = catalog.update("bm_seen", &json!({ "aggregationType": "avg" }), later()).unwrap_err();
    assert_eq!(error.code, ErrorCode::MetricInUse);
    assert_eq!(faults(&error), [("contactPolicies[1].config.match", "metric_in_use")]);
    catalog.update("bm_seen", &json!({ "aggregationType": "sum" }), later()).unwrap();
}

#[test]
fn a_stored_configuration_brings_its_times_and_rules() {
    let mut configuration = rules();
    let times = json!({ "createdAt": "2026-01-02T03:04:05Z", "updatedAt": "2026-02-03T04:05:06.789Z" });
    configuration["metrics"] = json!([
        with("seen", &times),
        with("half", &json!({ "createdAt": "2026-01-02T03:04:05Z" })),
        metric("bare")
    ]);
    configuration["eventFields"] = json!({ "offer": "offerId" });
    let catalog = MetricCatalog::from_configuration(&configuration, now()).unwrap();
    let times: Vec<_> = catalog.list().iter().map(|record| (record.created_at, record.updated_at)).collect();
    let (made, changed) = (at("2026-01-02T03:04:05Z"), at("2026-02-03T04:05:06.789Z"));
    assert_eq!(times, [(made, changed), (made, made), (now(), now())]);
    assert_eq!(catalog.dependents("bm_seen").unwrap().len(), 3);
    // What it lists is stored and read again as it is, by a catalog and by an engine.
    let mut stored = rules();
    stored["metrics"] = serde_json::to_value(catalog.list()).unwrap();
    assert_eq!(MetricCatalog::from_configuration(&stored, later()).unwrap(), catalog);
    assert_eq!(Configuration::from_value(&stored).unwrap().metrics.len(), 3);
}

#[test]
fn rules_may_read_a_metric_that_was_deleted() {
    let mut catalog = MetricCatalog::from_configuration(&rules(), now()).unwrap();
    catalog.create(&metric("seen"), now()).unwrap();
    assert_eq!(catalog.dependents("bm_seen").unwrap().len(), 3);
}

#[test]
fn a_wrong_configuration_is_refused_with_all_that_is_wrong() {
    let configuration = json!({
        "metrics": [with("a", &json!({ "createdAt": "yesterday", "updatedAt": true }))],
        "contactPolicies": [{ "ruleType": "cap", "config": {} }],
        "rules": []
    });
    let error = MetricCatalog::from_configuration(&configuration, now()).unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidConfiguration);
    assert_eq!(
        faults(&error),
        [
            ("metrics[0].createdAt", "invalid_value"),
            ("metrics[0].updatedAt", "wrong_type"),
            ("contactPolicies[0].ruleType", "invalid_value"),
            ("rules", "unknown_field")
        ]
    );
    let mut catalog = catalog(&[metric("seen")]);
    catalog.set_rules(&rules()).unwrap();
    let before = catalog.clone();
    assert!(catalog.set_rules(&configuration).is_err());
    assert_eq!(catalog, before);
}
