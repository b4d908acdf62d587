//! What a candidate needs, and where the rest of it comes from.

use lookback::decisions::OutcomeStatus as Status;
use lookback::{Candidate, DecideRequest, ErrorCode, Instant};
use serde_json::json;

use crate::{NOW, at, cap, customer, event, outcome, request};

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
fn r2_the_offer_catalog_fills_in_what_a_candidate_leaves_out() {
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
