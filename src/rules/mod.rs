//! Rules: contact policies, qualification rules, arbitration and the offer catalog, as they
//! are written in a configuration.
//!
//! These types say what a definition means with every default filled in; deciding uses compiled
//! forms of them.

mod arbitration;
mod attribute_check;
mod dependents;
mod effect;
mod event_check;
mod exclusion_check;
mod ids;
mod known;
mod metric_check;
mod offer;
mod on_missing;
mod operator;
mod override_check;
mod profile_check;
mod recipes;
mod rule;
mod scope;
mod segment_check;
mod set;
mod time_window;

pub use arbitration::{Arbitration, Scale, Weight};
pub use attribute_check::{AttributeCheck, AttributeOperator};
pub use dependents::{DependentKind, MetricDependent};
pub use effect::{Action, Effect, Multiplier, Qualification};
pub use event_check::{CategoryCheck, ContactCheck, CooldownCheck, OutcomeCheck, RecencyCheck};
pub use exclusion_check::ExclusionCheck;
pub(crate) use known::{Known, MetricFacts};
pub use metric_check::{Match, MetricCheck};
pub(crate) use offer::MAX_SCORE;
pub use offer::Offer;
pub use on_missing::OnMissing;
pub use operator::Operator;
pub use override_check::OverrideCheck;
pub use profile_check::{ProfileMatchCheck, ProfileScoreCheck};
pub use recipes::{Recipe, recipes};
pub use rule::{Check, Config, Rule, RuleType};
pub use scope::{Scope, ScopeKind};
pub use segment_check::SegmentCheck;
pub use set::{MAX_RULES, Rules};
pub use time_window::{TimeOfDay, TimeWindowCheck, Weekday, WindowMode};

pub use crate::definitions::Status;

#[cfg(test)]
mod tests;
