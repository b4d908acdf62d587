use crate::names::{NO_NAME, Triple};

/// What overrules a rule for one candidate and not for another that shares its verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Overruled {
    /// The candidate that ranks higher, of those that exclude each other.
    pub(super) winner: Option<usize>,
    /// The override that lifts it, as a position in the program.
    pub(super) lifted_by: Option<usize>,
}

impl Overruled {
    /// The key of the verdict of a slot, overruled in this way.
    pub(super) fn key(self, slot: usize) -> Triple {
        let code = |place: Option<usize>| place.and_then(|at| u32::try_from(at).ok()).unwrap_or(NO_NAME);
        (code(Some(slot)), code(self.winner), code(self.lifted_by))
    }
}
