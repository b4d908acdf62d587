//! A customer: its behavior profile.

use wasm_bindgen::prelude::wasm_bindgen;

use super::customer::{appended, instant};
use super::inbox::parsed;
use super::{CustomerHandle, EngineHandle};
use crate::error::ErrorCode;
use crate::profiles::MergeScores;
use crate::time::Instant;

#[wasm_bindgen]
impl CustomerHandle {
    /// Applies the interaction in the text.
    pub fn apply_interaction(&mut self, engine: &mut EngineHandle, length: usize) -> bool {
        self.abandon();
        let text = engine.inbox.text(length);
        let applied = parsed(text, ErrorCode::InvalidEvent)
            .and_then(|interaction| self.customer.apply_interaction(&interaction));
        engine.outbox.leave(applied)
    }

    /// Adds another customer's history and profile; returns what [`appended`] does.
    pub fn merge(&mut self, engine: &mut EngineHandle, other: &CustomerHandle, sum: bool) -> i32 {
        self.shared_names.clear();
        let scores = if sum { MergeScores::Sum } else { MergeScores::Latest };
        appended(&mut engine.outbox, self.customer.merge_with(&other.customer, scores))
    }

    /// Leaves the behavior profile at `now`, or for NaN as it is stored.
    pub fn behavior_profile(&self, engine: &mut EngineHandle, now: f64) {
        engine.outbox.json(&self.customer.behavior_profile(moment(now)));
    }

    /// Leaves how near each pattern of the profile named in the text is, at `now` or for NaN as
    /// stored.
    pub fn pattern_distances(&self, engine: &mut EngineHandle, length: usize, now: f64) -> bool {
        let profile = std::str::from_utf8(engine.inbox.text(length)).unwrap_or_default();
        let distances = self.customer.pattern_distances(profile, moment(now));
        engine.outbox.leave(distances)
    }

    /// Leaves the behavior profile in xConnect's form.
    pub fn to_xconnect(&self, engine: &mut EngineHandle) {
        engine.outbox.json(&self.customer.to_xconnect());
    }

    /// Takes over the behavior profile in the text.
    pub fn load_behavior_profile(&mut self, engine: &mut EngineHandle, length: usize) -> bool {
        let loaded = parsed(engine.inbox.text(length), ErrorCode::InvalidArgument)
            .and_then(|facet| self.customer.load_behavior_profile(&facet));
        engine.outbox.leave(loaded)
    }
}

/// A time that JavaScript has checked; none for NaN.
fn moment(millis: f64) -> Option<Instant> {
    if millis.is_nan() { None } else { Some(instant(millis)) }
}
