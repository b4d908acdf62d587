use std::borrow::Cow;

use serde_json::{Map, Value};

use super::candidate::Candidate;
use crate::names::{NO_NAME, Names};
use crate::rules::Offer;
use crate::sort;

/// Candidates by column, with every name held once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Candidates {
    /// The names of offers, channels and categories.
    pub(crate) names: Names,
    /// Codes of names; [`NO_NAME`] for a candidate without a channel or category.
    pub(crate) offers: Vec<u32>,
    pub(crate) channels: Vec<u32>,
    pub(crate) categories: Vec<u32>,
    /// NaN for a candidate without one.
    pub(crate) scores: Vec<f64>,
    pub(crate) priorities: Vec<f64>,
    /// By candidate; empty when none has any.
    pub(crate) attributes: Vec<Map<String, Value>>,
}

impl Candidates {
    pub(crate) fn new(list: &[Candidate]) -> Self {
        let mut candidates = Self::default();
        for candidate in list {
            let names = &mut candidates.names;
            let mut optional =
                |name: &Option<String>| name.as_deref().map_or(NO_NAME, |name| names.code(name));
            candidates.channels.push(optional(&candidate.channel));
            candidates.categories.push(optional(&candidate.category));
            candidates.offers.push(names.code(&candidate.offer));
            candidates.scores.push(candidate.score.unwrap_or(f64::NAN));
            candidates.priorities.push(candidate.priority.unwrap_or(f64::NAN));
        }
        if list.iter().any(|candidate| !candidate.attributes.is_empty()) {
            candidates.attributes = list.iter().map(|candidate| candidate.attributes.clone()).collect();
        }
        candidates
    }

    pub(crate) fn len(&self) -> usize {
        self.offers.len()
    }

    /// Fills in what the catalogue knows and the candidates leave out.
    pub(super) fn complete(&mut self, catalogue: &Catalogue) {
        let known: Vec<Option<u32>> =
            (0..self.names.len()).map(|code| catalogue.keys.find(self.names.get(code_of(code)))).collect();
        for at in 0..self.len() {
            let offer = self.offers.get(at).and_then(|&code| *known.get(code as usize)?);
            let offer = offer.and_then(|found| catalogue.offers.get(found as usize));
            if let Some(category) = self.categories.get_mut(at).filter(|category| **category == NO_NAME) {
                let name = offer.and_then(|offer| offer.category.as_deref());
                *category = name.map_or(NO_NAME, |name| self.names.code(name));
            }
            fill(&mut self.scores, at, offer.and_then(|offer| offer.score).unwrap_or(1.0));
            fill(&mut self.priorities, at, offer.and_then(|offer| offer.priority).unwrap_or(0.0));
        }
    }

    pub(crate) fn offer(&self, at: usize) -> u32 {
        self.offers.get(at).copied().unwrap_or(NO_NAME)
    }

    pub(crate) fn channel(&self, at: usize) -> u32 {
        self.channels.get(at).copied().unwrap_or(NO_NAME)
    }

    pub(crate) fn category(&self, at: usize) -> u32 {
        self.categories.get(at).copied().unwrap_or(NO_NAME)
    }

    pub(crate) fn score(&self, at: usize) -> f64 {
        self.scores.get(at).copied().unwrap_or(1.0)
    }

    pub(crate) fn priority(&self, at: usize) -> f64 {
        self.priorities.get(at).copied().unwrap_or(0.0)
    }

    /// The candidates at some positions, with their names alone.
    pub(super) fn only(&self, positions: &[usize]) -> Self {
        let mut names = Names::default();
        let [offers, channels, categories] = [&self.offers, &self.channels, &self.categories].map(|column| {
            let codes = positions.iter().filter_map(|&at| column.get(at));
            codes.map(|&code| self.names.optional(code).map_or(NO_NAME, |name| names.code(name))).collect()
        });
        let numbers = |column: &[f64]| positions.iter().filter_map(|&at| column.get(at).copied()).collect();
        Self {
            names,
            offers,
            channels,
            categories,
            scores: numbers(&self.scores),
            priorities: numbers(&self.priorities),
            attributes: positions.iter().filter_map(|&at| self.attributes.get(at).cloned()).collect(),
        }
    }
}

fn fill(column: &mut [f64], at: usize, default: f64) {
    if let Some(number) = column.get_mut(at).filter(|number| number.is_nan()) {
        *number = default;
    }
}

fn code_of(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(NO_NAME)
}

/// The offers catalogue, found by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Catalogue {
    keys: Names,
    offers: Vec<Offer>,
}

impl Catalogue {
    pub(super) fn new(offers: &[Offer]) -> Self {
        let mut keys = Names::default();
        for offer in offers {
            keys.code(&offer.key);
        }
        Self { keys, offers: offers.to_vec() }
    }

    /// An attribute of an offer.
    pub(super) fn attribute(&self, offer: &str, name: &str) -> Option<&Value> {
        let found = self.keys.find(offer)?;
        self.offers.get(found as usize)?.attributes.get(name)
    }

    /// The keys of the offers in a category.
    pub(super) fn in_category(&self, category: &str) -> impl Iterator<Item = &str> {
        self.offers
            .iter()
            .filter(move |offer| offer.category.as_deref() == Some(category))
            .map(|offer| offer.key.as_str())
    }
}

/// The offers that belong to a category in a decision: the candidates' own category wins over the
/// catalogue's.
pub(super) fn members<'a>(
    candidates: &'a Candidates,
    catalogue: &'a Catalogue,
    category: u32,
) -> Vec<Cow<'a, str>> {
    let name = candidates.names.get(category);
    let is_candidate =
        |offer: &str| candidates.names.find(offer).is_some_and(|code| candidates.offers.contains(&code));
    let mut members: Vec<Cow<'a, str>> =
        catalogue.in_category(name).filter(|offer| !is_candidate(offer)).map(Cow::Borrowed).collect();
    for (&offer, &own) in candidates.offers.iter().zip(&candidates.categories) {
        if own == category {
            members.extend(candidates.names.optional(offer).map(Cow::Borrowed));
        }
    }
    sort::list(&mut members, Ord::cmp);
    members.dedup();
    members
}
