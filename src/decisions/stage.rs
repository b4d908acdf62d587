use crate::definitions::words;
use crate::rules::{Rule, Rules};

/// The steps of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Whom an offer suits.
    Qualification,
    /// How much a customer is contacted.
    ContactPolicy,
    /// How behavior raises scores.
    Arbitration,
}

words!(Stage {
    Qualification = "qualification",
    ContactPolicy = "contact_policy",
    Arbitration = "arbitration",
});

impl Stage {
    /// The rules of this step; the arbitration has weights in their place.
    pub(super) fn rules(self, rules: &Rules) -> &[Rule] {
        match self {
            Self::Qualification => &rules.qualification_rules,
            Self::ContactPolicy => &rules.contact_policies,
            Self::Arbitration => &[],
        }
    }

    /// The member of a configuration that defines this step.
    pub(super) const fn member(self) -> &'static str {
        match self {
            Self::Qualification => "qualificationRules",
            Self::ContactPolicy => "contactPolicies",
            Self::Arbitration => "arbitration",
        }
    }
}
