//! Decisions that record what they show.

use lookback::ErrorCode;
use lookback::decisions::OutcomeStatus as Status;
use serde_json::json;

use crate::{cap, customer, policy, request};

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
