use serde::Serialize;

use super::stage::Stage;
use crate::definitions::words;
use crate::time::Instant;

/// Which candidates may be shown, in which order, why, and until when that holds.
///
/// Its reasons are of type `R`, so that they can be written ahead of the rest.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision<R = Reason> {
    /// The instant it was made for.
    pub now: Instant,
    /// The ranked candidates, best first, then the rest: eligible ones beyond the limit, then the
    /// blocked ones in the order given.
    pub outcomes: Vec<Outcome<R>>,
    /// How many candidates were left after each step.
    pub funnel: Funnel,
    /// The earliest instant at which anything here can change with no new event.
    pub valid_until: Option<Instant>,
    /// What else was noticed.
    pub diagnostics: Diagnostics,
}

/// What was decided about one candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome<R = Reason> {
    /// The candidate's offer.
    pub offer: String,
    /// Its channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Its category, its own or the catalog's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Where it ended.
    pub status: OutcomeStatus,
    /// From 1, unless it is not eligible or beyond the limit.
    pub rank: Option<u32>,
    /// The candidate's score times `multiplier` times `boost`.
    pub score: f64,
    /// The product of all multipliers.
    pub multiplier: f64,
    /// The product of all boosts.
    pub boost: f64,
    /// What every rule that applies had to say, in the order they ran.
    pub reasons: Vec<R>,
    /// The earliest instant at which a blocked candidate would pass with no new event, if time
    /// alone frees it.
    pub next_eligible_at: Option<Instant>,
}

/// Where a candidate ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutcomeStatus {
    /// It may be shown.
    Eligible,
    /// A contact policy keeps it back.
    Suppressed,
    /// A qualification rule rules it out.
    Disqualified,
}

words!(OutcomeStatus {
    Eligible = "eligible",
    Suppressed = "suppressed",
    Disqualified = "disqualified",
});

/// What one rule had to say about a candidate, and on which grounds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// The rule's id, or the name of the weight.
    pub rule: String,
    /// Its type; `weight` for a boost.
    pub rule_type: &'static str,
    /// The step of the decision.
    pub stage: Stage,
    /// What it did.
    pub effect: ReasonEffect,
    /// The metric it read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric_key: Option<String>,
    /// What the number was read for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<ReasonGroup>,
    /// The comparison in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<&'static str>,
    /// The number that was read, if there was one.
    pub observed: Option<f64>,
    /// What it was compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// What the score was multiplied by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiplier: Option<f64>,
    /// How many more it takes until the rule acts; 0 while it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headroom: Option<f64>,
    /// The events that counted, with [`Explain::Full`](super::Explain::Full).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<EventName>>,
    /// The smallest change that would flip what the rule did, with
    /// [`Explain::Full`](super::Explain::Full).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flip: Option<String>,
    /// A sentence for people.
    pub message: String,
}

/// What a rule did to a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonEffect {
    /// Kept it back.
    Suppress,
    /// Ruled it out.
    Disqualify,
    /// Multiplied its score.
    Multiply,
    /// Boosted its score.
    Boost,
    /// Lifts other policies.
    Override,
    /// Nothing.
    Pass,
}

words!(ReasonEffect {
    Suppress = "suppress",
    Disqualify = "disqualify",
    Multiply = "multiply",
    Boost = "boost",
    Override = "override",
    Pass = "pass",
});

/// What of a candidate a number was read for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ReasonGroup {
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// The category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
}

/// An event, by its id or, when it has none, by its position in canonical order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "said above")]
pub enum EventName {
    Id(String),
    Position(u32),
}

/// How many candidates were left after each step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Funnel {
    /// Those given.
    pub candidates: usize,
    /// Those that no qualification rule ruled out.
    pub qualified: usize,
    /// Those that no contact policy kept back either.
    pub allowed: usize,
    /// Those that have a rank.
    pub ranked: usize,
    /// How many each rule took out: the first that blocked a candidate counts.
    pub drops: Vec<FunnelDrop>,
}

/// The candidates that a rule took out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FunnelDrop {
    /// The rule's id.
    pub rule: String,
    /// The step of the decision.
    pub stage: Stage,
    /// How many.
    pub count: usize,
}

/// What else a decision noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostics {
    /// How many events lie after `now` and took no part.
    pub future_events: usize,
}
