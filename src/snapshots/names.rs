//! Names as bytes.

use crate::encoding::{Input, put_length, shared_prefix};
use crate::names::Names;

/// Half a byte holds numbers below this; it itself says that more follows.
const HALF: usize = 15;

/// Writes sorted names, each by what it shares with the one before.
pub(super) fn write(bytes: &mut Vec<u8>, names: &[&str]) {
    put_length(bytes, names.len());
    let mut before = "";
    for name in names {
        let shared = shared_prefix(before, name);
        let rest = name.len() - shared;
        let halves = shared.min(HALF) << 4 | rest.min(HALF);
        bytes.push(u8::try_from(halves).unwrap_or_default());
        for length in [shared, rest] {
            if length >= HALF {
                put_length(bytes, length - HALF);
            }
        }
        bytes.extend_from_slice(name.as_bytes().get(shared..).unwrap_or_default());
        before = name;
    }
}

/// Reads names, which must be sorted.
pub(super) fn read(input: &mut Input<'_>) -> Option<Names> {
    let mut names = Names::default();
    let mut name = String::new();
    let count = input.count()?;
    names.reserve(count);
    for at in 0..count {
        let halves = usize::from(input.byte()?);
        let mut lengths = [halves >> 4, halves & HALF];
        for length in &mut lengths {
            if *length == HALF {
                *length = input.length()?.checked_add(HALF)?;
            }
        }
        let [shared, rest] = lengths;
        if !name.is_char_boundary(shared) {
            return None;
        }
        let rest = input.text(rest)?;
        if at > 0 && name.get(shared..)? >= rest {
            return None;
        }
        name.truncate(shared);
        name.push_str(rest);
        names.add_in_order(&name);
    }
    Some(names)
}
