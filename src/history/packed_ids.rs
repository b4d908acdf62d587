//! Ids as bytes, a few for each: blocks of events whose ids are a counter behind a common prefix,
//! GUIDs, or any text.

use std::fmt::Write;

use crate::encoding::{Input, guid, put_fixed, put_length, put_varint, shared_prefix, width_of};

/// How many events' ids are packed alike.
pub(super) const BLOCK: usize = 128;

/// The ids of a run of events in order; some of them may have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PackedIds {
    bytes: Box<[u8]>,
    events: usize,
    count: usize,
}

/// How the ids of a block are packed.
pub(super) const ABSENT: u8 = 0;
pub(super) const COUNTER: u8 = 1;
pub(super) const GUID: u8 = 2;
pub(super) const TEXT: u8 = 3;

impl PackedIds {
    pub(crate) fn pack<'i>(ids: impl Iterator<Item = Option<&'i str>>) -> Self {
        let ids: Vec<Option<&str>> = ids.collect();
        let mut bytes = Vec::new();
        let mut prefix = "";
        for block in ids.chunks(BLOCK) {
            prefix = pack_block(&mut bytes, block, prefix);
        }
        Self { bytes: bytes.into(), events: ids.len(), count: ids.iter().flatten().count() }
    }

    /// How many ids there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// How many events there are, with an id or without.
    pub(super) fn events(&self) -> usize {
        self.events
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What [`PackedIds::pack`] wrote; none for anything else.
    ///
    /// Also tells, for each event, whether it has an id. Looking at counters and GUIDs takes no
    /// time for each of them, so restoring a customer need not unpack what it may never need.
    pub(crate) fn read(bytes: &[u8], events: usize) -> Option<(Self, Presence)> {
        let mut input = Input::new(bytes);
        let mut presence = Presence { blocks: Vec::new() };
        let mut left = events;
        while left > 0 {
            let count = left.min(BLOCK);
            presence.blocks.push(check_block(&mut input, count)?);
            left -= count;
        }
        let count = presence.count(events);
        input.is_empty().then(|| (Self { bytes: bytes.into(), events, count }, presence))
    }

    /// Gives every id there is to `take`, in order.
    pub(crate) fn unpack(&self, mut take: impl FnMut(&str)) {
        let mut input = Input::new(&self.bytes);
        let mut prefix = String::new();
        let mut left = self.events;
        while left > 0 {
            let count = left.min(BLOCK);
            if unpack_block(&mut input, count, &mut prefix, &mut take).is_none() {
                return;
            }
            left -= count;
        }
    }
}

/// Which events have an id.
pub(crate) struct Presence {
    blocks: Vec<BlockPresence>,
}

enum BlockPresence {
    None,
    All,
    Some(Vec<bool>),
}

impl Presence {
    /// For each event whether it has an id.
    pub(crate) fn iter(&self, events: usize) -> impl Iterator<Item = bool> + '_ {
        (0..events).map(|at| match self.blocks.get(at / BLOCK) {
            Some(BlockPresence::All) => true,
            Some(BlockPresence::Some(present)) => present.get(at % BLOCK).copied().unwrap_or(false),
            _ => false,
        })
    }

    fn count(&self, events: usize) -> usize {
        let count = |(at, block): (usize, &BlockPresence)| match block {
            BlockPresence::None => 0,
            BlockPresence::All => (events - at * BLOCK).min(BLOCK),
            BlockPresence::Some(present) => present.iter().filter(|&&present| present).count(),
        };
        self.blocks.iter().enumerate().map(count).sum()
    }

    /// Whether no event has an id.
    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| matches!(block, BlockPresence::None))
    }
}

