//! Where a rule applies.

use lookback::decisions::OutcomeStatus as Status;
use serde_json::json;

use crate::{customer, request};

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
