//! The catalog of a tenant's metrics: they are created, listed, changed and deleted here, and none
//! that rules still read is lost by accident.

mod record;
#[cfg(test)]
mod tests;

pub use record::MetricRecord;

use serde_json::Value;

use crate::configuration::read_metrics;
use crate::definitions::{Fields, Issues, Reader, unknown};
use crate::error::{Error, ErrorCode, Issue, Result, code};
use crate::json;
use crate::metrics::{MAX_METRICS, MetricDefinition};
use crate::rules::{Known, MetricDependent, MetricFacts, Rules};
use crate::time::Instant;

/// The metrics of a tenant, at most 20, with the rules that read them.
///
/// ```
/// use lookback::{ErrorCode, Instant, MetricCatalog};
/// use serde_json::json;
///
/// let mut catalog = MetricCatalog::new();
/// let now = Instant::parse("2026-03-10T14:30:00Z")?;
/// let definition = json!({
///     "name": "Email Impression Count (7d)", "key": "email_impression_7d",
///     "aggregationType": "count", "eventType": "impression", "dimensions": ["channel"], "windowDays": 7
/// });
/// let record = catalog.create(&definition, now)?;
/// assert_eq!(record.definition.id, "bm_email_impression_7d");
/// assert_eq!(record.created_at, now);
///
/// catalog.set_rules(&json!({ "contactPolicies": [{
///     "name": "Dynamic Email Cap", "ruleType": "frequency_cap",
///     "config": { "metricKey": "email_impression_7d", "threshold": 3 }
/// }] }))?;
/// assert_eq!(catalog.dependents("bm_email_impression_7d")?[0].id, "Dynamic Email Cap");
///
/// let refused = catalog.delete("bm_email_impression_7d", false).unwrap_err();
/// assert_eq!(refused.code, ErrorCode::MetricInUse);
/// assert_eq!(refused.issues[0].path, "contactPolicies[0]");
/// catalog.delete("bm_email_impression_7d", true)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MetricCatalog {
    records: Vec<MetricRecord>,
    rules: Rules,
}

