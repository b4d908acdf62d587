//! Names: interned strings. Each distinct event type, channel, offer or property name of a customer
//! is held once and known by a number.
//!
//! | file | what it knows |
//! | --- | --- |
//! | `texts` | texts one behind the other |
//! | `fingerprint` | short strings compared as numbers |
//! | `triples` | keys of three numbers, each known by one |
//! | `hash` | what their hash tables share |

mod fingerprint;
pub(crate) mod hash;
mod texts;
mod triples;

use fingerprint::Fingerprint;
use hash::{place, size_for};
pub(crate) use texts::Texts;
pub(crate) use triples::{Triple, Triples};

/// The code that stands for "no name".
pub(crate) const NO_NAME: u32 = u32::MAX;

/// The strings of one customer, in order of first appearance.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    texts: Texts,
    /// A hash table, empty while names have only been added in order.
    slots: Vec<Slot>,
}

/// A place in the hash table. Names of up to sixteen bytes, which is nearly all of them, are compared
/// by their slot alone.
#[derive(Debug, Clone, Copy)]
struct Slot {
    key: Fingerprint,
    code: u32,
}

const FREE: Slot = Slot { key: Fingerprint::EMPTY, code: NO_NAME };

impl Slot {
    #[inline(always)]
    const fn is_free(&self) -> bool {
        self.code == NO_NAME
    }
}

impl Names {
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The name with this code; empty for a code that was never given.
    pub(crate) fn get(&self, code: u32) -> &str {
        self.texts.get(code as usize).unwrap_or_default()
    }

    /// The name with this code, if any: there is none for [`NO_NAME`].
    pub(crate) fn optional(&self, code: u32) -> Option<&str> {
        self.texts.get(code as usize)
    }

    /// The names in the order of their codes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts.iter()
    }

    /// Adds a name that comes after those before, by code points. Such names are only put into the
    /// hash table when another one is added: most customers that are restored are read and written
    /// back.
    pub(crate) fn add_in_order(&mut self, text: &str) {
        debug_assert!(self.slots.is_empty());
        self.texts.push(text);
    }

    /// Makes room for so many names.
    pub(crate) fn reserve(&mut self, names: usize) {
        self.texts.reserve(names);
    }

    /// The code of a name that is known already.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return self.texts.find_in_order(text).and_then(|code| u32::try_from(code).ok());
        }
        self.slot(Fingerprint::new(text), text).filter(|slot| !slot.is_free()).map(|slot| slot.code)
    }

    /// The code of a name, given to it now when it is new.
    #[inline(always)]
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        let key = Fingerprint::new(text);
        match self.slot(key, text) {
            Some(slot) if !slot.is_free() => slot.code,
            _ => self.add(key, text),
        }
    }

    /// [`Names::intern`] in one copy, for where there is time.
    #[inline(never)]
    pub(crate) fn intern_cold(&mut self, text: &str) -> u32 {
        self.intern(text)
    }

    /// Adds a name; returns whether it is new.
    pub(crate) fn insert(&mut self, text: &str) -> bool {
        let known = self.len();
        self.intern_cold(text) as usize == known
    }

    /// For each code the place of its name in code-point order.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        if self.slots.is_empty() {
            return (0..).take(self.len()).collect();
        }
        let mut sorted: Vec<u32> = (0..).take(self.len()).collect();
        let beginnings: Vec<u64> = self.texts.iter().map(beginning).collect();
        let beginning = |code: u32| beginnings.get(code as usize);
        crate::sort::numbers(&mut sorted, &mut |left, right| {
            beginning(left).cmp(&beginning(right)).then_with(|| self.get(left).cmp(self.get(right)))
        });
        let mut ranks = vec![0; self.texts.len()];
        for (rank, code) in (0..).zip(sorted) {
            if let Some(place) = ranks.get_mut(code as usize) {
                *place = rank;
            }
        }
        ranks
    }

    /// Forgets the names from the code `length` on, as if they had never been seen.
    pub(crate) fn truncate(&mut self, length: usize) {
        if length < self.texts.len() {
            self.texts.truncate(length);
            self.rebuild(self.slots.len());
        }
    }

    /// The slot that holds `text`, or the free one where it would go.
    #[inline(always)]
    fn slot(&self, key: Fingerprint, text: &str) -> Option<&Slot> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = key.hash();
        loop {
            let slot = self.slots.get(at & mask)?;
            let same = slot.key == key && (key.is_whole() || self.get(slot.code) == text);
            if slot.is_free() || same {
                return Some(slot);
            }
            at += 1;
        }
    }

    #[cold]
    fn add(&mut self, key: Fingerprint, text: &str) -> u32 {
        let size = size_for(self.len() + 1);
        if self.slots.len() < size {
            let was_empty = self.slots.is_empty();
            self.rebuild(size);
            // It may be one of those that were added in order.
            if was_empty && let Some(code) = self.find(text) {
                return code;
            }
        }
        let code = u32::try_from(self.texts.len()).unwrap_or(NO_NAME);
        self.texts.push(text);
        place(&mut self.slots, key.hash(), Slot { key, code }, Slot::is_free);
        code
    }

    fn rebuild(&mut self, size: usize) {
        self.slots.clear();
        self.slots.resize(size, FREE);
        for (code, text) in (0..).zip(self.texts.iter()) {
            let key = Fingerprint::new(text);
            place(&mut self.slots, key.hash(), Slot { key, code }, Slot::is_free);
        }
    }
}

