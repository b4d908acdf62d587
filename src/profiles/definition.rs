//! The definition of a profile, as it is written in a configuration and printed back.

use serde::Serialize;

use super::decay::{LinearDecay, TimeDecay};
use super::members;
use super::sorted_map::SortedMap;
use crate::definitions::{Fields, Reader, words};
use crate::error::code;
use crate::numbers::positive_zero;

/// The largest value a pattern may have; far above any score, far below what overflows when
/// squared.
const MAX_PATTERN_VALUE: f64 = 1e12;

/// How the values of a profile become the point that is compared with its patterns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileType {
    /// The values themselves.
    Sum,
    /// The values divided by the score count.
    Average,
    /// The values as shares of their total; patterns are turned into shares as well.
    Percentage,
}

words!(ProfileType { Sum = "sum", Average = "average", Percentage = "percentage" });

/// Whether an interaction's decay comes after its deltas or before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecayOrder {
    /// Deltas, then decay.
    After,
    /// Decay, then deltas, as older trackers did it.
    Before,
}

words!(DecayOrder { After = "after", Before = "before" });

/// What an interaction's change events mean for the values of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "strategy", rename_all = "snake_case")]
pub enum Scoring {
    /// The numbers are added to the values.
    Deltas,
    /// Every key with a number above 0 is one view of a category, scored by how new it is.
    CategoryAffinity(CategoryAffinity),
}

/// Points for views of categories: the first category ever, later views, and what a new category
/// costs the others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CategoryAffinity {
    /// Points for the very first category viewed.
    pub first_points: f64,
    /// Points for every view after it.
    pub later_points: f64,
    /// What a category that is new takes from each of those viewed before.
    pub new_category_penalty: f64,
    /// How many categories are kept; a new one beyond them drops the lowest of the earlier ones.
    pub keep: u32,
}

impl Default for CategoryAffinity {
    fn default() -> Self {
        Self { first_points: 10.0, later_points: 5.0, new_category_penalty: 1.0, keep: 5 }
    }
}

/// One axis of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProfileKey {
    /// The id that deltas and patterns name it by.
    pub id: String,
    /// The display name.
    pub name: String,
}

/// A kind of visitor: a point in the space of a profile's keys.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProfilePattern {
    /// The id that `matchedPatternId` gives.
    pub id: String,
    /// The display name.
    pub name: String,
    /// By key id; a key that is left out is 0.
    pub values: SortedMap<f64>,
}

/// A profile that behavior is scored in, with everything filled in.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileDefinition {
    /// A GUID in lower case with hyphens, or any other text.
    pub id: String,
    /// The display name; the id when none was given.
    pub name: String,
    /// What the profile is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How values become points.
    #[serde(rename = "type")]
    pub kind: ProfileType,
    /// How change events score.
    pub scoring: Scoring,
    /// What every interaction takes off each value, in percent.
    pub decay_rate: f64,
    /// When an interaction takes it off.
    pub decay_order: DecayOrder,
    /// What time takes off: `halfLifeDays` or `linearDecay`.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub time_decay: Option<TimeDecay>,
    /// The axes, in the order given; none for category affinity over any category.
    pub keys: Vec<ProfileKey>,
    /// The patterns, in the order given.
    pub patterns: Vec<ProfilePattern>,
    /// A profile matches only when it was scored more often than this.
    pub minimum_score_count: u32,
}

impl ProfileDefinition {
    /// Whether the key belongs to the profile: only those decay and match.
    pub(crate) fn has_key(&self, key: &str) -> bool {
        self.keys.is_empty() || self.keys.iter().any(|known| known.id == key)
    }

    /// All profiles of a configuration, each id once.
    pub(crate) fn read_all(reader: &Reader<'_>) -> Option<Vec<Self>> {
        reader.keyed_list("profile", "id", Self::read, |definition| &definition.id)
    }

    fn read(reader: Reader<'_>) -> Option<Self> {
        let mut fields = reader.object()?;
        fields.ignore(&["createdAt", "updatedAt"]);
        let id = fields.required("id", |reader| members::id(&reader));
        let name = fields.optional("name", |reader| reader.text());
        let description = fields.optional("description", |reader| reader.plain());
        let kind = fields.or("type", ProfileType::Sum, |reader| reader.word());
        let scoring = fields.or("scoring", Scoring::Deltas, scoring);
        let halves = matches!(scoring, Some(Scoring::CategoryAffinity(_)));
        let decay_rate =
            fields.or("decayRate", if halves { 50.0 } else { 0.0 }, |reader| reader.number_in(0.0..=100.0));
        let decay_order = fields.or("decayOrder", DecayOrder::After, |reader| reader.word());
        let time_decay = time_decay(&mut fields);
        let keys = keys(&mut fields, halves);
        let patterns = fields.or("patterns", Vec::new(), |reader| {
            patterns(&reader, keys.as_deref().filter(|keys| !keys.is_empty()))
        });
        let minimum_score_count =
            fields.or("minimumScoreCount", 0, |reader| reader.whole_in(0..=i32::MAX.unsigned_abs()));
        fields.finish();
        let id = id?;
        Some(Self {
            name: name?.unwrap_or_else(|| id.clone()),
            id,
            description: description?,
            kind: kind?,
            scoring: scoring?,
            decay_rate: decay_rate?,
            decay_order: decay_order?,
            time_decay: time_decay?,
            keys: keys?,
            patterns: patterns?,
            minimum_score_count: minimum_score_count?,
        })
    }
}

