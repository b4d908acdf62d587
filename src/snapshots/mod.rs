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

use crate::bytes::{Input, put_length};
use crate::error::{Error, ErrorCode, Issue, Result};
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
            "not_a_snapshot",
            "these bytes are not a snapshot of a customer",
        );
    }
    let version = input.take(2).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_le_bytes);
    if version > VERSION {
        let message =
            format!("version {version} is newer than {VERSION}, the newest this build reads; update it");
        return refuse(ErrorCode::UnsupportedSnapshot, "newer_version", &message);
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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Configuration, Engine, Instant, InteractionEvent};

    fn event() -> impl Strategy<Value = InteractionEvent> {
        let id = prop::option::of(prop_oneof!["i[0-9]{1,3}", "[a-z]{1,3}"]);
        let channel = prop::option::of(prop_oneof![Just("email"), Just("sms"), Just("é")]);
        let offer = prop::option::of("[a-c]{1,2}");
        let value = prop::option::of(prop_oneof![-1e3..1e3, Just(12.5), Just(1e300)]);
        let at = prop_oneof![0_i64..50, 0_i64..1_000_000_000_000];
        (id, at, channel, offer, value, prop::option::of(0.0..9.0)).prop_map(
            |(id, at, channel, offer, value, x)| InteractionEvent {
                id,
                channel: channel.map(str::to_owned),
                offer,
                value,
                properties: x.map(|x| ("x".to_owned(), x)).into_iter().collect(),
                ..InteractionEvent::new("click", Instant::from_millis(at).unwrap())
            },
        )
    }

    fn engine() -> Engine {
        Engine::new(Configuration::default()).unwrap()
    }

    proptest! {
        #[test]
        fn s2_a_restored_customer_is_the_same_to_the_byte(
            first in prop::collection::vec(event(), 0..300),
            second in prop::collection::vec(event(), 0..20),
        ) {
            let mut customer = engine().customer();
            customer.append(&first).unwrap();
            let bytes = customer.snapshot();
            let mut restored = engine().restore(&bytes).unwrap();
            prop_assert_eq!(restored.snapshot(), bytes);
            prop_assert_eq!(restored.append(&second).unwrap(), customer.append(&second).unwrap());
            prop_assert_eq!(restored.events().collect::<Vec<_>>(), customer.events().collect::<Vec<_>>());
            prop_assert_eq!(restored.snapshot(), customer.snapshot());
        }

        #[test]
        fn s1_a_snapshot_with_a_byte_changed_or_cut_off_is_refused(
            events in prop::collection::vec(event(), 0..40),
            at in any::<prop::sample::Index>(),
            flip in 1_u8..,
        ) {
            let mut customer = engine().customer();
            customer.append(&events).unwrap();
            let mut bytes = customer.snapshot();
            let at = at.index(bytes.len());
            prop_assert!(engine().restore(&bytes[..at]).is_err());
            bytes[at] ^= flip;
            prop_assert!(engine().restore(&bytes).is_err());
        }

        #[test]
        fn s1_any_bytes_behind_a_right_checksum_are_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..80)) {
            let mut bytes = [MAGIC.as_slice(), &VERSION.to_le_bytes(), &checksum(&body).to_le_bytes()].concat();
            bytes.extend(body);
            if let Ok(mut customer) = engine().restore(&bytes) {
                customer.metrics(Instant::MAX).unwrap();
                customer.snapshot();
            }
        }
    }

    #[test]
    fn s1_a_newer_snapshot_is_refused_as_such() {
        let mut bytes = engine().customer().snapshot();
        bytes[4] = 2;
        assert_eq!(engine().restore(&bytes).unwrap_err().code, ErrorCode::UnsupportedSnapshot);
        assert_eq!(engine().restore(b"PK\x03\x04").unwrap_err().code, ErrorCode::InvalidSnapshot);
    }
}
