//! Rules made ready for evaluation: sorted, with every name turned into a position.

use super::candidates::Catalogue;
use super::hours::Hours;
use super::signal::{Domain, Reach, Signals};
use crate::metrics::Metrics;
use crate::profiles::{ProfileDefinition, ProfileSet, normalized_id};
use crate::rules::{
    AttributeCheck, Check, Match, MetricCheck, OnMissing, Operator, OverrideCheck, Rule, Rules, Scale, Scope,
    ScopeKind, Status,
};
use crate::sort;
use crate::time::{MS_PER_DAY, Zone};

/// The rules of an engine.
#[derive(Debug, Clone, Default)]
pub(crate) struct Program {
    /// In the order they run: qualification first, then contact policies, each by priority.
    pub(crate) rules: Vec<Compiled>,
    pub(crate) weights: Vec<Weight>,
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
pub(crate) struct Compiled {
    pub(crate) stage: Stage,
    /// Its position among the rules of its kind in the configuration.
    pub(crate) source: usize,
    pub(crate) scope: Scope,
    pub(crate) effect: Effect,
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
pub(crate) enum Effect {
    Block,
    Multiply(f64),
    Lift,
}

/// When a rule acts.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    /// When a signal compares to the threshold in this way.
    Number { signal: usize, acts: Operator, threshold: f64, missing_acts: bool },
    /// For some time after each event with which a count was reached.
    Reached { signal: usize, count: usize, suppress: i64 },
    /// When the customer is in any of the segments.
    InAny(Vec<String>),
    /// When the customer is not in all of the segments.
    NotInAll(Vec<String>),
    /// When an attribute is not as asked for.
    Attribute(AttributeCheck),
    /// At hours of the week.
    Hours(Hours),
    /// When a profile matches a pattern (`acts_on` true), or does not.
    ProfileMatch {
        profile: String,
        pattern: Option<String>,
        acts_on: bool,
        missing_acts: bool,
        names: ProfileNames,
    },
    /// When a score of a profile compares to the threshold in this way.
    ProfileScore {
        profile: String,
        key: Option<String>,
        acts: Operator,
        threshold: f64,
        missing_acts: bool,
        names: ProfileNames,
    },
    /// When the customer is in any of the segments, or always when there are none.
    Lifts(Vec<String>),
    /// Never, since the metric it reads is paused.
    Paused,
}

/// What people call a profile, and its pattern or key that a rule is about; the ids where nothing is known.
#[derive(Debug, Clone)]
pub(crate) struct ProfileNames {
    pub(crate) profile: String,
    pub(crate) part: Option<String>,
}

impl ProfileNames {
    fn of_pattern(profiles: &ProfileSet, profile: &str, pattern: Option<&str>) -> Self {
        let definition = profiles.definition(profile);
        let known = definition.and_then(|it| it.patterns.iter().find(|known| pattern == Some(&known.id)));
        Self::new(definition, profile, known.map(|known| known.name.as_str()).or(pattern))
    }

    fn of_key(profiles: &ProfileSet, profile: &str, key: Option<&str>) -> Self {
        let definition = profiles.definition(profile);
        let known = definition.and_then(|it| it.keys.iter().find(|known| key == Some(&known.id)));
        Self::new(definition, profile, known.map(|known| known.name.as_str()).or(key))
    }

