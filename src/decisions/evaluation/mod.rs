mod attributes;
#[cfg(any(test, target_arch = "wasm32"))]
mod codec;
mod findings;
mod profile;
mod ranking;
mod run;
mod schedule;
mod world;

pub(crate) use findings::{Active, Dims, Findings, Verdict};
pub(crate) use run::{Ask, Evaluation};
pub(crate) use world::World;
