//! Which groups the events of a history count in.
//!
//! An event counts by its cell, and a metric groups by one of the cell's names, by both or by none.
//! So there is a table of groups for each way to group, with a row for each name or pair and a
//! column for each metric, and finding a group is looking into one place of it.

use super::compiled::{GROUPINGS, Metric, Metrics, Sides};
use super::groups::Group;
use super::tally::Tally;
use crate::history::History;
use crate::names::{NO_NAME, Triple, Triples};

/// The groups of all metrics over one history, by the cells of its events.
#[derive(Debug, Clone, Default)]
pub(super) struct Links {
    /// For each cell, what its names stand for here.
    places: Vec<Place>,
    /// For each event type that metrics read, its cells.
    cells: Vec<Vec<u32>>,
    /// The pairs of channel and offer there are.
    pairs: Triples,
    /// For each way to group, the codes of the groups.
    tables: [Vec<u32>; GROUPINGS],
    /// For each metric with a filter, which cells it lets through; empty for the others.
    admitted: Vec<Vec<bool>>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    /// The position among the event types that metrics read, or [`UNREAD`].
    event_type: u32,
    channel: u32,
    offer: u32,
    pair: u32,
}

const UNREAD: u32 = u32::MAX;
const NO_GROUP: u32 = u32::MAX;

impl Links {
    /// Finds what the names of the cells that are new stand for.
    pub(super) fn extend(&mut self, metrics: &Metrics, history: &History) {
        if self.places.len() == history.cells.len() {
            return;
        }
        self.admitted.resize_with(metrics.len(), Vec::new);
        self.cells.resize_with(metrics.event_types(), Vec::new);
        self.places.reserve(history.cells.len() - self.places.len());
        let mut next_pair = 0;
        for (code, cell) in (0..).zip(history.cells.iter()).skip(self.places.len()) {
            let known = self.event_type(cell.event_type, history);
            let event_type = known.or_else(|| metrics.event_type(history.names.get(cell.event_type)));
            let mut place = Place { event_type: UNREAD, channel: cell.channel, offer: cell.offer, pair: 0 };
            if let Some(event_type) = event_type {
                place.event_type = u32::try_from(event_type).unwrap_or(UNREAD);
                let pair = pair(cell.channel, cell.offer);
                // Those of a snapshot are sorted: the pairs of an event type come as those of the
                // one before did.
                let is_next = self.pairs.get(next_pair) == Some(pair);
                place.pair = if is_next { next_pair } else { self.pairs.intern_cold(pair) };
                next_pair = place.pair + 1;
                if let Some(cells) = self.cells.get_mut(event_type) {
                    cells.push(code);
                }
                for (at, metric) in metrics.filtered(event_type) {
                    if let Some(admitted) = self.admitted.get_mut(at) {
                        admitted.resize(code as usize, false);
                        admitted.push(metric.admits(cell, &history.names));
                    }
                }
            }
            self.places.push(place);
        }
    }

    /// What the cell before has, when that is of the same event type: most are.
    fn event_type(&self, name: u32, history: &History) -> Option<usize> {
        let before = self.places.len().checked_sub(1)?;
        let same = history.cells.get(u32::try_from(before).ok()?)?.event_type == name;
        let event_type = self.places.get(before)?.event_type;
        (same && event_type != UNREAD).then_some(event_type as usize)
    }

