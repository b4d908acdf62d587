use std::cmp::Ordering;

use proptest::collection::vec;
use proptest::prelude::{
    Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_assert_ne, prop_oneof, proptest,
};
use serde_json::{Value, json};

use super::{apply, set_of, try_apply};
use crate::profiles::codec::{decode, encode};
use crate::profiles::{Interaction, MergeScores, ProfileFacet, ProfileSet};
use crate::time::{Instant, MS_PER_DAY};

const PROFILES: [&str; 3] = ["p", "q", "unknown"];
const KEYS: [&str; 4] = ["a", "b", "c", "z"];
/// 2026-01-01.
const START: i64 = 1_767_225_600_000;

/// One number for one key of one profile.
type Score = (usize, usize, f64);

fn event((profile, key, number): &Score) -> Value {
    let delta = json!({ PROFILES[*profile]: { "values": { KEYS[*key]: number } } });
    json!({ "eventType": "ChangeProfileScoreEvent", "delta": delta })
}

fn interaction(millis: i64, scores: &[Score]) -> Value {
    json!({ "startDateTime": START + millis, "events": scores.iter().map(event).collect::<Vec<_>>() })
}

fn ordinary() -> impl Strategy<Value = f64> {
    prop_oneof![(-20_i32..=20).prop_map(f64::from), -100.0..100.0_f64]
}

fn any_finite() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>().prop_filter("finite", |number| number.is_finite()),
        ordinary(),
        Just(f64::MAX),
        Just(f64::MIN),
        Just(5e-324),
        Just(-0.0),
    ]
}

fn scores(number: impl Strategy<Value = f64>) -> impl Strategy<Value = Vec<Score>> {
    vec((0..PROFILES.len(), 0..KEYS.len(), number), 0..8)
}

fn visits(number: impl Strategy<Value = f64>) -> impl Strategy<Value = Vec<(i64, Vec<Score>)>> {
    vec((0..40 * MS_PER_DAY, scores(number)), 0..8)
}

fn time_decay() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({})),
        (0.1..60.0_f64).prop_map(|days| json!({ "halfLifeDays": days })),
        (0.0..3.0_f64, 0.001..0.5_f64, 0.0..=1.0_f64).prop_map(|(grace, rate, cap)| {
            json!({ "linearDecay": { "graceDays": grace, "ratePerDay": rate, "cap": cap } })
        }),
    ]
}

fn definition(id: &'static str) -> impl Strategy<Value = Value> {
    let patterns = vec(vec(-10_i32..=10, 3), 0..4);
    let kinds = prop::sample::select(vec!["sum", "average", "percentage"]);
    let orders = prop::sample::select(vec!["before", "after"]);
    (kinds, orders, 0_u32..=100, time_decay(), patterns, 0_u32..3).prop_map(
        move |(kind, order, rate, decay, patterns, minimum)| {
            let patterns = patterns.iter().enumerate().map(|(index, point)| {
                let values: serde_json::Map<String, Value> =
                    KEYS.iter().zip(point).map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
                json!({ "id": format!("{id}{index}"), "values": values })
            });
            let mut definition = json!({
                "id": id, "type": kind, "decayOrder": order, "decayRate": rate, "keys": ["a", "b", "c"],
                "patterns": patterns.collect::<Vec<_>>(), "minimumScoreCount": minimum,
            });
            for (member, value) in decay.as_object().unwrap() {
                definition[member] = value.clone();
            }
            definition
        },
    )
}

fn sets() -> impl Strategy<Value = ProfileSet> {
    (definition("p"), definition("q"))
        .prop_map(|both| set_of(&json!({ "profiles": [both.0, both.1] })).unwrap())
}

/// Two facets are the same to the bit.
fn bytes(facet: &ProfileFacet) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(facet, &mut bytes);
    bytes
}

fn applied(set: &ProfileSet, visits: &[(i64, Vec<Score>)]) -> ProfileFacet {
    let mut facet = ProfileFacet::new();
    for (millis, scores) in visits {
        apply(&mut facet, set, &interaction(*millis, scores));
    }
    facet
}

fn at(millis: i64) -> Instant {
    Instant::from_millis(START + millis).unwrap()
}

/// Every number that can be read of a facet.
fn numbers(facet: &ProfileFacet, set: &ProfileSet, now: Instant) -> Vec<f64> {
    let mut numbers = Vec::new();
    for (id, score) in facet.read(set, Some(now)).scores {
        numbers.push(score.score);
        numbers.extend(score.values.iter().map(|(_, value)| value));
        for one in facet.pattern_distances(set, &id, Some(now)) {
            numbers.extend([one.distance, one.share]);
        }
    }
    numbers
}

