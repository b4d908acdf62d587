//! Comparisons with a threshold.

use std::cmp::Ordering;

use crate::definitions::words;

/// How an observed number is compared with a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// More than the threshold.
    Gt,
    /// At least the threshold.
    Gte,
    /// Less than the threshold.
    Lt,
    /// At most the threshold.
    Lte,
    /// Exactly the threshold.
    Eq,
    /// Anything but the threshold.
    Neq,
}

words!(Operator { Gt = "gt", Gte = "gte", Lt = "lt", Lte = "lte", Eq = "eq", Neq = "neq" });

impl Operator {
    /// Whether `observed` compares to `threshold` in this way.
    ///
    /// ```
    /// assert!(lookback::rules::Operator::Gte.holds(3.0, 3.0));
    /// ```
    #[inline]
    #[expect(clippy::float_cmp, reason = "eq and neq are exact on purpose")]
    pub fn holds(self, observed: f64, threshold: f64) -> bool {
        match self {
            Self::Gt => observed > threshold,
            Self::Gte => observed >= threshold,
            Self::Lt => observed < threshold,
            Self::Lte => observed <= threshold,
            Self::Eq => observed == threshold,
            Self::Neq => observed != threshold,
        }
    }

    /// Whether it holds for an observed number that compares to the threshold like this.
    ///
    /// ```
    /// use std::cmp::Ordering;
    ///
    /// assert!(lookback::rules::Operator::Neq.accepts(Ordering::Less));
    /// ```
    pub const fn accepts(self, ordering: Ordering) -> bool {
        match self {
            Self::Gt => ordering.is_gt(),
            Self::Gte => ordering.is_ge(),
            Self::Lt => ordering.is_lt(),
            Self::Lte => ordering.is_le(),
            Self::Eq => ordering.is_eq(),
            Self::Neq => ordering.is_ne(),
        }
    }

    /// The operator that holds exactly when this one does not.
    ///
    /// ```
    /// use lookback::rules::Operator;
    ///
    /// assert_eq!(Operator::Gt.opposite(), Operator::Lte);
    /// ```
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Gt => Self::Lte,
            Self::Gte => Self::Lt,
            Self::Lt => Self::Gte,
            Self::Lte => Self::Gt,
            Self::Eq => Self::Neq,
            Self::Neq => Self::Eq,
        }
    }

    /// The comparison in words: `more than`, `at least`, …
    ///
    /// ```
    /// assert_eq!(lookback::rules::Operator::Gt.in_words(), "more than");
    /// ```
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Gt => "more than",
            Self::Gte => "at least",
            Self::Lt => "less than",
            Self::Lte => "at most",
            Self::Eq => "exactly",
            Self::Neq => "other than",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r4_the_opposite_holds_exactly_when_the_operator_does_not() {
        use Operator::{Eq, Gt, Gte, Lt, Lte, Neq};
        for operator in [Gt, Gte, Lt, Lte, Eq, Neq] {
            for observed in [2.0, 3.0, 4.0] {
                assert_ne!(operator.holds(observed, 3.0), operator.opposite().holds(observed, 3.0));
            }
        }
    }
}
