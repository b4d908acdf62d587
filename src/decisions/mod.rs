//! Decisions: which candidates may be shown, in which order, why, when the others may be, and how
//! long all of that holds.
//!
//! Rules are compiled once (`program`) into conditions (`condition`) over *signals*, the numbers they
//! read. `tracks` gather a customer's events by what signals look at, so that the next change of a
//! signal is found without a search, and a `walk` through all later ones is cheap. One evaluator
//! (`evaluation`) reaches each verdict once and keeps its `findings`; ranking, times and
//! `reasons` come from these.

mod attributes;
mod backtest;
mod candidate;
mod candidates;
mod condition;
mod contest;
mod decide;
mod evaluation;
mod explain;
mod finding;
mod findings;
#[cfg(any(test, target_arch = "wasm32"))]
mod findings_codec;
mod hours;
mod lint;
mod memo;
mod outcome;
mod profile;
mod program;
mod ranking;
mod reasons;
mod request;
mod requirements;
mod schedule;
mod signal;
mod suppression;
mod told;
mod tracks;
mod walk;
mod wording;
mod world;

pub use backtest::{Backtest, BacktestEvent, BacktestRequest};
pub(crate) use backtest::{BacktestEngine, backtest};
pub use candidate::Candidate;
pub(crate) use candidate::check_event_type;
pub(crate) use candidates::Candidates;
pub(crate) use decide::{decision, evaluate};
#[cfg(target_arch = "wasm32")]
pub(crate) use decide::{funnel, future_events, reasons};
#[cfg(target_arch = "wasm32")]
pub(crate) use evaluation::Evaluation;
#[cfg(target_arch = "wasm32")]
pub(crate) use findings::Findings;
pub use lint::LintFinding;
pub(crate) use lint::lint;
pub use outcome::{
    Decision, Diagnostics, Drop, EventName, Funnel, Outcome, OutcomeStatus, Reason, ReasonEffect, ReasonGroup,
};
pub(crate) use program::Program;
pub use program::Stage;
#[cfg(target_arch = "wasm32")]
pub(crate) use reasons::Telling;
pub use request::{DecideRequest, Explain, MAX_CANDIDATES};
pub use requirements::Requirements;
#[cfg(target_arch = "wasm32")]
pub(crate) use told::Told;
pub(crate) use tracks::Tracks;
pub(crate) use world::World;
