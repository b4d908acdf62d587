//! The catalog of metrics.

use wasm_bindgen::prelude::wasm_bindgen;

use super::EngineHandle;
use super::customer::instant;
use super::inbox::parsed;
use crate::catalog::MetricCatalog;
use crate::error::ErrorCode;

/// A catalog of metrics; its calls use the buffers of an engine without definitions.
#[wasm_bindgen]
#[derive(Default)]
pub struct CatalogHandle {
    catalog: MetricCatalog,
}

#[wasm_bindgen]
impl CatalogHandle {
    /// A catalog without metrics and rules.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes metrics and rules from the configuration in the text.
    pub fn load(&mut self, engine: &mut EngineHandle, length: usize, now: f64) -> bool {
        let read = parsed(engine.inbox.text(length), ErrorCode::InvalidConfiguration)
            .and_then(|configuration| MetricCatalog::from_configuration(&configuration, instant(now)));
        match read {
            Ok(catalog) => self.catalog = catalog,
            Err(error) => return engine.outbox.fail(&error),
        }
        true
    }

    /// Takes the rules from the configuration in the text.
    pub fn set_rules(&mut self, engine: &mut EngineHandle, length: usize) -> bool {
        let set = parsed(engine.inbox.text(length), ErrorCode::InvalidConfiguration)
            .and_then(|configuration| self.catalog.set_rules(&configuration));
        engine.outbox.leave(set)
    }

    /// Adds the metric in the text, and leaves its record.
    pub fn create(&mut self, engine: &mut EngineHandle, length: usize, now: f64) -> bool {
        let created = parsed(engine.inbox.text(length), ErrorCode::InvalidConfiguration)
            .and_then(|definition| self.catalog.create(&definition, instant(now)));
        engine.outbox.leave(created)
    }

    /// Leaves the records of all metrics.
    pub fn list(&self, engine: &mut EngineHandle) {
        engine.outbox.json(&self.catalog.list());
    }

    /// Leaves the record of the metric whose id is in the text.
    pub fn get(&self, engine: &mut EngineHandle, length: usize) -> bool {
        let record = self.catalog.get(id(engine.inbox.text(length)));
        engine.outbox.leave(record)
    }

    /// Changes the metric whose id, of the given length, stands in the text before the change, and
    /// leaves its record.
    pub fn update(&mut self, engine: &mut EngineHandle, id_length: usize, length: usize, now: f64) -> bool {
        let (name, change) = engine.inbox.text(length).split_at_checked(id_length).unwrap_or_default();
        let updated = parsed(change, ErrorCode::InvalidConfiguration)
            .and_then(|change| self.catalog.update(id(name), &change, instant(now)));
        engine.outbox.leave(updated)
    }

    /// Deletes the metric whose id is in the text.
    pub fn delete(&mut self, engine: &mut EngineHandle, length: usize, force: bool) -> bool {
        let deleted = self.catalog.delete(id(engine.inbox.text(length)), force);
        engine.outbox.leave(deleted)
    }

    /// Leaves what reads the metric whose id is in the text.
    pub fn dependents(&self, engine: &mut EngineHandle, length: usize) -> bool {
        let dependents = self.catalog.dependents(id(engine.inbox.text(length)));
        engine.outbox.leave(dependents)
    }
}

fn id(text: &[u8]) -> &str {
    std::str::from_utf8(text).unwrap_or_default()
}
