//! Random histories through every way in, against the oracle: the same results to the last bit.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod oracle;

use lookback::{Configuration, Customer, Engine, InteractionEvent, OnInvalid};
use oracle::generate::{NOW, at, engine, events};
use proptest::prelude::*;

const HOUR: i64 = 3_600_000;

fn customer(engine: &Engine, events: &[InteractionEvent]) -> Customer {
    let mut customer = engine.customer();
    customer.append(events).unwrap();
    customer
}

/// The customer's metrics at an instant, as JSON; doubles are written with as many digits as it
/// takes to tell them apart, so the same text means the same bits.
fn found(customer: &mut Customer, now: i64) -> String {
    serde_json::to_string(&customer.metrics(at(now)).unwrap()).unwrap()
}

fn expected(engine: &Engine, history: &[InteractionEvent], now: i64) -> String {
    let results = oracle::metric_results(&engine.configuration().metrics, history, at(now));
    serde_json::to_string(&results.unwrap()).unwrap()
}

fn held(customer: &Customer) -> Vec<InteractionEvent> {
    customer.events().collect()
}

/// Events without two that share an id and differ, for which the order of arrival would matter.
fn without_conflicts(events: Vec<InteractionEvent>) -> Vec<InteractionEvent> {
    let mut history = Vec::new();
    let (_, _, conflicts) = oracle::append(&mut history, &events);
    let kept = |(at, _): &(usize, InteractionEvent)| !conflicts.contains(at);
    events.into_iter().enumerate().filter(kept).map(|(_, event)| event).collect()
}

