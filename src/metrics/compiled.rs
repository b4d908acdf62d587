//! Definitions made ready for evaluation.

use super::{AggregationType, Dimension, EventFilter, MetricDefinition, Status};
use crate::history::{Cell, NO_NAME, Names};

/// The metrics of an engine, indexed by the event types they read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Metrics {
    list: Vec<Metric>,
    /// The lengths of the windows in milliseconds: distinct, shortest first.
    windows: Vec<i64>,
    event_types: Vec<EventTypeUse>,
}

/// A metric and what evaluation needs of it at hand.
#[derive(Debug, Clone)]
pub(crate) struct Metric {
    pub(crate) definition: MetricDefinition,
    pub(crate) aggregation: AggregationType,
    pub(crate) by_channel: bool,
    pub(crate) by_offer: bool,
    pub(crate) active: bool,
    /// The length of the window in milliseconds.
    pub(crate) span: i64,
    /// Its place among [`Metrics::windows`].
    pub(crate) window: usize,
}

/// Which metrics read an event type, and on which side.
#[derive(Debug, Clone)]
struct EventTypeUse {
    name: Box<str>,
    uses: Vec<(u16, Sides)>,
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
            aggregation: definition.aggregation_type,
            by_channel: definition.has(Dimension::Channel),
            by_offer: definition.has(Dimension::Offer),
            active: definition.status == Status::Active,
            span: definition.window_millis(),
            window: windows.binary_search(&definition.window_millis()).unwrap_or_default(),
            definition: definition.clone(),
        };
        let list = definitions.iter().map(compile).collect();
        let mut metrics = Self { list, windows, event_types: Vec::new() };
        metrics.index_event_types();
        metrics
    }

    fn index_event_types(&mut self) {
        for (metric, definition) in (0..).zip(self.list.iter().map(|metric| &metric.definition)) {
            let mut read = |name: &str, sides: Sides| {
                let known = self.event_types.iter().position(|known| *known.name == *name);
                let at = known.unwrap_or_else(|| {
                    self.event_types.push(EventTypeUse { name: name.into(), uses: Vec::new() });
                    self.event_types.len() - 1
                });
                if let Some(event_type) = self.event_types.get_mut(at) {
                    event_type.uses.push((metric, sides));
                }
            };
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

    /// The metrics that read events of a cell, and on which side.
    pub(crate) fn reading<'m>(
        &'m self,
        cell: Cell,
        names: &'m Names,
    ) -> impl Iterator<Item = (usize, &'m Metric, Sides)> + 'm {
        let event_type = names.get(cell.event_type);
        let known = self.event_types.iter().find(|known| *known.name == *event_type);
        let uses = known.map_or(&[][..], |known| &known.uses);
        uses.iter().filter_map(move |&(at, sides)| {
            let metric = self.list.get(usize::from(at))?;
            metric.admits(cell, names).then_some((usize::from(at), metric, sides))
        })
    }

    /// How far back a cell's events matter to any metric, in milliseconds; none for not at all.
    pub(crate) fn lookback(&self, cell: Cell, names: &Names) -> Option<i64> {
        self.reading(cell, names).map(|(_, metric, _)| metric.span).max()
    }
}

impl Metric {
    /// Whether the metric's filter lets a cell's events through.
    fn admits(&self, cell: Cell, names: &Names) -> bool {
        self.definition.filter.as_ref().is_none_or(|filter| filter.admits(cell, names))
    }

    /// The names by which the metric groups a cell's events.
    pub(crate) fn group_of(&self, cell: Cell) -> (u32, u32) {
        let channel = if self.by_channel { cell.channel } else { NO_NAME };
        let offer = if self.by_offer { cell.offer } else { NO_NAME };
        (channel, offer)
    }

    pub(crate) const fn is_grouped(&self) -> bool {
        self.by_channel || self.by_offer
    }
}

impl EventFilter {
    /// Whether it lets a cell's events through.
    pub(crate) fn admits(&self, cell: Cell, names: &Names) -> bool {
        let among = |wanted: &Option<Vec<String>>, code: u32| match (wanted, names.optional(code)) {
            (None, _) => true,
            (Some(wanted), Some(name)) => wanted.iter().any(|wanted| wanted == name),
            (Some(_), None) => false,
        };
        among(&self.channel, cell.channel) && among(&self.offer, cell.offer)
    }
}
