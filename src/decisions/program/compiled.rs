//! Rules made ready for evaluation: sorted, with every name turned into a position.

use super::condition::Condition;
use crate::decisions::offer_catalog::OfferCatalog;
use crate::decisions::signals::{Domain, Signals};
use crate::decisions::stage::Stage;
use crate::rules::{Rule, Rules, Scale, Scope};
use crate::time::Zone;

/// The rules of an engine.
#[derive(Debug, Clone, Default)]
pub(crate) struct Program {
    /// In the order they run: qualification first, then contact policies, each by priority.
    pub(crate) rules: Vec<CompiledRule>,
    pub(crate) weights: Vec<CompiledWeight>,
    pub(crate) signals: Signals,
    pub(crate) catalog: OfferCatalog,
    /// The names of the time zones that rules speak of.
    pub(crate) zone_names: Vec<String>,
    /// These zones, as far as they are known without the host.
    pub(crate) zones: Vec<Zone>,
    /// Whether any rule keeps offers from being shown together.
    pub(crate) excludes: bool,
}

/// A rule in force.
#[derive(Debug, Clone)]
pub(crate) struct CompiledRule {
    pub(crate) stage: Stage,
    /// Its position among the rules of its kind in the configuration.
    pub(crate) source: usize,
    pub(crate) scope: Scope,
    pub(crate) effect: CompiledEffect,
    pub(crate) condition: Condition,
    pub(crate) reads: Reads,
    /// The overrides that lift it, as positions among the rules.
    pub(crate) lifted_by: Vec<usize>,
}

/// What of a candidate a rule or a weight reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reads {
    /// What its result depends on.
    pub(crate) domain: Domain,
    pub(crate) needs_channel: bool,
    pub(crate) needs_category: bool,
}

impl Reads {
    /// Those of what depends on one thing, and needs no name.
    pub(super) const fn only(domain: Domain) -> Self {
        Self { domain, needs_channel: false, needs_category: false }
    }
}

/// What a rule does to a candidate when it acts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum CompiledEffect {
    Block,
    Multiply(f64),
    Lift,
}

/// A boost by behavior.
#[derive(Debug, Clone)]
pub(crate) struct CompiledWeight {
    /// Its position in the configuration.
    pub(crate) source: usize,
    /// None while its metric is paused.
    pub(crate) signal: Option<usize>,
    /// What the largest value adds.
    pub(crate) share: f64,
    pub(crate) scale: Scale,
    pub(crate) reads: Reads,
}

impl CompiledWeight {
    /// The factor by which a value boosts.
    pub(crate) fn factor(&self, value: Option<f64>) -> f64 {
        1.0 + self.share * self.scale.apply(value)
    }
}

impl CompiledRule {
    /// The rule as it is written in the configuration.
    pub(crate) fn definition<'r>(&self, rules: &'r Rules) -> Option<&'r Rule> {
        self.stage.rules(rules).get(self.source)
    }
}
