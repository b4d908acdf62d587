//! Behavioral metrics: exact aggregations over rolling windows.

mod compiled;
mod definition;
mod extreme;
mod groups;
mod links;
mod listing;
mod reading;
mod result;
mod rolling;
mod series;
mod tally;
mod validity;

pub(crate) use compiled::{Metric, Metrics};
pub use definition::{
    AggregationType, Dimension, EventFilter, MAX_METRICS, MAX_WINDOW_DAYS, MetricDefinition,
};
pub(crate) use groups::{Aggregate, Group, empty_value};
pub(crate) use reading::value_in;
pub use result::{MetricGroup, MetricResult};
pub(crate) use result::{overflow, results};
pub(crate) use rolling::Rolling;
pub(crate) use series::series;
pub use series::{MAX_SERIES_POINTS, Series, SeriesRange};

pub use crate::definitions::Status;
