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
