//! Signals: the numbers that rules read, whatever kind of rule it is.
//!
//! A cap on contacts, a cooldown and a condition on a metric all compare a number of a window with
//! a threshold. What they read is described here once, and shared by the rules that read the same.

use crate::history::Cell;
use crate::metrics::{AggregationType, EventFilter, Metric};
use crate::names::Names;
use crate::rules::{Match, ScopeKind};

/// A number that a rule reads.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Signal {
    pub(crate) aggregation: AggregationType,
    /// The length of the window in milliseconds.
    pub(crate) span: i64,
    /// The events that match, by group; positions in [`Signals::tracks`].
    pub(crate) primary: usize,
    /// The events that a ratio divides by, or those that a count leaves out.
    pub(crate) secondary: Option<usize>,
    /// The matching events that carry the number which is aggregated.
    pub(crate) numbers: Option<usize>,
    pub(crate) reach: Reach,
    /// The metric that is read.
    pub(crate) metric: Option<usize>,
    /// Whether it is just one of the metric's groups.
    pub(crate) is_group: bool,
}

/// Which groups make up the number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reach {
    /// The candidate's own.
    Own,
    /// The one with the largest value.
    Any,
    /// Those of all offers in the candidate's category.
    Category,
    /// Those of the offers listed, but for the candidate's own: all of them are the primary events,
    /// and its own the secondary ones.
    Others(Vec<String>),
}

/// What a track is to a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Events that match.
    Primary,
    /// Events that a ratio divides by.
    Secondary,
    /// Events that carry the number which is aggregated.
    Numbers,
    /// Events among the primary ones that are left out.
    Own,
}

/// Events gathered by group: those of a type that a filter lets through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Track {
    pub(crate) event_type: String,
    pub(crate) filter: Option<EventFilter>,
    pub(crate) by_channel: bool,
    pub(crate) by_offer: bool,
    /// Only events that carry this number.
    pub(crate) property: Option<Property>,
}

/// A number that events carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Property {
    Value,
    Named(String),
}

/// What of a candidate a number depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Domain {
    /// Nothing.
    Global = 0,
    Offer = 1,
    Channel = 2,
    Category = 3,
    /// More than one of these, or its attributes.
    Candidate = 4,
}

/// The signals of all rules, and the tracks they are read from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Signals {
    pub(crate) list: Vec<Signal>,
    pub(crate) tracks: Vec<Track>,
}

