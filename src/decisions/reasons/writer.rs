use super::overruled::Overruled;
use crate::decisions::evaluation::{Active, Dims, Findings};
use crate::decisions::outcome::ReasonGroup;
use crate::decisions::program::{CompiledRule, Program};
use crate::decisions::signals::{Reach, Signal};
use crate::rules::Rules;

/// What reasons are written from.
pub(crate) struct ReasonWriter<'a> {
    pub(crate) program: &'a Program,
    pub(crate) rules: &'a Rules,
    pub(crate) found: &'a Findings,
}

impl ReasonWriter<'_> {
    /// What overrules a rule for a candidate that better-ranked ones may exclude.
    pub(super) fn overruled(&self, rule: &Active, dims: &Dims, winner: Option<usize>) -> Overruled {
        let blocks = rule.blocks() && self.found.verdict(rule.slot(dims)).acts();
        let lifting = if blocks { self.found.lifting(self.program, rule, dims) } else { None };
        Overruled { winner, lifted_by: lifting.map(|lifting| lifting.rule) }
    }

    /// The signal that a rule reads, if any.
    pub(super) fn signal_of(&self, rule: &CompiledRule) -> Option<&Signal> {
        self.program.signals.get(rule.condition.signal()?)
    }

    /// What of the candidate a number was read for.
    pub(super) fn group(&self, signal: &Signal, dims: &Dims) -> Option<ReasonGroup> {
        let track = self.program.signals.tracks.get(signal.primary)?;
        let name =
            |wanted: bool, code: u32| if wanted { self.found.name(code).map(str::to_owned) } else { None };
        let own = signal.reach == Reach::Own;
        let category = signal.reach == Reach::Category;
        let group = ReasonGroup {
            channel: name(track.by_channel && (own || category), dims.channel),
            offer: name(track.by_offer && own, dims.offer),
            category: name(category, dims.category),
        };
        (group != ReasonGroup::default()).then_some(group)
    }
}
