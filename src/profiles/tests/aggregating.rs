use serde_json::json;

use super::{apply, at, day, faults, profile, scored, set_of, stored, stored_json, try_apply, values, visit};
use crate::profiles::{Interaction, ProfileFacet, ProfileSet};

#[test]
fn p1_the_facet_has_the_documented_names_and_its_score_is_the_sum_of_the_values() {
    let set = profile(&json!({ "patterns": [{ "id": "x", "values": { "a": 5 } }] }));
    let mut facet = ProfileFacet::new();
    assert_eq!(stored_json(&facet, &set), json!({ "sourceInteractionStartDateTime": null, "scores": {} }));
    apply(&mut facet, &set, &visit(1, &scored(&json!({ "b": 2, "a": 3.5 }))));
    assert_eq!(
        stored_json(&facet, &set),
        json!({
            "sourceInteractionStartDateTime": "2026-01-01T00:00:00.000Z",
            "scores": { "p": {
                "matchedPatternId": "x", "profileDefinitionId": "p", "score": 5.5, "scoreCount": 1,
                "values": { "a": 3.5, "b": 2.0 },
            }},
        })
    );
}

#[test]
fn p3_both_names_of_the_event_and_its_odata_type_are_known() {
    let set = profile(&json!({}));
    let mut facet = ProfileFacet::new();
    let interaction = json!({
        "startDateTime": "2026-01-01T00:00:00Z",
        "events": [
            { "eventType": "ChangeProfileScoreEvent", "delta": scored(&json!({ "a": 1 })) },
            { "eventType": "ChangeProfileScoresEvent", "delta": scored(&json!({ "a": 2 })) },
            {
                "@odata.type": "#Sitecore.XConnect.Collection.Model.ChangeProfileScoresEvent",
                "Delta": [{ "Key": "p", "Value": { "ScoreCount": 1, "Values": [{ "Key": "a", "Value": 4 }] } }],
            },
            { "eventType": "click", "timestamp": "2026-01-01T00:00:00Z", "delta": scored(&json!({ "a": 8 })) },
        ],
    });
    apply(&mut facet, &set, &interaction);
    assert_eq!(values(&facet, &set), json!({ "a": 7.0 }));
    assert_eq!(stored(&facet, &set).scores["p"].score_count, 3);
}

#[test]
fn p3_plain_events_are_handed_back_with_their_places() {
    let interaction = json!({ "startDateTime": 0, "events": [
        { "eventType": "click" },
        { "eventType": "ChangeProfileScoreEvent", "delta": {} },
        { "eventType": "view" },
    ]});
    let read = Interaction::from_json(&interaction, &ProfileSet::default()).unwrap();
    let plain: Vec<_> = read.plain_events(&interaction).collect();
    assert_eq!(plain, [(0, &json!({ "eventType": "click" })), (2, &json!({ "eventType": "view" }))]);
}

#[test]
fn p3_one_event_can_change_several_profiles() {
    let set =
        set_of(&json!({ "profiles": [{ "id": "p", "keys": ["a"] }, { "id": "q", "keys": ["b"] }] })).unwrap();
    let mut facet = ProfileFacet::new();
    let delta = json!({ "p": { "scoreCount": 2, "values": { "a": 1 } }, "q": { "values": { "b": 3 } } });
    apply(&mut facet, &set, &visit(1, &delta));
    let scores = stored(&facet, &set).scores;
    assert_eq!((scores["p"].score, scores["p"].score_count), (1.0, 2));
    assert_eq!((scores["q"].score, scores["q"].score_count), (3.0, 1));
}

#[test]
fn p3_decay_comes_after_the_deltas_unless_the_definition_says_before() {
    // ((10 / 2 + 5) / 2 + 15) / 2 and (10 / 2 + 5) / 2 + 15
    for (order, expected) in [("after", 10.0), ("before", 20.0)] {
        let set = profile(&json!({ "decayRate": 50, "decayOrder": order }));
        let mut facet = ProfileFacet::new();
        for (day, points) in [(1, 10), (2, 5), (3, 15)] {
            apply(&mut facet, &set, &visit(day, &scored(&json!({ "a": points }))));
        }
        assert_eq!(values(&facet, &set), json!({ "a": expected }), "{order}");
    }
}

