use serde_json::{Value, json};

use super::strategies::affinity;
use super::{apply, faults, profile, scored, set_of, stored_json, try_apply, visit};
use crate::profiles::ProfileFacet;

const PERSONA: &str = "24dff2cf-b30a-4b75-8967-2fe3dee0b4a2";

fn xconnect() -> Value {
    json!({
        "@odata.type": "#Sitecore.XConnect.Collection.Model.ContactBehaviorProfile",
        "SourceInteractionStartDateTime": "2023-02-28T08:23:55.5150000Z",
        "Scores": [
            { "Key": PERSONA, "Value": {
                "MatchedPatternId": "62496e17-ce38-416c-8535-6feef6be0476",
                "ProfileDefinitionId": PERSONA,
                "Score": 22.0,
                "ScoreCount": 3,
                "Values": [
                    { "Key": "0d0bbae6-5b8d-4a0e-a4ae-000000000001", "Value": 7.0 },
                    { "Key": "0d0bbae6-5b8d-4a0e-a4ae-000000000002", "Value": 15.0 },
                ],
            }},
            { "Key": "custom", "Value": {
                "ProfileDefinitionId": "custom", "Score": 0.0, "ScoreCount": 0, "Values": [],
            }},
        ],
    })
}

#[test]
fn p10_a_facet_with_unknown_profiles_round_trips() {
    let set = profile(&json!({}));
    let facet = ProfileFacet::from_json(&xconnect(), &set).unwrap();
    assert_eq!(serde_json::to_value(facet.to_xconnect(&set)).unwrap(), xconnect());
}

#[test]
fn p10_ids_times_nulls_and_metadata_are_read_in_every_spelling() {
    let set = profile(&json!({}));
    let given = json!({
        "@odata.type": "Sitecore.XConnect.Collection.Model.ContactBehaviorProfile",
        "ConcurrencyToken": "x", "LastModified": "2023-02-28T08:23:55Z", "ClrTypePresent": true,
        "SourceInteractionStartDateTime": "2023-02-28T09:23:55.5150009+01:00",
        "Scores": [
            { "Key": "custom", "Value": {
                "MatchedPatternId": null, "ProfileDefinitionId": "custom", "Score": null, "ScoreCount": null,
                "Values": null,
            }},
            { "Key": "{24DFF2CF-B30A-4B75-8967-2FE3DEE0B4A2}", "Value": {
                "@odata.type": "#Sitecore.XConnect.Collection.Model.ProfileScore",
                "MatchedPatternId": "62496E17CE38416C85356FEEF6BE0476",
                "ProfileDefinitionId": "24DFF2CF-B30A-4B75-8967-2FE3DEE0B4A2",
                "ScoreCount": 3.0,
                "Values": {
                    "0D0BBAE6-5B8D-4A0E-A4AE-000000000002": 15,
                    "0D0BBAE6-5B8D-4A0E-A4AE-000000000001": 7,
                },
            }},
        ],
    });
    let facet = ProfileFacet::from_json(&given, &set).unwrap();
    assert_eq!(serde_json::to_value(facet.to_xconnect(&set)).unwrap(), xconnect());
}

#[test]
fn p10_an_empty_facet_has_no_time() {
    let set = profile(&json!({}));
    let empty =
        json!({ "@odata.type": "#Sitecore.XConnect.Collection.Model.ContactBehaviorProfile", "Scores": [] });
    for never in [Value::Null, json!("0001-01-01T00:00:00.0000000Z")] {
        let mut given = empty.clone();
        given["SourceInteractionStartDateTime"] = never;
        let facet = ProfileFacet::from_json(&given, &set).unwrap();
        assert_eq!(serde_json::to_value(facet.to_xconnect(&set)).unwrap(), empty);
    }
}