proptest! {
    #[test]
    fn e4_e5_m_a_history_has_the_results_that_the_rules_say(engine in engine(), events in events(60)) {
        let mut customer = engine.customer();
        let appended = customer.append(&events).unwrap();
        let mut history = Vec::new();
        let (new, repeated, conflicts) = oracle::append(&mut history, &events);
        let reported: Vec<usize> = appended.conflicts.iter().map(|issue| issue.index).collect();
        prop_assert_eq!((appended.appended, appended.duplicates, reported), (new, repeated, conflicts));
        prop_assert_eq!(held(&customer), history.clone());
        prop_assert_eq!(found(&mut customer, NOW), expected(&engine, &history, NOW));
    }

    #[test]
    fn e5_m8_the_order_of_arrival_and_batches_do_not_show(
        engine in engine(),
        (events, shuffled) in events(60).prop_map(without_conflicts).prop_flat_map(|events| {
            (Just(events.clone()), Just(events).prop_shuffle())
        }),
        size in 1..20_usize,
    ) {
        let mut whole = customer(&engine, &events);
        let mut pieces = engine.customer();
        for piece in shuffled.chunks(size) {
            pieces.append(piece).unwrap();
            // Reading in between must not leave a trace either.
            pieces.metrics(at(NOW)).unwrap();
        }
        prop_assert_eq!(held(&pieces), held(&whole));
        prop_assert_eq!(found(&mut pieces, NOW), found(&mut whole, NOW));
    }

    #[test]
    fn s2_a_restored_customer_is_the_same_and_writes_the_same_bytes(
        engine in engine(), events in events(60), late in events(10),
    ) {
        let mut customer = customer(&engine, &events);
        let bytes = customer.snapshot();
        let mut restored = engine.restore(&bytes).unwrap();
        prop_assert_eq!(restored.snapshot(), bytes);
        prop_assert_eq!(held(&restored), held(&customer));
        prop_assert_eq!(found(&mut restored, NOW), found(&mut customer, NOW));
        prop_assert_eq!(restored.append(&late).unwrap(), customer.append(&late).unwrap());
        prop_assert_eq!(held(&restored), held(&customer));
        prop_assert_eq!(found(&mut restored, NOW + 5 * HOUR), found(&mut customer, NOW + 5 * HOUR));
        prop_assert_eq!(restored.snapshot(), customer.snapshot());
    }

    #[test]
    fn s1_a_spoilt_snapshot_is_refused(
        engine in engine(), events in events(30), at in any::<prop::sample::Index>(), flip in 1..=255_u8,
    ) {
        let bytes = customer(&engine, &events).snapshot();
        let mut changed = bytes.clone();
        let at = at.index(bytes.len());
        changed[at] ^= flip;
        prop_assert!(engine.restore(&changed).is_err());
        prop_assert!(engine.restore(&bytes[..at]).is_err());
    }

    #[test]
    fn e1_events_come_out_of_json_as_they_went_in(engine in engine(), events in events(40)) {
        let mut from_text = engine.customer();
        from_text.append_json(&serde_json::to_vec(&events).unwrap(), OnInvalid::Reject).unwrap();
        let mut lines = engine.customer();
        let text: Vec<String> = events.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
        lines.append_json(text.join("\n").as_bytes(), OnInvalid::Reject).unwrap();
        let mut typed = customer(&engine, &events);
        prop_assert_eq!(held(&from_text), held(&typed));
        prop_assert_eq!(held(&lines), held(&typed));
        prop_assert_eq!(found(&mut from_text, NOW), found(&mut typed, NOW));
    }

    #[test]
    fn m3_m9_reading_at_one_instant_after_another_is_reading_at_each_alone(
        engine in engine(),
        events in events(60),
        late in events(10),
        moves in prop::collection::vec(prop_oneof![
            3 => 0..3_i64,
            3 => (0..30_i64).prop_map(|hours| hours * HOUR),
            1 => (0..400_i64).prop_map(|days| days * 24 * HOUR),
            1 => (1..400_i64).prop_map(|hours| -hours * HOUR),
        ], 1..12),
    ) {
        let mut customer = customer(&engine, &events);
        let mut history = Vec::new();
        oracle::append(&mut history, &events);
        let mut now = NOW - 10 * 24 * HOUR;
        for (turn, step) in moves.into_iter().enumerate() {
            now += step;
            prop_assert_eq!(found(&mut customer, now), expected(&engine, &history, now));
            if let Some(event) = late.get(turn) {
                customer.append(std::slice::from_ref(event)).unwrap();
                oracle::append(&mut history, std::slice::from_ref(event));
            }
        }
        prop_assert_eq!(found(&mut customer, now), expected(&engine, &history, now));
    }

    #[test]
    fn m9_nothing_changes_before_valid_until_and_something_may_at_it(engine in engine(), events in events(40)) {
        let mut customer = customer(&engine, &events);
        for result in customer.metrics(at(NOW)).unwrap() {
            let Some(until) = result.valid_until else { continue };
            let before = customer.metrics(at(until.millis() - 1)).unwrap();
            let same = before.into_iter().find(|later| later.key == result.key).unwrap();
            prop_assert_eq!(same.groups, result.groups);
            prop_assert_eq!(same.skipped, result.skipped);
            prop_assert_eq!(same.valid_until, Some(until));
        }
    }

    #[test]
    fn m6_one_value_is_the_one_in_the_results(engine in engine(), events in events(40), step in 0..40_i64) {
        let mut customer = customer(&engine, &events);
        let history = held(&customer);
        let now = NOW + step * HOUR;
        for metric in &engine.configuration().metrics {
            for channel in [None, Some("email"), Some(""), Some("never seen")] {
                for offer in [None, Some("gold"), Some("__proto__")] {
                    let found = customer.metric(&metric.key, at(now), channel, offer).unwrap();
                    let expected = oracle::metric_value(metric, &history, at(now), channel, offer).unwrap();
                    prop_assert_eq!(found.map(f64::to_bits), expected.map(f64::to_bits));
                }
            }
        }
    }

    #[test]
    fn m3_a_series_is_the_metric_read_at_each_instant(
        engine in engine(), events in events(40), from in -900..50_i64, step in 1..80_i64,
    ) {
        let customer = customer(&engine, &events);
        let history = held(&customer);
        let range = lookback::metrics::SeriesRange {
            from: at(NOW + from * HOUR),
            to: at(NOW + from * HOUR + 10 * step * HOUR + 1),
            step: step * HOUR,
        };
        for metric in &engine.configuration().metrics {
            let series = customer.series(&metric.key, &range, Some("email"), Some("gold")).unwrap();
            prop_assert_eq!(series.times.len(), 11);
            for (turn, value) in (0_i64..).zip(&series.values) {
                let now = at(range.from.millis() + turn * range.step);
                let expected =
                    oracle::metric_value(metric, &history, now, Some("email"), Some("gold")).unwrap();
                prop_assert_eq!((!value.is_nan()).then_some(*value), expected);
            }
        }
    }

    #[test]
    fn e8_pruning_drops_what_nothing_sees_and_changes_no_result(
        engine in engine(), events in events(60), back in 0..40_i64, ahead in 0..800_i64,
    ) {
        let now = NOW - back * HOUR;
        let mut whole = customer(&engine, &events);
        let mut pruned = whole.clone();
        let mut rest = held(&whole);
        oracle::prune(&engine.configuration().metrics, &mut rest, at(now));
        prop_assert_eq!(pruned.prune(at(now)), whole.len() - rest.len());
        prop_assert_eq!(held(&pruned), rest);
        for later in [now, now + 1, now + ahead * HOUR] {
            prop_assert_eq!(found(&mut pruned, later), found(&mut whole, later));
        }
    }

    #[test]
    fn s3_merging_is_the_union_whichever_is_merged_into_which(
        engine in engine(), left in events(30), right in events(30), third in events(20),
    ) {
        let [a, b, c] = [&left, &right, &third].map(|events| customer(&engine, events));
        let merged = |into: &Customer, from: &Customer| {
            let mut union = into.clone();
            union.merge(from).unwrap();
            union
        };
        let mut union = merged(&a, &b);
        let expected = oracle::merge(&held(&a), &held(&b));
        prop_assert_eq!(held(&union), expected);
        prop_assert_eq!(held(&merged(&b, &a)), held(&union));
        prop_assert_eq!(held(&merged(&union, &c)), held(&merged(&a, &merged(&b, &c))));
        let mut fresh = customer(&engine, &held(&union));
        prop_assert_eq!(found(&mut union, NOW), found(&mut fresh, NOW));
    }

    #[test]
    fn s3_merging_twice_is_merging_once_when_events_have_ids(engine in engine(), left in events(30), right in events(30)) {
        let named = |events: Vec<InteractionEvent>| -> Vec<InteractionEvent> {
            events.into_iter().filter(|event| event.id.is_some()).collect()
        };
        let mut once = customer(&engine, &named(left));
        let other = customer(&engine, &named(right));
        once.merge(&other).unwrap();
        let mut twice = once.clone();
        twice.merge(&other).unwrap();
        prop_assert_eq!(held(&twice), held(&once));
    }
}

#[test]
fn s3_of_two_events_with_one_id_the_one_with_the_smaller_number_stays() {
    let engine = Engine::new(Configuration::default()).unwrap();
    let with = |value: f64| {
        customer(&engine, &[InteractionEvent::new("conversion", at(NOW)).with_id("e1").with_value(value)])
    };
    for (smaller, larger) in [(-2.0, -1.0), (-1.0, 1.0), (1.0, 2.0)] {
        for (into, from) in [(smaller, larger), (larger, smaller)] {
            let mut merged = with(into);
            merged.merge(&with(from)).unwrap();
            assert_eq!(held(&merged), held(&with(smaller)));
        }
    }
}
