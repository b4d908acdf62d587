//! What every fallible call fails with: one [`Error`] that carries all that was wrong, each
//! [`Issue`] with its path.

pub(crate) mod code;

use std::fmt;

use serde::{Serialize, Serializer};

/// The kind of failure, the same words in Rust, JavaScript and over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// The definitions, rules or profiles cannot be used as they are.
    InvalidConfiguration,
    /// At least one event or interaction is malformed.
    InvalidEvent,
    /// An argument of a call is missing, of the wrong type or out of range.
    InvalidArgument,
    /// Another definition has this key already.
    DuplicateKey,
    /// A tenant holds at most 20 behavioral metrics.
    MetricLimitExceeded,
    /// No metric has this key.
    UnknownMetric,
    /// Rules still read the metric that is to be deleted.
    MetricInUse,
    /// Nothing has this id.
    NotFound,
    /// The bytes are not a snapshot, or are truncated or corrupted.
    InvalidSnapshot,
    /// The snapshot was written by a newer version.
    UnsupportedSnapshot,
    /// The customer or engine was freed before this call. Only JavaScript reports this: Rust's
    /// owners cannot be used after they are dropped.
    Disposed,
    /// A defect of Lookback itself.
    Internal,
}

impl ErrorCode {
    /// The code as it is written in JSON.
    ///
    /// ```
    /// assert_eq!(lookback::ErrorCode::NotFound.as_str(), "not_found");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidConfiguration => "invalid_configuration",
            Self::InvalidEvent => "invalid_event",
            Self::InvalidArgument => "invalid_argument",
            Self::DuplicateKey => "duplicate_key",
            Self::MetricLimitExceeded => "metric_limit_exceeded",
            Self::UnknownMetric => "unknown_metric",
            Self::MetricInUse => "metric_in_use",
            Self::NotFound => "not_found",
            Self::InvalidSnapshot => "invalid_snapshot",
            Self::UnsupportedSnapshot => "unsupported_snapshot",
            Self::Disposed => "disposed",
            Self::Internal => "internal",
        }
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that is wrong, where it is, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// Where: `metrics[2].windowDays`, `events[0].timestamp`; empty for the input as a whole.
    pub path: String,
    /// A stable word for programs: `required`, `wrong_type`, `out_of_range`, …
    pub code: &'static str,
    /// A sentence for people, which says what was found and what to write instead.
    pub message: String,
}

impl Issue {
    /// An issue at `path`.
    ///
    /// ```
    /// let issue = lookback::Issue::new("now", "required", "give the time to compute at");
    /// assert_eq!(issue.to_string(), "now: give the time to compute at");
    /// ```
    pub fn new(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { path: path.into(), code, message: message.into() }
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

/// Why a call was refused. Nothing was applied when one is returned.
///
/// ```
/// use lookback::{Error, ErrorCode, Issue};
///
/// let error = Error::new(ErrorCode::InvalidArgument, vec![
///     Issue::new("now", "required", "give the time to compute at"),
/// ]);
/// assert_eq!(error.to_string(), "invalid_argument: now: give the time to compute at");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{code}: {}", summary(.issues))]
pub struct Error {
    /// The kind of failure.
    pub code: ErrorCode,
    /// Everything that is wrong, in the order of the input; never empty.
    pub issues: Vec<Issue>,
}

impl Error {
    /// An error with all its issues.
    ///
    /// ```
    /// use lookback::{Error, ErrorCode, Issue};
    ///
    /// let issue = |path| Issue::new(path, "required", "is missing");
    /// let error = Error::new(ErrorCode::InvalidArgument, vec![issue("from"), issue("to")]);
    /// assert_eq!(error.to_string(), "invalid_argument: from: is missing (and 1 more)");
    /// ```
    pub fn new(code: ErrorCode, issues: Vec<Issue>) -> Self {
        Self { code, issues }
    }

    /// An error with one issue.
    ///
    /// ```
    /// use lookback::{Error, ErrorCode, Issue};
    ///
    /// let error = Error::single(ErrorCode::NotFound, Issue::new("id", "not_found", "nothing has it"));
    /// assert_eq!(error.issues.len(), 1);
    /// ```
    pub fn single(code: ErrorCode, issue: Issue) -> Self {
        Self { code, issues: vec![issue] }
    }
}

/// The first issue in full and how many more there are: a log line, not the whole list.
fn summary(issues: &[Issue]) -> String {
    match issues {
        [] => "no details".to_owned(),
        [only] => only.to_string(),
        [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
    }
}

/// The result of a fallible call.
pub type Result<T> = std::result::Result<T, Error>;
