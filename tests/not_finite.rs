//! Numbers that JSON has no word for, in a configuration that a program puts together itself.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use lookback::profiles::{CategoryAffinity, LinearDecay, Scoring, TimeDecay};
use lookback::rules::{Action, Check, Effect, Multiplier, Rule, Scale};
use lookback::{Configuration, Engine, ErrorCode};
use serde_json::json;

/// One of everything that holds numbers.
fn configuration() -> Configuration {
    Configuration::from_value(&json!({
        "metrics": [{ "key": "spend", "aggregationType": "sum", "eventType": "conversion", "windowDays": 7 }],
        "profiles": [{ "id": "reader", "keys": ["sport"], "patterns": [{ "id": "fan", "values": { "sport": 1 } }] }],
        "contactPolicies": [
            { "ruleType": "metric_condition", "config": { "metricKey": "spend", "operator": "gt", "threshold": 9 } },
            { "ruleType": "cooldown", "config": { "cooldownHours": 1, "action": "multiply", "multiplier": 0.5 } }
        ],
        "qualificationRules": [
            { "ruleType": "propensity_threshold", "qualification": "soft",
              "config": { "metricKey": "spend", "threshold": 9, "multiplierBelow": 0.5 } },
            { "ruleType": "profile_score", "config": { "profileId": "reader", "operator": "gt", "threshold": 9 } }
        ],
        "arbitration": { "weights": [{ "metricKey": "spend", "weight": 1, "scale": { "half": 10 } }] },
        // What is null in an attribute was put there.
        "offers": [{ "key": "gold", "attributes": { "color": null } }]
    }))
    .unwrap()
}

/// The path of what is wrong with the configuration once it was changed.
fn refused(change: impl FnOnce(&mut Configuration)) -> String {
    let mut configuration = configuration();
    change(&mut configuration);
    let error = Engine::new(configuration).unwrap_err();
    assert_eq!(error.code, ErrorCode::InvalidConfiguration);
    assert_eq!(error.issues.len(), 1, "{error:?}");
    assert_eq!(error.issues[0].message, "expected a finite number, found NaN or an infinity");
    error.issues[0].path.clone()
}

fn threshold(rule: &mut Rule) -> &mut f64 {
    match &mut rule.config.check {
        Check::Metric(check) => &mut check.threshold,
        Check::ProfileScore(check) => &mut check.threshold,
        _ => panic!("a rule without a threshold"),
    }
}

#[test]
fn a_configuration_of_finite_numbers_is_taken() {
    assert!(Engine::new(configuration()).is_ok());
}

#[test]
fn r11_numbers_of_rules_that_are_not_finite_are_refused_where_they_are() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let path = refused(|all| *threshold(&mut all.rules.contact_policies[0]) = number);
        assert_eq!(path, "contactPolicies[0].config.threshold");
        let path = refused(|all| *threshold(&mut all.rules.qualification_rules[1]) = number);
        assert_eq!(path, "qualificationRules[1].config.threshold");
        let path = refused(|all| match &mut all.rules.contact_policies[1].config.check {
            Check::Cooldown(check) => check.cooldown_hours = number,
            _ => panic!("not a cooldown"),
        });
        assert_eq!(path, "contactPolicies[1].config.cooldownHours");
        let multiply = Effect::Action(Action::Multiply(number));
        let path = refused(|all| all.rules.contact_policies[1].config.effect = multiply);
        assert_eq!(path, "contactPolicies[1].config.multiplier");
        let below = Effect::Multiplier(Multiplier { multiplier_below: Some(number), multiplier: None });
        let path = refused(|all| all.rules.qualification_rules[0].config.effect = below);
        assert_eq!(path, "qualificationRules[0].config.multiplierBelow");
    }
}

#[test]
fn r11_numbers_of_weights_and_offers_that_are_not_finite_are_refused_where_they_are() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let weight = "arbitration.weights[0]";
        let path = refused(|all| all.rules.arbitration.weights[0].weight = number);
        assert_eq!(path, format!("{weight}.weight"));
        let path = refused(|all| all.rules.arbitration.weights[0].scale = Scale::Saturating { half: number });
        assert_eq!(path, format!("{weight}.scale.half"));
        let linear = Scale::Linear { min: 0.0, max: number };
        let path = refused(|all| all.rules.arbitration.weights[0].scale = linear);
        assert_eq!(path, format!("{weight}.scale.max"));
        assert_eq!(refused(|all| all.rules.offers[0].score = Some(number)), "offers[0].score");
        assert_eq!(refused(|all| all.rules.offers[0].priority = Some(number)), "offers[0].priority");
    }
}

#[test]
fn p6_numbers_of_profiles_that_are_not_finite_are_refused_where_they_are() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(refused(|all| all.profiles[0].decay_rate = number), "profiles[0].decayRate");
        let half_life = Some(TimeDecay::HalfLife(number));
        assert_eq!(refused(|all| all.profiles[0].time_decay = half_life), "profiles[0].halfLifeDays");
        let linear = Some(TimeDecay::Linear(LinearDecay { cap: number, ..LinearDecay::default() }));
        assert_eq!(refused(|all| all.profiles[0].time_decay = linear), "profiles[0].linearDecay.cap");
        let affinity = CategoryAffinity { first_points: number, ..CategoryAffinity::default() };
        let path = refused(|all| all.profiles[0].scoring = Scoring::CategoryAffinity(affinity));
        assert_eq!(path, "profiles[0].scoring.firstPoints");
    }
}
