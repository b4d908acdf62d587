//! What a rule does to a candidate: block it, or multiply its score.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::definitions::{Fields, words};
use crate::error::code;

/// What a contact policy does when it acts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "action", content = "multiplier", rename_all = "snake_case")]
pub enum Action {
    /// The candidate is suppressed.
    Suppress,
    /// The candidate's score is multiplied by this, from 0 to 10.
    Multiply(f64),
}

/// What failing a qualification rule means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qualification {
    /// The candidate is disqualified.
    Hard,
    /// The candidate's score is multiplied.
    Soft,
}

words!(Qualification { Hard = "hard", Soft = "soft" });

/// The number that a soft failure multiplies the score by, under the name its rule type uses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Multiplier {
    /// Of `propensity_threshold`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiplier_below: Option<f64>,
    /// Of every other type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiplier: Option<f64>,
}

impl Multiplier {
    /// The number, under whichever name.
    ///
    /// ```
    /// use lookback::rules::Multiplier;
    ///
    /// assert_eq!(Multiplier { multiplier_below: Some(0.3), multiplier: None }.value(), Some(0.3));
    /// ```
    pub fn value(self) -> Option<f64> {
        self.multiplier_below.or(self.multiplier)
    }
}

/// The part of a rule's configuration that says what it does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Effect {
    /// Of a contact policy.
    Action(Action),
    /// Of a qualification rule.
    Multiplier(Multiplier),
    /// Of an override, which only lifts what others do.
    None {},
}

const FACTORS: RangeInclusive<f64> = 0.0..=10.0;

/// The word for an action, without its number.
#[derive(Clone, Copy)]
enum ActionKind {
    Suppress,
    Multiply,
}

words!(ActionKind { Suppress = "suppress", Multiply = "multiply" });

/// Reads `action` and `multiplier` of a contact policy.
pub(super) fn action(fields: &mut Fields<'_>) -> Option<Action> {
    let kind = fields.or("action", ActionKind::Suppress, |reader| reader.word());
    let multiplier = fields.optional("multiplier", |reader| reader.number_in(FACTORS));
    match (kind?, multiplier?) {
        (ActionKind::Suppress, None) => Some(Action::Suppress),
        (ActionKind::Suppress, Some(_)) => {
            fields.refuse("action", code::INVALID_VALUE, "a multiplier needs \"action\": \"multiply\"");
            None
        }
        (ActionKind::Multiply, Some(multiplier)) => Some(Action::Multiply(multiplier)),
        (ActionKind::Multiply, None) => {
            fields.refuse("multiplier", code::REQUIRED, "is required with \"action\": \"multiply\"");
            None
        }
    }
}

/// Reads `action` of a policy that can only suppress.
pub(super) fn suppress_only(fields: &mut Fields<'_>) -> Option<Action> {
    fields.or("action", Action::Suppress, |reader| {
        reader.word_among(&[ActionKind::Suppress]).map(|_| Action::Suppress)
    })
}

/// Reads `multiplier`, or `multiplierBelow` where the type has it; a soft rule must have one.
pub(super) fn multiplier(
    fields: &mut Fields<'_>,
    qualification: Option<Qualification>,
    below: bool,
) -> Option<Multiplier> {
    let multiplier = fields.optional("multiplier", |reader| reader.number_in(FACTORS));
    let multiplier_below = if below {
        fields.optional("multiplierBelow", |reader| reader.number_in(FACTORS))
    } else {
        Some(None)
    };
    let found = Multiplier { multiplier: multiplier?, multiplier_below: multiplier_below? };
    if found.multiplier.is_some() && found.multiplier_below.is_some() {
        fields.refuse("multiplier", code::INVALID_VALUE, "give either multiplier or multiplierBelow");
        return None;
    }
    if qualification? == Qualification::Soft && found.value().is_none() {
        let key = if below { "multiplierBelow" } else { "multiplier" };
        fields.refuse(key, code::REQUIRED, "is required for a soft rule");
        return None;
    }
    Some(found)
}
