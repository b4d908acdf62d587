use std::sync::Arc;

use crate::compiled::CompiledEngine;
use crate::configuration::Configuration;
use crate::customer::Customer;
use crate::decisions::{LintFinding, Requirements, lint};
use crate::error::Result;
use crate::snapshots;
use crate::time::Zone;

/// A configuration made ready for evaluation; makes the customers that it is evaluated over.
///
/// Cloning is cheap: clones share what was compiled.
///
/// ```
/// use lookback::{Configuration, Engine, Instant, InteractionEvent};
///
/// let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{
///     "name": "Clicks (7d)", "key": "clicks_7d",
///     "aggregationType": "count", "eventType": "click", "windowDays": 7
/// }] }"#)?)?;
///
/// let mut customer = engine.customer();
/// let clicked = Instant::parse("2026-03-10T14:30:00Z")?;
/// customer.append(&[InteractionEvent::new("click", clicked)])?;
///
/// let now = Instant::parse("2026-03-12T00:00:00Z")?;
/// let metrics = customer.metrics(now)?;
/// assert_eq!(metrics[0].value, Some(Some(1.0)));
/// assert_eq!(metrics[0].valid_until, clicked.checked_add(7 * 86_400_000));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Engine {
    compiled: Arc<CompiledEngine>,
}

impl Engine {
    /// Compiles a configuration.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidConfiguration`](crate::ErrorCode::InvalidConfiguration) with everything
    /// that is wrong, where a configuration is not as it was read.
    ///
    /// ```
    /// use lookback::{Configuration, Engine};
    ///
    /// let mut configuration = Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    ///     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?;
    /// assert!(Engine::new(configuration.clone())?.customer().is_empty());
    ///
    /// configuration.metrics[0].window_days = 366;
    /// assert_eq!(Engine::new(configuration).unwrap_err().issues[0].path, "metrics[0].windowDays");
    /// # Ok::<(), lookback::Error>(())
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "what is read of it takes its place")]
    pub fn new(configuration: Configuration) -> Result<Self> {
        configuration.reread().map(Self::from_checked)
    }

    /// Compiles a configuration that was just read.
    pub(crate) fn from_checked(configuration: Configuration) -> Self {
        Self { compiled: Arc::new(CompiledEngine::new(configuration)) }
    }

    /// The configuration with ids and defaults filled in.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// assert_eq!(engine.configuration().metrics[0].id, "bm_clicks_7d");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn configuration(&self) -> &Configuration {
        &self.compiled.configuration
    }

    pub(crate) fn compiled(&self) -> &CompiledEngine {
        &self.compiled
    }

    /// The customer that [`Customer::snapshot`] wrote, also when another engine's was.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidSnapshot`](crate::ErrorCode::InvalidSnapshot) for bytes that are
    /// truncated, corrupted or something else;
    /// [`ErrorCode::UnsupportedSnapshot`](crate::ErrorCode::UnsupportedSnapshot) for a snapshot of
    /// a newer version.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// let bytes = engine.customer().snapshot();
    /// assert!(engine.restore(&bytes)?.is_empty());
    /// assert!(engine.restore(b"something else").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn restore(&self, snapshot: &[u8]) -> Result<Customer> {
        let (history, profile) = snapshots::read(snapshot)?;
        Ok(Customer { history, profile, ..self.customer() })
    }

    /// The names of the time zones that rules speak of, each once.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// let engine = Engine::new(Configuration::from_json(br#"{ "contactPolicies": [{
    ///     "ruleType": "time_window", "config": { "timezone": "Europe/Berlin", "from": "08:00", "to": "20:00" }
    /// }] }"#)?)?;
    /// assert_eq!(engine.zones().collect::<Vec<_>>(), ["Europe/Berlin"]);
    /// # Ok::<(), lookback::Error>(())
    /// ```
    pub fn zones(&self) -> impl Iterator<Item = &str> {
        self.compiled.program.zone_names.iter().map(String::as_str)
    }

    /// Gives the offsets of the zone at a position of [`Engine::zones`], where no time-zone
    /// database is at hand. Does nothing once the engine has customers or clones.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # let mut engine = Engine::new(Configuration::from_json(br#"{ "contactPolicies": [{
    /// #     "ruleType": "time_window", "config": { "timezone": "Europe/Berlin", "from": "08:00" }
    /// # }] }"#)?)?;
    /// use lookback::time::Zone;
    ///
    /// engine.set_zone(0, Zone::utc());
    /// # Ok::<(), lookback::Error>(())
    /// ```
    pub fn set_zone(&mut self, at: usize, zone: Zone) {
        let compiled = Arc::get_mut(&mut self.compiled);
        if let Some(known) = compiled.and_then(|compiled| compiled.program.zones.get_mut(at)) {
            *known = zone;
        }
    }

    /// A customer without any history.
    ///
    /// ```
    /// # use lookback::Engine;
    /// assert_eq!(Engine::default().customer().len(), 0);
    /// ```
    pub fn customer(&self) -> Customer {
        Customer::new(Arc::clone(&self.compiled))
    }

    /// The least history that keeps every result exact.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "metrics": [{ "key": "clicks_7d",
    /// #     "aggregationType": "count", "eventType": "click", "windowDays": 7 }] }"#)?)?;
    /// let requirements = engine.requirements();
    /// assert_eq!((requirements.event_types, requirements.lookback_days), (vec!["click".to_owned()], 7));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn requirements(&self) -> Requirements {
        self.compiled().program.requirements(&self.compiled().metrics)
    }

    /// What in the configuration is allowed and yet likely a mistake; `retained_days` is how much
    /// history is kept, when that is known.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// let engine = Engine::new(Configuration::from_json(br#"{ "contactPolicies": [
    ///     { "ruleType": "frequency_cap", "config": { "maxContacts": 2, "windowDays": 7 } },
    ///     { "ruleType": "frequency_cap", "config": { "maxContacts": 3, "windowDays": 7 } }
    /// ] }"#)?)?;
    /// assert_eq!(engine.lint(None)[0].code, "shadowed_rule");
    /// # Ok::<(), lookback::Error>(())
    /// ```
    pub fn lint(&self, retained_days: Option<u32>) -> Vec<LintFinding> {
        let CompiledEngine { configuration, metrics, profiles, program, .. } = self.compiled();
        lint(program, &configuration.rules, metrics, profiles, retained_days)
    }
}