    fn new(definition: Option<&ProfileDefinition>, id: &str, part: Option<&str>) -> Self {
        let profile = definition.map_or(id, |definition| &definition.name);
        Self { profile: profile.to_owned(), part: part.map(str::to_owned) }
    }
}

/// A boost by behavior.
#[derive(Debug, Clone)]
pub(crate) struct Weight {
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
            program.weights.push(Weight {
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
            let (condition, signal) = self.condition(rule, metrics, profiles);
            let (domain, needs_channel, needs_category) = match condition {
                Condition::Attribute(_) => (Domain::Candidate, false, false),
                _ => self.reads(signal),
            };
            let effect = match (&rule.config.check, rule.config.factor(rule.qualification)) {
                (Check::Override(_), _) => Effect::Lift,
                (_, Some(factor)) => Effect::Multiply(factor),
                (_, None) => Effect::Block,
            };
            self.excludes |= matches!(rule.config.check, Check::Exclusion(_));
            self.rules.push(Compiled {
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

    /// The condition of a rule, and the signal it reads.
    fn condition(
        &mut self,
        rule: &Rule,
        metrics: &Metrics,
        profiles: &ProfileSet,
    ) -> (Condition, Option<usize>) {
        // A contact policy acts when its comparison holds, a qualification rule when it does not.
        let polarity = |operator: Operator| match rule.qualification {
            None => operator,
            Some(_) => operator.opposite(),
        };
        let days = |days: u32| i64::from(days) * MS_PER_DAY;
        let at_least = |signal: usize, count: u32| {
            let acts = polarity(Operator::Gte);
            let threshold = f64::from(count);
            (Condition::Number { signal, acts, threshold, missing_acts: false }, Some(signal))
        };
        let missing_acts = |on_missing: OnMissing| on_missing == OnMissing::Fail;
        match &rule.config.check {
            Check::Metric(check) => {
                let MetricCheck { metric_key, r#match, operator, threshold, on_missing } = check;
                let Some(signal) = self.metric_signal(metric_key, *r#match, metrics) else {
                    return (Condition::Paused, None);
                };
                let condition = Condition::Number {
                    signal,
                    acts: polarity(*operator),
                    threshold: *threshold,
                    missing_acts: missing_acts(*on_missing),
                };
                (condition, Some(signal))
            }
            Check::Contacts(check) => {
                let span = days(check.window_days);
                let signal = self.signals.of_count(&check.event_type, span, check.scope, &check.channels);
                at_least(signal, check.max_contacts)
            }
            Check::Cooldown(check) => {
                at_least(self.signals.of_count(&check.event_type, check.window(), check.scope, &[]), 1)
            }
            Check::Category(check) => {
                let span = days(check.window_days);
                let signal = self.signals.of_count(&check.event_type, span, ScopeKind::Category, &[]);
                at_least(signal, check.min_count)
            }
            Check::Recency(check) => {
                let span = days(check.within_days);
                at_least(self.signals.of_count(&check.event_type, span, check.scope, &[]), 1)
            }
            Check::Outcome(check) => {
                let span = days(check.lookback_days);
                let signal = self.signals.of_count(&check.outcome_type, span, check.scope, &[]);
                match check.suppress_days {
                    None => at_least(signal, check.min_count),
                    Some(suppress) => {
                        let count = check.min_count as usize;
                        (Condition::Reached { signal, count, suppress: days(suppress) }, Some(signal))
                    }
                }
            }
            Check::Exclusion(check) => {
                let span = days(check.window_days);
                at_least(self.signals.of_others(&check.event_type, span, &check.offers), 1)
            }
            Check::Segments(check) if rule.qualification.is_some() => {
                (Condition::NotInAll(check.segments.clone()), None)
            }
            Check::Segments(check) => (Condition::InAny(check.segments.clone()), None),
            Check::Attribute(check) => (Condition::Attribute(check.clone()), None),
            Check::TimeWindow(check) => {
                (Condition::Hours(Hours::new(check, self.zone(&check.timezone))), None)
            }
            Check::Override(check) => (Condition::Lifts(check.segments.clone()), None),
            Check::ProfileMatch(check) => {
                let profile = normalized_id(&check.profile_id);
                let pattern = check.pattern_id.as_deref().map(normalized_id);
                let condition = Condition::ProfileMatch {
                    names: ProfileNames::of_pattern(profiles, &profile, pattern.as_deref()),
                    profile,
                    pattern,
                    acts_on: rule.qualification.is_none(),
                    missing_acts: missing_acts(check.on_missing),
                };
                (condition, None)
            }
            Check::ProfileScore(check) => {
                let profile = normalized_id(&check.profile_id);
                let key = check.key_id.as_deref().map(normalized_id);
                let condition = Condition::ProfileScore {
                    names: ProfileNames::of_key(profiles, &profile, key.as_deref()),
                    profile,
                    key,
                    acts: polarity(check.operator),
                    threshold: check.threshold,
                    missing_acts: missing_acts(check.on_missing),
                };
                (condition, None)
            }
        }
    }

    /// The signal for a metric; none while the metric is paused.
    fn metric_signal(&mut self, key: &str, r#match: Match, metrics: &Metrics) -> Option<usize> {
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
    fn zone(&mut self, name: &str) -> usize {
        self.zone_names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.zone_names.push(name.to_owned());
            self.zones.push(known_zone(name));
            self.zones.len() - 1
        })
    }

    /// Tells every policy which overrides lift it.
    fn link_overrides(&mut self, policies: &[Rule]) {
        let is_policy = |rule: &Compiled| rule.stage == Stage::ContactPolicy;
        for lifting in 0..self.rules.len() {
            let source =
                self.rules.get(lifting).filter(|rule| is_policy(rule) && rule.effect == Effect::Lift);
            let Some(rule) = source.and_then(|rule| policies.get(rule.source)) else { continue };
            let Check::Override(OverrideCheck { policies: lifted, .. }) = &rule.config.check else {
                continue;
            };
            for compiled in
                self.rules.iter_mut().filter(|rule| is_policy(rule) && rule.effect == Effect::Block)
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

/// The zone of a name, as far as it is known without the host.
fn known_zone(name: &str) -> Zone {
    #[cfg(not(target_arch = "wasm32"))]
    return Zone::named(name).unwrap_or_else(Zone::utc);
    #[cfg(target_arch = "wasm32")]
    {
        let _ = name;
        Zone::utc()
    }
}
