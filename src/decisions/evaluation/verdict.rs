/// What a rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Verdict {
    #[default]
    Unknown,
    Quiet,
    Acts,
    /// There is no data, and the rule does not act on that.
    MissingQuiet,
    /// There is no data, and the rule acts on that.
    MissingActs,
}

impl Verdict {
    pub(crate) const fn acts(self) -> bool {
        matches!(self, Self::Acts | Self::MissingActs)
    }

    pub(crate) const fn is_missing(self) -> bool {
        matches!(self, Self::MissingQuiet | Self::MissingActs)
    }

    /// The verdict of a rule that has no data, by whether it acts on that.
    pub(super) const fn from_missing(acts: bool) -> Self {
        if acts { Self::MissingActs } else { Self::MissingQuiet }
    }

    /// The verdict of a rule that has data, by whether it acts.
    pub(super) const fn from_acts(acts: bool) -> Self {
        if acts { Self::Acts } else { Self::Quiet }
    }
}
