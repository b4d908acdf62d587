//! One block of packed ids: a counter behind a common prefix, GUIDs, or any text.

use std::fmt::Write;

use crate::encoding::{Input, guid, put_fixed, put_length, put_varint, shared_prefix, width_of};

/// How many events' ids are packed alike.
pub(super) const BLOCK: usize = 128;

/// How the ids of a block are packed.
pub(super) const ABSENT: u8 = 0;
pub(super) const COUNTER: u8 = 1;
pub(super) const GUID: u8 = 2;
pub(super) const TEXT: u8 = 3;

/// Which events of a block have an id.
pub(super) enum BlockPresence {
    None,
    All,
    Some(Vec<bool>),
}

/// Packs a block in the shortest way that fits; returns the prefix for the next one.
pub(super) fn pack_block<'i>(bytes: &mut Vec<u8>, block: &[Option<&'i str>], prefix: &'i str) -> &'i str {
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
    block.iter().map(|id| guid::parse_canonical((*id)?)).collect()
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
pub(super) fn check_block(input: &mut Input<'_>, count: usize) -> Option<BlockPresence> {
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

/// Gives every id of a block to `take`; none when it is not a block.
pub(super) fn unpack_block(
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
                take(&guid::format(input.take(16)?.try_into().ok()?));
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