#[test]
fn p4_decay_takes_from_every_profile_once_an_interaction_with_or_without_a_delta() {
    let set = set_of(&json!({ "profiles": [
        { "id": "p", "keys": ["a"], "decayRate": 10 }, { "id": "q", "keys": ["b"], "decayRate": 50 },
    ]}))
    .unwrap();
    let mut facet = ProfileFacet::new();
    apply(
        &mut facet,
        &set,
        &visit(1, &json!({ "p": { "values": { "a": 100 } }, "q": { "values": { "b": 8 } } })),
    );
    apply(&mut facet, &set, &visit(2, &json!({ "p": { "values": { "a": 10 } } })));
    apply(
        &mut facet,
        &set,
        &json!({ "startDateTime": "2026-01-03T00:00:00Z", "events": [{ "eventType": "click" }] }),
    );
    let scores = stored(&facet, &set).scores;
    assert_eq!(scores["q"].score, 1.0);
    assert!((scores["p"].score - 81.0).abs() < 1e-12);
    assert_eq!((scores["p"].score_count, scores["q"].score_count), (2, 1));
}

#[test]
fn p4_decay_does_not_depend_on_elapsed_time() {
    let set = profile(&json!({ "decayRate": 25 }));
    let after = |second_day| {
        let mut facet = ProfileFacet::new();
        apply(&mut facet, &set, &visit(1, &scored(&json!({ "a": 16 }))));
        apply(&mut facet, &set, &visit(second_day, &json!({})));
        values(&facet, &set)
    };
    assert_eq!(after(1), after(31));
    assert_eq!(after(2), json!({ "a": 9.0 }));
}

#[test]
fn p6_unknown_profiles_and_keys_accumulate_and_neither_decay_nor_match() {
    let set = profile(&json!({ "decayRate": 50, "patterns": [{ "id": "x", "values": { "a": 1 } }] }));
    let mut facet = ProfileFacet::new();
    let delta = json!({
        "p": { "values": { "a": 4, "z": 8 } },
        "other": { "scoreCount": 1, "values": { "a": 16 } },
    });
    for day in 1..=2 {
        apply(&mut facet, &set, &visit(day, &delta));
    }
    let scores = stored_json(&facet, &set)["scores"].clone();
    assert_eq!(scores["p"]["values"], json!({ "a": 3.0, "z": 16.0 }));
    assert_eq!(
        scores["other"],
        json!({ "profileDefinitionId": "other", "score": 32.0, "scoreCount": 2, "values": { "a": 32.0 } })
    );
}

#[test]
fn p6_negative_deltas_are_allowed_and_values_are_not_clamped() {
    let set = profile(&json!({}));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &visit(1, &scored(&json!({ "a": 1, "b": -3 }))));
    assert_eq!(stored(&facet, &set).scores["p"].score, -2.0);
}

#[test]
fn p6_what_is_not_a_finite_number_is_refused_and_nothing_is_applied() {
    let set = profile(&json!({}));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &visit(1, &scored(&json!({ "a": 1e308 }))));
    let before = facet.clone();
    let null = try_apply(&mut facet, &set, &visit(2, &scored(&json!({ "a": null, "b": "1" }))));
    let path = "interaction.events[0].delta.p.values";
    assert_eq!(
        faults(&null.unwrap_err()),
        [(format!("{path}.a").as_str(), "wrong_type"), (format!("{path}.b").as_str(), "wrong_type")]
    );
    let overflow = try_apply(&mut facet, &set, &visit(2, &scored(&json!({ "a": 1e308 }))));
    assert_eq!(faults(&overflow.unwrap_err()), [("interaction", "out_of_range")]);
    let total = try_apply(&mut facet, &set, &visit(2, &scored(&json!({ "b": 1e308 }))));
    assert_eq!(faults(&total.unwrap_err()), [("interaction", "out_of_range")]);
    let count = json!({ "p": { "scoreCount": 2_147_483_647, "values": {} } });
    assert_eq!(
        faults(&try_apply(&mut facet, &set, &visit(2, &count)).unwrap_err()),
        [("interaction", "out_of_range")]
    );
    assert_eq!(facet, before);
}

