//! Values as JSON text.

use std::io;
use std::rc::Rc;

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

use crate::numbers::exact_integer;

/// Writes a value as ECMAScript's `JSON.stringify` would, numbers included, so that the same
/// result is the same text natively and in a browser.
///
/// ```
/// assert_eq!(lookback::json::to_string(&[0.1, 3.0, 1e21]), "[0.1,3,1e+21]");
/// ```
pub fn to_string(value: &(impl Serialize + ?Sized)) -> String {
    let mut text = Vec::with_capacity(256);
    append(&mut text, value);
    String::from_utf8(text).unwrap_or_default()
}

/// A text in quotes, for messages. Rust's own way has tables of all characters with it.
pub(crate) fn quoted(text: &str) -> String {
    to_string(text)
}

/// Writes a value behind what was written before.
pub(crate) fn append(text: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    let mut serializer = serde_json::Serializer::with_formatter(Text(text), Ecmascript);
    // Writing to memory cannot fail, and results have string keys only.
    let written = value.serialize(&mut serializer);
    debug_assert!(written.is_ok(), "a result that JSON cannot hold");
}

/// What is written into: most pieces are a few characters, for which copying memory is a long way
/// round.
struct Text<'t>(&'t mut Vec<u8>);

impl io::Write for Text<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.write_all(piece).map(|()| piece.len())
    }

    fn write_all(&mut self, piece: &[u8]) -> io::Result<()> {
        if piece.len() > 12 {
            self.0.extend_from_slice(piece);
        } else {
            for &byte in piece {
                self.0.push(byte);
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A number as ECMAScript writes it. Whole ones take no search for the shortest digits.
pub(crate) fn number(value: f64) -> String {
    match exact_integer(value) {
        Some(whole) => whole.to_string(),
        None => ryu_js::Buffer::new().format(value).to_owned(),
    }
}

/// JSON that is written already, and stands as it is in what is written around it.
#[derive(Debug, Clone)]
pub(crate) struct RawJson(Rc<[u8]>);

impl RawJson {
    pub(crate) fn new(value: &impl Serialize) -> Self {
        let mut text = Vec::new();
        append(&mut text, value);
        Self(text.into())
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

struct Ecmascript;

impl Formatter for Ecmascript {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        match exact_integer(value) {
            Some(whole) => self.write_i64(writer, whole),
            None => writer.write_all(ryu_js::Buffer::new().format(value).as_bytes()),
        }
    }

    /// Nothing here is made of bytes but what is [`RawJson`].
    fn write_byte_array<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: &[u8]) -> io::Result<()> {
        writer.write_all(value)
    }
}
