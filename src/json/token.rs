//! Keys that are looked for at one place again and again.

/// Bytes that are looked for at one place again and again.
///
/// Its first eight bytes are compared as one word, which is enough for nearly all that differ.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    bytes: Box<[u8]>,
    head: u64,
    /// The bits of a word that `head` has bytes for.
    mask: u64,
}

impl Token {
    /// The key of a member and its colon; none for a key that JSON writes with an escape.
    pub(crate) fn key(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\');
        plain.then(|| {
            let bytes: Box<[u8]> = format!("\"{text}\":").into_bytes().into();
            let mut head = [0; 8];
            let mut mask = [0; 8];
            for ((byte, head), mask) in bytes.iter().zip(&mut head).zip(&mut mask) {
                (*head, *mask) = (*byte, u8::MAX);
            }
            Self { bytes, head: u64::from_le_bytes(head), mask: u64::from_le_bytes(mask) }
        })
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether `rest` begins with it. Less than a word of `rest` is not looked at.
    #[inline(always)]
    pub(super) fn begins(&self, rest: &[u8]) -> bool {
        let Some(head) = rest.first_chunk() else { return false };
        u64::from_le_bytes(*head) & self.mask == self.head
            && match (self.bytes.last_chunk::<8>(), rest.get(..self.len()).and_then(|rest| rest.last_chunk()))
            {
                (Some(own), Some(tail)) => own == tail && (self.len() <= 16 || rest.starts_with(&self.bytes)),
                (own, _) => own.is_none(),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_where_text_begins_with_it_and_nowhere_else() {
        for name in ["id", "offer", "eventType", "properties", "name_of_more_than_sixteen_bytes"] {
            let token = Token::key(name).unwrap();
            let text = format!("\"{name}\": 1, \"more\": 2");
            assert!(token.begins(text.as_bytes()), "{name}");
            for at in 0..name.len() + 3 {
                let mut other = text.clone().into_bytes();
                other[at] ^= 1;
                assert!(!token.begins(&other), "{name} with byte {at} changed");
            }
        }
    }

    #[test]
    fn a_key_that_takes_an_escape_has_no_token() {
        assert!(Token::key("a\"b").is_none());
        assert!(Token::key("a\\b").is_none());
        assert!(Token::key("a\nb").is_none());
    }
}
