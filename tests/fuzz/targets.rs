//! One function for each input format. It takes any bytes, and nothing may panic. Accepted input
//! must be consistent: restoring gives the same bytes, a refused call changes nothing, no number is
//! infinite.
#![allow(dead_code, reason = "each target uses one of them")]

use std::sync::OnceLock;

use lookback::decisions::BacktestRequest;
use lookback::{Configuration, Customer, DecideRequest, Engine, Instant, OnInvalid, json};
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64;

/// Something of everything: each aggregation, filters, rules that read them, profiles.
const DEFINITIONS: &[u8] = include_bytes!("definitions.json");
const NOW: &str = "2026-03-10T12:00:00Z";

/// Events as JSON, JSON lines, or anything else.
pub fn events(data: &[u8]) {
    let engine = engine();
    let mut customer = engine.customer();
    let refused = customer.append_json(data, OnInvalid::Reject).is_err();
    assert!(!refused || customer.is_empty(), "a refused call left something behind");
    if refused {
        drop(customer.append_json(data, OnInvalid::Skip));
    }
    let held = customer.len();
    // What has no id is held once more; nothing else is.
    let without_id = customer.events().filter(|event| event.id.is_none()).count();
    if customer.append_json(data, OnInvalid::Skip).is_ok() {
        assert_eq!(customer.len(), held + without_id);
    }
    exercise(engine, customer);
}

/// Configurations as JSON.
pub fn configuration(data: &[u8]) {
    let Ok(configuration) = Configuration::from_json(data) else { return };
    let Ok(engine) = Engine::new(configuration) else { return };
    // What the engine gives back is a configuration that says the same.
    let written = json::to_string(engine.configuration());
    let again = Engine::new(Configuration::from_json(written.as_bytes()).unwrap()).unwrap();
    assert_eq!(json::to_string(again.configuration()), written);
    json::to_string(&engine.lint(Some(30)));
    json::to_string(&engine.requirements());
    let mut customer = engine.customer();
    customer.append_json(include_bytes!("corpus/events/history.json"), OnInvalid::Reject).unwrap();
    exercise(&engine, customer);
}

/// Snapshots: as they are, and as what follows a right checksum.
pub fn snapshot(data: &[u8]) {
    let engine = engine();
    drop(engine.restore(data));
    let body = data.get(10..).unwrap_or(data);
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is the checksum")]
    let checksum = xxh3_64(body) as u32;
    let bytes = [b"LKBK\x01\0".as_slice(), &checksum.to_le_bytes(), body].concat();
    let Ok(customer) = engine.restore(&bytes) else { return };
    exercise(engine, customer);
}

/// Interactions, one after another.
pub fn interaction(data: &[u8]) {
    let engine = engine();
    let mut customer = engine.customer();
    let Ok(value) = json::parse(data) else { return };
    for interaction in value.as_array().map_or(std::slice::from_ref(&value), Vec::as_slice) {
        let before = customer.snapshot();
        if customer.apply_interaction(interaction).is_err() {
            assert_eq!(customer.snapshot(), before, "a refused interaction left something behind");
        }
    }
    exercise(engine, customer);
}

/// Behavior profiles in xConnect's JSON or our own.
pub fn facet(data: &[u8]) {
    let engine = engine();
    let mut customer = engine.customer();
    let Ok(value) = json::parse(data) else { return };
    if customer.load_behavior_profile(&value).is_err() {
        return;
    }
    let written = json::to_string(&customer.to_xconnect());
    let mut again = engine.customer();
    again.load_behavior_profile(&json::parse(written.as_bytes()).unwrap()).unwrap();
    assert_eq!(json::to_string(&again.to_xconnect()), written);
    exercise(engine, customer);
}

/// Requests to decide, and to replay.
pub fn request(data: &[u8]) {
    let engine = engine();
    let mut customer = engine.customer();
    customer.append_json(include_bytes!("corpus/events/history.json"), OnInvalid::Reject).unwrap();
    let Ok(value) = json::parse(data) else { return };
    if let Ok(request) = DecideRequest::from_value(&value)
        && let Ok(decision) = customer.decide(&request)
    {
        assert_eq!(decision.outcomes.len(), request.candidates.len());
        finite(&json::to_string(&decision));
        drop(customer.reserve(&request, "impression"));
    }
    if let Ok(request) = BacktestRequest::from_value(&value)
        && let Ok(backtest) = customer.backtest(&request, None)
    {
        finite(&json::to_string(&backtest));
    }
}

/// Built once: building takes longer than all that is asked of it.
fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::new(Configuration::from_json(DEFINITIONS).unwrap()).unwrap())
}

/// Asks a customer for everything.
fn exercise(engine: &Engine, mut customer: Customer) {
    let bytes = customer.snapshot();
    let mut restored = engine.restore(&bytes).expect("our own snapshot");
    assert_eq!(restored.snapshot(), bytes);
    for now in [Instant::parse(NOW).unwrap(), Instant::MAX, Instant::MIN] {
        match (customer.metrics(now), restored.metrics(now)) {
            (Ok(results), Ok(again)) => {
                let written = json::to_string(&results);
                assert_eq!(written, json::to_string(&again));
                finite(&written);
            }
            (Err(error), Err(again)) => assert_eq!(error, again),
            _ => panic!("a customer and its copy differ"),
        }
        json::to_string(&customer.behavior_profile(Some(now)));
    }
    json::to_string(&customer.to_xconnect());
    // Every id is known again, however it is packed; what has none is held once more.
    let held: Vec<_> = restored.events().collect();
    let without_id = held.iter().filter(|event| event.id.is_none()).count();
    if let Ok(result) = restored.append(&held) {
        assert_eq!(result.appended, without_id);
    }
    drop(customer.merge(&restored));
    customer.prune(Instant::MAX);
}

/// JSON has no word for a number that is not finite, and our writer none for NaN.
fn finite(written: &str) {
    let value: Value = json::parse(written.as_bytes()).expect("our own JSON");
    assert!(!value.is_null());
}
