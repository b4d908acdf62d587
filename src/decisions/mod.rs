//! Decisions: which candidates may be shown, in which order, why, when the others may be, and how
//! long all of that holds.
//!
//! Data flows down the list: a file knows those above it.
//!
//! | file | what it knows |
//! | --- | --- |
//! | `candidate`, `request`, `stage`, `outcome` | what is given and returned |
//! | `memo` | results that were computed before |
//! | `offer_catalog` | what is known of offers |
//! | `signals` | the numbers that rules read |
//! | `candidates` | candidates by column |
//! | `program` | the rules, compiled once into conditions over signals |
//! | `evaluation` | the verdicts of all rules, the ranking, and when any of it changes |
//! | `reasons` | what became of each candidate, in data and in words |
//! | `decide`, `backtest` | a decision, and decisions replayed over a history |

mod backtest;
mod candidate;
mod candidates;
mod decide;
mod evaluation;
mod memo;
mod offer_catalog;
mod outcome;
mod program;
mod reasons;
mod request;
mod signals;
mod stage;

pub(crate) use backtest::backtest;
pub use backtest::{Backtest, BacktestEvent, BacktestRequest};
pub use candidate::Candidate;
pub(crate) use candidate::check_event_type;
pub(crate) use candidates::Candidates;
#[cfg(target_arch = "wasm32")]
pub(crate) use decide::{counts, future_events, reasons};
pub(crate) use decide::{decision, evaluate};
pub(crate) use evaluation::{Definitions, World};
#[cfg(target_arch = "wasm32")]
pub(crate) use evaluation::{Evaluation, Findings};
pub use outcome::{
    Decision, Diagnostics, EventName, Funnel, FunnelDrop, Outcome, OutcomeStatus, Reason, ReasonEffect,
    ReasonGroup,
};
pub use program::{LintFinding, Requirements};
pub(crate) use program::{Program, lint};
#[cfg(target_arch = "wasm32")]
pub(crate) use reasons::{ReasonLog, ReasonWriter};
pub use request::{DecideRequest, Explain, MAX_CANDIDATES};
pub(crate) use signals::Tracks;
pub use stage::Stage;
