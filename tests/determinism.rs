//! The recorded thousand of `tests/determinism`, natively: to the byte what every runtime of
//! JavaScript comes to.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write;
use std::path::Path;

use lookback::decisions::BacktestRequest;
use lookback::metrics::SeriesRange;
use lookback::{Configuration, Customer, DecideRequest, Engine, Error, Instant, OnInvalid, json};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const DAY: i64 = 86_400_000;

fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/determinism").join(name);
    json::parse(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_thousand_triples_give_the_recorded_bytes() {
    let (cases, recorded) = (read("cases.json"), read("hashes.json"));
    let list = |name: &str| cases[name].as_array().unwrap().clone();
    let mut hashes = Vec::new();
    for configuration in list("configurations") {
        let engine =
            Engine::new(Configuration::from_value(&configuration["configuration"]).unwrap()).unwrap();
        let mut lines = Vec::new();
        for history in list("histories") {
            for now in list("moments") {
                lines.extend(results(&engine, &history, now.as_str().unwrap(), &cases["request"]));
            }
        }
        let hash = sha256(&lines.join("\n"));
        let name = configuration["name"].as_str().unwrap();
        assert_eq!(recorded[name], hash, "{name}");
        hashes.push(hash);
    }
    assert_eq!(recorded["all"], sha256(&hashes.join("\n")));
}

/// Everything that is computed for a customer at a moment, a line for each result.
fn results(engine: &Engine, history: &Value, now: &str, request: &Value) -> Vec<String> {
    let mut customer = engine.customer();
    let events = json::to_string(&history["events"]);
    customer.append_json(events.as_bytes(), OnInvalid::Skip).unwrap();
    for interaction in history["interactions"].as_array().unwrap() {
        customer.apply_interaction(interaction).unwrap();
    }
    let mut request = request.clone();
    request["now"] = json!(now);
    let now = Instant::parse(now).unwrap();
    let replay =
        BacktestRequest { event_type: "impression".to_owned(), to: Some(now), ..BacktestRequest::default() };
    let definitions = engine.configuration();
    vec![
        line(customer.metrics(now)),
        line(series(engine, &customer, now)),
        line(DecideRequest::from_value(&request).and_then(|request| customer.decide(&request))),
        line(customer.backtest(&replay, None)),
        line(Ok(customer.behavior_profile(Some(now)))),
        line(Ok(customer.to_xconnect())),
        line(
            definitions
                .profiles
                .iter()
                .map(|profile| customer.pattern_distances(&profile.id, Some(now)))
                .collect::<Result<Vec<_>, _>>(),
        ),
        line(Ok(customer.snapshot())),
    ]
}

/// The times and values of every metric since February.
fn series(engine: &Engine, customer: &Customer, now: Instant) -> Result<Vec<[Vec<f64>; 2]>, Error> {
    let range = SeriesRange { from: Instant::parse("2026-02-01T00:00:00Z").unwrap(), to: now, step: DAY };
    let one = |key: &str| customer.series(key, &range, None, None).map(|found| [found.times, found.values]);
    engine.configuration().metrics.iter().map(|metric| one(&metric.key)).collect()
}

fn line<T: Serialize>(result: Result<T, Error>) -> String {
    match result {
        Ok(value) => json::to_string(&value),
        Err(error) => json::to_string(&error),
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}
