//! Every rule about decisions by its number, on the smallest example that shows it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::float_cmp, reason = "the same number, or a difference")]
#![expect(clippy::needless_pass_by_value, reason = "called with literals")]

mod arbitration;
mod backtest;
mod candidates;
mod explain;
mod lint;
mod metrics;
mod policies;
mod pruning;
mod qualification;
mod ranking;
mod recipes;
mod reserve;
mod scope;
mod validity;

use lookback::{
    Configuration, Customer, DecideRequest, Decision, Engine, Instant, InteractionEvent, Outcome, Reason,
};
use serde_json::{Value, json};

const DAY: i64 = 86_400_000;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

const NOW: &str = "2026-03-10T12:00:00Z";

fn engine(configuration: &Value) -> Engine {
    Engine::new(Configuration::from_value(configuration).unwrap()).unwrap()
}

/// An event some days before now.
fn event(event_type: &str, days: f64, channel: &str, offer: &str) -> InteractionEvent {
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "small numbers")]
    let time = at(NOW).millis() - (days * DAY as f64) as i64;
    let mut event = InteractionEvent::new(event_type, Instant::from_millis(time).unwrap());
    event.channel = Some(channel.to_owned());
    event.offer = Some(offer.to_owned());
    event
}

fn customer(configuration: &Value, events: &[InteractionEvent]) -> Customer {
    let mut customer = engine(configuration).customer();
    customer.append(events).unwrap();
    customer
}

fn request(request: Value) -> DecideRequest {
    let mut request = request;
    if request.get("now").is_none() {
        request["now"] = json!(NOW);
    }
    DecideRequest::from_value(&request).unwrap()
}

fn decide(customer: &mut Customer, candidates: Value) -> Decision {
    customer.decide(&request(json!({ "candidates": candidates }))).unwrap()
}

/// The only candidate's outcome.
fn outcome(customer: &mut Customer, candidate: Value) -> Outcome {
    decide(customer, json!([candidate])).outcomes.remove(0)
}

fn reason<'o>(outcome: &'o Outcome, rule: &str) -> &'o Reason {
    outcome.reasons.iter().find(|reason| reason.rule == rule).unwrap()
}

fn policy(kind: &str, config: Value) -> Value {
    json!({ "contactPolicies": [{ "name": "Rule", "ruleType": kind, "config": config }] })
}

fn cap() -> Value {
    policy("frequency_cap", json!({ "maxContacts": 2, "windowDays": 7, "scope": "channel" }))
}

fn impressions(channel: &str, days: &[f64]) -> Vec<InteractionEvent> {
    days.iter().map(|&days| event("impression", days, channel, "gold")).collect()
}

fn metric(key: &str, kind: &str, event_type: &str, dimensions: Value) -> Value {
    json!({
        "name": key, "key": key, "aggregationType": kind, "eventType": event_type, "dimensions": dimensions,
        "windowDays": 7
    })
}
