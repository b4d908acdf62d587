//! Findings as bytes, for reasons that are read after the engine has gone on to other things.
//!
//! The bytes stay with one engine and never outlive it, so they need neither a version nor a
//! checksum; reading them back still trusts nothing.

use serde_json::{Map, Value};

use super::findings::Findings;
use super::row::{Exclusion, Holder, Row};
use super::verdict::Verdict;
use crate::decisions::candidates::Candidates;
use crate::decisions::program::Program;
use crate::encoding::{Input, put_length, put_varint};
use crate::json;
use crate::names::Names;

const VERDICTS: [Verdict; 5] =
    [Verdict::Unknown, Verdict::Quiet, Verdict::Acts, Verdict::MissingQuiet, Verdict::MissingActs];

impl Findings {
    /// Appends what reasons are made from.
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        let candidates = &self.candidates;
        put_varint(bytes, self.now.unsigned_abs());
        put_json(bytes, &self.attributes);
        put_length(bytes, self.segments.len());
        for name in &self.segments {
            put_text(bytes, name);
        }
        put_length(bytes, candidates.names.len());
        for name in candidates.names.iter() {
            put_text(bytes, name);
        }
        put_length(bytes, candidates.len());
        for column in [&candidates.offers, &candidates.channels, &candidates.categories] {
            for &code in column {
                put_varint(bytes, u64::from(code.wrapping_add(1)));
            }
        }
        put_length(bytes, candidates.attributes.len());
        for attributes in &candidates.attributes {
            put_json(bytes, attributes);
        }
        let excluded = self.rows.iter().enumerate().filter_map(|(at, row)| Some((at, row.exclusion?)));
        put_length(bytes, excluded.clone().count());
        for (at, Exclusion { rule, kept }) in excluded {
            for number in [at, rule, kept] {
                put_length(bytes, number);
            }
        }
        let holders = self.holders.iter().enumerate().filter_map(|(rule, holder)| Some((rule, (*holder)?)));
        put_length(bytes, holders.clone().count());
        for (rule, Holder { candidate, place }) in holders {
            for number in [rule, candidate, place] {
                put_length(bytes, number);
            }
        }
        put_length(bytes, self.verdicts.len());
        for (verdict, observed) in self.verdicts.iter().zip(&self.observed) {
            let known = (0..).zip(VERDICTS).find(|(_, known)| known == verdict);
            bytes.push(known.map_or(0, |(at, _)| at));
            if *verdict != Verdict::Unknown {
                bytes.extend_from_slice(&observed.to_le_bytes());
            }
        }
        for name in self.largest.iter().flat_map(|group| [&group.channel, &group.offer]) {
            put_optional(bytes, name.as_deref());
        }
        put_length(bytes, self.freed.len());
        for &(slot, time) in &self.freed {
            put_length(bytes, slot);
            put_varint(bytes, time.unsigned_abs());
        }
        put_length(bytes, self.factors.len());
        for number in self.factors.iter().flat_map(|&(factor, observed)| [factor, observed]) {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
    }

    /// Reads what [`Findings::write`] wrote.
    pub(crate) fn read(program: &Program, bytes: &[u8]) -> Option<Self> {
        let mut input = Input::new(bytes);
        let now = i64::try_from(input.varint()?).ok()?;
        let attributes = take_json(&mut input)?;
        let segments = (0..input.count()?).map(|_| take_text(&mut input).map(str::to_owned));
        let segments = segments.collect::<Option<_>>()?;
        let mut candidates = Candidates::default();
        let mut names = Names::default();
        for _ in 0..input.count()? {
            names.intern_cold(take_text(&mut input)?);
        }
        candidates.names = names;
        let count = input.count()?;
        let mut column = || -> Option<Vec<u32>> {
            let code = |number: u64| u32::try_from(number).ok().map(|code| code.wrapping_sub(1));
            (0..count).map(|_| input.varint().and_then(code)).collect()
        };
        (candidates.offers, candidates.channels, candidates.categories) = (column()?, column()?, column()?);
        candidates.attributes = (0..input.count()?).map(|_| take_json(&mut input)).collect::<Option<_>>()?;
        let mut rows = vec![Row::default(); count];
        for _ in 0..input.count()? {
            let row = rows.get_mut(input.length()?)?;
            row.exclusion = Some(Exclusion { rule: input.length()?, kept: input.length()? });
        }
        let mut findings = Self { now, segments, attributes, rows, ..Self::new(program, candidates) };
        for _ in 0..input.count()? {
            let holder = findings.holders.get_mut(input.length()?)?;
            *holder = Some(Holder { candidate: input.length()?, place: input.length()? });
        }
        (findings.verdicts.len() == input.count()?).then_some(())?;
        for (verdict, observed) in findings.verdicts.iter_mut().zip(&mut findings.observed) {
            *verdict = *VERDICTS.get(usize::from(input.byte()?))?;
            if *verdict != Verdict::Unknown {
                *observed = take_number(&mut input)?;
            }
        }
        findings.note_overrides();
        for name in findings.largest.iter_mut().flat_map(|group| [&mut group.channel, &mut group.offer]) {
            *name = take_optional(&mut input)?;
        }
        for _ in 0..input.count()? {
            findings.freed.push((input.length()?, i64::try_from(input.varint()?).ok()?));
        }
        (findings.factors.len() == input.count()?).then_some(())?;
        for (factor, observed) in &mut findings.factors {
            (*factor, *observed) = (take_number(&mut input)?, take_number(&mut input)?);
        }
        Some(findings)
    }
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_length(bytes, text.len());
    bytes.extend_from_slice(text.as_bytes());
}

fn take_text<'i>(input: &mut Input<'i>) -> Option<&'i str> {
    let length = input.length()?;
    input.text(length)
}

fn put_optional(bytes: &mut Vec<u8>, text: Option<&str>) {
    put_length(bytes, text.map_or(0, |text| text.len() + 1));
    bytes.extend_from_slice(text.unwrap_or_default().as_bytes());
}

#[expect(clippy::option_option, reason = "whether there is one, and whether the bytes could be read")]
fn take_optional(input: &mut Input<'_>) -> Option<Option<String>> {
    let Some(length) = input.length()?.checked_sub(1) else { return Some(None) };
    Some(Some(input.text(length)?.to_owned()))
}

/// Appends attributes, in one byte where there are none.
fn put_json(bytes: &mut Vec<u8>, attributes: &Map<String, Value>) {
    let text = if attributes.is_empty() { String::new() } else { json::to_string(attributes) };
    put_text(bytes, &text);
}

fn take_json(input: &mut Input<'_>) -> Option<Map<String, Value>> {
    let text = take_text(input)?;
    if text.is_empty() {
        return Some(Map::new());
    }
    match json::parse(text.as_bytes()).ok()? {
        Value::Object(map) => Some(map),
        _ => None,
    }
}

fn take_number(input: &mut Input<'_>) -> Option<f64> {
    Some(f64::from_le_bytes(*input.take(8)?.first_chunk()?))
}
