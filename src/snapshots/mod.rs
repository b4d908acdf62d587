//! Snapshots: a customer as bytes, for storing and for sending.
//!
//! ```text
//! magic "LKBK" · version u16 · checksum u32 (of all that follows) · history · profile facet
//!
//! history  events n
//!          names        count, then each as the bytes it shares with the one before, and the rest
//!          cells        count, then each as the distance from the one before
//!          times        blocks of 128: first time, width, and distances from the first
//!          cell column  for each event the number of its cell, as wide as the largest there is
//!          ids          length, and the packed ids
//!          numbers      count, then each: name, events that carry it, and the values
//! ```
//!
//! Everything is sorted before it is written, so one state has one spelling: restoring and writing
//! again gives the same bytes. Whole numbers are varints; fixed widths are little-endian.

mod columns;
mod history;
mod names;
mod numbers;

use xxhash_rust::xxh3::xxh3_64;

use crate::encoding::{Input, put_length};
use crate::error::{Error, ErrorCode, Issue, Result, code};
use crate::history::History;
use crate::profiles::{self, ProfileFacet};

const MAGIC: &[u8; 4] = b"LKBK";
/// The version this build writes; it reads this one and all before it.
const VERSION: u16 = 1;
/// Magic, version and checksum.
const HEADER: usize = 10;

/// A customer's history and profile as bytes.
pub(crate) fn write(history: &History, profile: &ProfileFacet) -> Vec<u8> {
    let mut body = Vec::new();
    history::write(&mut body, history);
    let mut facet = Vec::new();
    profiles::encode(profile, &mut facet);
    put_length(&mut body, facet.len());
    body.extend(facet);

    let mut bytes = Vec::with_capacity(HEADER + body.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&checksum(&body).to_le_bytes());
    bytes.extend(body);
    bytes
}

/// The history and profile that [`write`] was given.
pub(crate) fn read(bytes: &[u8]) -> Result<(History, ProfileFacet)> {
    let refuse = |code, issue: &'static str, message: &str| {
        Err(Error::single(code, Issue::new("snapshot", issue, message)))
    };
    let mut input = Input::new(bytes);
    if input.take(MAGIC.len()) != Some(MAGIC) {
        return refuse(
            ErrorCode::InvalidSnapshot,
            code::NOT_A_SNAPSHOT,
            "these bytes are not a snapshot of a customer",
        );
    }
    let version = input.take(2).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_le_bytes);
    if version > VERSION {
        let message =
            format!("version {version} is newer than {VERSION}, the newest this build reads; update it");
        return refuse(ErrorCode::UnsupportedSnapshot, code::NEWER_VERSION, &message);
    }
    let expected = input.take(4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes);
    if version == 0 || expected != Some(checksum(bytes.get(HEADER..).unwrap_or_default())) {
        let message = "the snapshot is truncated or corrupted: its checksum does not match";
        return refuse(ErrorCode::InvalidSnapshot, "checksum", message);
    }
    match read_body(&mut input) {
        Some(read) => Ok(read),
        None => refuse(ErrorCode::InvalidSnapshot, "malformed", "the snapshot is malformed inside"),
    }
}

fn read_body(input: &mut Input<'_>) -> Option<(History, ProfileFacet)> {
    let history = history::read(input)?;
    let length = input.length()?;
    let profile = profiles::decode(input.take(length)?)?;
    input.is_empty().then_some((history, profile))
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is as good")]
fn checksum(body: &[u8]) -> u32 {
    xxh3_64(body) as u32
}

#[cfg(test)]
mod tests;
