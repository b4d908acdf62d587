//! Runs the vectors of `tests/vectors` natively; their README describes the format.
//! `tests/vectors/run.js` does the same through the package.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use lookback::metrics::SeriesRange;
use lookback::profiles::MergeScores;
use lookback::{AppendResult, Configuration, Customer, Engine, Error, Instant, OnInvalid};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    name: String,
    rule: String,
    configuration: Value,
    #[serde(default)]
    events: Vec<Value>,
    steps: Option<Vec<Map<String, Value>>>,
    now: Option<String>,
    expected: Map<String, Value>,
}

#[test]
fn every_vector_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut ran = 0;
    let mut failures = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let unreadable = |why: String| -> ! { panic!("{}: {why}", path.display()) };
        // serde_json's own reading of numbers may be off by the last bit.
        let tree = lookback::json::parse(&fs::read(&path).unwrap())
            .unwrap_or_else(|issue| unreadable(issue.to_string()));
        let vectors: Vec<Vector> =
            serde_json::from_value(tree).unwrap_or_else(|error| unreadable(error.to_string()));
        ran += vectors.len();
        let failed = |vector: &Vector| {
            let why = failure(vector)?;
            Some(format!("{} {} {}: {why}", path.file_name()?.display(), vector.rule, vector.name))
        };
        failures.extend(vectors.iter().filter_map(failed));
    }
    assert!(ran > 0, "no vectors were found");
    assert!(failures.is_empty(), "{} of {ran} vectors fail:\n{}", failures.len(), failures.join("\n"));
}

fn failure(vector: &Vector) -> Option<String> {
    let wanted = vector.expected.get("error");
    match (play(vector), wanted) {
        (Ok(found), None) => difference(&Value::Object(vector.expected.clone()), &found, "expected"),
        (Ok(_), Some(_)) => Some("nothing was refused".to_owned()),
        (Err(Failed::Refused(error)), Some(wanted)) => {
            difference(wanted, &serde_json::to_value(&error).unwrap(), "expected.error")
        }
        (Err(Failed::Refused(error)), None) => Some(error.to_string()),
        (Err(Failed::Differs(why)), _) => Some(why),
    }
}

