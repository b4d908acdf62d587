//! What all rules have in common.

use serde::Serialize;

use super::effect::{self, Action, Effect, Qualification};
use super::event_check::{CategoryCheck, ContactCheck, CooldownCheck, OutcomeCheck, RecencyCheck};
use super::metric_check::{Match, MetricCheck};
use super::{
    AttributeCheck, ExclusionCheck, Known, Operator, OverrideCheck, ProfileMatchCheck, ProfileScoreCheck,
    Scope, ScopeKind, SegmentCheck, TimeWindowCheck,
};
use crate::definitions::{Fields, Reader, Status, words};

/// A contact policy or a qualification rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// Unique among the rules of its kind, and what reasons call it; the name when not given.
    pub id: String,
    /// A name for people.
    pub name: String,
    /// Free text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What kind of condition it is.
    pub rule_type: RuleType,
    /// What failing means; only qualification rules have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualification: Option<Qualification>,
    /// Where it applies.
    #[serde(flatten)]
    pub scope: Scope,
    /// 0 to 100; rules with a higher one run first.
    pub priority: u32,
    /// A paused rule is kept and does nothing.
    pub status: Status,
    /// The condition and what follows from it.
    pub config: Config,
}

/// The kinds of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is described with its check")]
pub enum RuleType {
    FrequencyCap,
    MetricCondition,
    Cooldown,
    OutcomeBased,
    CategorySuppression,
    CrossChannelCap,
    MutualExclusion,
    SegmentExclusion,
    TimeWindow,
    AllowOverride,
    PropensityThreshold,
    SegmentRequired,
    AttributeCondition,
    RecencyCheck,
    ProfileMatch,
    ProfileScore,
}

words!(RuleType {
    FrequencyCap = "frequency_cap",
    MetricCondition = "metric_condition",
    Cooldown = "cooldown",
    OutcomeBased = "outcome_based",
    CategorySuppression = "category_suppression",
    CrossChannelCap = "cross_channel_cap",
    MutualExclusion = "mutual_exclusion",
    SegmentExclusion = "segment_exclusion",
    TimeWindow = "time_window",
    AllowOverride = "allow_override",
    PropensityThreshold = "propensity_threshold",
    SegmentRequired = "segment_required",
    AttributeCondition = "attribute_condition",
    RecencyCheck = "recency_check",
    ProfileMatch = "profile_match",
    ProfileScore = "profile_score",
});

const POLICY_TYPES: [RuleType; 12] = [
    RuleType::FrequencyCap,
    RuleType::MetricCondition,
    RuleType::Cooldown,
    RuleType::OutcomeBased,
    RuleType::CategorySuppression,
    RuleType::CrossChannelCap,
    RuleType::MutualExclusion,
    RuleType::SegmentExclusion,
    RuleType::TimeWindow,
    RuleType::AllowOverride,
    RuleType::ProfileMatch,
    RuleType::ProfileScore,
];

const QUALIFICATION_TYPES: [RuleType; 7] = [
    RuleType::PropensityThreshold,
    RuleType::MetricCondition,
    RuleType::SegmentRequired,
    RuleType::AttributeCondition,
    RuleType::RecencyCheck,
    RuleType::ProfileMatch,
    RuleType::ProfileScore,
];

/// What a rule tests, and what it does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Config {
    /// The condition.
    #[serde(flatten)]
    pub check: Check,
    /// What follows from it.
    #[serde(flatten)]
    pub effect: Effect,
}

/// A rule's condition.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each is described on its own type")]
pub enum Check {
    Metric(MetricCheck),
    Contacts(ContactCheck),
    Cooldown(CooldownCheck),
    Outcome(OutcomeCheck),
    Category(CategoryCheck),
    Recency(RecencyCheck),
    Exclusion(ExclusionCheck),
    Segments(SegmentCheck),
    TimeWindow(TimeWindowCheck),
    Override(OverrideCheck),
    Attribute(AttributeCheck),
    ProfileMatch(ProfileMatchCheck),
    ProfileScore(ProfileScoreCheck),
}

/// The two kinds of rules, by the member of the configuration that lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    ContactPolicies,
    QualificationRules,
}

