use crate::rules::Operator;

/// What a rule acts on: numbers that compare to a threshold in some way, and perhaps the lack of
/// one.
#[derive(Clone, Copy)]
pub(super) struct Acting {
    pub(super) operator: Operator,
    pub(super) threshold: f64,
    /// Whether only whole numbers from 0 on occur.
    pub(super) counts: bool,
    /// Whether only numbers from 0 on occur.
    pub(super) positive: bool,
    /// Whether it acts when there is no number, where that can be.
    pub(super) missing: Option<bool>,
}

impl Acting {
    /// No number where there may be none, and numbers around the thresholds: one of them is in
    /// every set that is not empty.
    pub(super) fn samples(self, other: f64) -> Vec<Option<f64>> {
        let around = |at: f64| {
            if self.counts {
                vec![at.floor() - 1.0, at.floor(), at.floor() + 1.0, at.ceil() + 1.0]
            } else {
                vec![at - 1.0, at.next_down(), at, at.next_up(), at + 1.0]
            }
        };
        let mut samples = around(self.threshold);
        samples.extend(around(other));
        samples.extend([0.0, 1.0, f64::midpoint(self.threshold, other)]);
        samples.retain(|&value| (!self.positive || value >= 0.0) && (!self.counts || value.fract() == 0.0));
        samples.into_iter().map(Some).chain(self.missing.map(|_| None)).collect()
    }

    pub(super) fn acts(self, value: Option<f64>) -> bool {
        value.map_or(self.missing == Some(true), |value| self.operator.holds(value, self.threshold))
    }
}
