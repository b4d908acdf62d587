use serde::Serialize;

use super::compiled::Program;
use super::condition::Condition;
use crate::decisions::signals::{Property, Reach, Side, Signal, Track};
use crate::history::Cell;
use crate::metrics::Metrics;
use crate::names::Names;
use crate::rules::Scope;
use crate::sort;
use crate::time::MS_PER_DAY;

/// The least history that keeps every result of an engine exact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Requirements {
    /// The event types that anything reads, sorted.
    pub event_types: Vec<String>,
    /// How far back anything looks, in whole days.
    pub lookback_days: i64,
    /// The numeric properties that metrics aggregate, sorted.
    pub properties: Vec<String>,
}

/// A signal as a rule or a weight reads it.
struct Use<'p> {
    signal: &'p Signal,
    /// The candidates for which it is read.
    scope: &'p Scope,
    /// How far back it is looked at.
    span: i64,
}

impl Use<'_> {
    /// Whether any candidate has the group of a channel and an offer among those of a track that
    /// it is measured by.
    fn reaches(&self, track: &Track, channel: Option<&str>, offer: Option<&str>) -> bool {
        // Every candidate has an offer, and a channel where one is needed.
        let own_channel = || match self.scope {
            Scope::Channel(id) => channel == Some(id),
            _ => channel.is_some(),
        };
        let own_offer = || match self.scope {
            Scope::Offer(id) => offer == Some(id),
            _ => offer.is_some(),
        };
        match &self.signal.reach {
            Reach::Any => true,
            Reach::Own => (!track.by_channel || own_channel()) && (!track.by_offer || own_offer()),
            // A candidate may name any category as its own, so every offer can belong to one.
            Reach::Category => (!track.by_channel || own_channel()) && offer.is_some(),
            // Only candidates with one of the offers are measured, by all of them but their own.
            Reach::Others(offers) => match self.scope {
                Scope::Offer(id) => offers.contains(id) && offer != Some(id),
                _ => true,
            },
        }
    }
}

impl Program {
    /// What rules and metrics need.
    pub(crate) fn requirements(&self, metrics: &Metrics) -> Requirements {
        let mut event_types = Vec::new();
        let mut properties = Vec::new();
        let mut longest = 0;
        for metric in metrics.iter() {
            event_types.push(metric.definition.event_type.clone());
            event_types.extend(metric.definition.secondary_event_type.clone());
            if metric.aggregation.reads_numbers() {
                properties
                    .push(metric.definition.property_name().unwrap_or(Property::Value.name()).to_owned());
            }
            longest = longest.max(metric.span);
        }
        event_types.extend(self.signals.tracks.iter().map(|track| track.event_type.clone()));
        longest = self.uses().map(|usage| usage.span).fold(longest, i64::max);
        Requirements {
            event_types: each_once(event_types),
            lookback_days: whole_days(longest),
            properties: each_once(properties),
        }
    }

    /// How far back a cell's events matter to any rule, in milliseconds, if at all.
    pub(crate) fn lookback(&self, cell: Cell, names: &Names) -> Option<i64> {
        // Rules share few tracks, so a cell that none of them gathers is done with quickly.
        let tracks = &self.signals.tracks;
        let gathered: Vec<Option<&Track>> =
            tracks.iter().map(|track| Some(track).filter(|track| track.admits(cell, names))).collect();
        if gathered.iter().all(Option::is_none) {
            return None;
        }
        let (channel, offer) = (names.optional(cell.channel), names.optional(cell.offer));
        let sees = |usage: &Use<'_>| {
            // Events that are left out are among the primary ones, and alone they change nothing.
            let mut counted = usage.signal.tracks().filter(|(side, _)| *side != Side::Own);
            counted.any(|(_, at)| {
                let track = gathered.get(at).copied().flatten();
                track.is_some_and(|track| usage.reaches(track, channel, offer))
            })
        };
        self.uses().filter(sees).map(|usage| usage.span).max()
    }

    /// What each rule and each weight reads.
    fn uses(&self) -> impl Iterator<Item = Use<'_>> {
        let rules = self.rules.iter().filter_map(|rule| {
            let signal = self.signals.get(rule.condition.signal()?)?;
            let span = match rule.condition {
                // The count that was reached looks back from the event that reached it.
                Condition::Reached { suppress, .. } => signal.span + suppress,
                _ => signal.span,
            };
            Some(Use { signal, scope: &rule.scope, span })
        });
        let weights = self.weights.iter().filter_map(|weight| {
            let signal = self.signals.get(weight.signal?)?;
            Some(Use { signal, scope: &Scope::Global, span: signal.span })
        });
        rules.chain(weights)
    }
}

/// A span in days, rounded up.
pub(super) const fn whole_days(span: i64) -> i64 {
    (span + MS_PER_DAY - 1) / MS_PER_DAY
}

fn each_once(mut names: Vec<String>) -> Vec<String> {
    sort::list(&mut names, Ord::cmp);
    names.dedup();
    names
}
