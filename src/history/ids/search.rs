//! Looking for one id among packed ones, without unpacking them all.

use super::block::{ABSENT, BLOCK, COUNTER, Counters, GUID, TEXT, read_text};
use super::packed::PackedIds;
use crate::encoding::{Input, guid};

/// What came of looking for an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Search {
    /// Where it stands among the ids.
    pub(super) found: Option<u32>,
    /// How much was looked at, in ids.
    pub(super) effort: usize,
}

/// What it takes to step over a block, in ids that are looked at.
const STEP: usize = 16;

impl PackedIds {
    /// Looks for an id. Blocks of counters with another prefix or in another range are stepped
    /// over, and so is one kind of id where another is looked for.
    pub(super) fn find(&self, id: &str) -> Search {
        let input = Input::new(self.bytes());
        let guid = guid::parse_canonical(id);
        let mut reader = Reader { input, id, guid, number: number(id), effort: 0 };
        let mut before = 0;
        let mut left = self.events();
        while left > 0 {
            let count = left.min(BLOCK);
            let Some(block) = reader.block(count) else { break };
            if let Some(at) = block.found {
                return Search { found: u32::try_from(before + at).ok(), effort: reader.effort };
            }
            before += block.ids;
            left -= count;
        }
        Search { found: None, effort: reader.effort }
    }
}

struct Reader<'a> {
    input: Input<'a>,
    id: &'a str,
    /// The id as a GUID, when it is one as they are unpacked.
    guid: Option<[u8; 16]>,
    /// What is behind the prefix of the last counters, when the id begins with that and goes on as
    /// they are unpacked.
    number: Option<u64>,
    effort: usize,
}

/// How many ids a block has, and which of them is the one.
struct Block {
    ids: usize,
    found: Option<usize>,
}

impl Reader<'_> {
    fn block(&mut self, count: usize) -> Option<Block> {
        self.effort += STEP;
        match self.input.byte()? {
            ABSENT => Some(Block { ids: 0, found: None }),
            COUNTER => self.counters(count),
            GUID => {
                let guids = self.input.take(count.checked_mul(16)?)?;
                let found = self.guid.and_then(|guid| self.place(guids, &guid));
                Some(Block { ids: count, found })
            }
            TEXT => self.texts(count),
            _ => None,
        }
    }

    fn counters(&mut self, count: usize) -> Option<Block> {
        let Counters { prefix, base, width, words } = Counters::read(&mut self.input, count)?;
        if let Some(prefix) = prefix {
            self.number = self.id.strip_prefix(prefix).and_then(number);
        }
        let found = self.number.and_then(|number| {
            let word = number.wrapping_sub(base).to_le_bytes();
            let (low, high) = word.split_at_checked(width)?;
            if high.iter().any(|&byte| byte > 0) {
                return None;
            }
            match low {
                [] => Some(0),
                [a] => self.place(words, &[*a]),
                [a, b] => self.place(words, &[*a, *b]),
                [a, b, c] => self.place(words, &[*a, *b, *c]),
                low => {
                    self.effort += count;
                    words.chunks_exact(width).position(|word| word == low)
                }
            }
        });
        Some(Block { ids: count, found })
    }

    fn texts(&mut self, count: usize) -> Option<Block> {
        self.effort += STEP * count;
        let mut text = String::new();
        let mut ids = 0;
        for _ in 0..count {
            if read_text(&mut self.input, &mut text)? {
                if text == self.id {
                    return Some(Block { ids, found: Some(ids) });
                }
                ids += 1;
            }
        }
        Some(Block { ids, found: None })
    }

    /// Where a word stands among words of its width.
    fn place<const WIDTH: usize>(&mut self, words: &[u8], word: &[u8; WIDTH]) -> Option<usize> {
        let words = words.as_chunks::<WIDTH>().0;
        self.effort += words.len();
        words.iter().position(|other| other == word)
    }
}

/// The number that a text is, when that is written as the text is.
fn number(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::history::ids::packed::tests::some_ids;

    proptest! {
        #[test]
        fn an_id_is_found_where_it_is_unpacked_and_no_other_is(ids in some_ids(), strangers in some_ids()) {
            let packed = PackedIds::pack(ids.iter().map(Option::as_deref));
            let present: Vec<(u32, &String)> = (0..).zip(ids.iter().flatten()).collect();
            for id in ids.iter().chain(&strangers).flatten() {
                let first = present.iter().find(|(_, other)| *other == id).map(|(at, _)| *at);
                prop_assert_eq!(packed.find(id).found, first, "{}", id);
            }
        }
    }

    #[test]
    fn counters_of_another_prefix_or_range_are_stepped_over() {
        let ids: Vec<String> = (0..100 * BLOCK).map(|n| format!("evt_{n}")).collect();
        let packed = PackedIds::pack(ids.iter().map(|id| Some(id.as_str())));
        for (id, found) in
            [("evt_12799", Some(12_799)), ("evt_12800", None), ("new_7", None), ("evt_007", None)]
        {
            let search = packed.find(id);
            assert_eq!(search.found, found, "{id}");
            assert!(search.effort <= 100 * STEP + 2 * BLOCK, "{id}: {}", search.effort);
        }
    }
}
