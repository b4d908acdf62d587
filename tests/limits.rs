//! What is too much is refused with its path and changes nothing: natively, as
//! `tests/limits.test.ts` has it for the package.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lookback::decisions::MAX_CANDIDATES;
use lookback::json::MAX_NESTING;
use lookback::metrics::{MAX_SERIES_POINTS, SeriesRange};
use lookback::{
    Candidate, Configuration, Customer, DecideRequest, Engine, Error, Instant, InteractionEvent, OnInvalid,
};
use serde_json::json;

fn customer() -> Customer {
    let metric =
        json!({ "key": "clicks", "aggregationType": "count", "eventType": "click", "windowDays": 7 });
    let configuration = Configuration::from_value(&json!({ "metrics": [metric] })).unwrap();
    Engine::new(configuration).unwrap().customer()
}

fn first_issue(error: &Error) -> (&str, &str) {
    (error.issues[0].path.as_str(), error.issues[0].code)
}

#[test]
fn the_page_of_limits_gives_those_in_force() {
    let page = include_str!("../js/docs/limits.md");
    let given = |what: &str| {
        let row = page.lines().find(|line| line.starts_with(&format!("| {what} |"))).unwrap_or_default();
        row.chars().skip(what.len()).filter(char::is_ascii_digit).collect::<String>()
    };
    assert_eq!(given("candidates of one decision"), MAX_CANDIDATES.to_string());
    assert_eq!(given("points of one series"), MAX_SERIES_POINTS.to_string());
    assert_eq!(given("nesting of JSON"), MAX_NESTING.to_string());
}

#[test]
fn a_series_has_at_most_100_000_points() {
    let customer = customer();
    let range = |points: usize| {
        let to = Instant::from_millis(i64::try_from(points).unwrap() - 1).unwrap();
        SeriesRange { from: Instant::MIN, to, step: 1 }
    };
    let series = customer.series("clicks", &range(MAX_SERIES_POINTS), None, None).unwrap();
    assert_eq!(series.values.len(), MAX_SERIES_POINTS);
    let error = customer.series("clicks", &range(MAX_SERIES_POINTS + 1), None, None).unwrap_err();
    assert_eq!(first_issue(&error), ("step", "out_of_range"));
}

#[test]
fn a_series_needs_a_step_and_an_end_that_is_not_before_its_start() {
    let customer = customer();
    let later = Instant::from_millis(1).unwrap();
    let asked = |from, to, step| customer.series("clicks", &SeriesRange { from, to, step }, None, None);
    assert_eq!(first_issue(&asked(Instant::MIN, later, 0).unwrap_err()), ("step", "out_of_range"));
    assert_eq!(first_issue(&asked(later, Instant::MIN, 1).unwrap_err()), ("to", "out_of_range"));
    assert_eq!(asked(later, later, 1).unwrap().values, [0.0]);
}

#[test]
fn a_decision_has_at_most_10_000_candidates() {
    let mut customer = customer();
    let mut decide = |count| {
        let candidates = (0..count).map(|n| Candidate::new(format!("offer_{n}"))).collect();
        customer.decide(&DecideRequest::new(candidates, Instant::MIN))
    };
    assert_eq!(decide(10_000).unwrap().outcomes.len(), 10_000);
    assert_eq!(first_issue(&decide(10_001).unwrap_err()), ("candidates", "too_many"));
}

#[test]
fn a_name_has_at_most_1_024_bytes() {
    let mut customer = customer();
    let named = |bytes: usize| InteractionEvent::new("click", Instant::MIN).with_channel("x".repeat(bytes));
    let error = customer.append(&[named(1024), named(1025)]).unwrap_err();
    assert_eq!(first_issue(&error), ("events[1].channel", "out_of_range"));
    assert!(customer.is_empty());
    assert_eq!(customer.append(&[named(1024)]).unwrap().appended, 1);
}

#[test]
fn json_is_nested_at_most_64_levels() {
    let mut customer = customer();
    let nested = |levels: usize| {
        let more = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        format!(r#"[{{"eventType":"click","timestamp":0,"more":{more}}}]"#)
    };
    let error = customer.append_json(nested(63).as_bytes(), OnInvalid::Skip).unwrap_err();
    assert_eq!(first_issue(&error), ("events", "invalid_json"));
    assert!(customer.is_empty());
    assert_eq!(customer.append_json(nested(62).as_bytes(), OnInvalid::Reject).unwrap().appended, 1);
}
