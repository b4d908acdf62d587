//! Records of metrics: definitions and their times.

use serde::Serialize;
use serde_json::Value;

use crate::definitions::{Issues, Reader};
use crate::error::{Error, ErrorCode, Result};
use crate::json;
use crate::metrics::MetricDefinition;
use crate::time::Instant;

/// A metric as a catalog holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MetricRecord {
    /// The definition, with its id and defaults filled in.
    #[serde(flatten)]
    pub definition: MetricDefinition,
    /// When the metric was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl MetricRecord {
    /// A metric that is made `now`.
    pub(super) fn new(definition: &Value, now: Instant) -> Result<Self> {
        Ok(Self { definition: read(definition)?, created_at: now, updated_at: now })
    }

    /// The stored metric in `reader`, whose definition was read before; one without times is made
    /// `now`.
    pub(super) fn stored(definition: MetricDefinition, reader: Reader<'_>, now: Instant) -> Option<Self> {
        let mut fields = reader.object()?;
        let created_at = fields.or("createdAt", now, |reader| reader.instant());
        let updated_at = fields.optional("updatedAt", |reader| reader.instant());
        let created_at = created_at?;
        Some(Self { definition, created_at, updated_at: updated_at?.unwrap_or(created_at) })
    }

    /// The metric with the members of `change` in the place of its own.
    pub(super) fn changed(&self, change: &Value, now: Instant) -> Result<Self> {
        let issues = Issues::default();
        let members = Reader::new(change, "", &issues).map().cloned();
        let members = issues.into_result(ErrorCode::InvalidConfiguration, members)?;
        let mut merged = json::parse(json::to_string(&self.definition).as_bytes())
            .map_err(|issue| Error::single(ErrorCode::Internal, issue))?;
        if let Value::Object(merged) = &mut merged {
            merged.extend(members);
        }
        Ok(Self { definition: read(&merged)?, created_at: self.created_at, updated_at: now })
    }
}

fn read(definition: &Value) -> Result<MetricDefinition> {
    let issues = Issues::default();
    let read = MetricDefinition::read(Reader::new(definition, "", &issues));
    issues.into_result(ErrorCode::InvalidConfiguration, read)
}
