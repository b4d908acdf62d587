//! Decisions: which candidates may be shown, in which order, why, when the others may be, and how
//! long all of that holds.
//!
//! Rules are compiled once (`program`) into conditions (`condition`) over *signals*, the numbers they
//! read. `tracks` gather a customer's events by what signals look at, so that the next change of a
//! signal is found without a search, and a `walk` through all later ones is cheap. One evaluator
//! (`evaluation`) reaches each verdict once and keeps its `findings`; ranking, times and
//! `reasons` come from these.

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
