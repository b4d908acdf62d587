//! Rules replayed over a history.

use lookback::decisions::{BacktestRequest, OutcomeStatus as Status};
use lookback::{Instant, InteractionEvent};
use serde_json::json;

use crate::{customer, engine, event, impressions, metric, policy, request};

#[test]
fn r15_a_backtest_reports_what_would_have_been_stopped_and_what_another_configuration_gains() {
    let once = policy("frequency_cap", json!({ "maxContacts": 1, "windowDays": 2 }));
    let twice = policy("frequency_cap", json!({ "maxContacts": 2, "windowDays": 2 }));
    let customer = customer(&once, &impressions("email", &[6.0, 5.0, 4.5, 1.0]));
    let asked = BacktestRequest { event_type: "impression".to_owned(), ..BacktestRequest::default() };
    let result = customer.backtest(&asked, Some(&engine(&twice))).unwrap();
    assert_eq!((result.decisions, result.passed, result.passed_against), (4, 2, Some(3)));
    let positions: Vec<usize> = result.blocked.iter().map(|event| event.index).collect();
    assert_eq!(positions, [1, 2]);
    assert_eq!(result.blocked[0].rule.as_deref(), Some("Rule"));
    assert_eq!(result.gained.unwrap()[0].index, 1);
    assert_eq!(result.lost.unwrap(), []);
}

#[test]
fn r15_events_without_an_offer_a_channel_or_a_category_are_replayed_without_them() {
    let configuration = json!({
        "contactPolicies": [
            { "id": "hours", "priority": 90, "ruleType": "segment_exclusion", "config": { "segments": ["staff"] } },
            { "id": "cap", "ruleType": "frequency_cap",
              "config": { "maxContacts": 1, "windowDays": 7, "scope": "category" } },
            { "id": "rest", "priority": 10, "ruleType": "cooldown",
              "config": { "cooldownHours": 24, "scope": "channel" } }
        ]
    });
    let at = |days: f64, channel: Option<&str>, offer: Option<&str>| InteractionEvent {
        channel: channel.map(str::to_owned),
        offer: offer.map(str::to_owned),
        ..event("impression", days, "", "")
    };
    let events = [
        at(9.0, Some("email"), Some("poster")),
        at(8.0, Some("push"), Some("poster")),
        at(7.0, Some(""), Some("")),
        at(6.9, None, None),
        at(6.8, Some(""), Some("leaflet")),
    ];
    let asked = BacktestRequest { event_type: "impression".to_owned(), ..BacktestRequest::default() };
    let result = customer(&configuration, &events).backtest(&asked, None).unwrap();
    let found: Vec<_> = result.blocked.into_iter().map(|event| (event.index, event.rule.unwrap())).collect();
    let because = |index: usize, rule: &str| (index, rule.to_owned());
    assert_eq!(found, [because(1, "cap"), because(4, "rest")]);
}

#[test]
fn r15_a_backtest_agrees_with_decisions_made_a_millisecond_before() {
    let configuration = json!({
        "metrics": [metric("spend", "avg", "click", json!(["offer"])), metric("seen", "count", "impression", json!(["channel"]))],
        "contactPolicies": [
            { "id": "a", "ruleType": "frequency_cap", "config": { "metricKey": "seen", "threshold": 2 } },
            { "id": "b", "ruleType": "metric_condition", "config": { "metricKey": "spend", "operator": "gt", "threshold": 2 } },
            { "id": "c", "ruleType": "cooldown", "config": { "cooldownHours": 5, "scope": "offer" } }
        ]
    });
    let mut events = Vec::new();
    for step in 0_u32..60 {
        let offer = ["gold", "silver"][step as usize % 2];
        let mut shown = event(
            if step % 3 == 0 { "click" } else { "impression" },
            20.0 - f64::from(step) / 4.0,
            "email",
            offer,
        );
        shown.value = Some(f64::from(step % 5));
        events.push(shown);
    }
    let result = customer(&configuration, &events).backtest(
        &BacktestRequest { event_type: "impression".to_owned(), ..BacktestRequest::default() },
        None,
    );
    let result = result.unwrap();
    let mut expected = Vec::new();
    for (index, shown) in events.iter().enumerate().filter(|(_, event)| event.event_type == "impression") {
        let mut before = customer(&configuration, &events[..index]);
        let now = Instant::from_millis(shown.timestamp.millis() - 1).unwrap();
        let asked = request(
            json!({ "candidates": [{ "offer": shown.offer, "channel": "email" }], "now": now.to_string() }),
        );
        let decision = before.decide(&asked).unwrap();
        if decision.outcomes[0].status != Status::Eligible {
            expected.push((index, decision.funnel.drops[0].rule.clone()));
        }
    }
    let found: Vec<_> = result.blocked.into_iter().map(|event| (event.index, event.rule.unwrap())).collect();
    assert!(found.len() > 5);
    assert_eq!(found, expected);
}
