//! Snapshots that earlier builds wrote, read natively; `tests/golden.test.ts` reads them through
//! the package.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use lookback::{Configuration, Engine, Instant, json};
use serde::Serialize;
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64;

#[test]
fn s1_every_golden_snapshot_is_read_as_it_was_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut read = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let golden = json::parse(&fs::read(&path).unwrap()).unwrap();
        let engine = Engine::new(Configuration::from_value(&golden["configuration"]).unwrap()).unwrap();
        let now = Instant::parse(golden["now"].as_str().unwrap()).unwrap();
        for expected in golden["customers"].as_array().unwrap() {
            let name = format!("{}: {}", path.display(), expected["name"]);
            let bytes = BASE64_STANDARD.decode(expected["snapshot"].as_str().unwrap()).unwrap();
            let checksum = u32::from_le_bytes(bytes[6..10].try_into().unwrap());
            assert_eq!(u64::from(checksum), xxh3_64(&bytes[10..]) & 0xffff_ffff, "{name}");
            let mut customer = engine.restore(&bytes).unwrap();
            let events: Vec<_> = customer.events().collect();
            assert_eq!(tree(&events), expected["events"], "{name}");
            let metrics = customer.metrics(now).unwrap();
            assert_eq!(tree(&metrics), expected["metrics"], "{name}");
            let profile = customer.behavior_profile(Some(now));
            assert_eq!(tree(&profile), expected["profile"], "{name}");
            if path.ends_with("version-1.json") {
                assert_eq!(customer.snapshot(), bytes, "{name} is written as it was");
            }
            read += 1;
        }
    }
    assert!(read >= 6);
}

/// What is left of a value once it was written and read.
fn tree(value: &impl Serialize) -> Value {
    json::parse(json::to_string(value).as_bytes()).unwrap()
}
