//! The facet in JSON: reading it in the source system's form or our own, and writing the former.

use serde::Serialize;
use serde_json::Value;

use super::facet::{Entry, ProfileFacet};
use super::interaction::whole;
use super::members::{either, either_required, id, numbers, read_each};
use super::set::ProfileSet;
use super::sorted_map::SortedMap;
use crate::definitions::{Issues, Reader};
use crate::error::{ErrorCode, Result, code};
use crate::time::Instant;

const FACET_TYPE: &str = "#Sitecore.XConnect.Collection.Model.ContactBehaviorProfile";
/// What the source system writes for a time that was never set.
const NEVER: &str = "0001-01-01T00:00:00";
/// What the source system adds to the JSON of any facet.
const METADATA: [&str; 4] = ["@odata.type", "ClrTypePresent", "ConcurrencyToken", "LastModified"];

impl ProfileFacet {
    /// Reads a facet from xConnect's JSON or from the form that [`read`](Self::read) gives.
    ///
    /// `Score` is not taken over: it is the sum of the values. Values belong to the facet's time.
    ///
    /// # Errors
    /// `invalid_argument` with every member that is wrong; the facet cannot be extended, so unknown
    /// members are refused.
    pub fn from_json(value: &Value, set: &ProfileSet) -> Result<Self> {
        let issues = Issues::default();
        let facet = read_facet(&Reader::new(value, "profile", &issues), set);
        issues.into_result(ErrorCode::InvalidArgument, facet)
    }

    /// The stored facet in xConnect's form.
    pub fn to_xconnect(&self, set: &ProfileSet) -> XConnectFacet {
        let stored = self.read(set, None);
        let scores = stored.scores.into_iter().map(|(id, score)| KeyValue {
            key: id.clone(),
            value: XConnectScore {
                matched_pattern_id: score.matched_pattern_id,
                profile_definition_id: id,
                score: score.score,
                score_count: score.score_count,
                values: score.values.into_iter().map(|(key, value)| KeyValue { key, value }).collect(),
            },
        });
        XConnectFacet {
            odata_type: FACET_TYPE,
            source_interaction_start_date_time: stored.source_interaction_start_date_time.map(ticks),
            scores: scores.collect(),
        }
    }
}

/// A facet in xConnect's JSON: dictionaries as arrays, and absent members instead of nulls.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct XConnectFacet {
    #[serde(rename = "@odata.type")]
    odata_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_interaction_start_date_time: Option<String>,
    scores: Vec<KeyValue<XConnectScore>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct KeyValue<T> {
    key: String,
    value: T,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct XConnectScore {
    #[serde(skip_serializing_if = "Option::is_none")]
    matched_pattern_id: Option<String>,
    profile_definition_id: String,
    score: f64,
    score_count: i32,
    values: Vec<KeyValue<f64>>,
}

/// A time with seven fractional digits.
fn ticks(instant: Instant) -> String {
    let mut text = instant.to_string();
    text.truncate(text.len() - 1);
    text.push_str("0000Z");
    text
}

fn read_facet(reader: &Reader<'_>, set: &ProfileSet) -> Option<ProfileFacet> {
    let known = ["sourceInteractionStartDateTime", "SourceInteractionStartDateTime", "scores", "Scores"];
    let mut fields = reader.object()?;
    let closed = refuse_extensions(reader, &known);
    if let Some(class) = fields.get("@odata.type").and_then(|reader| Some((reader.text()?, reader)))
        && class.0.trim_start_matches('#') != FACET_TYPE.trim_start_matches('#')
    {
        class.1.refuse(code::INVALID_VALUE, format!("expected {FACET_TYPE}"));
    }
    let source = either(&mut fields, "sourceInteractionStartDateTime", "SourceInteractionStartDateTime")
        .filter(|reader| reader.value().as_str().is_none_or(|text| !text.starts_with(NEVER)));
    let source = match source {
        Some(reader) => Some(reader.instant()?),
        None => None,
    };
    let entries = match either(&mut fields, "scores", "Scores") {
        Some(reader) => read_scores(&reader, source, Some(set))?,
        None => SortedMap::new(),
    };
    closed.then(|| ProfileFacet { source, entries, ..ProfileFacet::default() })
}

/// The scores of an interaction, bare or wrapped as the source system's facet wraps them.
pub(super) fn read_replacement(reader: &Reader<'_>, time: Option<Instant>) -> Option<SortedMap<Entry>> {
    let wrapped = reader.value().get("scores").or_else(|| reader.value().get("Scores")).is_some();
    if !wrapped {
        return read_scores(reader, time, None);
    }
    let closed = refuse_extensions(reader, &["scores", "Scores"]);
    let mut fields = reader.object()?;
    let scores = either_required(&mut fields, "scores", "Scores")?;
    read_scores(&scores, time, None).filter(|_| closed)
}

fn read_scores(
    reader: &Reader<'_>,
    time: Option<Instant>,
    set: Option<&ProfileSet>,
) -> Option<SortedMap<Entry>> {
    read_each(reader, |id, reader| {
        let profile = set.and_then(|set| set.get(id));
        let entry = read_entry(id, &reader, time)?;
        if !entry.is_finite(profile) {
            reader.refuse(code::OUT_OF_RANGE, "the values add up beyond the largest number");
            return None;
        }
        Some(entry)
    })
}

fn read_entry(profile: &str, reader: &Reader<'_>, time: Option<Instant>) -> Option<Entry> {
    let known = [
        "matchedPatternId",
        "MatchedPatternId",
        "profileDefinitionId",
        "ProfileDefinitionId",
        "score",
        "Score",
        "scoreCount",
        "ScoreCount",
        "values",
        "Values",
    ];
    let mut fields = reader.object()?;
    let closed = refuse_extensions(reader, &known);
    if let Some(reader) = either(&mut fields, "profileDefinitionId", "ProfileDefinitionId")
        && id(&reader).is_some_and(|id| id != profile)
    {
        reader.refuse(code::INVALID_VALUE, format!("is not the id it is listed under, {profile}"));
    }
    if let Some(reader) = either(&mut fields, "score", "Score") {
        reader.number()?;
    }
    let matched = match either(&mut fields, "matchedPatternId", "MatchedPatternId") {
        Some(reader) => Some(id(&reader)?),
        None => None,
    };
    let count = match either(&mut fields, "scoreCount", "ScoreCount") {
        Some(reader) => whole(&reader)?,
        None => 0,
    };
    let values = match either(&mut fields, "values", "Values") {
        Some(reader) => numbers(&reader)?,
        None => SortedMap::new(),
    };
    closed.then_some(Entry { matched, count, time, values })
}

/// Refuses members beyond the known ones, as the facet cannot be extended.
fn refuse_extensions(reader: &Reader<'_>, known: &[&str]) -> bool {
    let Some(members) = reader.entries() else { return false };
    let mut closed = true;
    for (name, member) in members {
        if !known.contains(&name) && !METADATA.contains(&name) {
            let message = "the Contact Behavior Profile cannot be extended; keep other data elsewhere";
            member.refuse(code::UNKNOWN_FIELD, message);
            closed = false;
        }
    }
    closed
}
