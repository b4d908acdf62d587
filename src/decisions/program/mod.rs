//! The program: the rules of a configuration, compiled once into conditions over signals.
//!
//! | file | what it knows |
//! | --- | --- |
//! | `condition` | when a rule acts, whatever kind of rule it is |
//! | `compiled` | what a program consists of |
//! | `checks`, `compile` | how it is made from the rules as they are written |
//! | `requirements` | the least history that it needs |
//! | `lint`, `acting` | rules that are allowed and yet likely a mistake |

mod acting;
mod checks;
mod compile;
mod compiled;
mod condition;
mod lint;
mod requirements;

pub(crate) use compiled::{CompiledEffect, CompiledRule, CompiledWeight, Program};
pub(crate) use condition::{Condition, ProfileNames};
pub use lint::LintFinding;
pub(crate) use lint::lint;
pub use requirements::Requirements;