/// The first eight bytes as a number, which orders most texts as code points do.
fn beginning(text: &str) -> u64 {
    let mut bytes = [0; 8];
    for (byte, text) in bytes.iter_mut().zip(text.bytes()) {
        *byte = text;
    }
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_code_however_many_follow() {
        let text = |n: u32| format!("{}{n}", "name_of_some_length_".repeat(n as usize % 3));
        let mut names = Names::default();
        for n in 0..5_000 {
            assert_eq!(names.intern(&text(n)), n);
        }
        for n in 0..5_000 {
            assert_eq!(names.find(&text(n)), Some(n));
            assert_eq!(names.get(n), text(n));
        }
        assert_eq!(names.find("unheard of"), None);
    }

    #[test]
    fn names_that_differ_only_in_the_middle_are_told_apart() {
        let mut names = Names::default();
        let (one, two) = ("campaign_1_of_the_summer", "campaign_2_of_the_summer");
        assert_ne!(names.intern(one), names.intern(two));
        assert_eq!(names.find(one), Some(0));
    }

    #[test]
    fn names_added_in_order_are_found_and_ranked_before_and_after_others_follow() {
        let sorted = ["", "Zoë", "a", "ab", "b", "é", "\u{ffff}", "\u{10000}"];
        let mut names = Names::default();
        for name in sorted {
            names.add_in_order(name);
        }
        for (more, new) in (8..).zip(["nothing", "aa", "\u{10ffff}"]) {
            for (code, name) in (0..).zip(sorted) {
                assert_eq!(names.find(name), Some(code));
            }
            assert_eq!(names.find(new), None);
            let ranks = names.ranks();
            let mut ranked: Vec<(u32, &str)> = ranks.into_iter().zip(names.texts.iter()).collect();
            ranked.sort_unstable();
            assert!(ranked.is_sorted_by_key(|&(_, name)| name));
            assert_eq!((names.intern(new), names.find(new)), (more, Some(more)));
        }
    }

    #[test]
    fn truncating_forgets_the_newest_names_only() {
        let mut names = Names::default();
        for n in 0..40 {
            names.intern(&n.to_string());
        }
        names.truncate(30);
        assert_eq!(names.find("29"), Some(29));
        assert_eq!(names.find("30"), None);
        assert_eq!(names.intern("new"), 30);
    }
}
