//! Bytes: whole numbers in a fixed width or as varints (seven bits a byte), lowest first, and
//! reading them back without trusting them.

/// Appends a number.
pub(crate) fn put_varint(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// Appends a number of up to 126 bits; one below 2^62 takes what [`put_varint`] takes.
pub(crate) fn put_wide(bytes: &mut Vec<u8>, number: u128) {
    const LOW: u128 = (1 << 62) - 1;
    let (low, high) = (number & LOW, number >> 62);
    let more = u64::from(high > 0) << 62;
    put_varint(bytes, u64::try_from(low).unwrap_or_default() | more);
    if high > 0 {
        put_varint(bytes, u64::try_from(high).unwrap_or(u64::MAX));
    }
}

/// How many bytes a number takes at least.
pub(crate) fn width_of(number: u64) -> u8 {
    u8::try_from((64 - number.leading_zeros()).div_ceil(8)).unwrap_or(8)
}

/// Appends a number in so many bytes, the lowest first.
pub(crate) fn put_fixed(bytes: &mut Vec<u8>, number: u64, width: u8) {
    bytes.extend(number.to_le_bytes().into_iter().take(usize::from(width)));
}

/// Appends a length or a position.
pub(crate) fn put_length(bytes: &mut Vec<u8>, length: usize) {
    put_varint(bytes, length as u64);
}

/// A signed number as one that is small when the number is near zero.
pub(crate) const fn zigzag(number: i64) -> u64 {
    (number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned()
}

/// The number that [`zigzag`] was given.
pub(crate) const fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

/// How many bytes two texts begin with alike, up to a boundary of characters.
pub(crate) fn shared_prefix(left: &str, right: &str) -> usize {
    let same = left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count();
    (0..=same).rev().find(|&at| right.is_char_boundary(at)).unwrap_or_default()
}

/// The bytes that are left to read.
pub(crate) struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many bytes are left: no list of things that take a byte each is longer.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(byte)
    }

    #[inline]
    pub(crate) fn varint(&mut self) -> Option<u64> {
        match self.0 {
            // Most are small.
            [byte, rest @ ..] if byte & 0x80 == 0 => {
                self.0 = rest;
                Some(u64::from(*byte))
            }
            _ => self.long_varint(),
        }
    }

    fn long_varint(&mut self) -> Option<u64> {
        const MORE: u64 = 0x8080_8080_8080_8080;
        if let Some(word) = self.0.first_chunk() {
            let word = u64::from_le_bytes(*word);
            let ends = !word & MORE;
            if ends != 0 {
                // All groups of seven bits at once: first pairs of them close up, then pairs of
                // those.
                let last = ends.trailing_zeros() - 7;
                let groups = word & !MORE & (u64::MAX >> (56 - last));
                let pairs = (groups & 0x007F_007F_007F_007F) | (groups & 0x7F00_7F00_7F00_7F00) >> 1;
                let fours = (pairs & 0x0000_3FFF_0000_3FFF) | (pairs & 0x3FFF_0000_3FFF_0000) >> 2;
                self.take(last as usize / 8 + 1)?;
                return (groups >> last != 0).then_some((fours & 0x0FFF_FFFF) | fours >> 32 << 28);
            }
        }
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                return None;
            }
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                // A number has one spelling: no empty groups at its end.
                return (byte != 0 || shift == 0).then_some(number);
            }
        }
        None
    }

    /// A number that [`put_wide`] wrote.
    pub(crate) fn wide(&mut self) -> Option<u128> {
        const MORE: u64 = 1 << 62;
        let low = self.varint()?;
        if low & MORE == 0 {
            return Some(u128::from(low));
        }
        Some(u128::from(low & !MORE) | u128::from(self.varint()?) << 62)
    }

    pub(crate) fn length(&mut self) -> Option<usize> {
        usize::try_from(self.varint()?).ok()
    }

    /// A length of something of which each takes at least a byte of what is left.
    pub(crate) fn count(&mut self) -> Option<usize> {
        self.length().filter(|&count| count <= self.len())
    }

    pub(crate) fn text(&mut self, length: usize) -> Option<&'a str> {
        std::str::from_utf8(self.take(length)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_being_written_and_read() {
        for number in [0, 1, 127, 128, 16_384, u64::from(u32::MAX), u64::MAX >> 1, u64::MAX] {
            let mut bytes = Vec::new();
            put_varint(&mut bytes, number);
            let mut input = Input::new(&bytes);
            assert_eq!((input.varint(), input.is_empty()), (Some(number), true));
            assert_eq!(zigzag(unzigzag(number)), number);
        }
    }

    #[test]
    fn a_number_takes_as_many_bytes_as_it_has() {
        for (number, width) in [(0, 0), (1, 1), (255, 1), (256, 2), (u64::MAX >> 8, 7), (u64::MAX, 8)] {
            assert_eq!(width_of(number), width);
        }
        let mut bytes = Vec::new();
        put_fixed(&mut bytes, 0x0102, 3);
        assert_eq!(bytes, [2, 1, 0]);
    }

    #[test]
    fn a_number_has_one_spelling() {
        assert_eq!(Input::new(&[0x80, 0]).varint(), None);
        assert_eq!(Input::new(&[0xff; 10]).varint(), None);
        assert_eq!(Input::new(&[0x80]).varint(), None);
    }
}
