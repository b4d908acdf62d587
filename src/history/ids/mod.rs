//! Event ids, remembered so that an event that comes twice counts once.

mod block;
mod packed;
mod search;

pub(crate) use packed::PackedIds;

use std::sync::OnceLock;

use crate::names::Texts;
use crate::names::hash::{place, spread};

/// The position that stands for "no id".
pub(crate) const NO_ID: u32 = u32::MAX;

/// The ids of one customer's events, each held once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ids {
    /// The ids of a restored customer, until looking for others among them would take longer than
    /// unpacking them.
    packed: Option<PackedList>,
    /// The ids behind those.
    list: Texts,
    /// An open-addressed hash table of the list: the upper half a piece of the hash, the lower the
    /// place.
    slots: Vec<u64>,
    /// How many ids are about to come, if all events have one.
    expected: usize,
}

/// Packed ids, which are unpacked when somebody asks for one.
#[derive(Debug, Clone)]
struct PackedList {
    ids: PackedIds,
    list: OnceLock<Texts>,
    /// What looking for ids took so far, in ids that were looked at.
    effort: usize,
}

/// How many packed ids can be looked at while one is unpacked and entered into the table.
const UNPACK_COST: usize = 32;

impl PackedList {
    fn list(&self) -> &Texts {
        self.list.get_or_init(|| unpacked(&self.ids))
    }

    fn into_list(self) -> Texts {
        self.list.into_inner().unwrap_or_else(|| unpacked(&self.ids))
    }
}

const FREE: u64 = u64::MAX;

fn unpacked(packed: &PackedIds) -> Texts {
    let mut ids = Texts::default();
    packed.unpack(|id| ids.push(id));
    ids
}

impl Ids {
    /// The ids of a restored customer, each at the position of its turn.
    pub(crate) fn from_packed(packed: PackedIds) -> Self {
        Self { packed: Some(PackedList { ids: packed, list: OnceLock::new(), effort: 0 }), ..Self::default() }
    }

    /// How many ids are packed; the list begins behind them.
    #[inline]
    fn packed_count(&self) -> u32 {
        self.packed.as_ref().map_or(0, |packed| u32::try_from(packed.ids.count()).unwrap_or(NO_ID))
    }

    /// Puts the packed ids in front of the list.
    fn unpack(&mut self) {
        if let Some(packed) = self.packed.take() {
            let newer = std::mem::replace(&mut self.list, packed.into_list());
            newer.iter().for_each(|id| self.list.push(id));
            self.rebuild(room_for(self.list.len()));
        }
    }

    /// Takes note that so many events are about to come: once one has an id, there is room for all
    /// of theirs.
    pub(crate) fn expect(&mut self, events: usize) {
        self.expected = events;
    }

    /// How many ids there are.
    pub(crate) fn count(&self) -> usize {
        self.packed_count() as usize + self.list.len()
    }

    /// The id at a position, none for [`NO_ID`].
    pub(crate) fn get(&self, position: u32) -> Option<&str> {
        if position == NO_ID {
            return None;
        }
        match (position.checked_sub(self.packed_count()), &self.packed) {
            (None, Some(packed)) => packed.list().get(position as usize),
            (at, _) => self.list.get(at? as usize),
        }
    }

    /// The position of an id among the packed ones; all are unpacked when looking for each takes too
    /// long.
    fn find_packed(&mut self, id: &str) -> Option<u32> {
        let packed = self.packed.as_mut()?;
        let search = packed.ids.find(id);
        packed.effort += search.effort;
        if packed.effort > UNPACK_COST * packed.ids.count() {
            self.unpack();
        }
        search.found
    }

    /// The position of an id, and whether it is new.
    #[inline]
    pub(crate) fn insert(&mut self, id: &str) -> (u32, bool) {
        if let Some(position) = self.find_packed(id) {
            return (position, false);
        }
        if self.slots.len() < (self.list.len() + 1) * 2 {
            let expected = (self.list.len() + self.expected) * 2;
            self.rebuild(room_for(self.list.len()).max(expected.next_power_of_two()));
        }
        let before = self.packed_count();
        let hash = hash(id.as_bytes());
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = start(hash);
        while let Some(&slot) = self.slots.get(at & mask) {
            if slot == FREE {
                break;
            }
            let turn = turn(slot);
            if slot >> 32 == hash >> 32 && self.list.get(turn as usize) == Some(id) {
                return (before + turn, false);
            }
            at += 1;
        }
        let new = u32::try_from(self.list.len()).unwrap_or(NO_ID);
        self.list.push(id);
        if let Some(slot) = self.slots.get_mut(at & mask) {
            *slot = hash >> 32 << 32 | u64::from(new);
        }
        (before + new, true)
    }