    /// The metrics that read a cell, and on which side.
    pub(super) fn uses<'m>(&self, metrics: &'m Metrics, cell: u32) -> &'m [(u16, Sides)] {
        self.places.get(cell as usize).map_or(&[], |place| metrics.uses(place.event_type as usize))
    }

    /// Lets the cells of an event type that were tallied enter the groups of a metric.
    pub(super) fn enter(
        &mut self,
        at: usize,
        metric: &Metric,
        event_type: usize,
        sides: Sides,
        tallies: &[Tally],
        groups: &mut Vec<Group>,
    ) {
        let Self { places, cells, tables, admitted, .. } = self;
        let (Some(cells), Some(table)) = (cells.get(event_type), tables.get_mut(metric.grouping())) else {
            return;
        };
        let admitted = admitted.get(at).map_or(&[][..], Vec::as_slice);
        let entering = cells.iter().filter_map(|&cell| {
            let (tally, place) = (tallies.get(cell as usize)?, places.get(cell as usize)?);
            (tally.count > 0 && admits(admitted, cell)).then_some((place, *tally))
        });
        let mut enter = |place: &Place, tally: Tally| {
            let code = find_or_begin(table, at, metric, place, groups);
            if let Some(group) = groups.get_mut(code as usize) {
                group.enter(sides, tally.count, tally.oldest);
            }
        };
        if metric.is_grouped() {
            return entering.for_each(|(place, tally)| enter(place, tally));
        }
        // All of them count in the same group.
        if let Some((place, all)) = entering.reduce(|(place, all), (_, more)| (place, all.and(more))) {
            enter(place, all);
        }
    }

    /// For each cell the group of a metric that it counts in, as far as there is one.
    pub(super) fn groups_of_cells(&self, at: usize, metric: &Metric, codes: &mut Vec<u32>) {
        codes.clear();
        codes.resize(self.places.len(), NO_GROUP);
        for &cell in metric.reads.iter().filter_map(|&(read, _)| self.cells.get(read)).flatten() {
            if let Some((code, group)) = codes.get_mut(cell as usize).zip(self.group(at, metric, cell)) {
                *code = group;
            }
        }
    }

    /// The group of a metric that a cell of one of its event types counts in, begun now when it is
    /// new, if the filter lets the cell through.
    pub(super) fn begin(
        &mut self,
        at: usize,
        metric: &Metric,
        cell: u32,
        groups: &mut Vec<Group>,
    ) -> Option<u32> {
        let place = self.places.get(cell as usize)?;
        if !self.admits(at, cell) {
            return None;
        }
        Some(find_or_begin(self.tables.get_mut(metric.grouping())?, at, metric, place, groups))
    }

    /// The group of a metric that a cell counts in, and on which side, if there is such a group
    /// and the metric reads the event type.
    #[inline]
    pub(super) fn counted(&self, at: usize, metric: &Metric, cell: u32) -> Option<(u32, Sides)> {
        let place = self.places.get(cell as usize)?;
        let read = |&&(event_type, _): &&(usize, Sides)| event_type == place.event_type as usize;
        let &(_, sides) = metric.reads.iter().find(read)?;
        Some((self.group(at, metric, cell)?, sides))
    }

    /// The group of a metric that a cell of one of its event types counts in, when there is one
    /// yet.
    #[inline]
    fn group(&self, at: usize, metric: &Metric, cell: u32) -> Option<u32> {
        let place = self.places.get(cell as usize)?;
        if self.admits(at, cell) { find(self.tables.get(metric.grouping())?, metric, place) } else { None }
    }

    /// Whether a metric's filter, if any, lets a cell through.
    #[inline]
    fn admits(&self, at: usize, cell: u32) -> bool {
        self.admitted.get(at).is_some_and(|admitted| admits(admitted, cell))
    }

    /// The group of a metric for a channel and an offer, when the history has ever had it.
    #[inline]
    pub(super) fn find(&self, metric: &Metric, channel: u32, offer: u32) -> Option<u32> {
        let pair =
            if metric.by_channel && metric.by_offer { self.pairs.find(pair(channel, offer))? } else { 0 };
        let place = Place { event_type: UNREAD, channel, offer, pair };
        find(self.tables.get(metric.grouping())?, metric, &place)
    }
}

#[inline]
const fn pair(channel: u32, offer: u32) -> Triple {
    (0, channel, offer)
}

/// Whether a filter lets a cell through; an empty one lets all.
#[inline]
fn admits(admitted: &[bool], cell: u32) -> bool {
    admitted.is_empty() || admitted.get(cell as usize) == Some(&true)
}

#[inline]
fn find(table: &[u32], metric: &Metric, place: &Place) -> Option<u32> {
    table.get(index(metric, place)).copied().filter(|&group| group != NO_GROUP)
}

#[inline]
fn find_or_begin(
    table: &mut Vec<u32>,
    at: usize,
    metric: &Metric,
    place: &Place,
    groups: &mut Vec<Group>,
) -> u32 {
    find(table, metric, place).unwrap_or_else(|| begin(table, at, metric, place, groups))
}

fn begin(table: &mut Vec<u32>, at: usize, metric: &Metric, place: &Place, groups: &mut Vec<Group>) -> u32 {
    let index = index(metric, place);
    if table.len() <= index {
        table.resize((index + 1).next_power_of_two(), NO_GROUP);
    }
    let code = u32::try_from(groups.len()).unwrap_or(NO_GROUP);
    if let Some(group) = table.get_mut(index) {
        *group = code;
    }
    let (channel, offer) = metric.group_of(place.channel, place.offer);
    let at = u16::try_from(at).unwrap_or_default();
    groups.push(Group::new(at, metric.aggregation, channel, offer));
    code
}

/// Where in its table a metric's group for a place stands; the row of no name comes first.
#[inline]
const fn index(metric: &Metric, place: &Place) -> usize {
    const { assert!(NO_NAME == u32::MAX) };
    let row = match (metric.by_channel, metric.by_offer) {
        (true, true) => place.pair as usize,
        (true, false) => place.channel.wrapping_add(1) as usize,
        (false, true) => place.offer.wrapping_add(1) as usize,
        (false, false) => 0,
    };
    row * metric.columns + metric.column
}
