//! What hash tables share: how bits are mixed, how large they are, and how a free place is found.

/// The digits of the golden ratio.
const GOLDEN_RATIO: u64 = 0x9E37_79B9_7F4A_7C15;

/// Spreads every bit over those above it.
#[inline(always)]
pub(crate) const fn spread(word: u64) -> u64 {
    word.wrapping_mul(GOLDEN_RATIO)
}

/// How many slots a table of so many entries has at least: at most half of them are taken.
pub(super) fn size_for(entries: usize) -> usize {
    (entries * 2).next_power_of_two().max(64)
}

/// Puts an entry into the first free slot from the place of its hash on.
#[inline]
pub(crate) fn place<Slot>(slots: &mut [Slot], hash: usize, entry: Slot, is_free: impl Fn(&Slot) -> bool) {
    let mask = slots.len().wrapping_sub(1);
    let mut at = hash;
    while let Some(slot) = slots.get_mut(at & mask) {
        if is_free(slot) {
            *slot = entry;
            return;
        }
        at += 1;
    }
}
