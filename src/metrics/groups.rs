use super::AggregationType;
use super::compiled::Sides;
use super::extreme::Extreme;
use crate::numbers::ExactSum;

/// What a group's events in the window come to.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// The position of the metric.
    pub(crate) metric: u16,
    /// Codes of names; `NO_NAME` for the group of events without one, and where the metric does
    /// not group by it.
    pub(crate) channel: u32,
    pub(crate) offer: u32,
    /// Matching events of the metric's event type.
    pub(crate) primary: u32,
    /// Matching events of the secondary event type.
    pub(crate) secondary: u32,
    /// How many events the value rests on: those that match and, for metrics that read a number,
    /// carry one.
    pub(crate) used: u32,
    /// The position of the oldest matching event in the window, or of one before it.
    pub(super) oldest: u32,
    /// The same for the events that the value rests on.
    pub(super) oldest_used: u32,
    /// Whether the oldest ones may stand later than noted; it is then among those that are noted as
    /// stale.
    pub(super) stale: bool,
    /// Whether it is among those that are noted to have changed.
    pub(super) changed: bool,
    pub(crate) numbers: Aggregate,
}

/// A position behind every event.
const NOWHERE: u32 = u32::MAX;

/// The numbers of a group's events, as far as the metric needs them.
#[derive(Debug, Clone)]
pub(crate) enum Aggregate {
    None,
    Sum(ExactSum),
    Smallest(Extreme),
    Largest(Extreme),
}

/// The sum of a group is beyond the largest double.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overflow;

impl Aggregate {
    /// That of no numbers.
    pub(crate) fn new(aggregation: AggregationType) -> Self {
        match aggregation {
            AggregationType::Count | AggregationType::Ratio => Self::None,
            AggregationType::Sum | AggregationType::Avg => Self::Sum(ExactSum::default()),
            AggregationType::Min => Self::Smallest(Extreme::default()),
            AggregationType::Max => Self::Largest(Extreme::default()),
        }
    }

    fn clear(&mut self) {
        match self {
            Self::None => {}
            Self::Sum(sum) => *sum = ExactSum::default(),
            Self::Smallest(extreme) | Self::Largest(extreme) => extreme.clear(),
        }
    }

    /// A number enters, of the newest or the oldest event.
    #[inline]
    pub(crate) fn enter(&mut self, position: u32, number: f64) {
        match self {
            Self::None => {}
            Self::Sum(sum) => sum.add(number),
            Self::Smallest(extreme) => extreme.enter(position, number, false),
            Self::Largest(extreme) => extreme.enter(position, number, true),
        }
    }

    /// A number leaves, of the oldest event.
    #[inline]
    pub(crate) fn leave(&mut self, position: u32, number: f64) {
        match self {
            Self::None => {}
            Self::Sum(sum) => sum.subtract(number),
            Self::Smallest(extreme) | Self::Largest(extreme) => extreme.leave(position),
        }
    }

    /// The value of `used` numbers or, where no numbers are read, of the primary and secondary
    /// events that `counts` gives; null where there is nothing to aggregate.
    pub(crate) fn value(
        &self,
        aggregation: AggregationType,
        used: u32,
        counts: impl FnOnce() -> (u32, u32),
    ) -> Result<Option<f64>, Overflow> {
        match (self, aggregation) {
            (Self::Sum(_), AggregationType::Avg) if used == 0 => Ok(None),
            (Self::Sum(sum), AggregationType::Avg) => sum.average(used).map(Some).ok_or(Overflow),
            (Self::Sum(sum), _) => sum.value().map(Some).ok_or(Overflow),
            (Self::Smallest(extreme) | Self::Largest(extreme), _) => Ok(extreme.value()),
            (Self::None, AggregationType::Ratio) => {
                let (primary, secondary) = counts();
                Ok((secondary > 0).then(|| f64::from(primary) / f64::from(secondary)))
            }
            (Self::None, _) => Ok(Some(f64::from(counts().0))),
        }
    }
}

impl Group {
    pub(super) fn new(metric: u16, aggregation: AggregationType, channel: u32, offer: u32) -> Self {
        Self {
            metric,
            channel,
            offer,
            primary: 0,
            secondary: 0,
            used: 0,
            oldest: NOWHERE,
            oldest_used: NOWHERE,
            stale: false,
            changed: false,
            numbers: Aggregate::new(aggregation),
        }
    }

    pub(super) fn clear(&mut self) {
        (self.primary, self.secondary, self.used) = (0, 0, 0);
        (self.oldest, self.oldest_used) = (NOWHERE, NOWHERE);
        (self.stale, self.changed) = (false, false);
        self.numbers.clear();
    }

    /// `events` matching events enter, the oldest of them at `position`.
    #[inline]
    pub(super) fn enter(&mut self, sides: Sides, events: u32, position: u32) {
        self.primary += if sides.primary { events } else { 0 };
        self.secondary += if sides.secondary { events } else { 0 };
        self.oldest = self.oldest.min(position);
        if matches!(self.numbers, Aggregate::None) {
            self.used += events;
            self.oldest_used = self.oldest;
        }
    }

    /// A matching event, the oldest, leaves.
    pub(super) fn leave(&mut self, sides: Sides, position: u32) {
        self.primary -= u32::from(sides.primary);
        self.secondary -= u32::from(sides.secondary);
        self.oldest = if self.is_seen() { position + 1 } else { NOWHERE };
        self.stale = true;
        if matches!(self.numbers, Aggregate::None) {
            self.used -= 1;
            self.oldest_used = self.oldest;
        }
    }

    /// Whether any event matched.
    pub(crate) const fn is_seen(&self) -> bool {
        self.primary + self.secondary > 0
    }

    /// A matching event's number enters the window, as the newest or the oldest.
    #[inline]
    pub(super) fn enter_number(&mut self, position: u32, number: f64) {
        self.used += 1;
        self.oldest_used = self.oldest_used.min(position);
        self.numbers.enter(position, number);
    }

    /// A matching event's number leaves the window, as the oldest.
    pub(super) fn leave_number(&mut self, position: u32, number: f64) {
        self.used -= 1;
        self.oldest_used = if self.used > 0 { position + 1 } else { NOWHERE };
        self.numbers.leave(position, number);
    }

    /// The value by the metric's aggregation; null where there is nothing to aggregate.
    pub(crate) fn value(&self, aggregation: AggregationType) -> Result<Option<f64>, Overflow> {
        self.numbers.value(aggregation, self.used, || (self.primary, self.secondary))
    }
}

/// The value of a group that no event was seen in.
pub(crate) const fn empty_value(aggregation: AggregationType) -> Option<f64> {
    match aggregation {
        AggregationType::Count | AggregationType::Sum => Some(0.0),
        _ => None,
    }
}
