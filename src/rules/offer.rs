//! The offer catalog.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::definitions::Reader;

/// An offer of the catalog: what a candidate need not say itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// What candidates and events call it.
    pub key: String,
    /// A name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Free text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Its score, for candidates without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Its priority, for candidates without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<f64>,
    /// Its attributes, for those that a candidate lacks.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub attributes: Map<String, Value>,
}

/// The largest score a candidate may have, so that no product of factors ends in infinity.
pub(crate) const MAX_SCORE: f64 = 1e15;

impl Offer {
    fn read(reader: Reader<'_>, dictionary_key: Option<&str>) -> Option<Self> {
        let mut fields = reader.object()?;
        fields.ignore(&["id", "createdAt", "updatedAt"]);
        let key = match dictionary_key {
            Some(key) => Some(key.to_owned()),
            None => fields.required("key", |reader| reader.text()),
        };
        let name = fields.optional("name", |reader| reader.plain());
        let description = fields.optional("description", |reader| reader.plain());
        let category = fields.optional("category", |reader| reader.text());
        let score = fields.optional("score", |reader| reader.number_in(0.0..=MAX_SCORE));
        let priority = fields.optional("priority", |reader| reader.number());
        let attributes = fields.or("attributes", Map::new(), |reader| reader.map().cloned());
        fields.finish();
        Some(Self {
            key: key?,
            name: name?,
            description: description?,
            category: category?,
            score: score?,
            priority: priority?,
            attributes: attributes?,
        })
    }

    /// Reads the offer catalog: a list of offers with their keys, or an object with the keys as
    /// names.
    pub(super) fn read_all(reader: &Reader<'_>) -> Option<Vec<Self>> {
        if reader.value().is_object() {
            let entries = reader.entries()?;
            let read: Vec<_> =
                entries.into_iter().map(|(key, reader)| Self::read(reader, Some(key))).collect();
            return read.into_iter().collect();
        }
        reader.keyed_list("offer", "key", |offer| Self::read(offer, None), |offer| &offer.key)
    }
}
