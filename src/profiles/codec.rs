//! The facet as bytes: the same facet always gives the same bytes, and only those are read back.
//!
//! Numbers are varints (seven bits a byte, lowest first), ids are their length plus one and then
//! their text, or 0 and the 16 bytes of a GUID. Everything sorted is written in its order, so that
//! any other spelling is refused as corrupted.

use super::facet::{Entry, ProfileFacet, SeenId, SeenIds};
use super::sorted_map::SortedMap;
use crate::encoding::{Input, guid, put_length, put_varint, unzigzag, zigzag};
use crate::time::Instant;

/// Appends the facet to `bytes`.
pub(crate) fn encode(facet: &ProfileFacet, bytes: &mut Vec<u8>) {
    put_instant(bytes, facet.source);
    put_length(bytes, facet.entries.len());
    for (id, entry) in facet.entries.iter() {
        put_id(bytes, id);
        put_varint(bytes, u64::from(entry.matched.is_some()));
        if let Some(matched) = &entry.matched {
            put_id(bytes, matched);
        }
        put_varint(bytes, zigzag(entry.count.into()));
        put_instant(bytes, entry.time);
        put_length(bytes, entry.values.len());
        for (key, value) in entry.values.iter() {
            put_id(bytes, key);
            bytes.extend_from_slice(&value.to_le_bytes());
        }
    }
    let seen = facet.seen.as_slice();
    put_length(bytes, seen.len());
    for id in seen {
        match id {
            SeenId::Guid(guid) => put_guid(bytes, *guid),
            SeenId::Text(text) => put_text(bytes, text),
        }
    }
}

/// Reads what [`encode`] wrote, all of it; none for anything else.
pub(crate) fn decode(bytes: &[u8]) -> Option<ProfileFacet> {
    let mut input = Input::new(bytes);
    let source = read_instant(&mut input)?;
    let mut entries = SortedMap::new();
    for _ in 0..input.varint()? {
        let id = read_id(&mut input)?;
        let entry = read_entry(&mut input)?;
        if !entry.is_finite(None) || entries.ids().last().is_some_and(|last: &str| last >= id.as_str()) {
            return None;
        }
        entries.set(id, entry);
    }
    let mut seen = SeenIds::default();
    for _ in 0..input.varint()? {
        if !seen.push(read_seen(&mut input)?) {
            return None;
        }
    }
    input.is_empty().then_some(ProfileFacet { source, entries, seen })
}

/// 0 for none, else one more than the milliseconds.
fn put_instant(bytes: &mut Vec<u8>, instant: Option<Instant>) {
    let millis = instant.map_or(0, |instant| instant.millis() + 1);
    put_varint(bytes, u64::try_from(millis).unwrap_or_default());
}

fn put_id(bytes: &mut Vec<u8>, id: &str) {
    match guid::parse_canonical(id) {
        Some(guid) => put_guid(bytes, guid),
        None => put_text(bytes, id),
    }
}

fn put_guid(bytes: &mut Vec<u8>, guid: [u8; 16]) {
    bytes.push(0);
    bytes.extend_from_slice(&guid);
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_length(bytes, text.len() + 1);
    bytes.extend_from_slice(text.as_bytes());
}

#[expect(clippy::option_option, reason = "absent and corrupted are different outcomes")]
fn read_instant(input: &mut Input<'_>) -> Option<Option<Instant>> {
    match i64::try_from(input.varint()?).ok()? {
        0 => Some(None),
        millis => Some(Some(Instant::from_millis(millis - 1)?)),
    }
}

fn read_seen(input: &mut Input<'_>) -> Option<SeenId> {
    match input.varint()?.checked_sub(1) {
        None => Some(SeenId::Guid(input.take(16)?.try_into().ok()?)),
        Some(length) => {
            let text = std::str::from_utf8(input.take(usize::try_from(length).ok()?)?).ok()?;
            guid::parse_canonical(text).is_none().then(|| SeenId::Text(text.into()))
        }
    }
}

fn read_id(input: &mut Input<'_>) -> Option<String> {
    Some(match read_seen(input)? {
        SeenId::Guid(guid) => guid::format(guid),
        SeenId::Text(text) => text.into(),
    })
}

fn read_entry(input: &mut Input<'_>) -> Option<Entry> {
    let matched = match input.varint()? {
        0 => None,
        1 => Some(read_id(input)?),
        _ => return None,
    };
    let count = i32::try_from(unzigzag(input.varint()?)).ok()?;
    let time = read_instant(input)?;
    let mut values = SortedMap::new();
    for _ in 0..input.varint()? {
        let key = read_id(input)?;
        let value = f64::from_le_bytes(input.take(8)?.try_into().ok()?);
        if values.ids().last().is_some_and(|last: &str| last >= key.as_str()) {
            return None;
        }
        values.set(key, value);
    }
    Some(Entry { matched, count, time, values })
}