#[test]
fn p10_the_form_that_reading_gives_is_read_as_well() {
    let set = profile(&json!({ "patterns": [{ "id": "x", "values": {} }] }));
    let mut facet = ProfileFacet::new();
    apply(&mut facet, &set, &visit(3, &scored(&json!({ "a": 2.5, "z": -1 }))));
    let again = ProfileFacet::from_json(&stored_json(&facet, &set), &set).unwrap();
    assert_eq!(again, facet);
}

#[test]
fn p10_what_is_wrong_is_told_with_its_path() {
    let set = profile(&json!({}));
    let error = ProfileFacet::from_json(
        &json!({
            "@odata.type": "#Sitecore.XConnect.Collection.Model.Interaction",
            "Scores": [
                { "Key": "p", "Value": { "ProfileDefinitionId": "q", "Values": [{ "Key": "a" }] } },
                { "Key": "p", "Value": { "ScoreCount": 0.5 } },
            ],
        }),
        &set,
    );
    assert_eq!(
        faults(&error.unwrap_err()),
        [("profile.@odata.type", "invalid_value"), ("profile.Scores[1].Value", "duplicate_key"),]
    );
    let error = ProfileFacet::from_json(&json!([]), &set).unwrap_err();
    assert_eq!(faults(&error), [("profile", "wrong_type")]);
    let error = ProfileFacet::from_json(&json!({ "scores": { "p": 5 } }), &set).unwrap_err();
    assert_eq!(faults(&error), [("profile.scores.p", "wrong_type")]);
    let error = ProfileFacet::from_json(
        &json!({ "scores": {
            "p": { "profileDefinitionId": "q", "values": { "a": 1e308, "b": 1e308 } },
            "q": { "scoreCount": 0.5 },
            "r": { "values": { "a": null } },
            "s": { "values": { "a": 1e308, "b": 1e308 } },
        }}),
        &set,
    );
    assert_eq!(
        faults(&error.unwrap_err()),
        [
            ("profile.scores.p.profileDefinitionId", "invalid_value"),
            ("profile.scores.p", "out_of_range"),
            ("profile.scores.q.scoreCount", "invalid_value"),
            ("profile.scores.r.values.a", "wrong_type"),
            ("profile.scores.s", "out_of_range"),
        ]
    );
}

#[test]
fn p10_paths_are_spelled_as_the_record_is() {
    let set = affinity(&json!({}));
    let values = |values: &Value| json!([{ "Key": "p", "Value": { "Values": values } }]);
    let change =
        |delta: &Value| json!({ "@odata.type": "#Sitecore.ChangeProfileScoresEvent", "Delta": delta });
    let interaction = json!({ "Id": "visit-1", "Events": [
        change(&json!([{ "Key": "p" }])),
        change(&values(&json!([{ "Key": "x", "Value": -1 }]))),
        { "@odata.type": "#Sitecore.ChangeProfileScoresEvent", "Timestamp": 0 },
    ]});
    let error = try_apply(&mut ProfileFacet::new(), &set, &interaction).unwrap_err();
    assert_eq!(
        faults(&error),
        [
            ("interaction.StartDateTime", "required"),
            ("interaction.Events[0].Delta[0].Value", "required"),
            ("interaction.Events[1].Delta[0].Value.Values[0].Value", "out_of_range"),
            ("interaction.Events[2].Delta", "required"),
        ]
    );
    let error = ProfileFacet::from_json(&json!({ "Scores": [{ "Value": {} }] }), &set).unwrap_err();
    assert_eq!(faults(&error), [("profile.Scores[0].Key", "required")]);
}

#[test]
fn p11_the_facet_cannot_be_extended_and_the_message_says_so() {
    let set = set_of(&json!({})).unwrap();
    let mut given = xconnect();
    given["Persona"] = json!("mine");
    given["Scores"][0]["Value"]["Label"] = json!("Ian");
    let error = ProfileFacet::from_json(&given, &set).unwrap_err();
    assert_eq!(
        faults(&error),
        [("profile.Persona", "unknown_field"), ("profile.Scores[0].Value.Label", "unknown_field"),]
    );
    assert!(error.issues.iter().all(|issue| issue.message.contains("cannot be extended")));
}
