//! Ids as bytes, a few for each, in blocks of events.

use super::block::{BLOCK, BlockPresence, check_block, pack_block, unpack_block};
use crate::encoding::Input;

/// The ids of a run of events in order; some of them may have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PackedIds {
    bytes: Box<[u8]>,
    events: usize,
    count: usize,
}

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
    /// Also returns which events have an id. Looking at counters and GUIDs takes no time for each
    /// of them, so restoring a customer need not unpack what it may never need.
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

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::encoding::guid;
    use crate::history::ids::block::TEXT;

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
        let ids: Vec<String> = (1..=3_u128).map(|n| guid::format((n << 100 | n).to_le_bytes())).collect();
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
        let guid = any::<u128>().prop_map(|n| guid::format(n.to_le_bytes()));
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
