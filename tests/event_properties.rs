//! The properties of events: however many one has, and what counts where a name stands twice.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write;

use lookback::{Configuration, Customer, Engine, OnInvalid};

/// A customer with one event whose properties have these members.
fn customer(members: &str) -> Customer {
    let engine = Engine::new(Configuration::default()).unwrap();
    let text = format!(r#"{{"eventType":"click","timestamp":0,"properties":{{{members}}}}}"#);
    let mut customer = engine.customer();
    customer.append_json(text.as_bytes(), OnInvalid::Reject).unwrap();
    assert_eq!(engine.restore(&customer.snapshot()).unwrap().snapshot(), customer.snapshot());
    customer
}

#[test]
fn an_event_may_have_very_many_properties() {
    let mut members = String::new();
    for name in 0..200_000 {
        write!(members, r#""n{name}":{name},"sku{name}":"a{name}","#).unwrap();
    }
    let held = customer(&format!(r#"{members}"last":1"#)).events().next().unwrap();
    assert_eq!(held.properties.len(), 200_001);
    assert_eq!(held.properties.get("n199999"), Some(&199_999.0));
}

#[test]
fn of_members_with_one_name_the_last_counts_and_only_as_a_number() {
    let members = r#""a":1,"b":1,"a":2,"c":3,"value":4,"value":5,"b":null,"c":"three","click":"no property","d":"x","d":6"#;
    let held = customer(members).events().next().unwrap();
    let properties: Vec<_> = held.properties.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!((held.value, properties), (Some(5.0), vec![("a", 2.0), ("d", 6.0)]));
    assert_eq!(customer(r#""value":4,"value":null"#).events().next().unwrap().value, None);
}
