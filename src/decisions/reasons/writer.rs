use super::overruled::Overruled;
use crate::decisions::evaluation::{Active, Dims, Findings};
use crate::decisions::outcome::ReasonGroup;
use crate::decisions::program::Program;
use crate::decisions::signals::Reach;
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

    /// What the number of a signal was read for.
    pub(super) fn group(&self, signal: usize, dims: &Dims) -> Option<ReasonGroup> {
        let read = self.program.signals.get(signal)?;
        let track = self.program.signals.tracks.get(read.primary)?;
        let name =
            |wanted: bool, code: u32| if wanted { self.found.name(code).map(str::to_owned) } else { None };
        let group = match read.reach {
            Reach::Own => ReasonGroup {
                channel: name(track.by_channel, dims.channel),
                offer: name(track.by_offer, dims.offer),
                category: None,
            },
            Reach::Category => ReasonGroup {
                channel: name(track.by_channel, dims.channel),
                offer: None,
                category: name(true, dims.category),
            },
            Reach::Any => self.found.largest.get(signal)?.clone(),
            Reach::Others(_) => ReasonGroup::default(),
        };
        (group != ReasonGroup::default()).then_some(group)
    }
}
