//! What is written is read back, to the byte; all else is refused.

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
        if let Ok(mut customer) = engine().restore(&sealed(&body)) {
            customer.metrics(Instant::MAX).unwrap();
            customer.snapshot();
        }
    }
}

/// Lengths below fifteen take half a byte, others more.
#[test]
fn s2_names_survive_however_long_they_are_and_however_much_they_share() {
    let lengths = [0, 1, 14, 15, 16, 40];
    let mut events = Vec::new();
    for (shared, rest) in lengths.iter().flat_map(|shared| lengths.map(|rest| (*shared, rest))) {
        for last in ["é", "ê", ""] {
            let channel = ["s".repeat(shared), "r".repeat(rest), last.to_owned()].concat();
            events.push(InteractionEvent::new("click", Instant::MIN).with_channel(channel));
        }
    }
    let mut customer = engine().customer();
    customer.append(&events).unwrap();
    let restored = engine().restore(&customer.snapshot()).unwrap();
    assert!(restored.events().eq(customer.events()));
}

#[test]
fn s1_a_newer_snapshot_is_refused_as_such() {
    let mut bytes = engine().customer().snapshot();
    bytes[4] = 2;
    assert_eq!(engine().restore(&bytes).unwrap_err().code, ErrorCode::UnsupportedSnapshot);
    assert_eq!(engine().restore(b"PK\x03\x04").unwrap_err().code, ErrorCode::InvalidSnapshot);
}

/// A snapshot with this inside.
fn sealed(body: &[u8]) -> Vec<u8> {
    [MAGIC.as_slice(), &VERSION.to_le_bytes(), &checksum(body).to_le_bytes(), body].concat()
}

/// The inside of a snapshot, a piece for each thing that it says.
#[derive(Clone)]
struct Inside<'a> {
    events: &'a [u8],
    names: &'a [u8],
    cells: &'a [u8],
    times: &'a [u8],
    cells_of_events: &'a [u8],
    ids: &'a [u8],
    numbers: &'a [u8],
    profile: &'a [u8],
}

/// Two clicks, one and two milliseconds after four, that are worth 1 and 2.
const PLAIN: Inside<'static> = Inside {
    events: &[2],
    // One name of five letters, which shares none with the one before.
    names: &[1, 0x05, b'c', b'l', b'i', b'c', b'k'],
    // One cell. Names are numbered from 1 and absent ones are 0, so with one name it is 1, 0, 0 to
    // the base 2.
    cells: &[1, 0b100],
    // From 5 on, in one byte each.
    times: &[5, 1, 0, 1],
    // With a single cell there is nothing to say.
    cells_of_events: &[],
    ids: &[0],
    // One property: `value`, of two events, each the next, as whole numbers, which are written
    // twofold.
    numbers: &[1, 0, 2, 0, 0, 0, 2, 4],
    // Three bytes: no time, no profiles, no interactions.
    profile: &[3, 0, 0, 0],
};

impl Inside<'_> {
    fn sealed(&self) -> Vec<u8> {
        let Self { events, names, cells, times, cells_of_events, ids, numbers, profile } = self;
        sealed(&[*events, names, cells, times, cells_of_events, ids, numbers, profile].concat())
    }

    fn restored(&self) -> Result<crate::Customer> {
        engine().restore(&self.sealed())
    }
}

#[test]
fn s2_a_snapshot_is_spelled_as_its_page_says() {
    let click =
        |at, worth| InteractionEvent::new("click", Instant::from_millis(at).unwrap()).with_value(worth);
    let whole = [click(5, 1.0), click(6, 2.0)];
    let decimals = [click(5, 1.5), click(6, -0.25)];
    let neither = [click(5, 1.5), click(6, 1.0 / 3.0)];
    let raw =
        [&[1, 0, 2, 0, 0, 255], 1.5_f64.to_le_bytes().as_slice(), &(1.0_f64 / 3.0).to_le_bytes()].concat();
    for (events, numbers) in
        [(whole, PLAIN.numbers), (decimals, &[1, 0, 2, 0, 0, 2, 0xac, 0x02, 0x31]), (neither, raw.as_slice())]
    {
        let mut customer = engine().customer();
        customer.append(&events).unwrap();
        let spelled = Inside { numbers, ..PLAIN };
        assert_eq!(customer.snapshot(), spelled.sealed());
        assert!(spelled.restored().unwrap().events().eq(events));
    }
}

