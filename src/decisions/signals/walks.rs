use super::reading::{Reading, Told};
use super::suppression::Suppression;
use super::walk::Walk;
use crate::decisions::memo::Memo;
use crate::names::{NO_NAME, Triple, Triples};

/// What goes on from one decision to the next, which is made later.
#[derive(Default)]
pub(crate) struct Walks<'a> {
    /// Each walk with what was read last: it stands where that ends.
    signals: Memo<(Walk<'a>, Option<Reading>)>,
    suppressions: Memo<Suppression>,
    /// Lists of names: of each list the one it continues, and the last name.
    lists: Triples,
}

impl<'a> Walks<'a> {
    /// A number that stands for a list of names.
    pub(crate) fn list_of(&mut self, names: &[u32]) -> u32 {
        names.iter().fold(NO_NAME, |list, &name| self.lists.intern_cold((list, name, NO_NAME)))
    }

    /// Reads the walk with a key at `now`; it begins there when it is not known.
    pub(crate) fn read(&mut self, key: Triple, now: i64, begin: impl FnOnce() -> Walk<'a>) -> Reading {
        let (walk, last) = self.signals.get_or_insert_with(key, || (begin(), None));
        if let Some(reading) = last.filter(|reading| reading.until > now) {
            return reading;
        }
        walk.advance(now);
        *last.insert(walk.read(Told::Value))
    }

    /// The suppression with a key; it begins now when it is not known.
    pub(crate) fn suppression(&mut self, key: Triple, begin: impl FnOnce() -> Suppression) -> &Suppression {
        self.suppressions.get_or_insert_with(key, begin)
    }
}
