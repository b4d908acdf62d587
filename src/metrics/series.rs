//! A metric through time.

use super::compiled::Metrics;
use super::reading::value_in;
use super::rolling::Rolling;
use crate::error::{Error, ErrorCode, Issue, Result, code};
use crate::history::History;
use crate::names::NO_NAME;
use crate::time::Instant;

/// At most this many points in one series.
pub const MAX_SERIES_POINTS: usize = 100_000;

/// The instants at which a series is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesRange {
    /// The first instant.
    pub from: Instant,
    /// No instant lies after this.
    pub to: Instant,
    /// The milliseconds between instants.
    pub step: i64,
}

/// A metric through time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Series {
    /// The instants, in milliseconds since the Unix epoch.
    pub times: Vec<f64>,
    /// The values at those instants; NaN where the metric has none.
    pub values: Vec<f64>,
}

/// A metric's value in one group at every instant of a range.
pub(crate) fn series(
    metrics: &Metrics,
    history: &History,
    at: usize,
    range: &SeriesRange,
    channel: Option<&str>,
    offer: Option<&str>,
) -> Result<Series> {
    let points = range.points()?;
    let Some(metric) = metrics.get(at) else { return Ok(Series::default()) };
    // The other metrics need not be rolled along.
    let only = Metrics::new(std::slice::from_ref(&metric.definition));
    let code = |name: Option<&str>| name.map_or(Some(NO_NAME), |name| history.names.find(name));
    let (channel, offer) = (code(channel), code(offer));
    let mut rolling = Rolling::default();
    let mut series = Series::default();
    let mut now = range.from.millis();
    for _ in 0..points {
        rolling.advance(&only, history, now);
        #[expect(clippy::cast_precision_loss, reason = "milliseconds up to the year 9999 are below 2^53")]
        series.times.push(now as f64);
        series.values.push(value_in(&rolling, &only, 0, channel, offer)?.unwrap_or(f64::NAN));
        // Only behind the last point is there no such time.
        now = now.saturating_add(range.step);
    }
    Ok(series)
}

impl SeriesRange {
    fn points(&self) -> Result<usize> {
        let refuse = |path: &str, message: String| {
            Err(Error::single(ErrorCode::InvalidArgument, Issue::new(path, code::OUT_OF_RANGE, message)))
        };
        if self.step <= 0 {
            return refuse("step", "must be a whole number of milliseconds, at least one".to_owned());
        }
        if self.to < self.from {
            return refuse("to", "must not lie before from".to_owned());
        }
        let points = (self.to.millis() - self.from.millis()) / self.step + 1;
        match usize::try_from(points) {
            Ok(points) if points <= MAX_SERIES_POINTS => Ok(points),
            _ => {
                let message =
                    format!("gives {points} points, more than {MAX_SERIES_POINTS}; take a longer step");
                refuse("step", message)
            }
        }
    }
}