/// Why a vector could not be played to its end.
enum Failed {
    Refused(Error),
    Differs(String),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

fn play(vector: &Vector) -> Result<Value, Failed> {
    let engine = Engine::new(Configuration::from_value(&vector.configuration)?)?;
    let mut customer = engine.customer();
    match &vector.steps {
        None => append(&mut customer, &json!(vector.events).to_string(), &Map::new())?,
        Some(steps) => {
            for step in steps {
                take(&engine, &mut customer, step)?;
            }
        }
    }
    observe(&engine, &mut customer, vector)
}

fn take(engine: &Engine, customer: &mut Customer, step: &Map<String, Value>) -> Result<(), Failed> {
    if let Some(events) = step.get("append") {
        append(customer, &events.to_string(), step)
    } else if let Some(text) = step.get("appendText") {
        append(customer, text.as_str().unwrap(), step)
    } else if let Some(events) = step.get("merge") {
        let mut other = engine.customer();
        append(&mut other, &events.to_string(), &Map::new())?;
        customer.merge(&other)?;
        Ok(())
    } else if let Some(visits) = step.get("mergeVisits") {
        let mut other = engine.customer();
        for visit in visits.as_array().unwrap() {
            other.apply_interaction(visit)?;
        }
        let sum = step.get("mergeScores").and_then(Value::as_str) == Some("sum");
        customer.merge_with(&other, if sum { MergeScores::Sum } else { MergeScores::Latest })?;
        Ok(())
    } else if let Some(interaction) = step.get("interaction") {
        visit(customer, interaction, step)
    } else if let Some(facet) = step.get("load") {
        Ok(customer.load_behavior_profile(facet)?)
    } else if step.contains_key("restore") {
        let bytes = customer.snapshot();
        *customer = engine.restore(&bytes)?;
        check(Some(&json!(bytes)), &json!(customer.snapshot()), "snapshot")
    } else if let Some(how) = step.get("damage") {
        let damaged = damaged(customer.snapshot(), how.as_str().unwrap());
        engine.restore(&damaged)?;
        Err(Failed::Differs("a spoilt snapshot was restored".to_owned()))
    } else if let Some(now) = step.get("prune") {
        check(step.get("dropped"), &json!(customer.prune(time(now))), "dropped")
    } else {
        Err(Failed::Differs(format!("no such step: {step:?}")))
    }
}

/// Appends; a refused call must leave everything as it was.
fn append(customer: &mut Customer, text: &str, step: &Map<String, Value>) -> Result<(), Failed> {
    let skip = step.get("onInvalid").and_then(Value::as_str) == Some("skip");
    let on_invalid = if skip { OnInvalid::Skip } else { OnInvalid::Reject };
    let before = held(customer);
    let appended: Result<AppendResult, Error> = customer.append_json(text.as_bytes(), on_invalid);
    if let Err(error) = appended {
        check(Some(&before), &held(customer), "the customer after a refused call")?;
        return Err(Failed::Refused(error));
    }
    check(step.get("result"), &serde_json::to_value(appended?).unwrap(), "result")
}

/// Applies an interaction; a refused one must leave everything as it was.
fn visit(customer: &mut Customer, interaction: &Value, step: &Map<String, Value>) -> Result<(), Failed> {
    let all = |customer: &Customer| json!([held(customer), customer.behavior_profile(None)]);
    let before = all(customer);
    match customer.apply_interaction(interaction) {
        Ok(visited) => check(step.get("result"), &serde_json::to_value(&visited).unwrap(), "result"),
        Err(error) => {
            check(Some(&before), &all(customer), "the customer after a refused interaction")?;
            Err(Failed::Refused(error))
        }
    }
}

fn damaged(mut bytes: Vec<u8>, how: &str) -> Vec<u8> {
    match how {
        "truncated" => drop(bytes.pop()),
        "changed" => *bytes.last_mut().unwrap() ^= 1,
        "foreign" => bytes = b"{\"events\":[]}, which is not a snapshot of any kind".to_vec(),
        // The format version follows the four bytes of magic.
        "newer" => bytes[4] = 250,
        "empty" => bytes.clear(),
        _ => panic!("no such damage: {how}"),
    }
    bytes
}

fn held(customer: &Customer) -> Value {
    serde_json::to_value(customer.events().collect::<Vec<_>>()).unwrap()
}

fn observe(engine: &Engine, customer: &mut Customer, vector: &Vector) -> Result<Value, Failed> {
    let now = vector.now.as_ref().map(|now| time(&json!(now)));
    let mut found = Map::new();
    found.insert("size".to_owned(), json!(customer.len()));
    found.insert("events".to_owned(), held(customer));
    found.insert("configuration".to_owned(), serde_json::to_value(engine.configuration()).unwrap());
    if vector.expected.contains_key("metrics") || vector.expected.contains_key("listed") {
        let results = customer.metrics(now.unwrap())?;
        found.insert("listed".to_owned(), results.iter().map(|result| json!(result.key)).collect());
        let by_key = results.iter().map(|result| (result.key.clone(), serde_json::to_value(result).unwrap()));
        found.insert("metrics".to_owned(), Value::Object(by_key.collect()));
    }
    if let Some(asked) = vector.expected.get("read") {
        let read = asked.as_array().unwrap().iter().map(|asked| read(customer, now.unwrap(), asked));
        found.insert("read".to_owned(), Value::Array(read.collect::<Result<_, Error>>()?));
    }
    if let Some(asked) = vector.expected.get("series") {
        let series = asked.as_array().unwrap().iter().map(|asked| series(customer, asked));
        found.insert("series".to_owned(), Value::Array(series.collect::<Result<_, Error>>()?));
    }
    found.insert("profile".to_owned(), serde_json::to_value(customer.behavior_profile(now)).unwrap());
    found.insert("xconnect".to_owned(), serde_json::to_value(customer.to_xconnect()).unwrap());
    if let Some(asked) = vector.expected.get("distances") {
        let distances = asked.as_array().unwrap().iter().map(|asked| {
            let profile = asked["profileId"].as_str().unwrap();
            Ok(json!({ "profileId": profile, "patterns": customer.pattern_distances(profile, now)? }))
        });
        found.insert("distances".to_owned(), Value::Array(distances.collect::<Result<_, Error>>()?));
    }
    Ok(Value::Object(found))
}

/// What was asked, with the value found in place of the one expected.
fn read(customer: &mut Customer, now: Instant, asked: &Value) -> Result<Value, Error> {
    let mut result = asked.clone();
    let text = |name: &str| asked.get(name).and_then(Value::as_str);
    result["value"] = json!(customer.metric(text("key").unwrap(), now, text("channel"), text("offer"))?);
    Ok(result)
}

fn series(customer: &Customer, asked: &Value) -> Result<Value, Error> {
    let mut result = asked.clone();
    let text = |name: &str| asked.get(name).and_then(Value::as_str);
    let step = asked["step"].as_i64().unwrap();
    let range = SeriesRange { from: time(&asked["from"]), to: time(&asked["to"]), step };
    let found = customer.series(text("key").unwrap(), &range, text("channel"), text("offer"))?;
    // A double that is not a number is written as null.
    result["values"] = json!(found.values);
    Ok(result)
}

fn time(given: &Value) -> Instant {
    Instant::parse(given.as_str().unwrap()).unwrap()
}

fn check(expected: Option<&Value>, found: &Value, place: &str) -> Result<(), Failed> {
    match expected.and_then(|expected| difference(expected, found, place)) {
        Some(why) => Err(Failed::Differs(why)),
        None => Ok(()),
    }
}

/// Where `found` is not what is expected; members that are not expected are not looked at.
fn difference(expected: &Value, found: &Value, place: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => expected.iter().find_map(|(key, wanted)| {
            difference(wanted, found.get(key).unwrap_or(&Value::Null), &format!("{place}.{key}"))
        }),
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let pairs = expected.iter().zip(found).enumerate();
            pairs
                .into_iter()
                .find_map(|(at, (wanted, found))| difference(wanted, found, &format!("{place}[{at}]")))
        }
        (Value::Number(wanted), Value::Number(given)) if wanted.as_f64() == given.as_f64() => None,
        _ if expected == found => None,
        _ => Some(format!("{place}: expected {expected}, found {found}")),
    }
}
