//! How the rules of a configuration become a program.

use super::compiled::{CompiledEffect, CompiledRule, CompiledWeight, Program, Reads};
use super::condition::Condition;
use crate::decisions::offer_catalog::OfferCatalog;
use crate::decisions::signals::{Domain, Reach};
use crate::decisions::stage::Stage;
use crate::metrics::Metrics;
use crate::profiles::ProfileSet;
use crate::rules::{Check, Match, OverrideCheck, Rule, Rules, Status};
use crate::sort;
use crate::time::Zone;

impl Program {
    pub(crate) fn new(rules: &Rules, metrics: &Metrics, profiles: &ProfileSet) -> Self {
        let mut program = Self { catalog: OfferCatalog::new(&rules.offers), ..Self::default() };
        program.add(&rules.qualification_rules, Stage::Qualification, metrics, profiles);
        program.add(&rules.contact_policies, Stage::ContactPolicy, metrics, profiles);
        program.link_overrides(&rules.contact_policies);
        for (source, weight) in rules.arbitration.weights.iter().enumerate() {
            let signal = program.metric_signal(&weight.metric_key, weight.r#match, metrics);
            let (share, scale, reads) = (weight.weight, weight.scale, program.reads(signal));
            program.weights.push(CompiledWeight { source, signal, share, scale, reads });
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
            let reads = match condition {
                Condition::Attribute(_) => Reads::only(Domain::Candidate),
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
                reads,
                lifted_by: Vec::new(),
            });
        }
    }

    /// The signal for a metric, unless the metric is paused.
    pub(super) fn metric_signal(&mut self, key: &str, r#match: Match, metrics: &Metrics) -> Option<usize> {
        let at = metrics.position(key)?;
        let metric = metrics.get(at).filter(|metric| metric.active)?;
        Some(self.signals.add_metric(at, metric, r#match))
    }

    /// What of a candidate a signal reads.
    fn reads(&self, signal: Option<usize>) -> Reads {
        let signal = signal.and_then(|at| self.signals.get(at));
        signal.map_or(Reads::only(Domain::Global), |signal| Reads {
            domain: self.signals.domain(signal),
            needs_channel: self.signals.needs_channel(signal),
            needs_category: signal.reach == Reach::Category,
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

    /// Notes for every policy which overrides lift it.
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
