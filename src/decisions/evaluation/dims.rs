use crate::decisions::signals::Domain;
use crate::names::NO_NAME;

/// What of a candidate rules depend on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dims {
    /// The codes of its names; [`NO_NAME`] where it has none.
    pub(crate) offer: u32,
    pub(crate) channel: u32,
    pub(crate) category: u32,
    /// Its position.
    pub(crate) candidate: u32,
}

impl Dims {
    /// For rules that depend on nothing of a candidate.
    pub(crate) const NONE: Self =
        Self { offer: NO_NAME, channel: NO_NAME, category: NO_NAME, candidate: NO_NAME };

    /// Which of all different things in a domain the candidate is.
    #[inline]
    pub(crate) fn place(&self, domain: Domain) -> usize {
        const { assert!(NO_NAME == u32::MAX) };
        let place = match domain {
            Domain::Global => 0,
            // No name comes first.
            Domain::Offer => self.offer.wrapping_add(1),
            Domain::Channel => self.channel.wrapping_add(1),
            Domain::Category => self.category.wrapping_add(1),
            Domain::Candidate => self.candidate,
        };
        place as usize
    }
}
