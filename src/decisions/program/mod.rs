mod checks;
mod compile;
mod compiled;
mod condition;
mod lint;
mod requirements;

pub(crate) use compiled::{CompiledEffect, CompiledRule, Program};
pub(crate) use condition::{Condition, ProfileNames};
pub use lint::LintFinding;
pub(crate) use lint::lint;
pub use requirements::Requirements;
