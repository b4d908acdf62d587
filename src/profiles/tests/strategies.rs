use serde_json::{Value, json};

use super::{apply, faults, set_of, try_apply, values};
use crate::profiles::{ProfileFacet, ProfileSet};

pub(super) fn affinity(more: &Value) -> ProfileSet {
    let mut definition = json!({ "id": "p", "scoring": "category_affinity" });
    for (key, value) in more.as_object().unwrap() {
        definition[key] = value.clone();
    }
    set_of(&json!({ "profiles": [definition] })).unwrap()
}

fn session(day: u32, categories: &[&str]) -> Value {
    let view = |category: &&str| json!({ "eventType": "ChangeProfileScoreEvent", "delta": { "p": { "values": { *category: 1 } } } });
    json!({
        "startDateTime": format!("2026-01-{day:02}T00:00:00Z"),
        "events": categories.iter().map(view).collect::<Vec<_>>(),
    })
}

const FIRST: [&str; 4] = ["mens-clothing", "accessories", "jewelry", "accessories"];
const SECOND: [&str; 5] = ["jewelry", "accessories", "beauty", "shoes", "womens-clothing"];

#[test]
fn category_affinity_gives_the_published_scores_within_a_session() {
    let set = affinity(&json!({ "decayOrder": "before" }));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &session(1, &FIRST));
    assert_eq!(values(&facet, &set), json!({ "mens-clothing": 8.0, "accessories": 9.0, "jewelry": 5.0 }));
    apply(&mut facet, &set, &session(2, &SECOND));
    assert_eq!(
        values(&facet, &set),
        json!({ "accessories": 6.5, "womens-clothing": 5.0, "jewelry": 4.5, "shoes": 4.0, "beauty": 3.0 })
    );
}

#[test]
fn category_affinity_is_halved_at_the_end_of_a_session() {
    let set = affinity(&json!({}));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &session(1, &FIRST));
    assert_eq!(values(&facet, &set), json!({ "mens-clothing": 4.0, "accessories": 4.5, "jewelry": 2.5 }));
    apply(&mut facet, &set, &session(2, &SECOND));
    assert_eq!(
        values(&facet, &set),
        json!({ "accessories": 3.25, "womens-clothing": 2.5, "jewelry": 2.25, "shoes": 2.0, "beauty": 1.5 })
    );
}

#[test]
fn category_affinity_takes_views_in_the_order_of_their_times() {
    let set = affinity(&json!({ "decayRate": 0 }));
    let mut facet = ProfileFacet::new();
    let mut interaction = session(1, &FIRST);
    for (index, event) in interaction["events"].as_array_mut().unwrap().iter_mut().enumerate() {
        event["timestamp"] = json!(format!("2026-01-01T00:0{index}:00Z"));
    }
    interaction["events"].as_array_mut().unwrap().reverse();
    apply(&mut facet, &set, &interaction);
    assert_eq!(values(&facet, &set), json!({ "mens-clothing": 8.0, "accessories": 9.0, "jewelry": 5.0 }));
}

#[test]
fn category_affinity_numbers_and_categories_can_be_chosen() {
    let set = affinity(&json!({
        "decayRate": 0,
        "scoring": {
            "strategy": "category_affinity", "firstPoints": 3, "laterPoints": 2, "newCategoryPenalty": 0.5, "keep": 2,
        },
        "keys": ["x", "y", "z"],
    }));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &session(1, &["other", "x", "y", "z"]));
    assert_eq!(values(&facet, &set), json!({ "other": 1.0, "x": 2.0, "z": 2.0 }));
}

#[test]
fn category_affinity_refuses_a_negative_number_of_views() {
    let set = affinity(&json!({}));
    let mut facet = ProfileFacet::new();
    let mut interaction = session(1, &["x", "y"]);
    interaction["events"][1]["delta"]["p"]["values"]["y"] = json!(-1);
    let error = try_apply(&mut facet, &set, &interaction).unwrap_err();
    assert_eq!(faults(&error), [("interaction.events[1].delta.p.values.y", "out_of_range")]);
    assert!(facet.is_empty());
}

#[test]
fn linear_decay_with_grace_counts_days_without_a_visit() {
    let set = set_of(&json!({ "profiles": [{ "id": "p", "keys": ["a"], "linearDecay": {} }] })).unwrap();
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &super::visit(1, &super::scored(&json!({ "a": 100 }))));
    let read = |facet: &ProfileFacet, day| facet.value(&set, "p", Some("a"), super::day(day)).unwrap();
    assert_eq!(read(&facet, 2), 100.0);
    assert!((read(&facet, 3) - 96.67).abs() < 0.005);
    assert!((read(&facet, 17) - 50.0).abs() < 1e-9);
    let late = super::at("2026-01-30T12:00:00Z");
    assert!((facet.value(&set, "p", Some("a"), late).unwrap() - 5.0).abs() < 1e-9);
    // A visit with nothing to score starts a new grace period from what is left.
    apply(&mut facet, &set, &super::visit(17, &json!({})));
    assert!((read(&facet, 18) - 50.0).abs() < 1e-9);
    assert!((read(&facet, 19) - 48.333).abs() < 0.001);
}
