mod active;
mod attributes;
#[cfg(any(test, target_arch = "wasm32"))]
mod codec;
mod dims;
mod findings;
mod judge;
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
pub(crate) use run::{Evaluation, Query};
pub(super) use verdict::Verdict;
pub(crate) use world::{Definitions, World};