impl MetricCatalog {
    /// A catalog without metrics and rules.
    ///
    /// ```
    /// assert!(lookback::MetricCatalog::new().list().is_empty());
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// The catalog of a stored configuration: its metrics with their times, and its rules. A metric
    /// without times counts as made `now`.
    ///
    /// Rules may read metrics that are not there, for a forced deletion leaves such rules behind.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidConfiguration`] with everything that is wrong with metrics and rules.
    ///
    /// ```
    /// # use lookback::{Instant, MetricCatalog};
    /// # use serde_json::json;
    /// # let now = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let clicks = json!({ "key": "clicks_7d", "aggregationType": "count", "eventType": "click", "windowDays": 7 });
    /// let catalog = MetricCatalog::from_configuration(&json!({ "metrics": [clicks] }), now)?;
    /// assert_eq!(catalog.list().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_configuration(configuration: &Value, now: Instant) -> Result<Self> {
        read(configuration, |fields| {
            let records = fields.or("metrics", Vec::new(), |reader| {
                let metrics = read_metrics(&reader)?;
                let records = metrics.into_iter().zip(reader.array()?);
                records.map(|(metric, reader)| MetricRecord::stored(metric, reader, now)).collect()
            });
            let rules = Rules::read(fields, &Known::Anything);
            Some(Self { records: records?, rules: rules? })
        })
    }

    /// Takes the rules of a configuration in the place of those before; its metrics are not looked
    /// at.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidConfiguration`] with everything that is wrong with the rules.
    ///
    /// ```
    /// # use lookback::{Instant, MetricCatalog};
    /// # use serde_json::json;
    /// # let now = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let clicks = json!({ "key": "clicks_7d", "aggregationType": "count", "eventType": "click", "windowDays": 7 });
    /// # let mut catalog = MetricCatalog::new();
    /// # catalog.create(&clicks, now)?;
    /// catalog.set_rules(&json!({ "contactPolicies": [{
    ///     "ruleType": "frequency_cap", "config": { "metricKey": "clicks_7d", "threshold": 3 }
    /// }] }))?;
    /// assert!(catalog.delete("bm_clicks_7d", false).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_rules(&mut self, configuration: &Value) -> Result<()> {
        self.rules = read(configuration, |fields| {
            fields.ignore(&["metrics"]);
            Rules::read(fields, &Known::Anything)
        })?;
        Ok(())
    }

    /// Adds a metric.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidConfiguration`] with everything that is wrong with the definition;
    /// [`ErrorCode::DuplicateKey`]; [`ErrorCode::MetricLimitExceeded`] for the 21st.
    ///
    /// ```
    /// # use lookback::{Instant, MetricCatalog};
    /// # use serde_json::json;
    /// # let now = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let clicks = json!({ "key": "clicks_7d", "aggregationType": "count", "eventType": "click", "windowDays": 7 });
    /// # let mut catalog = MetricCatalog::new();
    /// assert_eq!(catalog.create(&clicks, now)?.definition.id, "bm_clicks_7d");
    /// assert!(catalog.create(&clicks, now).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create(&mut self, definition: &Value, now: Instant) -> Result<MetricRecord> {
        let record = MetricRecord::new(definition, now)?;
        self.refuse_taken(&record.definition.key)?;
        if self.records.len() >= MAX_METRICS {
            let message = format!("at most {MAX_METRICS} metrics may be defined; delete one first");
            let issue = Issue::new("", code::METRIC_LIMIT_EXCEEDED, message);
            return Err(Error::single(ErrorCode::MetricLimitExceeded, issue));
        }
        self.records.push(record.clone());
        Ok(record)
    }

    /// All metrics, in the order in which they were made.
    ///
    /// ```
    /// # use lookback::{Instant, MetricCatalog};
    /// # use serde_json::json;
    /// # let now = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let clicks = json!({ "key": "clicks_7d", "aggregationType": "count", "eventType": "click", "windowDays": 7 });
    /// # let mut catalog = MetricCatalog::new();
    /// # catalog.create(&clicks, now)?;
    /// assert_eq!(catalog.list()[0].definition.key, "clicks_7d");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn list(&self) -> &[MetricRecord] {
        &self.records
    }

    /// One metric.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`]
    ///
    /// ```
    /// # use lookback::{Instant, MetricCatalog};
    /// # use serde_json::json;
    /// # let now = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let clicks = json!({ "key": "clicks_7d", "aggregationType": "count", "eventType": "click", "windowDays": 7 });
    /// # let mut catalog = MetricCatalog::new();
    /// # catalog.create(&clicks, now)?;
    /// assert_eq!(catalog.get("bm_clicks_7d")?.definition.window_days, 7);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn get(&self, id: &str) -> Result<&MetricRecord> {
        self.records.iter().find(|record| record.definition.id == id).ok_or_else(|| {
            let ids: Vec<&str> = self.records.iter().map(|record| record.definition.id.as_str()).collect();
            let message = unknown("metric", "id", id, &ids);
            Error::single(ErrorCode::NotFound, Issue::new("id", code::NOT_FOUND, message))
        })
    }

    /// Changes the members of a metric that `change` gives; null takes one back to its default. The
    /// id and the times that a record carries are not read. With the key, the id changes too.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`]; [`ErrorCode::InvalidConfiguration`] with everything that would be
    /// wrong with the definition; [`ErrorCode::DuplicateKey`] for a key that another metric has;
    /// [`ErrorCode::MetricInUse`] when rules read the metric by the key it would lose, or in a way
    /// that it would not allow any more.
    ///
    /// ```
    /// # use lookback::{Instant, MetricCatalog};
    /// # use serde_json::json;
    /// # let now = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let clicks = json!({ "key": "clicks_7d", "aggregationType": "count", "eventType": "click", "windowDays": 7 });
    /// # let mut catalog = MetricCatalog::new();
    /// # catalog.create(&clicks, now)?;
    /// let updated = catalog.update("bm_clicks_7d", &json!({ "windowDays": 14 }), now)?;
    /// assert_eq!(updated.definition.window_days, 14);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn update(&mut self, id: &str, change: &Value, now: Instant) -> Result<MetricRecord> {
        let before = self.get(id)?;
        let after = before.changed(change, now)?;
        if after.definition.key != before.definition.key {
            self.refuse_taken(&after.definition.key)?;
            self.refuse_in_use(&before.definition.key)?;
        }
        self.refuse_unreadable(&after.definition)?;
        for record in self.records.iter_mut().filter(|record| record.definition.id == id) {
            record.clone_from(&after);
        }
        Ok(after)
    }

    /// Removes a metric; one that rules read only when that is forced.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`]; [`ErrorCode::MetricInUse`] with an issue for each dependent.
    ///
    /// ```
    /// # use lookback::{Instant, MetricCatalog};
    /// # use serde_json::json;
    /// # let now = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let clicks = json!({ "key": "clicks_7d", "aggregationType": "count", "eventType": "click", "windowDays": 7 });
    /// # let mut catalog = MetricCatalog::new();
    /// # catalog.create(&clicks, now)?;
    /// catalog.delete("bm_clicks_7d", false)?;
    /// assert!(catalog.list().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn delete(&mut self, id: &str, force: bool) -> Result<()> {
        let record = self.get(id)?;
        if !force {
            self.refuse_in_use(&record.definition.key)?;
        }
        self.records.retain(|record| record.definition.id != id);
        Ok(())
    }

    /// The rules and the boosts that read a metric, paused ones too.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`]
    ///
    /// ```
    /// # use lookback::{Instant, MetricCatalog};
    /// # use serde_json::json;
    /// # let now = Instant::parse("2026-03-10T14:30:00Z")?;
    /// # let clicks = json!({ "key": "clicks_7d", "aggregationType": "count", "eventType": "click", "windowDays": 7 });
    /// # let mut catalog = MetricCatalog::new();
    /// # catalog.create(&clicks, now)?;
    /// # catalog.set_rules(&json!({ "contactPolicies": [{
    /// #     "ruleType": "frequency_cap", "config": { "metricKey": "clicks_7d", "threshold": 3 } }] }))?;
    /// assert_eq!(catalog.dependents("bm_clicks_7d")?[0].path, "contactPolicies[0]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn dependents(&self, id: &str) -> Result<Vec<MetricDependent>> {
        let record = self.get(id)?;
        let dependents = self.rules.dependents(&record.definition.key);
        Ok(dependents.into_iter().map(|(dependent, _)| dependent).collect())
    }

    fn refuse_taken(&self, key: &str) -> Result<()> {
        if self.records.iter().all(|record| record.definition.key != key) {
            return Ok(());
        }
        let issue = Issue::new(
            "key",
            code::DUPLICATE_KEY,
            format!("another metric has the key {}", json::quoted(key)),
        );
        Err(Error::single(ErrorCode::DuplicateKey, issue))
    }

    /// Refuses to take the metric `key` away from what reads it.
    fn refuse_in_use(&self, key: &str) -> Result<()> {
        let issue = |(MetricDependent { kind, id, path }, _)| {
            let message = format!(
                "{} {id} reads {key}; change or delete it first",
                kind.name(),
                id = json::quoted(&id),
                key = json::quoted(key)
            );
            Issue::new(path, code::METRIC_IN_USE, message)
        };
        in_use(self.rules.dependents(key).into_iter().map(issue).collect())
    }

    /// Refuses a change after which a rule could not read the metric in the way it does.
    fn refuse_unreadable(&self, definition: &MetricDefinition) -> Result<()> {
        let facts = MetricFacts::from_definition(definition);
        let issue = |(MetricDependent { kind, id, path }, r#match)| {
            let problem = facts.unreadable(r#match)?;
            let message =
                format!("{} {} could not read the metric so: {problem}", kind.name(), json::quoted(&id));
            Some(Issue::new(format!("{path}.{}", kind.match_member()), code::METRIC_IN_USE, message))
        };
        in_use(self.rules.dependents(&definition.key).into_iter().filter_map(issue).collect())
    }
}

/// Reads a part of a configuration; the rest of it only has to be known.
fn read<T>(configuration: &Value, part: impl FnOnce(&mut Fields<'_>) -> Option<T>) -> Result<T> {
    let issues = Issues::default();
    let read = Reader::new(configuration, "", &issues).object().and_then(|mut fields| {
        fields.ignore(&["profiles", "profileMode", "eventFields"]);
        let read = part(&mut fields);
        fields.finish();
        read
    });
    issues.into_result(ErrorCode::InvalidConfiguration, read)
}

fn in_use(issues: Vec<Issue>) -> Result<()> {
    if issues.is_empty() { Ok(()) } else { Err(Error::new(ErrorCode::MetricInUse, issues)) }
}
