//! What signals come to for a candidate, each read once for everything that it depends on.

use super::dims::Dims;
use super::run::Evaluation;
use super::world::{CandidateCodes, UNSEEN};
use crate::decisions::outcome::ReasonGroup;
use crate::decisions::request::Explain;
use crate::decisions::signals::{Domain, GroupKey, NEVER, Reach, Reading, Suppression, Told};
use crate::error::Result;
use crate::metrics::overflow;
use crate::names::{NO_NAME, Triple};

impl Evaluation<'_> {
    /// Reads a signal for a candidate, once for everything it depends on.
    pub(crate) fn reading(&mut self, signal: usize, dims: &Dims) -> Result<Reading> {
        let world = self.world;
        let Some(read) = world.definitions.program.signals.get(signal) else {
            return Ok(Reading { value: None, until: NEVER });
        };
        let slot = self.reading_slot(signal, dims);
        let known = self.readings.get(slot).copied().flatten();
        if let Some(reading) = known.filter(|reading| reading.until > self.now()) {
            return Ok(reading);
        }
        self.gather_members(signal, dims);
        let codes = self.candidate_codes(signal, dims);
        let told = match self.query.explain {
            Explain::None => Told::Value,
            Explain::Summary => Told::Group,
            Explain::Full => Told::Events,
        };
        // Back-tests, which keep their walks, write no reasons.
        let reading = if read.reach == Reach::Any && world.walks.is_none() {
            let mut walk = world.walk(read, codes, self.now());
            self.note_largest(signal, walk.largest());
            walk.read(told)
        } else {
            world.read(signal, read, codes, self.now(), told)
        };
        if reading.value == Some(f64::INFINITY) {
            let key = read
                .metric
                .and_then(|at| world.definitions.metrics.get(at))
                .map(|metric| &metric.definition.key);
            return Err(overflow(key.map_or("", String::as_str)));
        }
        if let Some(place) = self.readings.get_mut(slot) {
            *place = Some(reading);
        }
        Ok(reading)
    }

    /// Where the reading of a signal for a candidate stands.
    pub(super) fn reading_slot(&self, signal: usize, dims: &Dims) -> usize {
        let signals = &self.program().signals;
        let domain = signals.get(signal).map_or(Domain::Global, |signal| signals.domain(signal));
        self.reading_bases.get(signal).copied().unwrap_or_default() + dims.place(domain)
    }

    /// Notes which group has a signal's value.
    fn note_largest(&mut self, signal: usize, group: Option<GroupKey>) {
        let name = |code: u32| self.world.history.names.optional(code).map(str::to_owned);
        let named = group.map(|GroupKey { channel, offer }| ReasonGroup {
            channel: name(channel),
            offer: name(offer),
            category: None,
        });
        if let Some(place) = self.found.largest.get_mut(signal) {
            *place = named.unwrap_or_default();
        }
    }

    /// Finds the offers of a candidate's category, where a signal reads them.
    pub(crate) fn gather_members(&mut self, signal: usize, dims: &Dims) {
        let read = self.program().signals.get(signal);
        if read.is_none_or(|signal| signal.reach != Reach::Category)
            || self.members.get(category_key(dims)).is_some()
        {
            return;
        }
        let offers = self.found.candidates.in_category(dims.category, &self.program().catalog);
        let codes = offers.iter().filter_map(|offer| self.world.history.names.find(offer)).collect();
        self.members.insert(category_key(dims), codes);
    }

    /// A candidate's names as the history knows them.
    pub(crate) fn candidate_codes(&self, signal: usize, dims: &Dims) -> CandidateCodes<'_> {
        let code = |name: u32| self.codes.get(name as usize).copied().unwrap_or(UNSEEN);
        let by_category =
            self.program().signals.get(signal).is_some_and(|signal| signal.reach == Reach::Category);
        let members = if by_category { self.members.get(category_key(dims)) } else { None };
        CandidateCodes {
            channel: code(dims.channel),
            offer: code(dims.offer),
            members: members.map_or(&[], Vec::as_slice),
        }
    }

    /// The suppressions that a count brought about for a candidate.
    pub(crate) fn suppression(
        &mut self,
        signal: usize,
        count: usize,
        suppress: i64,
        dims: &Dims,
    ) -> Suppression {
        self.gather_members(signal, dims);
        let Some(read) = self.program().signals.get(signal) else {
            return Suppression::new(Vec::new(), 0, count, suppress);
        };
        let names = self.candidate_codes(signal, dims);
        let times = self.world.times();
        let oldest = self.now() - suppress - read.span;
        let mut events = Vec::new();
        for (_, list) in self.world.groups(read, names).into_iter().flatten() {
            for &position in list.positions.get(list.up_to(times, oldest)..).unwrap_or_default() {
                events.extend(times.get(position as usize));
            }
        }
        Suppression::new(events, read.span, count, suppress)
    }

    /// The factor by which a weight boosts a candidate.
    pub(crate) fn boost(&mut self, at: usize, dims: &Dims) -> Result<f64> {
        let Some(weight) = self.program().weights.get(at) else { return Ok(1.0) };
        let (factor, _) = self.found.factor(self.program(), at, dims);
        if !factor.is_nan() {
            return Ok(factor);
        }
        let (factor, observed) = match weight.signal {
            None => (1.0, None),
            Some(signal) => {
                let reading = self.reading(signal, dims)?;
                self.until = self.until.min(reading.until);
                (weight.factor(reading.value), reading.value)
            }
        };
        let slot = self.found.factor_slot(at, weight.reads.domain, dims);
        if let Some(place) = self.found.factors.get_mut(slot) {
            *place = (factor, observed.unwrap_or(f64::NAN));
        }
        Ok(factor)
    }
}

const fn category_key(dims: &Dims) -> Triple {
    (NO_NAME, NO_NAME, dims.category)
}
