//! JSON text, walked over without building a tree.

use std::borrow::Cow;

use super::MAX_NESTING;
use super::error::SyntaxError;
use super::token::Token;
use crate::host::nearest_double;

type Scanned<T> = Result<T, SyntaxError>;

/// Walks over JSON text value by value.
///
/// Reading a history is mostly finding the ends of short strings, so strings are looked through
/// eight bytes at a time, and a string without escapes is a slice of the input.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    pub(super) fn error<T>(&self, reason: &'static str) -> Scanned<T> {
        Err(SyntaxError { reason, at: self.at })
    }

    #[inline(always)]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The first byte of what comes next, white space aside.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = self.byte()?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// Steps over `wanted` when it comes next.
    #[inline(always)]
    pub(crate) fn eat(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// Begins the array or object that was seen to come next.
    pub(crate) fn open(&mut self) -> Scanned<()> {
        self.at += 1;
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return self.error("nested more than 64 levels deep");
        }
        Ok(())
    }

    /// Whether another member follows; `first` is true until the first member has been read.
    #[inline(always)]
    pub(crate) fn more(&mut self, close: u8, first: &mut bool) -> Scanned<bool> {
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                self.depth -= 1;
                return Ok(false);
            }
            Some(b',') if !*first => self.at += 1,
            _ if *first => {}
            _ => return self.error("expected a comma or the end of the list"),
        }
        *first = false;
        Ok(true)
    }

    /// The key of a member and its colon.
    #[inline(always)]
    pub(crate) fn key(&mut self) -> Scanned<Cow<'a, str>> {
        if self.peek() != Some(b'"') {
            return self.error("expected a key in double quotes");
        }
        let key = self.string()?;
        if self.eat(b':') { Ok(key) } else { self.error("expected a colon after the key") }
    }

    /// Steps over a token when it comes next, right away.
    #[inline(always)]
    pub(crate) fn eat_token(&mut self, token: &Token) -> bool {
        let found = token.begins(self.rest());
        self.at += if found { token.len() } else { 0 };
        found
    }

    /// What is not read yet.
    #[inline(always)]
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Where it stands.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// What it has walked over since it stood there.
    pub(crate) fn since(&self, at: usize) -> &'a str {
        self.text.get(at..self.at).unwrap_or_default()
    }

    /// Nothing but white space is left.
    pub(crate) fn end(&mut self) -> Scanned<()> {
        if self.peek().is_some() { self.error("expected the end of the text") } else { Ok(()) }
    }

    /// A string, whose opening quote comes next.
    pub(crate) fn string(&mut self) -> Scanned<Cow<'a, str>> {
        match self.plain_string() {
            Some(slice) => Ok(Cow::Borrowed(slice)),
            None => self.escaped_string().map(Cow::Owned),
        }
    }

    /// A string without escapes, whose opening quote comes next; steps over nothing when it has
    /// some.
    #[inline(always)]
    pub(crate) fn plain_string(&mut self) -> Option<&'a str> {
        let before = self.at;
        self.at += 1;
        self.skip_to_special();
        if self.byte() != Some(b'"') {
            self.at = before;
            return None;
        }
        let slice = self.text.get(before + 1..self.at)?;
        self.at += 1;
        Some(slice)
    }

    /// A string of so many bytes that comes next, when `read` makes something of them; otherwise
    /// nothing is stepped over.
    #[inline(always)]
    pub(crate) fn string_of<const LENGTH: usize, T>(
        &mut self,
        read: impl FnOnce(&[u8; LENGTH]) -> Option<T>,
    ) -> Option<T> {
        let (text, rest) = self.rest().strip_prefix(b"\"")?.split_first_chunk()?;
        let found = if rest.first() == Some(&b'"') { read(text) } else { None };
        self.at += if found.is_some() { LENGTH + 2 } else { 0 };
        found
    }

    /// Moves to the next quote, backslash or control character.
    #[inline(always)]
    fn skip_to_special(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(chunk) = bytes.get(self.at..).and_then(|rest| rest.first_chunk::<8>()) {
            let special = special_bytes(u64::from_le_bytes(*chunk));
            if special != 0 {
                self.at += special.trailing_zeros() as usize / 8;
                return;
            }
            self.at += 8;
        }
        while self.byte().is_some_and(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
            self.at += 1;
        }
    }

    /// A string, whose opening quote comes next, with escapes.
    #[cold]
    pub(crate) fn escaped_string(&mut self) -> Scanned<String> {
        let mut out = String::new();
        self.at += 1;
        loop {
            let from = self.at;
            self.skip_to_special();
            out.push_str(self.text.get(from..self.at).unwrap_or_default());
            match self.byte() {
                None => return self.error("a string without an end"),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    out.push(self.escape()?);
                }
                Some(_) => return self.error("a control character in a string; write it as \\n or \\u00XX"),
            }
        }
    }

    fn escape(&mut self) -> Scanned<char> {
        let Some(byte) = self.byte() else { return self.error("a string without an end") };
        self.at += 1;
        Ok(match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return self.error("an unknown escape in a string"),
        })
    }

    /// A `\u` escape; half a surrogate pair on its own becomes U+FFFD, as it does when a
    /// JavaScript string is encoded as UTF-8.
    fn unicode(&mut self) -> Scanned<char> {
        let high = self.hex4()?;
        if !(0xD800..0xE000).contains(&high) {
            return Ok(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let after = self.at;
        if high < 0xDC00 && self.text.as_bytes().get(after..after + 2) == Some(b"\\u") {
            self.at += 2;
            let low = self.hex4()?;
            if (0xDC00..0xE000).contains(&low) {
                let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = after;
        }
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hex4(&mut self) -> Scanned<u32> {
        let digits = self.text.get(self.at..self.at + 4).unwrap_or_default();
        if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return self.error("\\u must be followed by four hexadecimal digits");
        }
        self.at += 4;
        Ok(u32::from_str_radix(digits, 16).unwrap_or_default())
    }

    /// A number. One too large for a double is infinite, as `JSON.parse` has it.
    #[inline(always)]
    pub(crate) fn number(&mut self) -> Scanned<f64> {
        let start = self.at;
        let negative = self.byte() == Some(b'-');
        self.at += usize::from(negative);
        let leading = self.at;
        let mut mantissa = 0_u64;
        self.digits(&mut mantissa);
        let whole = self.at - leading;
        if whole == 0 || (whole > 1 && self.text.as_bytes().get(leading) == Some(&b'0')) {
            return self.error("not a number");
        }
        let mut places = 0;
        if self.byte() == Some(b'.') {
            self.at += 1;
            let from = self.at;
            self.digits(&mut mantissa);
            places = self.at - from;
            if places == 0 {
                return self.error("a number needs a digit after its point");
            }
        }
        if whole + places > 15 || matches!(self.byte(), Some(b'e' | b'E')) {
            return self.long_number(start);
        }
        // Both are exact doubles, so their quotient is the nearest one.
        #[expect(clippy::cast_precision_loss, reason = "fifteen digits are below 2^53")]
        let magnitude = mantissa as f64 / POWERS_OF_TEN.get(places).copied().unwrap_or(1.0);
        Ok(if negative { -magnitude } else { magnitude })
    }

    #[inline(always)]
    fn digits(&mut self, number: &mut u64) {
        while let Some(byte @ b'0'..=b'9') = self.byte() {
            *number = number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
            self.at += 1;
        }
    }

    #[cold]
    fn long_number(&mut self, start: usize) -> Scanned<f64> {
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            let from = self.at;
            self.digits(&mut 0);
            if self.at == from {
                return self.error("a number needs a digit in its exponent");
            }
        }
        Ok(nearest_double(self.text.get(start..self.at).unwrap_or_default()))
    }

    /// `true`, `false` or `null`.
    pub(crate) fn literal(&mut self) -> Scanned<Option<bool>> {
        for (word, meaning) in [("null", None), ("true", Some(true)), ("false", Some(false))] {
            if self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
                self.at += word.len();
                return Ok(meaning);
            }
        }
        self.error("expected a value")
    }

    /// Steps over the next value, checking that it is JSON.
    pub(crate) fn skip(&mut self) -> Scanned<()> {
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.number().map(drop),
            Some(b'[') => {
                self.open()?;
                let mut first = true;
                while self.more(b']', &mut first)? {
                    self.skip()?;
                }
                Ok(())
            }
            Some(b'{') => {
                self.open()?;
                let mut first = true;
                while self.more(b'}', &mut first)? {
                    self.key()?;
                    self.skip()?;
                }
                Ok(())
            }
            _ => self.literal().map(drop),
        }
    }
}

const POWERS_OF_TEN: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// The high bit of every byte that is a quote, a backslash or a control character; bytes above
/// the lowest such one may be marked falsely, which is why only the lowest is used.
#[inline(always)]
const fn special_bytes(chunk: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let quote = chunk ^ (ONES * b'"' as u64);
    let backslash = chunk ^ (ONES * b'\\' as u64);
    let control = chunk.wrapping_sub(ONES * 0x20) & !chunk;
    ((quote.wrapping_sub(ONES) & !quote) | (backslash.wrapping_sub(ONES) & !backslash) | control) & HIGH
}
