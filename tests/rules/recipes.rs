//! The built-in recipes: each does what it says.

use lookback::decisions::OutcomeStatus as Status;
use lookback::rules::recipes;
use serde_json::{Value, json};

use crate::{at, customer, event, impressions, outcome};

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
