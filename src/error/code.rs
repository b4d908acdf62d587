//! The codes of issues: stable words, which programs compare.

pub(crate) const CONFLICTING_DUPLICATE: &str = "conflicting_duplicate";
pub(crate) const DUPLICATE_KEY: &str = "duplicate_key";
pub(crate) const INTERNAL: &str = "internal";
pub(crate) const INVALID_JSON: &str = "invalid_json";
pub(crate) const INVALID_TIME: &str = "invalid_time";
pub(crate) const INVALID_VALUE: &str = "invalid_value";
pub(crate) const METRIC_IN_USE: &str = "metric_in_use";
pub(crate) const METRIC_LIMIT_EXCEEDED: &str = "metric_limit_exceeded";
pub(crate) const NEWER_VERSION: &str = "newer_version";
pub(crate) const NOT_ALLOWED: &str = "not_allowed";
pub(crate) const NOT_A_SNAPSHOT: &str = "not_a_snapshot";
#[cfg(target_arch = "wasm32")]
pub(crate) const NOT_BEGUN: &str = "not_begun";
pub(crate) const NOT_FOUND: &str = "not_found";
pub(crate) const OUT_OF_RANGE: &str = "out_of_range";
pub(crate) const REQUIRED: &str = "required";
pub(crate) const SUM_OVERFLOW: &str = "sum_overflow";
pub(crate) const TOO_MANY: &str = "too_many";
pub(crate) const UNKNOWN_FIELD: &str = "unknown_field";
pub(crate) const UNKNOWN_METRIC: &str = "unknown_metric";
pub(crate) const WRONG_TYPE: &str = "wrong_type";
