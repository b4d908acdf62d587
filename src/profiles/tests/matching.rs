use serde_json::{Value, json};

use super::{apply, day, profile, scored, visit};
use crate::profiles::{PatternDistance, ProfileFacet, ProfileSet};

const NOW: u32 = 1;

fn matched(set: &ProfileSet, visits: &[Value]) -> (Option<String>, Vec<PatternDistance>) {
    let mut facet = ProfileFacet::new();
    for values in visits {
        apply(&mut facet, set, &visit(1, &scored(values)));
    }
    let pattern = facet.matched_pattern(set, "p", day(NOW)).map(str::to_owned);
    (pattern, facet.pattern_distances(set, "p", Some(day(NOW))))
}

fn patterns() -> Value {
    json!([
        { "id": "first", "values": { "a": 10 } },
        { "id": "second", "values": { "b": 10 } },
        { "id": "both", "values": { "a": 4, "b": 4 } },
    ])
}

#[test]
fn p5_sum_compares_the_values_themselves() {
    let set = profile(&json!({ "patterns": patterns() }));
    let (pattern, distances) = matched(&set, &[json!({ "a": 2 }), json!({ "a": 3, "b": 3 })]);
    assert_eq!(pattern.as_deref(), Some("both"));
    let found: Vec<f64> = distances.iter().map(|one| one.distance).collect();
    assert_eq!(found, [34.0, 74.0, 2.0]);
}

#[test]
fn p5_average_divides_by_the_score_count() {
    let set = profile(&json!({ "type": "average", "patterns": patterns() }));
    let (pattern, distances) = matched(&set, &[json!({ "a": 18 }), json!({ "b": 1 })]);
    assert_eq!(pattern.as_deref(), Some("first"));
    let found: Vec<f64> = distances.iter().map(|one| one.distance).collect();
    assert_eq!(found, [1.25, 171.25, 37.25]);
}

#[test]
fn p5_percentage_compares_shares_with_shares() {
    let set = profile(&json!({ "type": "percentage", "patterns": patterns() }));
    let (pattern, distances) = matched(&set, &[json!({ "a": 300, "b": 100 })]);
    assert_eq!(pattern.as_deref(), Some("first"));
    let found: Vec<f64> = distances.iter().map(|one| one.distance).collect();
    assert_eq!(found, [0.125, 1.125, 0.125]);
}

#[test]
fn p5_the_first_defined_wins_a_tie_even_where_rounding_could_break_it() {
    let unit = |id: &str, key: &str| json!({ "id": id, "values": { key: 1 } });
    for order in [["a", "b", "c"], ["c", "a", "b"], ["b", "c", "a"]] {
        for kind in ["sum", "average", "percentage"] {
            let patterns: Vec<Value> = order.iter().map(|key| unit(key, key)).collect();
            let set = profile(&json!({ "type": kind, "patterns": patterns }));
            let (pattern, distances) = matched(&set, &[json!({ "a": 0.1, "b": 0.1, "c": 0.1 })]);
            assert_eq!(pattern.as_deref(), Some(order[0]), "{kind}");
            assert!(distances.iter().all(|one| one.distance == distances[0].distance), "{kind}");
        }
    }
}

#[test]
fn p5_nothing_matches_up_to_the_minimum_score_count() {
    let set = profile(&json!({ "patterns": patterns(), "minimumScoreCount": 2 }));
    let one = json!({ "a": 1 });
    assert_eq!(matched(&set, &[one.clone(), one.clone()]), (None, Vec::new()));
    assert_eq!(matched(&set, &[one.clone(), one.clone(), one]).0.as_deref(), Some("both"));
}

#[test]
fn p5_nothing_matches_without_patterns_or_with_a_total_of_zero_percent() {
    assert_eq!(matched(&profile(&json!({})), &[json!({ "a": 1 })]), (None, Vec::new()));
    let set = profile(&json!({ "type": "percentage", "patterns": patterns() }));
    assert_eq!(matched(&set, &[json!({ "a": 1, "b": -1 })]), (None, Vec::new()));
    assert_eq!(matched(&set, &[json!({ "z": 1 })]), (None, Vec::new()));
}

#[test]
fn p5_shares_are_gravity_and_add_up_to_one() {
    let set = profile(&json!({ "patterns": patterns() }));
    let (_, distances) = matched(&set, &[json!({ "a": 5, "b": 3 })]);
    let pull = |distance: f64| 1.0 / distance;
    let total = pull(34.0) + pull(74.0) + pull(2.0);
    for (found, distance) in distances.iter().zip([34.0, 74.0, 2.0]) {
        assert!((found.share - pull(distance) / total).abs() < 1e-15);
    }
    let (_, exact) = matched(&set, &[json!({ "a": 4, "b": 4 })]);
    assert_eq!(exact.iter().map(|one| one.share).collect::<Vec<_>>(), [0.0, 0.0, 1.0]);
}

#[test]
fn p5_a_missing_key_is_zero_and_an_unknown_one_does_not_count() {
    let set = profile(
        &json!({ "patterns": [{ "id": "far", "values": { "c": 5 } }, { "id": "near", "values": {} }] }),
    );
    let (pattern, distances) = matched(&set, &[json!({ "a": 1, "z": 1000 })]);
    assert_eq!(pattern.as_deref(), Some("near"));
    assert_eq!(distances[1].distance, 1.0);
}

#[test]
fn p5_the_largest_numbers_give_neither_nan_nor_infinity() {
    for kind in ["sum", "average", "percentage"] {
        let set = profile(&json!({ "type": kind, "patterns": patterns() }));
        for extreme in [
            json!({ "a": 1e308, "b": -1e308 }),
            json!({ "a": 1.7e308, "b": -1.7e308, "c": 5e-324 }),
            json!({ "a": 5e-324, "b": 5e-324 }),
            json!({ "a": 1e-320, "b": -1e308 }),
        ] {
            let (_, distances) = matched(&set, &[extreme]);
            for one in &distances {
                assert!(one.distance.is_finite() && (0.0..=1.0).contains(&one.share), "{kind} {one:?}");
            }
        }
    }
}
