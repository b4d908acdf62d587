//! Distinguishing short strings without comparing them byte by byte.

use super::hash::spread;

/// A string's length and its first and last eight bytes: all there is of one of up to sixteen
/// bytes, which is nearly every name and key there is. Of a longer one the middle is mixed into the
/// first eight: the names of one customer may well be addresses that begin and end alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    length: usize,
    low: u64,
    high: u64,
}

impl Fingerprint {
    /// The fingerprint of the empty string.
    pub(crate) const EMPTY: Self = Self { length: 0, low: 0, high: 0 };

    #[inline(always)]
    pub(crate) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (low, high) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(_), Some(last)) if bytes.len() > 16 => (mixed(bytes), u64::from_le_bytes(*last)),
            (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
            _ => (short(bytes), 0),
        };
        Self { length: bytes.len(), low, high }
    }

    /// Whether equal fingerprints mean equal strings.
    #[inline(always)]
    pub(crate) const fn is_whole(self) -> bool {
        self.length <= 16
    }

    #[inline(always)]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "any part of the hash will do; only 32-bit targets truncate"
    )]
    pub(crate) fn hash(self) -> usize {
        let mixed = self.low ^ self.high.rotate_left(29) ^ self.length as u64;
        // A product hands bits upwards only, and short names differ in the upper ones.
        (spread(mixed ^ mixed >> 32) >> 32) as usize
    }
}

/// All but the last bytes of a long string, mixed.
#[cold]
fn mixed(bytes: &[u8]) -> u64 {
    bytes
        .as_chunks()
        .0
        .iter()
        .fold(0, |mixed, chunk| spread(mixed.rotate_left(29) ^ u64::from_le_bytes(*chunk)))
}

/// Fewer than eight bytes as one number.
#[inline(always)]
fn short(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
    }
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// How many places of a table twice as large the names come to.
    fn places(name: impl Fn(usize) -> String) -> usize {
        (0..8192).map(|n| Fingerprint::new(&name(n)).hash() & 0x3FFF).collect::<BTreeSet<_>>().len()
    }

    #[test]
    fn names_that_are_alike_spread_over_a_table() {
        // Of places taken by chance it were four fifths.
        assert!(places(|n| format!("https://example.com/offers/{n:06}/landing-page.html")) > 5500);
        assert!(places(|n| format!("a page of {n:04} and the rest")) > 5500);
        assert!(places(|n| format!("off{n:04}")) > 4000);
        assert!(places(|n| format!("o{n:05}")) > 4000);
        assert!(places(|n| format!("offer_{n:04}")) > 4000);
    }
}
