//! Rules made ready for evaluation: sorted, with every name turned into a position.

use super::candidates::Catalogue;
use super::condition::Condition;
use super::signal::{Domain, Reach, Signals};
use crate::metrics::Metrics;
use crate::profiles::ProfileSet;
use crate::rules::{Check, Match, OverrideCheck, Rule, Rules, Scale, Scope, Status};
use crate::sort;
use crate::time::Zone;

/// The rules of an engine.
#[derive(Debug, Clone, Default)]
pub(crate) struct Program {
    /// In the order they run: qualification first, then contact policies, each by priority.
    pub(crate) rules: Vec<CompiledRule>,
    pub(crate) weights: Vec<CompiledWeight>,
    pub(crate) signals: Signals,
    pub(crate) catalogue: Catalogue,
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
    pub(crate) domain: Domain,
    pub(crate) needs_channel: bool,
    pub(crate) needs_category: bool,
    /// The overrides that lift it, as positions among the rules.
    pub(crate) lifted_by: Vec<usize>,
}

/// The steps of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Whom an offer suits.
    Qualification,
    /// How much a customer is contacted.
    ContactPolicy,
    /// How behavior raises scores.
    Arbitration,
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
    pub(crate) domain: Domain,
    pub(crate) needs_channel: bool,
    pub(crate) needs_category: bool,
}

impl Program {
    pub(crate) fn new(rules: &Rules, metrics: &Metrics, profiles: &ProfileSet) -> Self {
        let mut program = Self { catalogue: Catalogue::new(&rules.offers), ..Self::default() };
        program.add(&rules.qualification_rules, Stage::Qualification, metrics, profiles);
        program.add(&rules.contact_policies, Stage::ContactPolicy, metrics, profiles);
        program.link_overrides(&rules.contact_policies);
        for (source, weight) in rules.arbitration.weights.iter().enumerate() {
            let signal = program.metric_signal(&weight.metric_key, weight.r#match, metrics);
            let (domain, needs_channel, needs_category) = program.reads(signal);
            program.weights.push(CompiledWeight {
                source,
                signal,
                share: weight.weight,
                scale: weight.scale,
                domain,
                needs_channel,
                needs_category,
            });
        }
        program
    }

    fn add(&mut self, rules: &[Rule], stage: Stage, metrics: &Metrics, profiles: &ProfileSet) {
        let mut order: Vec<usize> = (0..rules.len()).collect();
        let priority = |at: &usize| rules.get(*at).map(|rule| rule.priority);
        sort::list(&mut order, |left, right| priority(right).cmp(&priority(left)));
        for source in order {
            let Some(rule) = rules.get(source).filter(|rule| rule.status == Status::Active) else { continue };
            let condition = self.condition(rule, metrics, profiles);
            let (domain, needs_channel, needs_category) = match condition {
                Condition::Attribute(_) => (Domain::Candidate, false, false),
                _ => self.reads(condition.signal()),
            };
            let effect = match (&rule.config.check, rule.config.factor(rule.qualification)) {
                (Check::Override(_), _) => CompiledEffect::Lift,
                (_, Some(factor)) => CompiledEffect::Multiply(factor),
                (_, None) => CompiledEffect::Block,
            };
            self.excludes |= matches!(rule.config.check, Check::Exclusion(_));
            self.rules.push(CompiledRule {
                stage,
                source,
                scope: rule.scope.clone(),
                effect,
                condition,
                domain,
                needs_channel,
                needs_category,
                lifted_by: Vec::new(),
            });
        }
    }

    /// The signal for a metric; none while the metric is paused.
    pub(super) fn metric_signal(&mut self, key: &str, r#match: Match, metrics: &Metrics) -> Option<usize> {
        let at = metrics.position(key)?;
        let metric = metrics.get(at).filter(|metric| metric.active)?;
        Some(self.signals.of_metric(at, metric, r#match))
    }

    /// What a signal depends on, and whether a candidate needs a channel or a category for it.
    fn reads(&self, signal: Option<usize>) -> (Domain, bool, bool) {
        let signal = signal.and_then(|at| self.signals.list.get(at));
        signal.map_or((Domain::Global, false, false), |signal| {
            let needs_category = signal.reach == Reach::Category;
            (self.signals.domain(signal), self.signals.needs_channel(signal), needs_category)
        })
    }

    /// The position of a time zone by name.
    pub(super) fn zone(&mut self, name: &str) -> usize {
        self.zone_names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.zone_names.push(name.to_owned());
            self.zones.push(Zone::named(name).unwrap_or_else(Zone::utc));
            self.zones.len() - 1
        })
    }

    /// Tells every policy which overrides lift it.
    fn link_overrides(&mut self, policies: &[Rule]) {
        let is_policy = |rule: &CompiledRule| rule.stage == Stage::ContactPolicy;
        for lifting in 0..self.rules.len() {
            let source =
                self.rules.get(lifting).filter(|rule| is_policy(rule) && rule.effect == CompiledEffect::Lift);
            let Some(rule) = source.and_then(|rule| policies.get(rule.source)) else { continue };
            let Check::Override(OverrideCheck { policies: lifted, .. }) = &rule.config.check else {
                continue;
            };
            for compiled in
                self.rules.iter_mut().filter(|rule| is_policy(rule) && rule.effect == CompiledEffect::Block)
            {
                let policy = policies.get(compiled.source);
                let named = |name: &String| policy.is_some_and(|policy| policy.is_called(name));
                if lifted.is_empty() || lifted.iter().any(named) {
                    compiled.lifted_by.push(lifting);
                }
            }
        }
    }
}
