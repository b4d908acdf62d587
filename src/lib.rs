//! Lookback computes exact rolling-window metrics, decisions with reasons and behavior profiles
//! from a customer's own event history.
//!
//! An [`Engine`] is made once from a [`Configuration`]; a [`Customer`] holds one history. No call
//! reads a clock or draws a random number: `now` is always an argument, so the same input gives the
//! same bytes everywhere.
//!
//! # Modules
//!
//! A module for each idea. Data flows down the list, and no module knows those below it.
//!
//! | module | what it knows |
//! | --- | --- |
//! | [`error`](Error) | what went wrong: one error with all its issues, each with a path |
//! | `host` | what the platform lends: nearest doubles, names and offsets of time zones |
//! | `sort` | sorting, with one copy of the algorithm for all |
//! | `numbers` | exact sums of doubles, and what doubles hold exactly |
//! | `encoding` | numbers, texts and GUIDs as bytes |
//! | `names` | strings held once and known by a number |
//! | [`json`] | JSON text, scanned without a tree or read as one, written as ECMAScript writes it |
//! | [`time`] | instants to the millisecond, ISO 8601, offsets of time zones |
//! | `definitions` | how configuration is read: everything wrong is noted, not only the first |
//! | [`events`] | what happened, and where other platforms' records carry the same |
//! | `history` | a customer's events as columns over interned names, in one canonical order |
//! | `intake` | events on their way into a history, out of JSON or as Rust values |
//! | [`metrics`] | rolling windows: definitions, groups, how long a value holds |
//! | [`profiles`] | behavior profiles: scores, decay, pattern matching, merging |
//! | [`rules`] | contact policies, qualification, arbitration, offers; what they need and contradict |
//! | [`decisions`] | candidates in, ranked outcomes with reasons and times out |
//! | `snapshots` | a customer as bytes |
//! | `configuration` | all definitions together: [`Configuration`] |
//! | `catalog` | metrics created, changed and deleted one by one: [`MetricCatalog`] |
//! | `compiled` | a configuration made ready for evaluation |
//! | `engine`, `customer` | what is called: [`Engine`], [`Customer`]; they know each other |
//! | `wasm` | the boundary to JavaScript, and nothing else |
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod catalog;
mod compiled;
mod configuration;
mod customer;
pub mod decisions;
mod definitions;
mod encoding;
mod engine;
mod error;
pub mod events;
mod history;
mod host;
mod intake;
pub mod json;
pub mod metrics;
mod names;
mod numbers;
pub mod profiles;
pub mod rules;
mod snapshots;
mod sort;
pub mod time;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use catalog::{MetricCatalog, MetricRecord};
pub use configuration::Configuration;
pub use customer::{AppendResult, Customer, InteractionResult, OnInvalid};
pub use decisions::{Candidate, DecideRequest, Decision, Explain, Outcome, Reason};
pub use engine::Engine;
pub use error::{Error, ErrorCode, Issue, Result};
pub use events::{EventFields, EventIssue, InteractionEvent};
pub use metrics::{MetricDefinition, MetricGroup, MetricResult};
pub use time::{Instant, TimeError};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
