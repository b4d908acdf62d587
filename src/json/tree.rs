//! JSON text as a tree.

use serde_json::{Map, Number, Value};

use super::error::{SyntaxError, locate};
use super::scanner::Scanner;
use crate::error::{Issue, code};
use crate::numbers::exact_integer;

/// Reads a JSON text as a tree.
///
/// # Errors
/// An issue with line and column when the text is not UTF-8, not JSON or nested too deep.
///
/// ```
/// use lookback::json;
///
/// assert_eq!(json::parse(b"[1, 2]").ok(), Some(serde_json::json!([1, 2])));
/// assert_eq!(json::parse(b"[1, 2").unwrap_err().code, "invalid_json");
/// ```
pub fn parse(text: &[u8]) -> Result<Value, Issue> {
    let text = text_of(text, "")?;
    let mut scanner = Scanner::new(text);
    let read = value(&mut scanner).and_then(|value| scanner.end().map(|()| value));
    read.map_err(|error| locate(text, error, ""))
}

/// The text of what is read as JSON and called `path`.
pub(crate) fn text_of<'t>(bytes: &'t [u8], path: &str) -> Result<&'t str, Issue> {
    let text = simdutf8::compat::from_utf8(bytes).map_err(|error| {
        Issue::new(path, code::INVALID_JSON, format!("not UTF-8 at byte {}", error.valid_up_to()))
    })?;
    // A byte order mark, which some tools put before what they write, says nothing more about
    // UTF-8.
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The next value as a tree.
pub(crate) fn value(scanner: &mut Scanner<'_>) -> Result<Value, SyntaxError> {
    Ok(match scanner.peek() {
        Some(b'"') => Value::String(scanner.string()?.into_owned()),
        Some(b'-' | b'0'..=b'9') => number(scanner.number()?),
        Some(b'[') => {
            scanner.open()?;
            let (mut items, mut first) = (Vec::new(), true);
            while scanner.more(b']', &mut first)? {
                items.push(value(scanner)?);
            }
            Value::Array(items)
        }
        Some(b'{') => {
            scanner.open()?;
            let (mut map, mut first) = (Map::new(), true);
            while scanner.more(b'}', &mut first)? {
                let key = scanner.key()?.into_owned();
                map.insert(key, value(scanner)?);
            }
            Value::Object(map)
        }
        _ => scanner.literal()?.map_or(Value::Null, Value::Bool),
    })
}

/// Whole numbers stay whole, so that 3 is not written as 3.0 again.
fn number(number: f64) -> Value {
    let whole = exact_integer(number).map(Number::from);
    whole.or_else(|| Number::from_f64(number)).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_serde_json_reads() {
        for text in [
            r#"{"a":[1,2.5,-3e2,0,12345678901234],"b":{"c":null,"d":true,"e":false},"f":""}"#,
            r#" [ "quote \" slash \\ \/ \b\f\n\r\t \u00e9 \ud83d\ude00 é 😀 a longer string of text" ] "#,
            "1.7976931348623157e308",
            "0.1",
            "-0.000123456789",
        ] {
            let expected: Value = serde_json::from_str(text).unwrap();
            let read = parse(text.as_bytes()).unwrap();
            assert_eq!(read.to_string().replace(".0", ""), expected.to_string().replace(".0", ""), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_not_json_with_line_and_column() {
        for text in [
            "",
            "{",
            "[1,]",
            "[1 2]",
            "{\"a\" 1}",
            "{a:1}",
            "01",
            "1.",
            "-",
            "1e",
            "tru",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"",
            "[] []",
            "nul",
            "+1",
            ".5",
            "{\"a\":1,}",
            "NaN",
        ] {
            assert!(parse(text.as_bytes()).is_err(), "{text:?}");
            assert!(serde_json::from_str::<Value>(text).is_err(), "{text:?}");
        }
        let issue = parse(b"[1,\n  x]").unwrap_err();
        assert_eq!(issue.message, "not valid JSON at line 2, column 3: expected a value");
        assert!(parse(&[b'"', 0xff, b'"']).is_err());
    }

    #[test]
    fn a_byte_order_mark_before_a_text_is_skipped() {
        assert_eq!(parse("\u{feff}[1]".as_bytes()), Ok(serde_json::json!([1])));
        assert!(parse("[\u{feff}1]".as_bytes()).is_err());
    }

    #[test]
    fn nesting_beyond_the_limit_is_refused_and_does_not_overflow_the_stack() {
        assert!(parse(format!("{}1{}", "[".repeat(64), "]".repeat(64)).as_bytes()).is_ok());
        assert!(parse("[".repeat(1_000_000).as_bytes()).is_err());
    }

    #[test]
    fn half_a_surrogate_pair_becomes_the_replacement_character() {
        assert_eq!(parse(br#""\ud83d!""#), Ok(Value::from("\u{fffd}!")));
        assert_eq!(parse(br#""\ude00""#), Ok(Value::from("\u{fffd}")));
        assert_eq!(parse(br#""\ud83d\ud83d\ude00""#), Ok(Value::from("\u{fffd}\u{1f600}")));
    }
}
