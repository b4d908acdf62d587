use super::CustomerHandle;
use super::dictionary::Dictionary;
use super::outbox::Outbox;
use crate::error::Result;
use crate::history::{NO_NAME, Names};
use crate::metrics::{empty_value, overflow};
use crate::time::{Instant, format_millis};

/// Leaves the results of all metrics at `now`.
///
/// Words: for each metric `skipped`, the number of its groups, and for each group the dictionary's
/// codes of channel and offer (−1 for none), the value (NaN for null) and the number of events.
///
/// Text: times of 24 characters, with spaces for null: `now`, and for each metric the begin of its window and
/// until when it holds, and until when each of its groups does.
pub(super) fn write_results(
    handle: &mut CustomerHandle,
    dictionary: &mut Dictionary,
    outbox: &mut Outbox,
    now: Instant,
) -> Result<()> {
    handle.customer.advance(now);
    handle.share_names(dictionary);
    let customer = &mut handle.customer;
    let (metrics, history) = (&customer.engine.metrics, &customer.history);
    let rolling = &mut customer.rolling;
    rolling.look_ahead(metrics, history);
    rolling.list_groups(metrics, history);
    let shared = |code: u32| match handle.shared_names.get(code as usize) {
        Some(&shared) if code != NO_NAME => f64::from(shared),
        _ => -1.0,
    };
    let Outbox { text, words } = outbox;
    text.clear();
    words.clear();
    put_time(text, Some(now.millis()));
    let begins: Vec<_> = metrics.windows().iter().map(|span| time_text(now.millis() - span)).collect();
    for (at, metric) in metrics.iter().enumerate() {
        let header = words.len();
        words.extend([0.0, 0.0]);
        text.extend_from_slice(begins.get(metric.window).unwrap_or(&NO_TIME));
        let validity = text.len();
        put_time(text, None);
        // The earliest of its groups, and where that stands in the text: what is written is not written again.
        let (mut earliest, mut written) = (i64::MAX, validity);
        let (mut skipped, mut groups) = (0, 0_u32);
        for &code in rolling.listed(at) {
            let Some(group) = rolling.get(code).filter(|group| group.is_seen() || !metric.is_grouped())
            else {
                continue;
            };
            let value = group.value(metric.aggregation).map_err(|_| overflow(&metric.definition.key))?;
            let until = rolling.group_valid_until(history, metric, code);
            words.extend([
                shared(group.channel),
                shared(group.offer),
                value.unwrap_or(f64::NAN),
                f64::from(group.used),
            ]);
            if until.is_some_and(|until| until < earliest) {
                (earliest, written) = (until.unwrap_or(i64::MAX), text.len());
            }
            put_time(text, until);
            if metric.aggregation.reads_numbers() {
                skipped += group.primary - group.used;
            }
            groups += 1;
        }
        if groups == 0 && !metric.is_grouped() {
            words.extend([-1.0, -1.0, empty_value(metric.aggregation).unwrap_or(f64::NAN), 0.0]);
            put_time(text, None);
            groups = 1;
        }
        text.copy_within(written..written + TIME_LENGTH, validity);
        if metric.aggregation.reads_numbers() || rolling.has_upcoming() {
            let until = rolling.metric_valid_until(history, at, metric).filter(|&until| until < earliest);
            if let (Some(until), Some(place)) = (until, text.get_mut(validity..validity + TIME_LENGTH)) {
                place.copy_from_slice(&time_text(until));
            }
        }
        if let Some(header) = words.get_mut(header..header + 2) {
            header.copy_from_slice(&[f64::from(skipped), f64::from(groups)]);
        }
    }
    Ok(())
}

const TIME_LENGTH: usize = 24;
const NO_TIME: [u8; TIME_LENGTH] = [b' '; TIME_LENGTH];

pub(super) fn put_time(text: &mut Vec<u8>, millis: Option<i64>) {
    text.extend_from_slice(&millis.map_or(NO_TIME, time_text));
}

/// A time, or spaces when it lies beyond the year 9999.
fn time_text(millis: i64) -> [u8; TIME_LENGTH] {
    if millis > Instant::MAX.millis() { NO_TIME } else { format_millis(millis) }
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