/// Packs a block in the shortest way that fits; answers the prefix for the next one.
fn pack_block<'i>(bytes: &mut Vec<u8>, block: &[Option<&'i str>], prefix: &'i str) -> &'i str {
    if block.iter().all(Option::is_none) {
        bytes.push(ABSENT);
    } else if let Some((own, numbers)) = counters(block) {
        bytes.push(COUNTER);
        if own == prefix {
            bytes.push(0);
        } else {
            put_length(bytes, own.len() + 1);
            bytes.extend_from_slice(own.as_bytes());
        }
        let base = numbers.iter().copied().min().unwrap_or_default();
        let most = numbers.iter().copied().max().unwrap_or_default() - base;
        let width = width_of(most);
        put_varint(bytes, base);
        bytes.push(width);
        for number in numbers {
            put_fixed(bytes, number - base, width);
        }
        return own;
    } else if let Some(guids) = guids(block) {
        bytes.push(GUID);
        bytes.extend(guids.into_iter().flatten());
    } else {
        bytes.push(TEXT);
        let mut before = "";
        for id in block {
            let Some(id) = id else {
                bytes.push(0);
                continue;
            };
            let shared = shared_prefix(before, id);
            put_length(bytes, id.len() - shared + 1);
            put_length(bytes, shared);
            bytes.extend_from_slice(id.as_bytes().get(shared..).unwrap_or_default());
            before = id;
        }
    }
    prefix
}

/// The ids as numbers behind a common prefix, when they are all that.
fn counters<'i>(block: &[Option<&'i str>]) -> Option<(&'i str, Vec<u64>)> {
    let mut common = None;
    let mut numbers = Vec::with_capacity(block.len());
    for id in block {
        let (prefix, number) = counter((*id)?)?;
        if *common.get_or_insert(prefix) != prefix {
            return None;
        }
        numbers.push(number);
    }
    Some((common?, numbers))
}

/// An id as a prefix and the number at its end, as far as that has no leading zero.
fn counter(id: &str) -> Option<(&str, u64)> {
    let digits = id.bytes().rev().take_while(u8::is_ascii_digit).count().min(18);
    let whole = id.get(id.len() - digits..)?;
    let zeros = whole.bytes().take_while(|&byte| byte == b'0').count().min(digits.saturating_sub(1));
    let (prefix, number) = id.split_at_checked(id.len() - digits + zeros)?;
    Some((prefix, number.parse().ok()?))
}

fn guids(block: &[Option<&str>]) -> Option<Vec<[u8; 16]>> {
    block.iter().map(|id| guid::canonical((*id)?)).collect()
}

/// A block of counters: each id is a prefix and the sum of the base and a word.
pub(super) struct Counters<'a> {
    /// None for that of the counters before.
    pub(super) prefix: Option<&'a str>,
    pub(super) base: u64,
    /// How many bytes a word has.
    pub(super) width: usize,
    pub(super) words: &'a [u8],
}

impl<'a> Counters<'a> {
    pub(super) fn read(input: &mut Input<'a>, count: usize) -> Option<Self> {
        let prefix = match input.length()?.checked_sub(1) {
            Some(length) => Some(input.text(length)?),
            None => None,
        };
        let base = input.varint()?;
        let width = usize::from(input.byte().filter(|&width| width <= 8)?);
        Some(Self { prefix, base, width, words: input.take(count.checked_mul(width)?)? })
    }
}

/// Steps over a block; none when it is not one.
fn check_block(input: &mut Input<'_>, count: usize) -> Option<BlockPresence> {
    Some(match input.byte()? {
        ABSENT => BlockPresence::None,
        COUNTER => {
            Counters::read(input, count)?;
            BlockPresence::All
        }
        GUID => {
            input.take(count.checked_mul(16)?)?;
            BlockPresence::All
        }
        TEXT => {
            let mut present = Vec::with_capacity(count);
            let mut before = String::new();
            for _ in 0..count {
                present.push(read_text(input, &mut before)?);
            }
            BlockPresence::Some(present)
        }
        _ => return None,
    })
}

/// Turns `before` into the next id of a block of texts; false when the event has none.
pub(super) fn read_text(input: &mut Input<'_>, before: &mut String) -> Option<bool> {
    let Some(length) = input.length()?.checked_sub(1) else { return Some(false) };
    let shared = input.length()?;
    let rest = input.text(length)?;
    if !before.is_char_boundary(shared) {
        return None;
    }
    before.truncate(shared);
    before.push_str(rest);
    (!before.is_empty()).then_some(true)
}

