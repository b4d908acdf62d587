//! Columns of numbers as bytes.

use crate::encoding::{Input, put_fixed, put_varint, width_of};
use crate::time::Instant;

/// How many times are written as distances from one of them.
const BLOCK: usize = 128;

/// Writes ascending times.
pub(super) fn write_times(bytes: &mut Vec<u8>, times: &[i64]) {
    for block in times.chunks(BLOCK) {
        let (Some(&first), Some(&last)) = (block.first(), block.last()) else { continue };
        let width = width_of((last - first).cast_unsigned());
        put_varint(bytes, first.cast_unsigned());
        bytes.push(width);
        for time in block {
            put_fixed(bytes, (time - first).cast_unsigned(), width);
        }
    }
}

/// Reads times, which must be ascending and within range.
pub(super) fn read_times(input: &mut Input<'_>, count: usize) -> Option<Vec<i64>> {
    let mut times = Vec::with_capacity(count.min(input.len()));
    let (mut before, mut ascending) = (0, true);
    while times.len() < count {
        let block = (count - times.len()).min(BLOCK);
        let first = i64::try_from(input.varint()?).ok()?;
        let width = input.byte()?;
        read_fixed(input, block, width, &mut times, |distance| {
            let time = first.wrapping_add(distance.cast_signed());
            ascending &= time >= before;
            before = time;
            time
        })?;
    }
    (ascending && before <= Instant::MAX.millis()).then_some(times)
}

/// Writes numbers below `limit`, all in as many bytes as the largest needs.
pub(super) fn write_codes(bytes: &mut Vec<u8>, codes: impl Iterator<Item = u32>, limit: usize) {
    let width = code_width(limit);
    for code in codes {
        put_fixed(bytes, u64::from(code), width);
    }
}

/// Reads numbers, which must lie below `limit`.
pub(super) fn read_codes(input: &mut Input<'_>, count: usize, limit: usize) -> Option<Vec<u32>> {
    let mut codes = Vec::with_capacity(count.min(1 << 20));
    let mut largest = 0;
    read_fixed(input, count, code_width(limit), &mut codes, |code| {
        #[expect(clippy::cast_possible_truncation, reason = "at most four bytes wide")]
        let code = code as u32;
        largest = code.max(largest);
        code
    })?;
    (count == 0 || (largest as usize) < limit).then_some(codes)
}

fn code_width(limit: usize) -> u8 {
    width_of(limit.saturating_sub(1) as u64).min(4)
}

/// Adds what `count` numbers of a fixed width stand for to a list; no code or time is wider than
/// six bytes.
#[inline(always)]
fn read_fixed<T: Clone>(
    input: &mut Input<'_>,
    count: usize,
    width: u8,
    list: &mut Vec<T>,
    mut meaning: impl FnMut(u64) -> T,
) -> Option<()> {
    /// One loop for each width, so that the compiler knows how much to load.
    fn each<T, const WIDTH: usize>(words: &[u8], list: &mut Vec<T>, mut meaning: impl FnMut(u64) -> T) {
        list.extend(words.as_chunks::<WIDTH>().0.iter().map(|word| {
            let mut wide = [0; 8];
            for (to, from) in wide.iter_mut().zip(word) {
                *to = *from;
            }
            meaning(u64::from_le_bytes(wide))
        }));
    }
    let words = input.take(count.checked_mul(usize::from(width))?)?;
    match width {
        0 => list.resize(list.len() + count, meaning(0)),
        1 => each::<T, 1>(words, list, meaning),
        2 => each::<T, 2>(words, list, meaning),
        3 => each::<T, 3>(words, list, meaning),
        4 => each::<T, 4>(words, list, meaning),
        5 => each::<T, 5>(words, list, meaning),
        6 => each::<T, 6>(words, list, meaning),
        _ => return None,
    }
    Some(())
}
