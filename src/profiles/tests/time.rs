use std::cmp::Ordering;

use serde_json::json;

use super::{apply, at, day, profile, scored, values, visit};
use crate::profiles::{ProfileFacet, ProfileSet};
use crate::time::Instant;

fn before(instant: Instant) -> Instant {
    instant.checked_add(-1).unwrap()
}

fn value(facet: &ProfileFacet, set: &ProfileSet, now: Instant) -> f64 {
    facet.value(set, "p", Some("a"), now).unwrap()
}

#[test]
fn p4_a_half_life_reads_at_any_instant_and_stores_nothing_by_reading() {
    let set = profile(&json!({ "halfLifeDays": 7 }));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &visit(1, &scored(&json!({ "a": 8, "b": 4 }))));
    assert_eq!(value(&facet, &set, day(1)), 8.0);
    assert_eq!(value(&facet, &set, day(8)), 4.0);
    assert_eq!(facet.value(&set, "p", None, day(15)), Some(3.0));
    assert_eq!(value(&facet, &set, at("2025-01-01T00:00:00Z")), 8.0);
    assert_eq!(values(&facet, &set), json!({ "a": 8.0, "b": 4.0 }));
    let later = serde_json::to_value(facet.read(&set, Some(day(8)))).unwrap();
    assert_eq!(later["scores"]["p"]["values"], json!({ "a": 4.0, "b": 2.0 }));
    assert_eq!(later["scores"]["p"]["score"], 6.0);
}

#[test]
fn p4_a_half_life_counts_the_time_between_interactions() {
    let set = profile(&json!({ "halfLifeDays": 7 }));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &visit(1, &scored(&json!({ "a": 8 }))));
    apply(&mut facet, &set, &visit(8, &scored(&json!({ "a": 1 }))));
    assert_eq!(value(&facet, &set, day(8)), 5.0);
    apply(&mut facet, &set, &visit(1, &scored(&json!({ "a": 2 }))));
    assert_eq!(value(&facet, &set, day(8)), 6.0);
    assert_eq!(value(&facet, &set, day(15)), 3.0);
}

#[test]
fn p4_a_visit_without_a_delta_leaves_a_half_life_to_the_bit() {
    let set = profile(&json!({ "halfLifeDays": 3.7 }));
    let mut quiet = ProfileFacet::new();
    apply(&mut quiet, &set, &visit(1, &scored(&json!({ "a": 8.1 }))));
    let mut visited = quiet.clone();
    for day in 2..20 {
        apply(&mut visited, &set, &visit(day, &json!({})));
    }
    assert_eq!(value(&quiet, &set, day(25)).to_bits(), value(&visited, &set, day(25)).to_bits());
}

#[test]
fn p4_unknown_keys_do_not_wane() {
    let set = profile(&json!({ "halfLifeDays": 7 }));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &visit(1, &scored(&json!({ "a": 8, "z": 8 }))));
    assert_eq!(facet.value(&set, "p", Some("z"), day(15)), Some(8.0));
    assert_eq!(facet.value(&set, "p", None, day(15)), Some(10.0));
}

#[test]
fn r12_the_crossing_of_a_threshold_is_exact_to_the_millisecond() {
    let set = profile(&json!({ "halfLifeDays": 7 }));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &visit(1, &scored(&json!({ "a": 8 }))));
    let below = |threshold| {
        facet.value_change(&set, "p", Some("a"), day(2), threshold, &|side| side == Ordering::Less)
    };
    let half = below(4.0).unwrap();
    assert_eq!(half, day(8).checked_add(1).unwrap());
    let some = below(3.3).unwrap();
    assert!(value(&facet, &set, some) < 3.3 && value(&facet, &set, before(some)) >= 3.3);
    assert_eq!(below(9.0), None);
    assert_eq!(below(-1.0), None);
}

#[test]
fn r12_an_equality_holds_from_its_first_millisecond_to_its_last() {
    let set = profile(&json!({ "halfLifeDays": 7 }));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &visit(1, &scored(&json!({ "a": 8 }))));
    let equal = |now| facet.value_change(&set, "p", Some("a"), now, 4.0, &|side| side == Ordering::Equal);
    assert_eq!(equal(day(1)), Some(day(8)));
    assert_eq!(equal(day(8)), day(8).checked_add(1));
    assert_eq!(equal(day(9)), None);
}

#[test]
fn r12_a_negative_value_rises_to_its_crossing() {
    let set = profile(&json!({ "linearDecay": { "graceDays": 2, "ratePerDay": 0.1, "cap": 1 } }));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &visit(1, &scored(&json!({ "a": -10 }))));
    let above = facet.value_change(&set, "p", Some("a"), day(1), -5.0, &|side| side == Ordering::Greater);
    let above = above.unwrap();
    assert!(value(&facet, &set, above) > -5.0 && value(&facet, &set, before(above)) <= -5.0);
    assert!((above.millis() - day(8).millis()).abs() <= 1);
    assert_eq!(value(&facet, &set, day(13)), 0.0);
}

#[test]
fn r12_what_does_not_wane_never_crosses() {
    let set = profile(&json!({ "patterns": [{ "id": "x", "values": {} }] }));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &visit(1, &scored(&json!({ "a": 8 }))));
    assert_eq!(facet.value_change(&set, "p", None, day(1), 4.0, &|side| side == Ordering::Less), None);
    assert_eq!(facet.pattern_change(&set, "p", day(1)), None);
    assert_eq!(facet.value(&set, "q", None, day(1)), None);
}

#[test]
fn r12_the_matched_pattern_changes_at_an_exact_millisecond() {
    let set = profile(&json!({ "halfLifeDays": 7, "patterns": [
        { "id": "fan", "values": { "a": 10 } },
        { "id": "some", "values": { "a": 4 } },
        { "id": "none", "values": {} },
    ]}));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &visit(1, &scored(&json!({ "a": 11 }))));
    let mut now = day(1);
    let mut path = vec![facet.matched_pattern(&set, "p", now).unwrap().to_owned()];
    while let Some(next) = facet.pattern_change(&set, "p", now) {
        let pattern = facet.matched_pattern(&set, "p", next).unwrap();
        assert_eq!(facet.matched_pattern(&set, "p", before(next)), path.last().map(String::as_str));
        assert_ne!(Some(pattern), path.last().map(String::as_str));
        path.push(pattern.to_owned());
        now = next;
    }
    assert_eq!(path, ["fan", "some", "none"]);
}

#[test]
fn r12_shares_do_not_change_with_time_until_nothing_is_left() {
    let set = profile(&json!({
        "type": "percentage", "linearDecay": { "cap": 1 },
        "patterns": [{ "id": "x", "values": { "a": 1 } }, { "id": "y", "values": { "b": 1 } }],
    }));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &visit(1, &scored(&json!({ "a": 1, "b": 3 }))));
    assert_eq!(facet.matched_pattern(&set, "p", day(20)), Some("y"));
    let gone = facet.pattern_change(&set, "p", day(1)).unwrap();
    assert!((gone.millis() - at("2026-02-01T00:00:00Z").millis()).abs() <= 1);
    assert_eq!(facet.matched_pattern(&set, "p", gone), None);
    assert!(facet.pattern_distances(&set, "p", Some(gone)).is_empty());
    assert_eq!(facet.matched_pattern(&set, "p", before(gone)), Some("y"));
    assert_eq!(facet.pattern_change(&set, "p", gone), None);
}
