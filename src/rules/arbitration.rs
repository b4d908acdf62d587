//! Boosts by behavior.

use serde::Serialize;

use super::Known;
use super::metric_check::{self, Match};
use crate::definitions::{Fields, Reader};
use crate::error::code;

/// How behavior boosts scores: each weight multiplies by `1 + weight * s`, where `s` is its
/// metric's value brought to 0 to 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Arbitration {
    /// The boosts, in the order they multiply.
    pub weights: Vec<Weight>,
}

/// One boost.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Weight {
    /// What reasons call it; the metric's key when not given.
    pub name: String,
    /// The metric whose value is read.
    pub metric_key: String,
    /// How much the largest value adds to the score: 0.5 is half as much again. From -1.
    pub weight: f64,
    /// Which of the metric's groups is read.
    pub r#match: Match,
    /// How the value is brought to 0 to 1.
    pub scale: Scale,
}

/// How a metric's value is brought to 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Scale {
    /// 0 at `min` and below, 1 at `max` and above, a straight line between.
    Linear {
        /// The value that gives 0.
        min: f64,
        /// The value that gives 1.
        max: f64,
    },
    /// `v / (v + half)`: 0 at 0 and below, one half at `half`, ever closer to 1 above.
    Saturating {
        /// The value that gives one half.
        half: f64,
    },
}

impl Scale {
    /// The value brought to 0 to 1; 0 when there is none.
    ///
    /// An engine refuses a scale that does not rise; here it is a step at `max`, or at 0.
    ///
    /// ```
    /// use lookback::rules::Scale;
    ///
    /// assert_eq!(Scale::Linear { min: 0.0, max: 1000.0 }.apply(Some(250.0)), 0.25);
    /// assert_eq!(Scale::Linear { min: 5.0, max: 5.0 }.apply(Some(5.0)), 1.0);
    /// assert_eq!(Scale::Saturating { half: 10.0 }.apply(None), 0.0);
    /// ```
    pub fn apply(self, value: Option<f64>) -> f64 {
        let Some(value) = value else { return 0.0 };
        match self {
            Self::Linear { max, .. } if value >= max => 1.0,
            Self::Linear { min, max } if value > min => {
                let height = max - min;
                // Too far apart for a double, as their halves never are.
                if height == f64::INFINITY {
                    (value / 2.0 - min / 2.0) / (max / 2.0 - min / 2.0)
                } else {
                    (value - min) / height
                }
            }
            Self::Saturating { half } if value > 0.0 => 1.0 / (1.0 + half.max(0.0) / value),
            _ => 0.0,
        }
    }

    fn read(reader: Reader<'_>) -> Option<Self> {
        let mut fields = reader.object()?;
        let half = fields.optional("half", |reader| {
            let half = reader.number_in(0.0..=f64::MAX)?;
            if half == 0.0 {
                reader.refuse(code::OUT_OF_RANGE, "must be more than 0");
                return None;
            }
            Some(half)
        });
        let min = fields.optional("min", |reader| reader.number());
        let max = fields.optional("max", |reader| reader.number());
        let scale = match (half?, min?, max?) {
            (Some(half), None, None) => Some(Self::Saturating { half }),
            (None, Some(min), Some(max)) if min < max => Some(Self::Linear { min, max }),
            (None, Some(_), Some(_)) => {
                fields.refuse("max", code::OUT_OF_RANGE, "must be more than min");
                None
            }
            _ => {
                let path = fields.path();
                fields.refuse_at(path, code::INVALID_VALUE, "must be either { min, max } or { half }");
                None
            }
        };
        fields.finish();
        scale
    }
}

impl Weight {
    fn read(reader: Reader<'_>, known: &Known) -> Option<Self> {
        let mut fields = reader.object()?;
        let name = fields.optional("name", |reader| reader.text());
        let metric = metric_check::metric(&mut fields, known, Match::Candidate);
        let weight = fields.required("weight", |reader| reader.number_in(-1.0..=1000.0));
        let scale = fields.required("scale", Scale::read);
        fields.finish();
        let (metric_key, r#match) = metric?;
        let name = name?.unwrap_or_else(|| metric_key.clone());
        Some(Self { name, metric_key, weight: weight?, r#match, scale: scale? })
    }
}

impl Arbitration {
    pub(super) fn read(reader: Reader<'_>, known: &Known) -> Option<Self> {
        let mut fields: Fields<'_> = reader.object()?;
        fields.ignore(&["createdAt", "updatedAt"]);
        let weights =
            fields.or("weights", Vec::new(), |reader| reader.list(|weight| Weight::read(weight, known)));
        fields.finish();
        Some(Self { weights: weights? })
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact results are meant")]
mod tests {
    use super::Scale;

    #[test]
    fn r9_every_scale_brings_every_number_to_0_to_1() {
        let numbers = [f64::MIN, -1.0, 0.0, 1.0, 2.0, f64::MAX];
        for (from, to) in numbers.iter().flat_map(|from| numbers.iter().map(move |to| (*from, *to))) {
            for scale in [Scale::Linear { min: from, max: to }, Scale::Saturating { half: from }] {
                for share in numbers.map(|value| scale.apply(Some(value))) {
                    assert!((0.0..=1.0).contains(&share), "{scale:?} gives {share}");
                }
            }
        }
        let step = Scale::Linear { min: 1.0, max: 1.0 };
        assert_eq!([0.5, 1.0, 2.0].map(|value| step.apply(Some(value))), [0.0, 1.0, 1.0]);
    }
}
