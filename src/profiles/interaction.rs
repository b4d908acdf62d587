//! Interactions: visits with the score changes and the plain events they brought.

use serde_json::Value;

use super::facet::Entry;
use super::members::{either, either_required, id, read_each};
use super::set::{Profile, ProfileMode, ProfileSet};
use super::sorted_map::SortedMap;
use super::xconnect::read_replacement;
use crate::definitions::{Fields, Issues, Reader};
use crate::error::{ErrorCode, Result, code};
use crate::json;
use crate::numbers::positive_zero;
use crate::time::Instant;

/// The names of the event that carries score changes: the documented one, and the class's own.
const CHANGE_EVENTS: [&str; 2] = ["ChangeProfileScoreEvent", "ChangeProfileScoresEvent"];

/// A visit, read and checked, and not yet applied.
#[derive(Debug)]
pub(crate) struct Interaction {
    pub(super) id: Option<String>,
    pub(super) start: Instant,
    /// The change events in the order of their times, then as given.
    pub(super) changes: Vec<Change>,
    /// The scores that replace the facet's in the most-recent mode.
    pub(super) scores: Option<SortedMap<Entry>>,
    /// The member that holds the events.
    pub(crate) events: &'static str,
    /// The places of the other events among all of the interaction's events.
    pub(crate) plain: Vec<usize>,
}

/// One change event.
#[derive(Debug)]
pub(super) struct Change {
    time: Option<Instant>,
    pub(super) deltas: SortedMap<Delta>,
}

/// What a change event adds to one profile.
#[derive(Debug)]
pub(super) struct Delta {
    pub(super) count: i32,
    pub(super) values: SortedMap<f64>,
}

impl Interaction {
    /// Reads an interaction; members other than those of an interaction are ignored, as in events.
    ///
    /// In the aggregating mode `profileScores` is obsolete and ignored.
    ///
    /// # Errors
    /// `invalid_event` with all that is wrong, at paths such as `interaction.events[0].delta`.
    pub(crate) fn from_json(value: &Value, set: &ProfileSet) -> Result<Self> {
        let issues = Issues::default();
        let read = Self::read(Reader::new(value, "interaction", &issues), set);
        issues.into_result(ErrorCode::InvalidEvent, read)
    }

    /// The plain events of the JSON that this interaction was read from, with their places.
    pub(crate) fn plain_events<'v>(&self, value: &'v Value) -> impl Iterator<Item = (usize, &'v Value)> {
        let events = value.get(self.events);
        self.plain.iter().filter_map(move |&place| Some((place, events?.get(place)?)))
    }

    fn read(reader: Reader<'_>, set: &ProfileSet) -> Option<Self> {
        let mut fields = reader.object()?;
        let id = fields_id(&mut fields);
        let start = either_required(&mut fields, "startDateTime", "StartDateTime")
            .and_then(|reader| reader.instant());
        let scores = either(&mut fields, "profileScores", "ProfileScores")
            .filter(|_| set.mode() == ProfileMode::MostRecent);
        let scores = scores.map(|reader| read_replacement(&reader, start));
        let events = if fields.has("events") { "events" } else { "Events" };
        let (changes, plain) = match fields.get(events) {
            Some(reader) => split(&reader, set)?,
            None => (Vec::new(), Vec::new()),
        };
        let changes: Option<Vec<Change>> = changes.into_iter().collect();
        let (id, start) = (id?, start?);
        let scores = match scores {
            Some(scores) => Some(scores?),
            None => None,
        };
        let time = |change: &Change| change.time.unwrap_or(start);
        let mut ordered: Vec<Change> = Vec::new();
        for change in changes? {
            let place = ordered.partition_point(|earlier| time(earlier) <= time(&change));
            ordered.insert(place, change);
        }
        Some(Self { id, start, changes: ordered, scores, events, plain })
    }
}

#[expect(clippy::option_option, reason = "absent and wrong are different outcomes")]
fn fields_id(fields: &mut Fields<'_>) -> Option<Option<String>> {
    match either(fields, "id", "Id") {
        Some(reader) => id(&reader).map(Some),
        None => Some(None),
    }
}

type Split = (Vec<Option<Change>>, Vec<usize>);

/// The change events, read, and the places of the others.
fn split(reader: &Reader<'_>, set: &ProfileSet) -> Option<Split> {
    let (mut changes, mut plain) = (Vec::new(), Vec::new());
    for (index, reader) in reader.array()?.into_iter().enumerate() {
        if is_change(reader.value()) {
            changes.push(Change::read(reader, set));
        } else {
            plain.push(index);
        }
    }
    Some((changes, plain))
}

/// Whether an event carries score changes, by its type or its `OData` type.
fn is_change(event: &Value) -> bool {
    let named = |member: &str| event.get(member).and_then(Value::as_str);
    let class = named("@odata.type").and_then(|name| name.rsplit('.').next());
    let kind = named("eventType").or_else(|| named("EventType"));
    kind.into_iter().chain(class).any(|name| CHANGE_EVENTS.contains(&name))
}

impl Change {
    fn read(reader: Reader<'_>, set: &ProfileSet) -> Option<Self> {
        let mut fields = reader.object()?;
        let time = match either(&mut fields, "timestamp", "Timestamp") {
            Some(reader) => Some(reader.instant()?),
            None => None,
        };
        let delta = either_required(&mut fields, "delta", "Delta")?;
        let deltas = read_each(&delta, |id, reader| Delta::read(reader, set.get(id)))?;
        Some(Self { time, deltas })
    }
}

impl Delta {
    fn read(reader: Reader<'_>, profile: Option<&Profile>) -> Option<Self> {
        let mut fields = reader.object()?;
        fields.ignore(&["@odata.type"]);
        let count = match either(&mut fields, "scoreCount", "ScoreCount") {
            Some(reader) => whole(&reader),
            None => Some(1),
        };
        let value = |key: &str, reader: Reader<'_>| {
            let number = positive_zero(reader.number()?);
            if number < 0.0 && profile.and_then(|profile| profile.affinity(key)).is_some() {
                reader.refuse(code::OUT_OF_RANGE, "a category is viewed or it is not; give a number above 0");
                return None;
            }
            Some(number)
        };
        let values =
            either_required(&mut fields, "values", "Values").and_then(|reader| read_each(&reader, value));
        fields.finish();
        Some(Self { count: count?, values: values? })
    }
}

/// A whole number of 32 bits.
pub(super) fn whole(reader: &Reader<'_>) -> Option<i32> {
    let number = reader.number_in(f64::from(i32::MIN)..=f64::from(i32::MAX))?;
    if number.fract() == 0.0 {
        #[expect(clippy::cast_possible_truncation, reason = "checked just above")]
        return Some(number as i32);
    }
    reader.refuse(code::INVALID_VALUE, format!("must be a whole number, found {}", json::number(number)));
    None
}