fn unpack_block(
    input: &mut Input<'_>,
    count: usize,
    prefix: &mut String,
    take: &mut impl FnMut(&str),
) -> Option<()> {
    match input.byte()? {
        COUNTER => {
            let counters = Counters::read(input, count)?;
            if let Some(own) = counters.prefix {
                prefix.clear();
                prefix.push_str(own);
            }
            let Counters { base, width, .. } = counters;
            let mut words = Input::new(counters.words);
            let mut id = String::with_capacity(prefix.len() + 20);
            for _ in 0..count {
                let mut word = [0; 8];
                word.get_mut(..width)?.copy_from_slice(words.take(width)?);
                id.clear();
                id.push_str(prefix);
                // Writing to a string cannot fail.
                let _ = write!(id, "{}", base.wrapping_add(u64::from_le_bytes(word)));
                take(&id);
            }
        }
        GUID => {
            for _ in 0..count {
                take(&guid::written(input.take(16)?.try_into().ok()?));
            }
        }
        TEXT => {
            let mut before = String::new();
            for _ in 0..count {
                if read_text(input, &mut before)? {
                    take(&before);
                }
            }
        }
        _ => {}
    }
    Some(())
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ids_of(packed: &PackedIds) -> Vec<String> {
        let mut ids = Vec::new();
        packed.unpack(|id| ids.push(id.to_owned()));
        ids
    }

    #[test]
    fn a_counter_takes_few_bytes() {
        let ids: Vec<String> = (0..1000).map(|n| format!("i{}", n * 7 + 3)).collect();
        let packed = PackedIds::pack(ids.iter().map(|id| Some(id.as_str())));
        assert!(packed.bytes().len() < 2100, "{} bytes", packed.bytes().len());
        assert_eq!(ids_of(&packed), ids);
    }

    #[test]
    fn guids_take_sixteen_bytes_each() {
        let ids: Vec<String> = (1..=3_u128).map(|n| guid::written((n << 100 | n).to_le_bytes())).collect();
        let packed = PackedIds::pack(ids.iter().map(|id| Some(id.as_str())));
        assert_eq!(packed.bytes().len(), 1 + 3 * 16);
        let (read, presence) = PackedIds::read(packed.bytes(), 3).unwrap();
        assert_eq!((ids_of(&read), read.count(), presence.iter(3).all(|present| present)), (ids, 3, true));
    }

    #[test]
    fn ids_that_are_text_repeat_only_what_differs_from_the_one_before() {
        let packed = PackedIds::pack([Some("order-a"), None, Some("order-b")].into_iter());
        let spelled = [&[TEXT, 8, 0], b"order-a".as_slice(), &[0, 2, 6], b"b"].concat();
        assert_eq!(packed.bytes(), spelled);
    }

    /// Ids of every kind, so that blocks of all kinds come up, and events without any.
    pub(in crate::history) fn some_ids() -> impl Strategy<Value = Vec<Option<String>>> {
        let guid = any::<u128>().prop_map(|n| guid::written(n.to_le_bytes()));
        let any_id = prop_oneof!["[a-c]{0,2}[0-9]{1,22}", "\\PC{1,6}", Just("é1".to_owned()), guid.clone()];
        let counter = ("[a-c]{0,2}", 0..40_000_u64).prop_map(|(prefix, n)| format!("{prefix}{n}"));
        let of_one_kind = prop_oneof![
            prop::collection::vec(counter.prop_map(Some), 0..300),
            prop::collection::vec((0..3_000_u64).prop_map(|n| Some(format!("evt_{n}"))), 0..300),
            prop::collection::vec(guid.prop_map(Some), 0..200),
        ];
        prop_oneof![prop::collection::vec(prop::option::of(any_id), 0..300), of_one_kind]
    }

    proptest! {
        #[test]
        fn ids_survive_being_packed(ids in some_ids()) {
            let packed = PackedIds::pack(ids.iter().map(Option::as_deref));
            let (read, presence) = PackedIds::read(packed.bytes(), ids.len()).unwrap();
            prop_assert_eq!(&read, &packed);
            let flags: Vec<bool> = presence.iter(ids.len()).collect();
            prop_assert_eq!(flags, ids.iter().map(Option::is_some).collect::<Vec<_>>());
            prop_assert_eq!(ids_of(&packed), ids.into_iter().flatten().collect::<Vec<_>>());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), events in 0_usize..300) {
            if let Some((packed, _)) = PackedIds::read(&bytes, events) {
                ids_of(&packed);
            }
        }
    }
}
