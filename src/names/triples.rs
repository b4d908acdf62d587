use super::hash::{place, size_for, spread};

/// A key of three numbers.
pub(crate) type Triple = (u32, u32, u32);

/// Distinct keys of three numbers, in order of first appearance, each known by its place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Triples {
    list: Vec<Triple>,
    /// An open-addressed hash table of positions in `list`; empty until a key is looked for to be
    /// added.
    slots: Vec<u32>,
}

const FREE: u32 = u32::MAX;

impl Triples {
    /// Keys that are distinct. They are put into the table when another one is added.
    pub(crate) const fn from_distinct(list: Vec<Triple>) -> Self {
        Self { list, slots: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn as_slice(&self) -> &[Triple] {
        &self.list
    }

    pub(crate) fn get(&self, code: u32) -> Option<Triple> {
        self.list.get(code as usize).copied()
    }

    /// The code of a key that is known already.
    #[inline(always)]
    pub(crate) fn find(&self, key: Triple) -> Option<u32> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash(key);
        loop {
            let code = *self.slots.get(at & mask)?;
            if *self.list.get(code as usize)? == key {
                return Some(code);
            }
            at += 1;
        }
    }

    /// The code of a key, given to it now when it is new.
    #[inline(always)]
    pub(crate) fn intern(&mut self, key: Triple) -> u32 {
        match self.find(key) {
            Some(code) => code,
            None => self.add(key),
        }
    }

    /// [`Triples::find`] in one copy, for where there is time.
    #[inline(never)]
    pub(crate) fn find_cold(&self, key: Triple) -> Option<u32> {
        self.find(key)
    }

    /// [`Triples::intern`] in one copy, for where there is time.
    #[inline(never)]
    pub(crate) fn intern_cold(&mut self, key: Triple) -> u32 {
        self.intern(key)
    }

    /// Forgets the keys from the code `length` on.
    pub(crate) fn truncate(&mut self, length: usize) {
        if length < self.list.len() {
            self.list.truncate(length);
            self.rebuild(self.slots.len());
        }
    }

    #[cold]
    fn add(&mut self, key: Triple) -> u32 {
        let size = size_for(self.len() + 1);
        if self.slots.len() < size {
            let was_empty = self.slots.is_empty();
            self.rebuild(size);
            // It may be one of those that were not in the table.
            if was_empty && let Some(code) = self.find(key) {
                return code;
            }
        }
        let code = u32::try_from(self.len()).unwrap_or(FREE);
        self.list.push(key);
        place(&mut self.slots, hash(key), code, |slot| *slot == FREE);
        code
    }

    fn rebuild(&mut self, size: usize) {
        self.list.reserve((size / 2).saturating_sub(self.list.len()));
        self.slots.clear();
        self.slots.resize(size, FREE);
        for (code, key) in (0..).zip(&self.list) {
            place(&mut self.slots, hash(*key), code, |slot| *slot == FREE);
        }
    }
}

#[inline(always)]
#[allow(
    clippy::cast_possible_truncation,
    reason = "any part of the hash will do; only 32-bit targets truncate"
)]
fn hash((first, second, third): Triple) -> usize {
    let numbers = u64::from(first) ^ u64::from(second) << 21 ^ u64::from(third) << 42;
    (spread(numbers ^ numbers >> 37) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_the_code_of_its_turn_however_many_follow() {
        let key = |n: u32| (n % 7, n / 7, u32::MAX - n);
        let mut triples = Triples::from_distinct((0..10).map(key).collect());
        assert_eq!(triples.find(key(3)), None, "not in the table yet");
        for n in (0..2_000).chain(0..2_000) {
            assert_eq!(triples.intern(key(n)), n);
        }
        triples.truncate(1_000);
        assert_eq!((triples.find(key(999)), triples.find(key(1_000))), (Some(999), None));
        assert_eq!((triples.len(), triples.get(77)), (1_000, Some(key(77))));
    }
}
