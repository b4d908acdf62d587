use std::borrow::Cow;

use serde_json::{Map, Value};

use super::candidate::Candidate;
use super::offer_catalog::OfferCatalog;
use super::signals::Domain;
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
                |name: &Option<String>| name.as_deref().map_or(NO_NAME, |name| names.intern_cold(name));
            candidates.channels.push(optional(&candidate.channel));
            candidates.categories.push(optional(&candidate.category));
            candidates.offers.push(names.intern_cold(&candidate.offer));
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

    /// Fills in what the catalog knows and the candidates leave out.
    pub(super) fn complete(&mut self, catalog: &OfferCatalog) {
        let known: Vec<Option<&Offer>> = self.names.iter().map(|name| catalog.get(name)).collect();
        for at in 0..self.len() {
            let offer = self.offers.get(at).and_then(|&code| *known.get(code as usize)?);
            if let Some(category) = self.categories.get_mut(at).filter(|category| **category == NO_NAME) {
                let name = offer.and_then(|offer| offer.category.as_deref());
                *category = name.map_or(NO_NAME, |name| self.names.intern_cold(name));
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

    /// How many different things a domain has: of names, that there is none is one.
    pub(super) fn size(&self, domain: Domain) -> usize {
        match domain {
            Domain::Global => 1,
            Domain::Candidate => self.len(),
            Domain::Offer | Domain::Channel | Domain::Category => self.names.len() + 1,
        }
    }

    /// The offers that belong to a category in a decision: the candidates' own category wins over
    /// the catalog's.
    pub(super) fn in_category<'a>(&'a self, category: u32, catalog: &'a OfferCatalog) -> Vec<Cow<'a, str>> {
        let is_candidate =
            |offer: &str| self.names.find(offer).is_some_and(|code| self.offers.contains(&code));
        let others = catalog.in_category(self.names.get(category)).filter(|offer| !is_candidate(offer));
        let mut members: Vec<Cow<'a, str>> = others.map(Cow::Borrowed).collect();
        for (&offer, &own) in self.offers.iter().zip(&self.categories) {
            if own == category {
                members.extend(self.names.optional(offer).map(Cow::Borrowed));
            }
        }
        sort::list(&mut members, Ord::cmp);
        members.dedup();
        members
    }

    /// The candidates at some positions, with their names alone.
    pub(super) fn select(&self, positions: &[usize]) -> Self {
        let mut names = Names::default();
        let [offers, channels, categories] = [&self.offers, &self.channels, &self.categories].map(|column| {
            let codes = positions.iter().filter_map(|&at| column.get(at));
            codes
                .map(|&code| self.names.optional(code).map_or(NO_NAME, |name| names.intern_cold(name)))
                .collect()
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
