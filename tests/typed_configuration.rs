//! What JSON can say of a configuration can be said without it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use lookback::events::Field;
use lookback::profiles::{
    DecayOrder, ProfileDefinition, ProfileKey, ProfilePattern, ProfileType, Scoring, SortedMap, TimeDecay,
};
use lookback::rules::{
    Action, Check, Config, Effect, Rule, RuleType, Rules, Scope, Status, TimeOfDay, TimeWindowCheck, Weekday,
    WindowMode,
};
use lookback::{Configuration, Engine, EventFields, OnInvalid};
use serde_json::json;

#[test]
fn a_configuration_can_be_written_without_json() {
    let hours = TimeWindowCheck {
        timezone: "Europe/Berlin".to_owned(),
        days: vec![Weekday::Monday],
        from: TimeOfDay::parse("08:30").unwrap(),
        to: TimeOfDay::from_minutes(1020).unwrap(),
        mode: WindowMode::Allow,
    };
    let rule = Rule {
        id: "hours".to_owned(),
        name: "Hours".to_owned(),
        description: None,
        rule_type: RuleType::TimeWindow,
        qualification: None,
        scope: Scope::Channel("sms".to_owned()),
        priority: 50,
        status: Status::Active,
        config: Config { check: Check::TimeWindow(hours), effect: Effect::Action(Action::Suppress) },
    };
    let profile = ProfileDefinition {
        id: "reader".to_owned(),
        name: "Reader".to_owned(),
        description: None,
        kind: ProfileType::Sum,
        scoring: Scoring::Deltas,
        decay_rate: 5.0,
        decay_order: DecayOrder::After,
        time_decay: Some(TimeDecay::HalfLife(30.0)),
        keys: vec![ProfileKey { id: "sport".to_owned(), name: "Sport".to_owned() }],
        patterns: vec![ProfilePattern {
            id: "fan".to_owned(),
            name: "Fan".to_owned(),
            values: SortedMap::from_iter([("sport", 10.0)]),
        }],
        minimum_score_count: 0,
    };
    let written = Configuration {
        rules: Rules { contact_policies: vec![rule], ..Rules::default() },
        profiles: vec![profile],
        event_fields: EventFields::default().with(Field::Offer, "outcome.offerId"),
        ..Configuration::default()
    };
    let read = Configuration::from_value(&json!({
        "contactPolicies": [{
            "id": "hours", "name": "Hours", "ruleType": "time_window", "scope": "channel", "scopeId": "sms",
            "config": { "timezone": "Europe/Berlin", "days": ["mon"], "from": "08:30", "to": "17:00" },
        }],
        "profiles": [{
            "id": "reader", "name": "Reader", "type": "sum", "decayRate": 5, "halfLifeDays": 30,
            "keys": [{ "id": "sport", "name": "Sport" }],
            "patterns": [{ "id": "fan", "name": "Fan", "values": { "sport": 10 } }],
        }],
        "eventFields": { "offer": "outcome.offerId" },
    }));
    assert_eq!(written, read.unwrap());
    assert_eq!(Engine::new(written.clone()).unwrap().configuration(), &written);
}

#[test]
fn fields_of_events_that_no_record_can_have_are_refused() {
    let paths = |event_fields| {
        let error = Engine::new(Configuration { event_fields, ..Configuration::default() }).unwrap_err();
        error.issues.into_iter().map(|issue| issue.path).collect::<Vec<_>>()
    };
    let named = |offer: &str| EventFields::default().with(Field::Offer, offer);
    assert_eq!(paths(named("outcome..id")), ["eventFields.offer"]);
    assert_eq!(paths(named("channel")), ["eventFields.offer"]);
    let nowhere = EventFields::default().with(Field::Id, "").with(Field::Channel, "");
    assert_eq!(paths(nowhere), ["eventFields.id", "eventFields.channel"]);
}

#[test]
fn an_engine_without_definitions_reads_events_by_the_names_of_their_fields() {
    let mut customer = Engine::default().customer();
    let text = br#"{ "eventType": "click", "timestamp": 0, "offer": "gold" }"#;
    assert_eq!(customer.append_json(text, OnInvalid::Reject).unwrap().appended, 1);
    assert_eq!(customer.events().next().unwrap().offer.as_deref(), Some("gold"));
}
