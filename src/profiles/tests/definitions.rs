use serde_json::json;

use super::{faults, set_of};

#[test]
fn p2_defaults_are_filled_in() {
    let set =
        set_of(&json!({ "profiles": [{ "id": "persona", "keys": ["a", { "id": "b", "name": "Bee" }] }] }));
    let definition = set.unwrap().definitions().next().cloned().unwrap();
    assert_eq!(
        serde_json::to_value(definition).unwrap(),
        json!({
            "id": "persona", "name": "persona", "type": "sum", "scoring": { "strategy": "deltas" },
            "decayRate": 0.0, "decayOrder": "after",
            "keys": [{ "id": "a", "name": "a" }, { "id": "b", "name": "Bee" }],
            "patterns": [], "minimumScoreCount": 0,
        })
    );
}

#[test]
fn p2_a_description_may_be_empty_as_it_may_everywhere() {
    let set =
        set_of(&json!({ "profiles": [{ "id": "persona", "description": "", "keys": ["a"] }] })).unwrap();
    assert_eq!(set.definitions().next().and_then(|definition| definition.description.as_deref()), Some(""));
}

#[test]
fn p2_a_normalized_definition_reads_as_itself() {
    let given = json!({ "profiles": [
        {
            "id": "{24DFF2CF-B30A-4B75-8967-2FE3DEE0B4A2}", "name": "Persona", "type": "percentage",
            "decayRate": 10, "decayOrder": "before", "halfLifeDays": 30, "keys": ["a", "b"],
            "patterns": [{ "id": "one", "values": { "a": 10 } }], "minimumScoreCount": 2,
        },
        { "id": "categories", "scoring": "category_affinity", "linearDecay": {} },
    ]});
    let first = set_of(&given).unwrap();
    let printed = serde_json::to_value(first.definitions().collect::<Vec<_>>()).unwrap();
    assert_eq!(printed[0]["id"], "24dff2cf-b30a-4b75-8967-2fe3dee0b4a2");
    assert_eq!(printed[0]["halfLifeDays"], 30.0);
    assert_eq!(printed[1]["decayRate"], 50.0);
    let second = set_of(&json!({ "profiles": printed })).unwrap();
    assert!(first.definitions().eq(second.definitions()));
}

#[test]
fn r11_everything_wrong_is_told_with_its_path() {
    let error = set_of(&json!({
        "profiles": [
            {
                "id": "p", "type": "mean", "decayRate": 101, "halfLifeDays": 0, "decayOrder": "both",
                "keys": ["a", "a"], "minimumScoreCount": -1, "halfLife": 3,
            },
            { "keys": [] },
            { "id": "q", "keys": ["a"], "patterns": [
                { "id": "x", "values": { "b": 1 } }, { "id": "x", "values": { "a": "1" } },
            ] },
            { "id": "r", "keys": ["a"], "halfLifeDays": 1, "linearDecay": { "cap": 2 } },
            { "id": "s", "keys": ["a"], "halfLifeDays": 1, "linearDecay": {} },
            { "id": "t", "keys": ["a"] }, { "id": "t", "keys": ["a"] },
        ],
        "profileMode": "latest",
    }))
    .unwrap_err();
    let expected = [
        ("profiles[0].type", "invalid_value"),
        ("profiles[0].decayRate", "out_of_range"),
        ("profiles[0].decayOrder", "invalid_value"),
        ("profiles[0].halfLifeDays", "out_of_range"),
        ("profiles[0].keys[1]", "duplicate_key"),
        ("profiles[0].minimumScoreCount", "out_of_range"),
        ("profiles[0].halfLife", "unknown_field"),
        ("profiles[1].id", "required"),
        ("profiles[1].keys", "required"),
        ("profiles[2].patterns[0].values.b", "invalid_value"),
        ("profiles[2].patterns[1].values.a", "wrong_type"),
        ("profiles[6].id", "duplicate_key"),
        ("profiles[3].linearDecay.cap", "out_of_range"),
        ("profiles[4].linearDecay", "invalid_value"),
        ("profileMode", "invalid_value"),
    ];
    let found = faults(&error);
    for fault in expected {
        assert!(found.contains(&fault), "{fault:?} in {found:#?}");
    }
    let twice = error.issues.iter().find(|issue| issue.path == "profiles[0].keys[1]").unwrap();
    assert_eq!(twice.message, "another key has the id \"a\"");
}

#[test]
fn r11_an_id_is_taken_in_any_spelling() {
    let error = set_of(&json!({ "profiles": [
        { "id": "24dff2cf-b30a-4b75-8967-2fe3dee0b4a2", "keys": ["a"] },
        { "id": "{24DFF2CF-B30A-4B75-8967-2FE3DEE0B4A2}", "keys": ["a"] },
    ]}));
    assert_eq!(faults(&error.unwrap_err()), [("profiles[1].id", "duplicate_key")]);
}

#[test]
fn an_id_has_1_to_256_bytes() {
    let with = |id: String| set_of(&json!({ "profiles": [{ "id": id, "keys": ["a"] }] }));
    assert!(with("i".repeat(256)).is_ok());
    for id in [String::new(), "i".repeat(257)] {
        assert_eq!(faults(&with(id).unwrap_err()), [("profiles[0].id", "invalid_value")]);
    }
}
