//! Members as both spellings of the source system give them: `startDateTime` and `StartDateTime`,
//! dictionaries as objects and as arrays of `Key` and `Value`.

use super::id::normalized;
use super::sorted_map::SortedMap;
use crate::definitions::{Fields, Reader};
use crate::error::code;
use crate::numbers::positive_zero;

/// The longest id, in bytes.
const MAX_ID_LENGTH: usize = 256;

/// The member in either spelling.
pub(super) fn either<'a>(
    fields: &mut Fields<'a>,
    camel: &'static str,
    pascal: &'static str,
) -> Option<Reader<'a>> {
    let pascal = fields.get(pascal);
    fields.get(camel).or(pascal)
}

/// The member in either spelling; its absence is noted in the spelling of the members that are
/// there.
pub(super) fn either_required<'a>(
    fields: &mut Fields<'a>,
    camel: &'static str,
    pascal: &'static str,
) -> Option<Reader<'a>> {
    let found = either(fields, camel, pascal);
    if found.is_none() {
        let is_pascal = fields.keys().any(|key| key.starts_with(|first: char| first.is_ascii_uppercase()));
        fields.refuse(if is_pascal { pascal } else { camel }, code::REQUIRED, "is required");
    }
    found
}

/// An id, in the spelling it is kept in.
pub(crate) fn id(reader: &Reader<'_>) -> Option<String> {
    checked_id(reader, &reader.text()?)
}

fn checked_id(reader: &Reader<'_>, text: &str) -> Option<String> {
    if text.is_empty() || text.len() > MAX_ID_LENGTH {
        reader.refuse(code::INVALID_VALUE, format!("an id has 1 to {MAX_ID_LENGTH} bytes"));
        return None;
    }
    Some(normalized(text))
}

/// A dictionary by id, each value with its own path.
pub(super) fn dictionary<'a>(reader: &Reader<'a>) -> Option<SortedMap<Reader<'a>>> {
    let mut found = SortedMap::new();
    let mut good = true;
    let mut take = |key: Option<String>, value: Option<Reader<'a>>| {
        let (Some(key), Some(value)) = (key, value) else {
            good = false;
            return;
        };
        if !found.add(&key, value) {
            value.refuse(code::DUPLICATE_KEY, format!("{key} is given twice"));
            good = false;
        }
    };
    if reader.value().is_array() {
        for reader in reader.array()? {
            let mut fields = reader.object()?;
            let key = either_required(&mut fields, "key", "Key").and_then(|reader| id(&reader));
            let value = either_required(&mut fields, "value", "Value");
            fields.finish();
            take(key, value);
        }
    } else {
        for (key, value) in reader.entries()? {
            take(checked_id(&value, key), Some(value));
        }
    }
    good.then_some(found)
}

/// A dictionary of which every value is read; none when any is wrong, after all were looked at.
pub(super) fn read_each<'a, T>(
    reader: &Reader<'a>,
    mut read: impl FnMut(&str, Reader<'a>) -> Option<T>,
) -> Option<SortedMap<T>> {
    let mut all = SortedMap::new();
    let mut good = true;
    for (id, reader) in dictionary(reader)? {
        match read(&id, reader) {
            Some(value) => all.set(id, value),
            None => good = false,
        }
    }
    good.then_some(all)
}

/// A dictionary of finite numbers.
pub(super) fn numbers(reader: &Reader<'_>) -> Option<SortedMap<f64>> {
    read_each(reader, |_, reader| Some(positive_zero(reader.number()?)))
}
