//! Definitions made ready for evaluation.

use super::{AggregationType, Dimension, EventFilter, MetricDefinition, Status};
use crate::history::Cell;
use crate::names::{NO_NAME, Names};

/// The metrics of an engine, indexed by the event types they read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Metrics {
    list: Vec<Metric>,
    /// The lengths of the windows in milliseconds: distinct, shortest first.
    windows: Vec<i64>,
    event_types: Vec<EventTypeUse>,
}

/// The ways to group: by nothing, by channel, by offer, by both.
pub(super) const GROUPINGS: usize = 4;

/// A metric and what evaluation needs of it at hand.
#[derive(Debug, Clone)]
pub(crate) struct Metric {
    pub(crate) definition: MetricDefinition,
    /// That of the definition, sorted.
    filter: Option<EventFilter>,
    pub(crate) aggregation: AggregationType,
    pub(crate) by_channel: bool,
    pub(crate) by_offer: bool,
    /// How many metrics group the way it does, and its place among them.
    pub(super) columns: usize,
    pub(super) column: usize,
    pub(crate) active: bool,
    /// The length of the window in milliseconds.
    pub(crate) span: i64,
    /// Its place among [`Metrics::windows`].
    pub(crate) window: usize,
    /// The positions of the event types it reads among all that are read, and on which side.
    pub(super) reads: Vec<(usize, Sides)>,
}

/// Which metrics read an event type, and on which side.
#[derive(Debug, Clone)]
struct EventTypeUse {
    name: Box<str>,
    uses: Vec<(u16, Sides)>,
    /// The positions of those with a filter.
    filtered: Vec<usize>,
}

/// On which side of a ratio an event counts; metrics of the other types have but the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sides {
    pub(crate) primary: bool,
    pub(crate) secondary: bool,
}

impl Metrics {
    pub(crate) fn new(definitions: &[MetricDefinition]) -> Self {
        let mut windows: Vec<i64> = definitions.iter().map(MetricDefinition::window_millis).collect();
        windows.sort_unstable();
        windows.dedup();
        let compile = |definition: &MetricDefinition| Metric {
            filter: definition.filter.as_ref().map(EventFilter::sorted),
            aggregation: definition.aggregation_type,
            by_channel: definition.has(Dimension::Channel),
            by_offer: definition.has(Dimension::Offer),
            columns: 0,
            column: 0,
            active: definition.status == Status::Active,
            span: definition.window_millis(),
            window: windows.binary_search(&definition.window_millis()).unwrap_or_default(),
            reads: Vec::new(),
            definition: definition.clone(),
        };
        let list = definitions.iter().map(compile).collect();
        let mut metrics = Self { list, windows, event_types: Vec::new() };
        metrics.index_event_types();
        metrics.index_groupings();
        metrics
    }

    fn index_groupings(&mut self) {
        let mut counts = [0; GROUPINGS];
        for metric in &mut self.list {
            metric.column = counts[metric.grouping()];
            counts[metric.grouping()] += 1;
        }
        for metric in &mut self.list {
            metric.columns = counts[metric.grouping()];
        }
    }

    fn index_event_types(&mut self) {
        let Self { list, event_types, .. } = self;
        for (at, metric) in (0..).zip(list) {
            let mut read = |name: &str, sides: Sides| {
                let known = event_types.iter().position(|known| *known.name == *name);
                let event_type = known.unwrap_or_else(|| {
                    event_types.push(EventTypeUse {
                        name: name.into(),
                        uses: Vec::new(),
                        filtered: Vec::new(),
                    });
                    event_types.len() - 1
                });
                if let Some(known) = event_types.get_mut(event_type) {
                    known.uses.push((at, sides));
                    if metric.definition.filter.is_some() {
                        known.filtered.push(usize::from(at));
                    }
                }
                metric.reads.push((event_type, sides));
            };
            let definition = &metric.definition;
            match definition.secondary_event_type.as_deref() {
                Some(secondary) if secondary == definition.event_type => {
                    read(secondary, Sides { primary: true, secondary: true });
                }
                Some(secondary) => {
                    read(&definition.event_type, Sides { primary: true, secondary: false });
                    read(secondary, Sides { primary: false, secondary: true });
                }
                None => read(&definition.event_type, Sides { primary: true, secondary: false }),
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Metric> {
        self.list.iter()
    }

    pub(crate) fn get(&self, metric: usize) -> Option<&Metric> {
        self.list.get(metric)
    }

    pub(crate) fn position(&self, key: &str) -> Option<usize> {
        self.list.iter().position(|metric| metric.definition.key == key)
    }

    pub(crate) fn windows(&self) -> &[i64] {
        &self.windows
    }

    /// How many event types are read.
    pub(super) fn event_types(&self) -> usize {
        self.event_types.len()
    }

    /// The position of an event type among those that are read.
    pub(super) fn event_type(&self, name: &str) -> Option<usize> {
        self.event_types.iter().position(|known| *known.name == *name)
    }

    /// The metrics that read an event type by its position, and on which side.
    pub(super) fn uses(&self, event_type: usize) -> &[(u16, Sides)] {
        self.event_types.get(event_type).map_or(&[], |known| &known.uses)
    }

    /// The metrics with a filter that read an event type by its position.
    pub(super) fn filtered(&self, event_type: usize) -> impl Iterator<Item = (usize, &Metric)> {
        let filtered = self.event_types.get(event_type).map_or(&[][..], |known| &known.filtered);
        filtered.iter().filter_map(|&at| Some((at, self.list.get(at)?)))
    }

    /// How far back a cell's events matter to any metric, in milliseconds; none for not at all.
    pub(crate) fn lookback(&self, cell: Cell, names: &Names) -> Option<i64> {
        let uses = self.uses(self.event_type(names.get(cell.event_type))?);
        let metrics = uses.iter().filter_map(|&(at, _)| self.list.get(usize::from(at)));
        metrics.filter(|metric| metric.admits(cell, names)).map(|metric| metric.span).max()
    }
}

impl Metric {
    /// Whether the metric's filter lets a cell's events through.
    pub(super) fn admits(&self, cell: Cell, names: &Names) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.admits(cell, names))
    }

    /// The names of the group for events of a channel and an offer.
    pub(super) const fn group_of(&self, channel: u32, offer: u32) -> (u32, u32) {
        let channel = if self.by_channel { channel } else { NO_NAME };
        let offer = if self.by_offer { offer } else { NO_NAME };
        (channel, offer)
    }

    /// The way it groups, among [`GROUPINGS`].
    pub(super) const fn grouping(&self) -> usize {
        self.by_channel as usize + 2 * self.by_offer as usize
    }

    pub(crate) const fn is_grouped(&self) -> bool {
        self.by_channel || self.by_offer
    }
}
