use std::cell::RefCell;

use crate::decisions::program::Program;
use crate::decisions::signals::{
    Domain, List, NEVER, Reach, Reading, Side, Signal, Told, Tracks, Walk, Walks,
};
use crate::history::History;
use crate::metrics::{Aggregate, AggregationType, Group, Metrics, Rolling};
use crate::names::{NO_NAME, Triple};
use crate::profiles::{ProfileFacet, ProfileSet};
use crate::rules::Rules;
use crate::sort;
use crate::time::Zone;

/// What an engine is configured with, made ready for evaluation.
#[derive(Clone, Copy)]
pub(crate) struct Definitions<'a> {
    pub(crate) program: &'a Program,
    /// The time zones that its rules speak of.
    pub(crate) zones: &'a [Zone],
    /// The rules as they are written.
    pub(crate) rules: &'a Rules,
    pub(crate) metrics: &'a Metrics,
    pub(crate) profiles: &'a ProfileSet,
}

/// Everything about an engine and a customer that a decision looks at.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) definitions: Definitions<'a>,
    pub(crate) history: &'a History,
    pub(crate) tracks: &'a Tracks,
    /// The metrics at the instant of the decision, when they are at hand.
    pub(crate) rolling: Option<&'a Rolling>,
    pub(crate) facet: &'a ProfileFacet,
    /// Where walks are kept for the decisions that follow, each of which is made later.
    pub(crate) walks: Option<&'a RefCell<Walks<'a>>>,
}

/// The parts of a candidate that a signal may depend on, as codes of the history's names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CandidateCodes<'m> {
    pub(crate) channel: u32,
    pub(crate) offer: u32,
    /// The offers of the candidate's category, where the signal reads them.
    pub(crate) members: &'m [u32],
}

/// The channel and offer of a group.
type Key<'n> = (Option<&'n str>, Option<&'n str>);

/// Stands for a name that the history does not hold.
pub(super) const UNSEEN: u32 = NO_NAME - 1;

impl<'a> Definitions<'a> {
    /// The same in other time zones.
    pub(crate) fn in_zones(self, zones: &'a [Zone]) -> Self {
        Self { zones, ..self }
    }
}