/// Bytes that no customer is written as, and that would be read as one if nobody looked.
#[test]
fn s1_a_snapshot_that_contradicts_itself_is_refused() {
    let two_names = |names| Inside { names, cells: &[1, 9], ..PLAIN };
    let two_cells = |cells_of_events| Inside { cells: &[2, 0b100, 0b010], cells_of_events, ..PLAIN };
    assert!(two_names(&[2, 0x01, b'a', 0x01, b'b']).restored().is_ok());
    assert!(two_cells(&[0, 1]).restored().is_ok());
    assert!(Inside { times: &[0xff, 0xb7, 0xff, 0x90, 0xfd, 0xce, 0x39, 0], ..PLAIN }.restored().is_ok());
    for (what, inside) in [
        ("names out of order", two_names(&[2, 0x01, b'b', 0x01, b'a'])),
        ("a name twice", two_names(&[2, 0x01, b'a', 0x01, b'a'])),
        ("a name twice, shared", two_names(&[2, 0x01, b'a', 0x10])),
        ("half a letter shared", two_names(&[2, 0x02, 0xc3, 0xa9, 0x12, 0xc3, 0xaa])),
        ("a cell without an event type", Inside { cells: &[1, 0b010], ..PLAIN }),
        ("a cell of an unknown event type", Inside { cells: &[1, 0b1000], ..PLAIN }),
        ("a cell twice", Inside { cells: &[2, 0b100, 0], ..PLAIN }),
        ("an event of an unknown cell", two_cells(&[0, 2])),
        ("times that fall", Inside { times: &[5, 1, 1, 0], ..PLAIN }),
        (
            "times wider than any is",
            Inside { times: &[5, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], ..PLAIN },
        ),
        (
            "a time after the year 9999",
            Inside { times: &[0x80, 0xb8, 0xff, 0x90, 0xfd, 0xce, 0x39, 0], ..PLAIN },
        ),
        ("ids of no event", Inside { ids: &[1, 0], ..PLAIN }),
        ("an unknown kind of ids", Inside { ids: &[1, 4], ..PLAIN }),
        ("an id without a letter", Inside { ids: &[4, 3, 1, 0, 0], ..PLAIN }),
        (
            "half a letter of an id shared",
            Inside { ids: &[10, 3, 3, 0, 0xc3, 0xa9, 3, 1, 0xc3, 0xaa, 0], ..PLAIN },
        ),
        (
            "counters nine bytes wide",
            Inside { ids: &[22, 1, 0, 1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], ..PLAIN },
        ),
        ("more than the ids of all events", Inside { ids: &[5, 1, 0, 7, 0, 0], ..PLAIN }),
        ("a property that nobody has", Inside { numbers: &[1, 0, 0, 0], ..PLAIN }),
        ("a number of a third event", Inside { numbers: &[1, 0, 2, 0, 1, 0, 2, 4], ..PLAIN }),
        ("a property twice", Inside { numbers: &[2, 0, 1, 0, 0, 2, 0, 1, 0, 0, 2], ..PLAIN }),
        ("a property without a name", Inside { numbers: &[1, 2, 1, 0, 0, 2], ..PLAIN }),
        ("five decimals", Inside { numbers: &[1, 0, 1, 0, 5, 2], ..PLAIN }),
        ("infinity", Inside { numbers: &[1, 0, 1, 0, 255, 0, 0, 0, 0, 0, 0, 0xf0, 0x7f], ..PLAIN }),
        ("more behind the profile", Inside { profile: &[3, 0, 0, 0, 0], ..PLAIN }),
        ("more behind the profile's interactions", Inside { profile: &[4, 0, 0, 0, 0], ..PLAIN }),
    ] {
        match inside.restored() {
            Ok(customer) => panic!("{what}: read as {:?}", customer.events().collect::<Vec<_>>()),
            Err(error) => assert_eq!(error.issues[0].code, "malformed", "{what}"),
        }
    }
}
