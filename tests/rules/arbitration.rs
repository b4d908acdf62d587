//! Boosts by behavior.

use serde_json::json;

use crate::{customer, event, metric, outcome, reason};

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
