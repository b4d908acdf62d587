use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

/// Writes a value as ECMAScript's `JSON.stringify` would, numbers included, so that the same
/// result is the same text natively and in a browser.
///
/// ```
/// assert_eq!(lookback::json::to_string(&[0.1, 3.0, 1e21]), "[0.1,3,1e+21]");
/// ```
pub fn to_string(value: &(impl Serialize + ?Sized)) -> String {
    let mut text = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, Ecmascript);
    // Writing to memory cannot fail, and results have string keys only.
    let written = value.serialize(&mut serializer);
    debug_assert!(written.is_ok(), "a result that JSON cannot hold");
    String::from_utf8(text).unwrap_or_default()
}

/// A number as ECMAScript writes it.
pub(crate) fn number(value: f64) -> String {
    ryu_js::Buffer::new().format(value).to_owned()
}

struct Ecmascript;

impl Formatter for Ecmascript {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(ryu_js::Buffer::new().format(value).as_bytes())
    }
}
