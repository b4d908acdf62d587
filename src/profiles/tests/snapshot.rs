use serde_json::json;

use super::{apply, profile, scored, visit};
use crate::profiles::codec::{decode, encode};
use crate::profiles::{ProfileFacet, ProfileSet};

fn facet() -> (ProfileFacet, ProfileSet) {
    let set = profile(&json!({ "halfLifeDays": 3, "patterns": [{ "id": "x", "values": {} }] }));
    let mut facet = ProfileFacet::new();
    for (day, id) in [(1, "24dff2cf-b30a-4b75-8967-2fe3dee0b4a2"), (2, "visit 2")] {
        let delta = json!({
            "p": { "scoreCount": -2, "values": { "a": 1.25, "62496e17-ce38-416c-8535-6feef6be0476": -3 } },
            "62496e17-ce38-416c-8535-6feef6be0476": { "scoreCount": 300, "values": {} },
        });
        let mut visit = visit(day, &delta);
        visit["id"] = json!(id);
        apply(&mut facet, &set, &visit);
    }
    apply(&mut facet, &set, &visit(9, &scored(&json!({ "b": 1 }))));
    (facet, set)
}

fn bytes(facet: &ProfileFacet) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(facet, &mut bytes);
    bytes
}

#[test]
fn s2_a_facet_comes_back_from_its_bytes_with_all_it_has_seen() {
    let (facet, set) = facet();
    let mut again = decode(&bytes(&facet)).unwrap();
    assert_eq!(again, facet);
    assert_eq!(bytes(&again), bytes(&facet));
    let mut seen = visit(20, &scored(&json!({ "a": 100 })));
    seen["id"] = json!("{24DFF2CF-B30A-4B75-8967-2FE3DEE0B4A2}");
    assert!(!apply(&mut again, &set, &seen));
    assert_eq!(decode(&bytes(&ProfileFacet::new())), Some(ProfileFacet::new()));
}

#[test]
fn s1_truncated_or_lengthened_bytes_are_refused() {
    let bytes = bytes(&facet().0);
    for length in 0..bytes.len() {
        assert_eq!(decode(&bytes[..length]), None, "{length}");
    }
    assert_eq!(decode(&[bytes, vec![0]].concat()), None);
}

#[test]
fn s1_changed_bytes_are_refused_or_read_as_what_they_now_say() {
    let bytes_before = bytes(&facet().0);
    for place in 0..bytes_before.len() {
        for bit in 0..8 {
            let mut changed = bytes_before.clone();
            changed[place] ^= 1 << bit;
            if let Some(facet) = decode(&changed) {
                assert_eq!(bytes(&facet), changed);
            }
        }
    }
}