impl Rule {
    /// Reads one rule; its id is empty when none is given.
    pub(super) fn read(reader: Reader<'_>, family: Family, known: &Known) -> Option<Self> {
        let mut fields = reader.object()?;
        fields.ignore(&["createdAt", "updatedAt"]);
        let types: &[_] = match family {
            Family::ContactPolicies => &POLICY_TYPES,
            Family::QualificationRules => &QUALIFICATION_TYPES,
        };
        let id = fields.optional("id", |reader| reader.text());
        let name = fields.optional("name", |reader| reader.text());
        let description = fields.optional("description", |reader| reader.plain());
        let rule_type = fields.required("ruleType", |reader| reader.word_among(types));
        let scope = Scope::read(&mut fields);
        let priority = fields.or("priority", 50, |reader| reader.whole_in(0..=100));
        let status = fields.or("status", Status::Active, |reader| reader.word());
        let qualification = match family {
            Family::ContactPolicies => Some(None),
            Family::QualificationRules => {
                let hard = Qualification::Hard;
                fields.or("qualification", hard, |reader| reader.word()).map(Some)
            }
        };
        let config = fields.required("config", |reader| {
            let mut fields = reader.object()?;
            let (check, effect) = match family {
                Family::ContactPolicies => policy(&mut fields, rule_type?, scope.as_ref(), known),
                Family::QualificationRules => {
                    qualifying(&mut fields, rule_type?, scope.as_ref(), qualification.flatten(), known)
                }
            };
            fields.finish();
            Some(Config { check: check?, effect: effect? })
        });
        fields.finish();
        let (id, name, rule_type) = (id?, name?, rule_type?);
        Some(Self {
            name: name.or_else(|| id.clone()).unwrap_or_else(|| rule_type.as_str().to_owned()),
            id: id.unwrap_or_default(),
            description: description?,
            rule_type,
            qualification: qualification?,
            scope: scope?,
            priority: priority?,
            status: status?,
            config: config?,
        })
    }
}

type Read = (Option<Check>, Option<Effect>);

/// Reads the configuration of a contact policy.
fn policy(fields: &mut Fields<'_>, rule_type: RuleType, scope: Option<&Scope>, known: &Known) -> Read {
    let by_metric = fields.has("metricKey");
    let check = match rule_type {
        RuleType::FrequencyCap if by_metric => {
            MetricCheck::read(fields, known, Match::Candidate, Some(Operator::Gt)).map(Check::Metric)
        }
        RuleType::FrequencyCap => ContactCheck::read(fields, scope, false).map(Check::Contacts),
        RuleType::CrossChannelCap if by_metric => {
            MetricCheck::read(fields, known, Match::Total, Some(Operator::Gt)).map(Check::Metric)
        }
        RuleType::CrossChannelCap => {
            // The channels are counted together, also for the candidates on one of them.
            let across = scope.filter(|scope| scope.kind() != ScopeKind::Channel);
            ContactCheck::read(fields, across, true).map(Check::Contacts)
        }
        RuleType::CategorySuppression if by_metric => {
            MetricCheck::read(fields, known, Match::Category, Some(Operator::Gt)).map(Check::Metric)
        }
        RuleType::CategorySuppression => CategoryCheck::read(fields).map(Check::Category),
        RuleType::Cooldown => CooldownCheck::read(fields, scope).map(Check::Cooldown),
        RuleType::OutcomeBased => OutcomeCheck::read(fields, scope).map(Check::Outcome),
        RuleType::MutualExclusion => ExclusionCheck::read(fields).map(Check::Exclusion),
        RuleType::SegmentExclusion => SegmentCheck::read(fields).map(Check::Segments),
        RuleType::TimeWindow => TimeWindowCheck::read(fields).map(Check::TimeWindow),
        RuleType::AllowOverride => OverrideCheck::read(fields).map(Check::Override),
        RuleType::ProfileMatch => ProfileMatchCheck::read(fields).map(Check::ProfileMatch),
        RuleType::ProfileScore => ProfileScoreCheck::read(fields).map(Check::ProfileScore),
        _ => MetricCheck::read(fields, known, Match::Candidate, None).map(Check::Metric),
    };
    let effect = match rule_type {
        RuleType::AllowOverride => Some(Effect::None {}),
        RuleType::MutualExclusion => effect::suppress_only(fields).map(Effect::Action),
        _ => effect::action(fields).map(Effect::Action),
    };
    (check, effect)
}

/// Reads the configuration of a qualification rule.
fn qualifying(
    fields: &mut Fields<'_>,
    rule_type: RuleType,
    scope: Option<&Scope>,
    qualification: Option<Qualification>,
    known: &Known,
) -> Read {
    let propensity = rule_type == RuleType::PropensityThreshold;
    let check = match rule_type {
        RuleType::SegmentRequired => SegmentCheck::read(fields).map(Check::Segments),
        RuleType::AttributeCondition => AttributeCheck::read(fields).map(Check::Attribute),
        RuleType::RecencyCheck => RecencyCheck::read(fields, scope).map(Check::Recency),
        RuleType::ProfileMatch => ProfileMatchCheck::read(fields).map(Check::ProfileMatch),
        RuleType::ProfileScore => ProfileScoreCheck::read(fields).map(Check::ProfileScore),
        _ => {
            let operator = propensity.then_some(Operator::Gte);
            MetricCheck::read(fields, known, Match::Candidate, operator).map(Check::Metric)
        }
    };
    (check, effect::multiplier(fields, qualification, propensity).map(Effect::Multiplier))
}

impl Config {
    /// The factor that a soft rule multiplies scores by; none for one that blocks or lifts.
    pub(crate) fn factor(&self, qualification: Option<Qualification>) -> Option<f64> {
        match self.effect {
            Effect::Action(Action::Multiply(factor)) => Some(factor),
            Effect::Multiplier(multiplier) if qualification == Some(Qualification::Soft) => {
                multiplier.value()
            }
            _ => None,
        }
    }
}