#[test]
fn p6_malformed_interactions_are_told_with_their_paths() {
    let set = profile(&json!({}));
    let mut facet = ProfileFacet::new();
    let error = try_apply(
        &mut facet,
        &set,
        &json!({
            "id": "", "startDateTime": "2026-01-01T00:00:00",
            "events": [
                { "eventType": "ChangeProfileScoreEvent" },
                { "eventType": "ChangeProfileScoreEvent", "delta": { "p": { "scoreCount": 1.5, "value": {} } } },
            ],
        }),
    );
    assert_eq!(
        faults(&error.unwrap_err()),
        [
            ("interaction.id", "invalid_value"),
            ("interaction.startDateTime", "invalid_value"),
            ("interaction.events[0].delta", "required"),
            ("interaction.events[1].delta.p.scoreCount", "invalid_value"),
            ("interaction.events[1].delta.p.values", "required"),
            ("interaction.events[1].delta.p.value", "unknown_field"),
        ]
    );
}

#[test]
fn p7_the_source_time_is_the_latest_start_applied() {
    let set = profile(&json!({}));
    let mut facet = ProfileFacet::new();
    for start in [5, 9, 2] {
        apply(&mut facet, &set, &visit(start, &scored(&json!({ "a": 1 }))));
    }
    assert_eq!(facet.source_interaction_start(), Some(day(9)));
    apply(&mut facet, &set, &json!({ "startDateTime": "2026-02-01T00:00:00Z" }));
    assert_eq!(facet.source_interaction_start(), Some(at("2026-02-01T00:00:00Z")));
}

#[test]
fn p7_an_interaction_seen_before_is_ignored_in_any_spelling_of_its_id() {
    let set = profile(&json!({ "decayRate": 50 }));
    let mut facet = ProfileFacet::new();
    let mut interaction = visit(1, &scored(&json!({ "a": 8 })));
    interaction["id"] = json!("24DFF2CF-B30A-4B75-8967-2FE3DEE0B4A2");
    assert!(apply(&mut facet, &set, &interaction));
    let before = facet.clone();
    interaction["id"] = json!("{24dff2cf-b30a-4b75-8967-2fe3dee0b4a2}");
    interaction["startDateTime"] = json!("2026-01-09T00:00:00Z");
    assert!(!apply(&mut facet, &set, &interaction));
    assert_eq!(facet, before);
    interaction["id"] = json!("another");
    assert!(apply(&mut facet, &set, &interaction));
    assert!(!apply(&mut facet, &set, &interaction));
}

#[test]
fn p9_most_recent_scores_are_replaced_and_never_merged() {
    let set = set_of(
        &json!({ "profiles": [{ "id": "p", "keys": ["a"], "decayRate": 50 }], "profileMode": "most_recent" }),
    );
    let set = set.unwrap();
    let mut facet = ProfileFacet::new();
    let scores =
        |id: &str| json!({ id: { "matchedPatternId": "given", "scoreCount": 3, "values": { "a": 2 } } });
    apply(
        &mut facet,
        &set,
        &json!({ "startDateTime": "2026-01-01T00:00:00Z", "profileScores": scores("p") }),
    );
    apply(&mut facet, &set, &visit(2, &scored(&json!({ "a": 100 }))));
    assert_eq!(
        stored_json(&facet, &set),
        json!({ "sourceInteractionStartDateTime": "2026-01-01T00:00:00.000Z", "scores": { "p": {
            "matchedPatternId": "given", "profileDefinitionId": "p", "score": 2.0, "scoreCount": 3,
            "values": { "a": 2.0 },
        }}})
    );
    let wrapped = json!({ "Scores": [{ "Key": "q", "Value": { "ScoreCount": 1, "Values": [] } }] });
    apply(&mut facet, &set, &json!({ "StartDateTime": "2026-01-03T00:00:00Z", "ProfileScores": wrapped }));
    assert_eq!(stored(&facet, &set).scores.ids().collect::<Vec<_>>(), ["q"]);
    assert_eq!(facet.source_interaction_start(), Some(day(3)));
}

#[test]
fn p9_profile_scores_are_ignored_in_the_aggregating_mode() {
    let set = profile(&json!({}));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &json!({ "startDateTime": "2026-01-01T00:00:00Z", "profileScores": { "p": 1 } }));
    assert!(stored(&facet, &set).scores.is_empty());
}
