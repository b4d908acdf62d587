//! Telling short strings apart without comparing them byte by byte.

/// A string's length and its first and last eight bytes: all there is of one of up to sixteen
/// bytes, which is nearly every name and key there is.
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
    pub(crate) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (low, high) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
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
        (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
    }
}

/// Fewer than eight bytes as one number.
#[inline(always)]
fn short(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
    }
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