    /// Forgets the ids from the position `length` on.
    pub(crate) fn truncate(&mut self, length: usize) {
        if length < self.count() {
            if length < self.packed_count() as usize {
                self.unpack();
            }
            self.list.truncate(length - self.packed_count() as usize);
            self.rebuild(self.slots.len());
        }
    }

    fn rebuild(&mut self, size: usize) {
        self.slots.clear();
        self.slots.resize(size, FREE);
        for (turn, id) in (0_u64..).zip(self.list.iter()) {
            let hash = hash(id.as_bytes());
            place(&mut self.slots, start(hash), hash >> 32 << 32 | turn, |slot| *slot == FREE);
        }
    }
}

/// How many slots a table has for so many ids and some more.
fn room_for(ids: usize) -> usize {
    ((ids + 1) * 4).next_power_of_two().max(64)
}

/// The place in the list that a slot names.
#[expect(clippy::cast_possible_truncation, reason = "the lower half is the place")]
const fn turn(slot: u64) -> u32 {
    slot as u32
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "any part of the hash will do; only 32-bit targets truncate"
)]
const fn start(hash: u64) -> usize {
    (hash >> 24) as usize
}

/// A multiply-and-fold hash over eight bytes at a time: ids are short and come by the thousand.
#[inline]
fn hash(bytes: &[u8]) -> u64 {
    let mut state = spread(bytes.len() as u64);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.first_chunk().map_or(0, |chunk| u64::from_le_bytes(*chunk));
        state = mix(state ^ word);
    }
    let rest = chunks.remainder();
    if rest.is_empty() {
        return state;
    }
    // The last eight bytes, overlapping what was read, or all there are when fewer.
    let tail = match bytes.last_chunk::<8>() {
        Some(last) => u64::from_le_bytes(*last),
        None => rest.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    };
    mix(state ^ tail)
}

#[inline]
const fn mix(word: u64) -> u64 {
    let mixed = (word ^ word >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    spread(mixed ^ mixed >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once() {
        let mut ids = Ids::default();
        for n in 0..10_000_u32 {
            assert_eq!(ids.insert(&format!("event-{n}")), (n, true));
        }
        for n in 0..10_000_u32 {
            assert_eq!(ids.insert(&format!("event-{n}")), (n, false));
        }
        assert_eq!(ids.get(77), Some("event-77"));
        assert_eq!(ids.get(NO_ID), None);
    }

    #[test]
    fn truncating_forgets_the_newest_ids_only() {
        let mut ids = Ids::default();
        for id in ["a", "b", "c"] {
            ids.insert(id);
        }
        ids.truncate(1);
        assert_eq!(ids.insert("a"), (0, false));
        assert_eq!(ids.insert("c"), (1, true));
    }

    fn restored(ids: impl Iterator<Item = String>) -> Ids {
        let ids: Vec<String> = ids.collect();
        Ids::from_packed(PackedIds::pack(ids.iter().map(|id| Some(id.as_str()))))
    }

    #[test]
    fn ids_behind_packed_ones_are_new_once_and_so_are_those() {
        let id = |n: u32| if n.is_multiple_of(7) { format!("order-{n}") } else { format!("event-{n}") };
        let mut ids = restored((0..1_000).map(id));
        for n in 900..3_000_u32 {
            assert_eq!(ids.insert(&id(n)), (n, n >= 1_000), "{n}");
        }
        for n in 0..3_000_u32 {
            assert_eq!(ids.insert(&id(n)), (n, false), "{n}");
            assert_eq!(ids.get(n), Some(id(n).as_str()));
        }
    }

    #[test]
    fn a_few_ids_leave_those_of_a_restored_customer_packed() {
        let mut ids = restored((0..10_000).map(|n| format!("event-{n}")));
        for n in 10_000..10_100_u32 {
            assert_eq!(ids.insert(&format!("event-{n}")), (n, true));
        }
        assert!(ids.packed.as_ref().is_some_and(|packed| packed.list.get().is_none()));
        assert_eq!((ids.get(10_050), ids.get(9_999)), (Some("event-10050"), Some("event-9999")));
        ids.truncate(10_010);
        assert_eq!((ids.count(), ids.get(10_010)), (10_010, None));
        assert_eq!(ids.insert("event-10050"), (10_010, true));
        ids.truncate(10);
        assert_eq!(
            (ids.count(), ids.insert("event-9"), ids.insert("event-77")),
            (10, (9, false), (10, true))
        );
    }
}
