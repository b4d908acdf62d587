//! The evaluation: one pass over candidates and rules, in which each verdict is reached once.
//!
//! | file | what it knows |
//! | --- | --- |
//! | `world` | what is looked at: an engine's definitions and a customer's side |
//! | `dims`, `active` | what of a candidate rules depend on, and the rules that apply to any |
//! | `verdict`, `row`, `findings`, `codec` | what was found, as plain data and as bytes |
//! | `attributes`, `profile`, `readings`, `judge` | what a rule says of a candidate, and until when |
//! | `needs`, `run` | the pass over all of them |
//! | `ranking`, `schedule` | the order, and when those that are blocked would pass |
//! | `turns`, `later` | when those that exclude each other would, as the decision moves forward |
//! | `holding` | until when a decision holds that tells no reasons |

mod active;
mod attributes;
#[cfg(any(test, target_arch = "wasm32"))]
mod codec;
mod dims;
mod findings;
mod holding;
mod judge;
mod later;
mod needs;
mod profile;
mod ranking;
mod readings;
mod row;
mod run;
mod schedule;
mod turns;
mod verdict;
mod world;

pub(super) use active::Active;
pub(super) use dims::Dims;
pub(crate) use findings::Findings;
pub(crate) use run::Evaluation;
pub(super) use verdict::Verdict;
pub(crate) use world::{Definitions, World};