impl Signals {
    /// The position of the signal for a metric read in some way.
    pub(crate) fn add_metric(&mut self, at: usize, metric: &Metric, r#match: Match) -> usize {
        let definition = &metric.definition;
        let together = r#match == Match::Total;
        let track = |event_type: &str, property: Option<Property>| Track {
            event_type: event_type.to_owned(),
            filter: definition.filter.clone(),
            by_channel: metric.by_channel && !together,
            by_offer: metric.by_offer && !together,
            property,
        };
        let primary = self.add_track(track(&definition.event_type, None));
        let secondary =
            definition.secondary_event_type.as_deref().map(|name| self.add_track(track(name, None)));
        let numbers = metric.aggregation.reads_numbers().then(|| {
            let property =
                definition.property_name().map_or(Property::Value, |name| Property::Named(name.to_owned()));
            self.add_track(track(&definition.event_type, Some(property)))
        });
        let reach = match r#match {
            Match::Any if metric.is_grouped() => Reach::Any,
            Match::Category => Reach::Category,
            _ => Reach::Own,
        };
        let is_group = reach == Reach::Own && !(together && metric.is_grouped());
        self.add(Signal {
            aggregation: metric.aggregation,
            span: metric.span,
            primary,
            secondary,
            numbers,
            reach,
            metric: Some(at),
            is_group,
        })
    }

    /// The position of the signal for a count of events.
    pub(crate) fn add_count(
        &mut self,
        event_type: &str,
        span: i64,
        scope: ScopeKind,
        channels: &[String],
    ) -> usize {
        let filter = EventFilter { channel: Some(channels.to_vec()), offer: None };
        let primary = self.add_track(Track {
            event_type: event_type.to_owned(),
            filter: (!channels.is_empty()).then_some(filter),
            by_channel: scope == ScopeKind::Channel,
            by_offer: matches!(scope, ScopeKind::Offer | ScopeKind::Category),
            property: None,
        });
        let reach = if scope == ScopeKind::Category { Reach::Category } else { Reach::Own };
        self.add(Signal::count(span, primary, reach))
    }

    /// The position of the signal for a count of events of other offers.
    pub(crate) fn add_others(&mut self, event_type: &str, span: i64, offers: &[String]) -> usize {
        let track = |filter: Option<EventFilter>| Track {
            event_type: event_type.to_owned(),
            by_offer: filter.is_none(),
            filter,
            by_channel: false,
            property: None,
        };
        let together =
            self.add_track(track(Some(EventFilter { channel: None, offer: Some(offers.to_vec()) })));
        let own = self.add_track(track(None));
        let others = Signal::count(span, together, Reach::Others(offers.to_vec()));
        self.add(Signal { secondary: Some(own), ..others })
    }

    fn add_track(&mut self, mut track: Track) -> usize {
        track.filter = track.filter.map(|filter| filter.sorted());
        position_or_push(&mut self.tracks, track)
    }

    fn add(&mut self, signal: Signal) -> usize {
        position_or_push(&mut self.list, signal)
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Signal> {
        self.list.get(at)
    }

    /// Whether any of them aggregates numbers in just the way that a metric does.
    pub(crate) fn read_numbers(&self) -> bool {
        self.list.iter().any(|signal| signal.is_group && signal.numbers.is_some())
    }

    /// What of a candidate a signal depends on.
    pub(crate) fn domain(&self, signal: &Signal) -> Domain {
        let Some(track) = self.tracks.get(signal.primary) else { return Domain::Global };
        match (&signal.reach, track.by_channel, track.by_offer) {
            (Reach::Any, ..) | (Reach::Own, false, false) => Domain::Global,
            (Reach::Others(_), ..) | (Reach::Own, false, true) => Domain::Offer,
            (Reach::Own, true, false) => Domain::Channel,
            (Reach::Category, false, _) => Domain::Category,
            (Reach::Own | Reach::Category, true, _) => Domain::Candidate,
        }
    }

    /// Whether a candidate needs a channel for a signal.
    pub(crate) fn needs_channel(&self, signal: &Signal) -> bool {
        matches!(signal.reach, Reach::Own | Reach::Category)
            && self.tracks.get(signal.primary).is_some_and(|track| track.by_channel)
    }
}

impl Signal {
    /// The tracks that it is read from.
    pub(crate) fn tracks(&self) -> impl Iterator<Item = (Side, usize)> {
        let other = if matches!(self.reach, Reach::Others(_)) { Side::Own } else { Side::Secondary };
        let tracks =
            [(Side::Primary, Some(self.primary)), (other, self.secondary), (Side::Numbers, self.numbers)];
        tracks.into_iter().filter_map(|(side, track)| Some((side, track?)))
    }

    /// Whether both aggregate the same events but for how far they look back.
    pub(crate) fn counts_the_same_as(&self, other: &Self) -> bool {
        self.aggregation == other.aggregation
            && (self.primary, self.secondary, self.numbers) == (other.primary, other.secondary, other.numbers)
            && self.reach == other.reach
    }

    fn count(span: i64, primary: usize, reach: Reach) -> Self {
        Self {
            aggregation: AggregationType::Count,
            span,
            primary,
            secondary: None,
            numbers: None,
            reach,
            metric: None,
            is_group: false,
        }
    }
}

impl Track {
    /// Whether a cell's events are gathered.
    pub(crate) fn admits(&self, cell: Cell, names: &Names) -> bool {
        names.get(cell.event_type) == self.event_type && self.lets_through(cell, names)
    }

    /// Whether the filter lets the events of a cell through, of whatever type they are.
    pub(super) fn lets_through(&self, cell: Cell, names: &Names) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.admits(cell, names))
    }
}

impl Property {
    /// What messages call it.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Value => "value",
            Self::Named(name) => name,
        }
    }
}

fn position_or_push<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    list.iter().position(|known| *known == item).unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    })
}
