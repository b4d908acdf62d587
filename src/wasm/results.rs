//! Results of metrics on their way out.

use super::CustomerHandle;
use super::dictionary::Dictionary;
use super::outbox::Outbox;
use crate::error::Result;
use crate::history::History;
use crate::metrics::{Group, Metric, Rolling, empty_value, overflow};
use crate::names::{NO_NAME, Names};
use crate::time::Instant;

/// How the results of a customer are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ReadMode {
    /// All of them, and no more of them afterwards.
    Once,
    /// All of them, to be kept: the next reading can be of what changed.
    Kept,
    /// What changed since they were last read and kept.
    Changes,
}

/// Leaves the results at `now`, of all metrics or of those that changed.
///
/// Words: for each metric its position, `skipped`, whether its groups are listed anew (1) or only
/// those that changed (0), how many they are, and for each the dictionary's codes of channel and
/// offer (−1 for none), the value (NaN for null) and the number of events. One that changed has its
/// place among the metric's groups for a channel.
///
/// Times, of spaces for null: `now`, where the window of every metric begins, and for each
/// metric that is left until when it holds, and until when each of its groups does.
pub(super) fn write_results(
    handle: &mut CustomerHandle,
    dictionary: &mut Dictionary,
    outbox: &mut Outbox,
    now: Instant,
    reading: ReadMode,
) -> Result<()> {
    handle.customer.advance(now);
    handle.share_names(dictionary);
    let CustomerHandle { customer, shared_names, places, .. } = handle;
    let (metrics, history) = (&customer.compiled.metrics, &customer.history);
    let rolling = &mut customer.rolling;
    rolling.look_ahead(metrics, history);
    rolling.list_groups(metrics, history);
    let changed = match reading {
        ReadMode::Once => None,
        ReadMode::Kept => rolling.take_changes().and(None),
        ReadMode::Changes => rolling.take_changes(),
    };
    outbox.clear();
    outbox.time(Some(now.millis()));
    for metric in metrics.iter() {
        outbox.time(Some(now.millis() - metric.span));
    }
    places.resize(if reading == ReadMode::Once { 0 } else { rolling.group_count() }, NOWHERE);
    let mut writer = Writer { rolling, history, shared_names, places, outbox };
    for (at, metric) in metrics.iter().enumerate() {
        match &changed {
            None => writer.all_groups(at, metric)?,
            Some(changed) => writer.changed_groups(at, metric, changed)?,
        }
    }
    Ok(())
}

/// In the place of a group that does not show.
const NOWHERE: u32 = u32::MAX;

struct Writer<'a> {
    rolling: &'a Rolling,
    history: &'a History,
    shared_names: &'a [u32],
    /// For each group its place among those of its metric, as they were left last; empty when
    /// nobody keeps them.
    places: &'a mut [u32],
    outbox: &'a mut Outbox,
}

impl Writer<'_> {
    fn all_groups(&mut self, at: usize, metric: &Metric) -> Result<()> {
        let count = self.begin(at, metric, true);
        let mut groups = 0;
        for &code in self.rolling.listed(at) {
            let shown = self.rolling.shown(metric, code);
            if let Some(place) = self.places.get_mut(code as usize) {
                *place = if shown.is_some() { groups } else { NOWHERE };
            }
            if let Some(group) = shown {
                self.group(metric, code, group, [self.shared(group.channel), self.shared(group.offer)])?;
                groups += 1;
            }
        }
        if groups == 0 && !metric.is_grouped() {
            let value = empty_value(metric.aggregation).unwrap_or(f64::NAN);
            self.outbox.words.extend_from_slice(&[-1.0, -1.0, value, 0.0]);
            self.outbox.time(None);
        }
        self.end(count);
        Ok(())
    }

    /// Leaves the groups among `changed` that are the metric's; all of its groups when there are
    /// more of them, or fewer, than were left last.
    fn changed_groups(&mut self, at: usize, metric: &Metric, changed: &[u32]) -> Result<()> {
        let rolling = self.rolling;
        let is_own = |code: &u32| rolling.get(*code).is_some_and(|group| usize::from(group.metric) == at);
        let place = |code: u32| self.places.get(code as usize).copied().unwrap_or(NOWHERE);
        let own = || changed.iter().copied().filter(is_own);
        if own().any(|code| rolling.shown(metric, code).is_some() != (place(code) != NOWHERE)) {
            return self.all_groups(at, metric);
        }
        // An event that came and went since then leaves no group, but the metric holds until
        // another time.
        if own().next().is_none() {
            return Ok(());
        }
        let groups: Vec<_> =
            own().filter_map(|code| Some((code, place(code), rolling.shown(metric, code)?))).collect();
        let count = self.begin(at, metric, false);
        for &(code, place, group) in &groups {
            self.group(metric, code, group, [f64::from(place), -1.0])?;
        }
        self.end(count);
        Ok(())
    }

    /// Begins a metric; returns where in the words its number of groups stands.
    fn begin(&mut self, at: usize, metric: &Metric, anew: bool) -> usize {
        let skipped = self.rolling.skipped(at, metric);
        self.outbox.time(self.rolling.metric_valid_until(self.history, at, metric));
        let at = u32::try_from(at).unwrap_or_default();
        let anew = f64::from(u8::from(anew));
        self.outbox.words.extend_from_slice(&[f64::from(at), f64::from(skipped), anew, 0.0]);
        self.outbox.words.len() - 1
    }

    fn group(&mut self, metric: &Metric, code: u32, group: &Group, names: [f64; 2]) -> Result<()> {
        let value = group.value(metric.aggregation).map_err(|_| overflow(&metric.definition.key))?;
        let [channel, offer] = names;
        let value = value.unwrap_or(f64::NAN);
        self.outbox.words.extend_from_slice(&[channel, offer, value, f64::from(group.used)]);
        self.outbox.time(self.rolling.group_valid_until(self.history, metric, code));
        Ok(())
    }

    /// Ends a metric, whose number of groups stands at `count`.
    fn end(&mut self, count: usize) {
        let groups = u32::try_from((self.outbox.words.len() - count) / 4).unwrap_or_default();
        if let Some(count) = self.outbox.words.get_mut(count) {
            *count = f64::from(groups);
        }
    }

    /// The dictionary's code of a name.
    fn shared(&self, code: u32) -> f64 {
        match self.shared_names.get(code as usize) {
            Some(&shared) if code != NO_NAME => f64::from(shared),
            _ => -1.0,
        }
    }
}

impl CustomerHandle {
    /// Finds the dictionary's codes of the customer's names.
    fn share_names(&mut self, dictionary: &mut Dictionary) {
        if self.generation != dictionary.generation() {
            self.generation = dictionary.generation();
            self.shared_names.clear();
        }
        let names: &Names = &self.customer.history.names;
        for code in self.shared_names.len()..names.len() {
            let code = u32::try_from(code).unwrap_or(NO_NAME);
            self.shared_names.push(dictionary.add(names.get(code)));
        }
    }
}
