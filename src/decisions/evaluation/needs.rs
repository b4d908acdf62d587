//! What candidates must have: the channel and the category that rules and weights read by.

use super::dims::Dims;
use super::run::Evaluation;
use crate::error::{Error, ErrorCode, Issue, Result};
use crate::names::NO_NAME;

impl Evaluation<'_> {
    /// Refuses candidates that lack a channel or category which a rule that applies needs.
    pub(crate) fn check(&self) -> Result<()> {
        let candidates = &self.found.candidates;
        if !candidates.channels.contains(&NO_NAME) && !candidates.categories.contains(&NO_NAME) {
            return Ok(());
        }
        let mut issues = Vec::new();
        for at in 0..candidates.len() {
            let (channel, category) = self.needs(&self.found.dims(at));
            for (needed, code, member) in [
                (channel, candidates.channel(at), "channel"),
                (category, candidates.category(at), "category"),
            ] {
                if needed && code == NO_NAME {
                    let message = format!("is required, since a rule that applies reads by {member}");
                    issues.push(Issue::new(format!("candidates[{at}].{member}"), "required", message));
                }
            }
        }
        if issues.is_empty() { Ok(()) } else { Err(Error::new(ErrorCode::InvalidArgument, issues)) }
    }

    /// Whether a candidate needs a channel, and whether it needs a category.
    fn needs(&self, dims: &Dims) -> (bool, bool) {
        let program = self.program();
        let rules = self.found.active.iter().filter(|active| active.applies(dims));
        let rules = rules.filter_map(|active| program.rules.get(active.rule)).map(|rule| rule.reads);
        let weights = program.weights.iter().map(|weight| weight.reads);
        rules.chain(weights).fold((false, false), |(channel, category), reads| {
            (channel || reads.needs_channel, category || reads.needs_category)
        })
    }
}
