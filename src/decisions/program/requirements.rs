use serde::Serialize;

use super::compiled::Program;
use super::condition::Condition;
use crate::decisions::signals::{Property, Signal};
use crate::history::Cell;
use crate::metrics::Metrics;
use crate::names::Names;
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
        longest = self.spans().map(|(_, span)| span).fold(longest, i64::max);
        Requirements {
            event_types: each_once(event_types),
            lookback_days: whole_days(longest),
            properties: each_once(properties),
        }
    }

    /// How far back a cell's events matter to any rule, in milliseconds, if at all.
    pub(crate) fn lookback(&self, cell: Cell, names: &Names) -> Option<i64> {
        let reads = |signal: &Signal| {
            let mut tracks = signal.tracks().filter_map(|(_, track)| self.signals.tracks.get(track));
            tracks.any(|track| track.admits(cell, names))
        };
        self.spans().filter(|(signal, _)| reads(signal)).map(|(_, span)| span).max()
    }

    /// Every signal, and how far back it is looked at.
    fn spans(&self) -> impl Iterator<Item = (&Signal, i64)> {
        let plain = self.signals.list.iter().map(|signal| (signal, signal.span));
        let reached = self.rules.iter().filter_map(|rule| match rule.condition {
            Condition::Reached { signal, suppress, .. } => {
                let signal = self.signals.get(signal)?;
                // The count that was reached looks back from the event that reached it.
                Some((signal, signal.span + suppress))
            }
            _ => None,
        });
        plain.chain(reached)
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