impl<'a> World<'a> {
    /// The same in other time zones.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn in_zones(self, zones: &'a [Zone]) -> Self {
        Self { definitions: self.definitions.in_zones(zones), ..self }
    }

    pub(crate) fn times(&self) -> &'a [i64] {
        &self.history.columns.times
    }

    /// Whether any event lies after `now`.
    pub(super) fn has_future(&self, now: i64) -> bool {
        self.times().last().is_some_and(|&last| last > now)
    }

    /// When the first event after `now` is; [`NEVER`] when there is none.
    pub(crate) fn next_event(&self, now: i64) -> i64 {
        self.times().get(self.history.columns.up_to(now)).copied().unwrap_or(NEVER)
    }

    /// Reads the signal at a position at `now`.
    #[inline(never)]
    pub(crate) fn read(
        &self,
        at: usize,
        signal: &Signal,
        codes: CandidateCodes<'_>,
        now: i64,
        told: Told,
    ) -> Reading {
        if let Some(walks) = self.walks {
            let mut walks = walks.borrow_mut();
            let key = self.walk_key(&mut walks, at, signal, codes);
            return walks.read(key, now, || self.walk(signal, codes, now));
        }
        if signal.reach == Reach::Own && signal.aggregation == AggregationType::Count && told != Told::Events
        {
            return self.read_count(signal, codes, now);
        }
        self.walk(signal, codes, now).read(told)
    }

    /// The position of what is read, and the names that its signal depends on.
    pub(super) fn walk_key(
        &self,
        walks: &mut Walks<'a>,
        at: usize,
        signal: &Signal,
        codes: CandidateCodes<'_>,
    ) -> Triple {
        let domain = self.definitions.program.signals.domain(signal);
        let by = |wanted: Domain, name: u32| {
            if domain == wanted || domain == Domain::Candidate { name } else { NO_NAME }
        };
        let offer = match signal.reach {
            Reach::Category => walks.list_of(codes.members),
            _ => by(Domain::Offer, codes.offer),
        };
        (u32::try_from(at).unwrap_or(NO_NAME), by(Domain::Channel, codes.channel), offer)
    }

    #[expect(clippy::cast_precision_loss, reason = "a history holds far fewer than 2^53 events")]
    fn read_count(&self, signal: &Signal, codes: CandidateCodes<'_>, now: i64) -> Reading {
        let Some(list) = self.list(signal.primary, codes) else {
            return Reading { value: Some(0.0), until: NEVER };
        };
        let times = self.times();
        let (begin, end) = (list.up_to(times, now - signal.span), list.up_to(times, now));
        let time = |at: usize| {
            let time = list.positions.get(at).and_then(|&position| times.get(position as usize));
            time.copied().unwrap_or(NEVER)
        };
        let leaves = if begin < end { time(begin).saturating_add(signal.span) } else { NEVER };
        let enters = time(end);
        // As many may leave as enter.
        let until = if leaves == enters && leaves != NEVER {
            self.walk(signal, codes, now).next_change(Told::Value).unwrap_or(NEVER)
        } else {
            leaves.min(enters)
        };
        Reading { value: Some((end - begin) as f64), until }
    }

    /// The group of a metric that a signal reads.
    fn group(&self, rolling: &'a Rolling, signal: &Signal, codes: CandidateCodes<'_>) -> Option<&'a Group> {
        let metric = self.definitions.metrics.get(signal.metric.filter(|_| signal.is_group)?)?;
        let channel = if metric.by_channel { codes.channel } else { NO_NAME };
        let offer = if metric.by_offer { codes.offer } else { NO_NAME };
        rolling.find(metric, channel, offer)
    }

    /// A walk through time that starts at `now`.
    pub(crate) fn walk(&self, signal: &Signal, codes: CandidateCodes<'_>, now: i64) -> Walk<'a> {
        let Signal { aggregation, span, .. } = *signal;
        if signal.reach == Reach::Any {
            return Walk::competing(self.times(), aggregation, span, now, self.competing_groups(signal));
        }
        let lists = self.lists(signal, codes);
        // Adding up a window's numbers is most of the work, and the metrics at hand have done it.
        let Some((start, sum)) = self.known(signal, codes, now) else {
            return Walk::new(self.times(), aggregation, span, now, lists);
        };
        let mut walk = Walk::resumed(self.times(), aggregation, span, start, lists, sum);
        walk.advance(now);
        walk
    }

    /// What the numbers of a signal's one group come to at an instant not after `now`, with how
    /// many they are.
    fn known(&self, signal: &Signal, codes: CandidateCodes<'_>, now: i64) -> Option<(i64, (Aggregate, u32))> {
        if signal.reach != Reach::Own || !signal.aggregation.reads_numbers() {
            return None;
        }
        let rolling = self.rolling?;
        let start = rolling.now().filter(|&start| start <= now)?;
        let group = self.group(rolling, signal, codes)?;
        Some((start, (group.numbers.clone(), group.used)))
    }

    /// The lists of events that make up a signal: one group, or as many as compete for the largest
    /// value.
    pub(crate) fn groups(&self, signal: &Signal, codes: CandidateCodes<'_>) -> Vec<Vec<(Side, &'a List)>> {
        if signal.reach == Reach::Any {
            return self.competing_groups(signal);
        }
        vec![self.lists(signal, codes)]
    }

    /// The lists of events that make up a signal that no groups compete for.
    fn lists(&self, signal: &Signal, codes: CandidateCodes<'_>) -> Vec<(Side, &'a List)> {
        let mut lists = Vec::new();
        let offers = if signal.reach == Reach::Category { codes.members } else { &[codes.offer] };
        for (side, track) in signal.tracks() {
            for &offer in offers {
                let list = self.list(track, CandidateCodes { offer, ..codes });
                lists.extend(list.map(|list| (side, list)));
            }
        }
        lists
    }

    /// All groups of a signal, ordered by name: of those with the same value the first counts.
    fn competing_groups(&self, signal: &Signal) -> Vec<Vec<(Side, &'a List)>> {
        let name = |code: u32| self.history.names.optional(code);
        let mut lists: Vec<(Key<'_>, (Side, &'a List))> = Vec::new();
        for (side, track) in signal.tracks() {
            for list in self.tracks.groups(track) {
                lists.push(((name(list.group.channel), name(list.group.offer)), (side, list)));
            }
        }
        sort::list(&mut lists, |left, right| left.0.cmp(&right.0));
        let mut groups: Vec<Vec<(Side, &'a List)>> = Vec::new();
        let mut last = None;
        for (key, list) in lists {
            match groups.last_mut().filter(|_| last == Some(key)) {
                Some(group) => group.push(list),
                None => groups.push(vec![list]),
            }
            last = Some(key);
        }
        groups
    }

    /// The events of a track's group for a candidate.
    fn list(&self, track: usize, codes: CandidateCodes<'_>) -> Option<&'a List> {
        let shape = self.definitions.program.signals.tracks.get(track)?;
        let channel = if shape.by_channel { codes.channel } else { NO_NAME };
        let offer = if shape.by_offer { codes.offer } else { NO_NAME };
        if channel == UNSEEN || offer == UNSEEN {
            return None;
        }
        self.tracks.find(track, channel, offer)
    }
}
