//! Rules: contact policies, qualification rules, arbitration and the offers catalogue, as they
//! are written in a configuration.
//!
//! These types say what a definition means with every default filled in; deciding uses compiled
//! forms of them.

mod arbitration;
mod attribute;
mod dependents;
mod effect;
mod event_check;
mod exclusion;
mod ids;
mod known;
mod lifting;
mod metric_check;
mod offer;
mod operator;
mod profile_check;
mod recipes;
mod rule;
mod scope;
mod segments;
mod set;
mod time_window;

pub use arbitration::{Arbitration, Scale, Weight};
pub use attribute::{AttributeCheck, AttributeOperator};
pub use dependents::{Dependent, DependentKind};
pub use effect::{Action, Effect, Multiplier, Qualification};
pub use event_check::{CategoryCheck, ContactCheck, CooldownCheck, OutcomeCheck, RecencyCheck};
pub use exclusion::ExclusionCheck;
pub(crate) use known::{Known, MetricFacts};
pub use lifting::OverrideCheck;
pub use metric_check::{Match, MetricCheck, OnMissing};
pub(crate) use offer::MAX_SCORE;
pub use offer::Offer;
pub use operator::Operator;
pub use profile_check::{ProfileMatchCheck, ProfileScoreCheck};
pub use recipes::{Recipe, recipes};
pub use rule::{Check, Config, Rule, RuleType};
pub use scope::{Scope, ScopeKind};
pub use segments::SegmentCheck;
pub use set::{MAX_RULES, Rules};
pub use time_window::{TimeOfDay, TimeWindowCheck, Weekday, WindowMode};

pub use crate::definitions::Status;

#[cfg(test)]
mod tests;
