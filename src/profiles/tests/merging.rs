use serde_json::json;

use super::{apply, day, faults, profile, scored, set_of, stored, stored_json, visit};
use crate::profiles::{MergeScores, ProfileFacet, ProfileSet};

fn facet(set: &ProfileSet, visits: &[(u32, serde_json::Value)]) -> ProfileFacet {
    let mut facet = ProfileFacet::new();
    for (day, delta) in visits {
        apply(&mut facet, set, &visit(*day, delta));
    }
    facet
}

fn pair() -> ProfileSet {
    set_of(&json!({ "profiles": [
        { "id": "p", "keys": ["a", "b"], "decayRate": 10, "patterns": [{ "id": "x", "values": { "a": 1 } }] },
        { "id": "q", "keys": ["a"] },
    ]}))
    .unwrap()
}

#[test]
fn p8_scores_only_in_the_source_are_copied() {
    let set = pair();
    let target = facet(&set, &[(9, json!({ "q": { "values": { "a": 1 } } }))]);
    let source = facet(&set, &[(2, scored(&json!({ "a": 5 })))]);
    let merged = target.merged(&source, &set, MergeScores::Latest).unwrap();
    let scores = stored(&merged, &set).scores;
    assert_eq!(scores["q"], stored(&target, &set).scores["q"]);
    assert_eq!(scores["p"], stored(&source, &set).scores["p"]);
    assert_eq!(merged.source_interaction_start(), Some(day(9)));
}

#[test]
fn p8_of_a_profile_in_both_the_whole_entry_of_the_later_contact_stands() {
    let set = pair();
    let early = facet(&set, &[(1, scored(&json!({ "a": 1, "b": 7 })))]);
    let late = facet(&set, &[(2, scored(&json!({ "a": 5 })))]);
    for (target, source) in [(&early, &late), (&late, &early)] {
        let merged = target.merged(source, &set, MergeScores::Latest).unwrap();
        assert_eq!(stored_json(&merged, &set), stored_json(&late, &set));
    }
}

#[test]
fn p8_on_equal_times_the_target_stays_and_nothing_is_decayed_or_matched_again() {
    let set = pair();
    let json = json!({ "sourceInteractionStartDateTime": "2026-01-01T00:00:00Z", "scores": {
        "p": { "matchedPatternId": "given elsewhere", "scoreCount": 1, "values": { "a": 3 } },
    }});
    let target = ProfileFacet::from_json(&json, &set).unwrap();
    let source = facet(&set, &[(1, scored(&json!({ "a": 5 })))]);
    let merged = target.merged(&source, &set, MergeScores::Latest).unwrap();
    assert_eq!(merged, target);
    assert_eq!(stored_json(&merged, &set)["scores"]["p"]["matchedPatternId"], "given elsewhere");
}

#[test]
fn p8_merging_with_a_contact_without_a_profile_changes_nothing() {
    let set = pair();
    let some = facet(&set, &[(1, scored(&json!({ "a": 1 })))]);
    for (target, source) in [(&some, &ProfileFacet::new()), (&ProfileFacet::new(), &some)] {
        assert_eq!(target.merged(source, &set, MergeScores::Latest).unwrap(), some);
    }
}

#[test]
fn p8_the_interactions_of_both_count_as_seen() {
    let set = pair();
    let mut one = ProfileFacet::new();
    let mut visited = visit(1, &scored(&json!({ "a": 1 })));
    visited["id"] = json!("v1");
    apply(&mut one, &set, &visited);
    let mut merged = ProfileFacet::new().merged(&one, &set, MergeScores::Latest).unwrap();
    assert!(!apply(&mut merged, &set, &visited));
}

#[test]
fn p8_an_interaction_that_both_have_seen_is_seen_once() {
    let set = pair();
    let seen = |ids: &[&str]| {
        let mut facet = ProfileFacet::new();
        for id in ids {
            let mut visited = visit(1, &json!({}));
            visited["id"] = json!(id);
            apply(&mut facet, &set, &visited);
        }
        facet
    };
    let both = [(["a", "b"], ["b", "c"]), (["a", "c"], ["b", "c"]), (["b", "c"], ["a", "b"])];
    for (ours, theirs) in both {
        let merged = seen(&ours).merged(&seen(&theirs), &set, MergeScores::Latest).unwrap();
        assert_eq!(merged, seen(&["a", "b", "c"]));
    }
}

#[test]
fn p8_sum_adds_values_and_counts_and_matches_the_sum() {
    let set = profile(&json!({ "patterns": [
        { "id": "little", "values": { "a": 3 } }, { "id": "much", "values": { "a": 9 } },
    ]}));
    let one = facet(&set, &[(1, scored(&json!({ "a": 4, "b": 1 })))]);
    let two = facet(&set, &[(2, scored(&json!({ "a": 4, "z": 2 })))]);
    let merged = stored_json(&one.merged(&two, &set, MergeScores::Sum).unwrap(), &set);
    assert_eq!(merged, stored_json(&two.merged(&one, &set, MergeScores::Sum).unwrap(), &set));
    assert_eq!(
        merged["scores"]["p"],
        json!({
            "matchedPatternId": "much", "profileDefinitionId": "p", "score": 11.0, "scoreCount": 2,
            "values": { "a": 8.0, "b": 1.0, "z": 2.0 },
        })
    );
}

#[test]
fn p8_sum_brings_values_that_wane_to_the_same_time() {
    let set = profile(&json!({ "halfLifeDays": 1 }));
    let one = facet(&set, &[(1, scored(&json!({ "a": 8 })))]);
    let two = facet(&set, &[(3, scored(&json!({ "a": 1 })))]);
    for merged in [one.merged(&two, &set, MergeScores::Sum), two.merged(&one, &set, MergeScores::Sum)] {
        assert_eq!(merged.unwrap().value(&set, "p", Some("a"), day(3)), Some(3.0));
    }
}

#[test]
fn p8_latest_keeps_values_that_wane_at_their_own_time() {
    let set = set_of(&json!({ "profiles": [
        { "id": "p", "keys": ["a"], "halfLifeDays": 1 }, { "id": "q", "keys": ["a"] },
    ]}));
    let set = set.unwrap();
    let one = facet(&set, &[(1, scored(&json!({ "a": 8 })))]);
    let two = facet(&set, &[(3, json!({ "q": { "values": { "a": 1 } } }))]);
    let merged = two.merged(&one, &set, MergeScores::Latest).unwrap();
    assert_eq!(merged.value(&set, "p", Some("a"), day(3)), Some(2.0));
}

#[test]
fn p8_sums_too_large_for_a_number_are_refused() {
    let set = profile(&json!({}));
    let huge = facet(&set, &[(1, scored(&json!({ "a": 1e308 })))]);
    let error = huge.merged(&huge, &set, MergeScores::Sum).unwrap_err();
    assert_eq!(faults(&error), [("other", "out_of_range")]);
    let many = facet(&set, &[(1, json!({ "p": { "scoreCount": 2_000_000_000, "values": {} } }))]);
    assert!(many.merged(&many, &set, MergeScores::Sum).is_err());
}