/// A strategy by its name, with the usual numbers.
fn strategy(reader: &Reader<'_>) -> Option<Scoring> {
    let strategies = [Scoring::Deltas, Scoring::CategoryAffinity(CategoryAffinity::default())];
    strategies.get(reader.position(&["deltas", "category_affinity"])?).copied()
}

/// A strategy by its name alone, or an object with its numbers.
fn scoring(reader: Reader<'_>) -> Option<Scoring> {
    if reader.value().is_string() {
        return strategy(&reader);
    }
    let mut fields = reader.object()?;
    let read = match fields.required("strategy", |reader| strategy(&reader))? {
        Scoring::Deltas => Some(Scoring::Deltas),
        Scoring::CategoryAffinity(default) => affinity(&mut fields, default).map(Scoring::CategoryAffinity),
    };
    fields.finish();
    read
}

fn affinity(fields: &mut Fields<'_>, default: CategoryAffinity) -> Option<CategoryAffinity> {
    let mut points =
        |key, default| fields.or(key, default, |reader| reader.number_in(0.0..=MAX_PATTERN_VALUE));
    let first_points = points("firstPoints", default.first_points);
    let later_points = points("laterPoints", default.later_points);
    let new_category_penalty = points("newCategoryPenalty", default.new_category_penalty);
    let keep = fields.or("keep", default.keep, |reader| reader.whole_in(1..=1000));
    Some(CategoryAffinity {
        first_points: first_points?,
        later_points: later_points?,
        new_category_penalty: new_category_penalty?,
        keep: keep?,
    })
}

/// `halfLifeDays` or `linearDecay`; a profile has one clock.
#[expect(clippy::option_option, reason = "absent and wrong are different outcomes")]
fn time_decay(fields: &mut Fields<'_>) -> Option<Option<TimeDecay>> {
    let half_life = fields.optional("halfLifeDays", |reader| reader.number_in(0.001..=36_500.0));
    let linear = fields.optional("linearDecay", linear_decay);
    match (half_life?, linear?) {
        (Some(_), Some(_)) => {
            fields.refuse("linearDecay", code::INVALID_VALUE, "give halfLifeDays or linearDecay, not both");
            None
        }
        (half_life, linear) => {
            Some(half_life.map(TimeDecay::HalfLife).or_else(|| linear.map(TimeDecay::Linear)))
        }
    }
}

fn linear_decay(reader: Reader<'_>) -> Option<LinearDecay> {
    let default = LinearDecay::default();
    let mut fields = reader.object()?;
    let grace_days = fields.or("graceDays", default.grace_days, |reader| reader.number_in(0.0..=36_500.0));
    let rate_per_day = fields.or("ratePerDay", default.rate_per_day, |reader| reader.number_in(0.0..=1000.0));
    let cap = fields.or("cap", default.cap, |reader| reader.number_in(0.0..=1.0));
    fields.finish();
    Some(LinearDecay { grace_days: grace_days?, rate_per_day: rate_per_day?, cap: cap? })
}

/// The keys; only category affinity can do without, and then takes any category.
fn keys(fields: &mut Fields<'_>, open: bool) -> Option<Vec<ProfileKey>> {
    let keys = match fields.get("keys") {
        Some(reader) => reader.keyed_list(
            "key",
            "id",
            |reader| {
                if reader.value().is_string() {
                    let id = members::id(&reader)?;
                    return Some(ProfileKey { name: id.clone(), id });
                }
                let mut fields = reader.object()?;
                let id = fields.required("id", |reader| members::id(&reader));
                let name = fields.optional("name", |reader| reader.text());
                fields.finish();
                let id = id?;
                Some(ProfileKey { name: name?.unwrap_or_else(|| id.clone()), id })
            },
            |key| &key.id,
        )?,
        None => Vec::new(),
    };
    if keys.is_empty() && !open {
        fields.refuse("keys", code::REQUIRED, "list the keys that the profile is scored in");
        return None;
    }
    Some(keys)
}

fn patterns(reader: &Reader<'_>, keys: Option<&[ProfileKey]>) -> Option<Vec<ProfilePattern>> {
    reader.keyed_list(
        "pattern",
        "id",
        |reader| {
            let mut fields = reader.object()?;
            let id = fields.required("id", |reader| members::id(&reader));
            let name = fields.optional("name", |reader| reader.text());
            let values = fields.required("values", |reader| pattern_values(&reader, keys));
            fields.finish();
            let id = id?;
            Some(ProfilePattern { name: name?.unwrap_or_else(|| id.clone()), id, values: values? })
        },
        |pattern| &pattern.id,
    )
}

fn pattern_values(reader: &Reader<'_>, keys: Option<&[ProfileKey]>) -> Option<SortedMap<f64>> {
    members::read_each(reader, |key, reader| {
        if keys.is_some_and(|keys| !keys.iter().any(|known| known.id == key)) {
            reader.refuse(code::INVALID_VALUE, format!("{key} is not among the profile's keys"));
            return None;
        }
        Some(positive_zero(reader.number_in(-MAX_PATTERN_VALUE..=MAX_PATTERN_VALUE)?))
    })
}
