//! The fuzz targets for a moment, without a fuzzer: over their corpora, and over many damaged copies
//! of each.
#![expect(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[path = "fuzz/targets.rs"]
mod targets;

/// How many damaged copies are tried of each way.
const COPIES: u32 = 1_500;

/// How a copy is damaged.
#[derive(Debug, Clone)]
enum Damage {
    Change(prop::sample::Index, u8),
    Remove(prop::sample::Index, prop::sample::Index),
    Repeat(prop::sample::Index, prop::sample::Index),
    Insert(prop::sample::Index, &'static str),
}

/// What trips up readers of JSON, of numbers and of text.
const WORDS: [&str; 20] = [
    "null",
    "-",
    "1e400",
    "-0",
    "9007199254740993",
    "0.1e-320",
    "[[[[[[[[",
    "{\"",
    "\\ud800",
    "\"",
    "}",
    ",",
    ":",
    "\u{feff}",
    "253402300800000",
    "\"__proto__\"",
    "true",
    "\u{0}",
    "é",
    "1e",
];

fn damage() -> impl Strategy<Value = Vec<Damage>> {
    let at = any::<prop::sample::Index>;
    let one = prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Change(at, byte)),
        (at(), at()).prop_map(|(from, to)| Damage::Remove(from, to)),
        (at(), at()).prop_map(|(from, to)| Damage::Repeat(from, to)),
        (at(), prop::sample::select(WORDS.to_vec())).prop_map(|(at, word)| Damage::Insert(at, word)),
    ];
    prop::collection::vec(one, 1..5)
}

fn damaged(given: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = given.to_vec();
    for damage in damages {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        let range = |from: &prop::sample::Index, to: &prop::sample::Index| {
            let (from, to) = (from.index(length), to.index(length));
            from.min(to)..from.max(to)
        };
        match damage {
            Damage::Change(at, byte) => bytes[at.index(length)] = *byte,
            Damage::Remove(from, to) => drop(bytes.drain(range(from, to))),
            Damage::Repeat(from, to) => {
                let range = range(from, to);
                let end = range.end;
                let copy = bytes[range].to_vec();
                bytes.splice(end..end, copy);
            }
            Damage::Insert(at, word) => drop(bytes.splice(at.index(length)..at.index(length), word.bytes())),
        }
    }
    bytes
}

fn try_briefly(name: &str, way: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
    let mut corpus: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    corpus.sort();
    let corpus: Vec<Vec<u8>> = corpus.iter().map(|path| fs::read(path).unwrap()).collect();
    assert!(!corpus.is_empty(), "{name} has no corpus");
    for given in &corpus {
        way(given);
    }
    let config = Config { cases: COPIES, failure_persistence: None, ..Config::default() };
    let given = (prop::sample::select(corpus), damage());
    let tried = TestRunner::new(config).run(&given, |(given, damages)| {
        way(&damaged(&given, &damages));
        Ok(())
    });
    if let Err(error) = tried {
        panic!("{name}: {error}");
    }
}

#[test]
fn damaged_events_never_panic() {
    try_briefly("events", targets::events);
}

#[test]
fn damaged_configurations_never_panic() {
    try_briefly("configuration", targets::configuration);
}

#[test]
fn damaged_snapshots_never_panic() {
    try_briefly("snapshot", targets::snapshot);
}

#[test]
fn damaged_interactions_never_panic() {
    try_briefly("interaction", targets::interaction);
}

#[test]
fn damaged_behavior_profiles_never_panic() {
    try_briefly("facet", targets::facet);
}

#[test]
fn damaged_requests_never_panic() {
    try_briefly("request", targets::request);
}