proptest! {
    #[test]
    fn the_order_of_deltas_within_an_interaction_never_shows(
        set in sets(),
        before in visits(ordinary()),
        (one, other) in scores(any_finite()).prop_flat_map(|scores| (Just(scores.clone()), Just(scores).prop_shuffle())),
    ) {
        let facet = applied(&set, &before);
        let after = |scores: &[Score]| {
            let mut facet = facet.clone();
            let outcome = try_apply(&mut facet, &set, &interaction(MS_PER_DAY, scores));
            (outcome.is_ok(), bytes(&facet))
        };
        prop_assert_eq!(after(&one), after(&other));
    }

    #[test]
    fn merging_is_idempotent(set in sets(), ours in visits(ordinary()), theirs in visits(ordinary())) {
        let (ours, theirs) = (applied(&set, &ours), applied(&set, &theirs));
        let merge = |one: &ProfileFacet, two: &ProfileFacet| one.merged(two, &set, MergeScores::Latest).unwrap();
        let once = merge(&ours, &theirs);
        prop_assert_eq!(bytes(&merge(&once, &theirs)), bytes(&once));
        prop_assert_eq!(bytes(&merge(&once, &ours)), bytes(&once));
        prop_assert_eq!(bytes(&merge(&ours, &ours)), bytes(&ours));
    }

    #[test]
    fn a_batch_gives_what_one_at_a_time_with_reads_and_snapshots_between_gives(
        set in sets(),
        visits in visits(ordinary()),
        read in 0..100 * MS_PER_DAY,
    ) {
        let mut step_by_step = ProfileFacet::new();
        for (millis, scores) in &visits {
            apply(&mut step_by_step, &set, &interaction(*millis, scores));
            numbers(&step_by_step, &set, at(read));
            step_by_step = decode(&bytes(&step_by_step)).unwrap();
        }
        prop_assert_eq!(bytes(&step_by_step), bytes(&applied(&set, &visits)));
    }

    #[test]
    fn a_half_life_depends_neither_on_the_path_nor_on_the_order_of_arrival(
        half_life in 0.5..60.0_f64,
        visits in vec((0..40 * MS_PER_DAY, 0.0..100.0_f64), 1..8).prop_shuffle(),
        quiet in vec(0..40 * MS_PER_DAY, 0..8),
    ) {
        let set = set_of(&json!({ "profiles": [{ "id": "p", "keys": ["a"], "halfLifeDays": half_life }] })).unwrap();
        let mut facet = ProfileFacet::new();
        for (millis, number) in &visits {
            apply(&mut facet, &set, &interaction(*millis, &[(0, 0, *number)]));
        }
        let now = 41 * MS_PER_DAY;
        let value = facet.value(&set, "p", Some("a"), at(now)).unwrap();
        #[expect(clippy::cast_precision_loss, reason = "a few days of milliseconds")]
        let left = |millis: i64| (-((now - millis) as f64) / (half_life * MS_PER_DAY as f64)).exp2();
        let expected: f64 = visits.iter().map(|(millis, number)| number * left(*millis)).sum();
        prop_assert!((value - expected).abs() <= expected * 1e-12, "{} {}", value, expected);
        for millis in quiet {
            apply(&mut facet, &set, &interaction(millis, &[]));
        }
        prop_assert_eq!(facet.value(&set, "p", Some("a"), at(now)).unwrap().to_bits(), value.to_bits());
    }

    #[test]
    fn no_input_yields_nan_or_infinity(
        set in sets(),
        visits in visits(any_finite()),
        theirs in visits(any_finite()),
        read in 0..10_000 * MS_PER_DAY,
    ) {
        let build = |visits: &[(i64, Vec<Score>)]| {
            let mut facet = ProfileFacet::new();
            for (millis, scores) in visits {
                let before = bytes(&facet);
                if try_apply(&mut facet, &set, &interaction(*millis, scores)).is_err() {
                    assert_eq!(bytes(&facet), before);
                }
            }
            facet
        };
        let (ours, theirs) = (build(&visits), build(&theirs));
        for merged in [
            Ok(ours.clone()),
            ours.merged(&theirs, &set, MergeScores::Latest),
            ours.merged(&theirs, &set, MergeScores::Sum),
        ].into_iter().flatten() {
            for now in [at(0), at(read)] {
                let numbers = numbers(&merged, &set, now);
                prop_assert!(numbers.iter().all(|number| number.is_finite()), "{:?}", numbers);
            }
            prop_assert!(decode(&bytes(&merged)).is_some());
        }
    }

    #[test]
    fn a_threshold_is_crossed_at_exactly_the_millisecond_told(
        set in sets(),
        visits in visits(ordinary()),
        now in 0..80 * MS_PER_DAY,
        threshold in ordinary(),
        key in prop::sample::select(vec![None, Some("a"), Some("z")]),
        samples in vec(0.0..1.0_f64, 20),
    ) {
        let facet = applied(&set, &visits);
        for holds in [
            (|side| side == Ordering::Greater) as fn(Ordering) -> bool,
            |side| side != Ordering::Less,
            |side| side == Ordering::Equal,
        ] {
            let holds_at = |millis: i64| {
                facet.value(&set, "p", key, at(millis)).map(|value| holds(value.partial_cmp(&threshold).unwrap()))
            };
            let crossing = facet.value_change(&set, "p", key, at(now), threshold, &holds);
            let end = crossing.map_or(100_000 * MS_PER_DAY, |at| at.millis() - START);
            for share in &samples {
                #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a sample")]
                let sample = now + ((end - 1 - now) as f64 * share) as i64;
                prop_assert_eq!(holds_at(sample), holds_at(now));
            }
            if crossing.is_some() {
                prop_assert_eq!(holds_at(end - 1), holds_at(now));
                prop_assert_ne!(holds_at(end), holds_at(now));
            }
        }
    }

    #[test]
    fn a_match_changes_at_exactly_the_millisecond_told(
        set in sets(),
        visits in visits(ordinary()),
        now in 0..80 * MS_PER_DAY,
        samples in vec(0.0..1.0_f64, 20),
    ) {
        let facet = applied(&set, &visits);
        let matched = |millis: i64| facet.matched_pattern(&set, "p", at(millis)).map(str::to_owned);
        let change = facet.pattern_change(&set, "p", at(now));
        let end = change.map_or(100_000 * MS_PER_DAY, |at| at.millis() - START);
        for share in &samples {
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a sample")]
            let sample = now + ((end - 1 - now) as f64 * share) as i64;
            prop_assert_eq!(matched(sample), matched(now));
        }
        if change.is_some() {
            prop_assert_eq!(matched(end - 1), matched(now));
            prop_assert_ne!(matched(end), matched(now));
        }
    }

    #[test]
    fn the_match_is_a_pattern_at_the_least_distance(set in sets(), visits in visits(ordinary())) {
        let facet = applied(&set, &visits);
        for (id, score) in facet.read(&set, None).scores {
            let distances = facet.pattern_distances(&set, &id, None);
            let least = distances.iter().map(|one| one.distance).fold(f64::INFINITY, f64::min);
            let found = distances.iter().find(|one| Some(&one.pattern_id) == score.matched_pattern_id.as_ref());
            prop_assert_eq!(found.is_none(), distances.is_empty());
            if let Some(found) = found {
                prop_assert!(found.distance <= least * (1.0 + 1e-9) + 1e-9, "{:?} {:?}", found, distances);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        if let Some(facet) = decode(&bytes) {
            prop_assert_eq!(self::bytes(&facet), bytes);
        }
    }

    #[test]
    fn any_json_is_read_or_refused(number in any_finite(), text in ".{0,40}", place in 0..6_usize) {
        let strange = [json!(number), json!(text), json!([number, text]), json!({ &text: number }), json!(null), json!(true)];
        let strange = strange[place].clone();
        let set = set_of(&json!({})).unwrap();
        for interaction in [
            strange.clone(),
            json!({ "id": strange, "startDateTime": strange, "events": strange }),
            json!({ "startDateTime": 0, "events": [strange, { "eventType": "ChangeProfileScoreEvent", "delta": strange }] }),
            json!({ "startDateTime": 0, "events": [{ "eventType": "ChangeProfileScoreEvent", "delta": { "p": strange } }] }),
        ] {
            let read = Interaction::from_json(&interaction, &set);
            prop_assert!(read.is_ok() || read.is_err_and(|error| !error.issues.is_empty()));
            let read = ProfileFacet::from_json(&interaction, &set);
            prop_assert!(read.is_ok() || read.is_err_and(|error| !error.issues.is_empty()));
        }
    }
}
