//! Which pattern is nearest, how near all of them are, and how that depends on time.
//!
//! Two patterns p and q are compared by the sign of |x − q|² − |x − p|². The squares of the values
//! cancel, so with values decayed to a share s of themselves the sign is that of D − 2·W·s, where D
//! and W do not depend on time. That is monotone in s also in floating point, so a comparison
//! flips at most once while time passes, and exact ties are found as ties.

use super::definition::ProfileType;
use super::facet::Entry;
use super::set::Profile;
use super::view::PatternDistance;
use crate::numbers::{ExactSum, power_of_two};

/// Values above this are scaled down before they are multiplied, which keeps all products finite.
const LARGE: f64 = 1e100;

/// The values of a profile against its patterns.
pub(super) struct Comparison<'a> {
    profile: &'a Profile,
    /// The values over the axes, scaled so that products stay finite.
    values: Vec<f64>,
    /// What a coordinate of a pattern is multiplied with to be comparable to a value.
    unit: f64,
    /// For percentages the sign of the total; 1 otherwise.
    sign: f64,
}

impl<'a> Comparison<'a> {
    /// None when nothing can match: too few scores, no patterns, or a total of zero for
    /// percentages.
    pub(super) fn new(profile: &'a Profile, entry: &Entry) -> Option<Self> {
        let definition = &profile.definition;
        if i64::from(entry.count) <= i64::from(definition.minimum_score_count) || profile.points.is_empty() {
            return None;
        }
        let known = || entry.values.iter().filter(|(key, _)| definition.has_key(key));
        let largest = known().fold(0.0, |largest: f64, (_, value)| largest.max(value.abs()));
        let scale = if largest > LARGE { power_of_two(-1000) } else { 1.0 };
        let value = |axis| entry.values.get(axis).copied().unwrap_or_default() * scale;
        let values = profile.axes.iter().map(|axis| value(axis.as_str())).collect();
        let (unit, sign) = match definition.kind {
            ProfileType::Sum => (scale, 1.0),
            ProfileType::Average => (f64::from(entry.count) * scale, 1.0),
            ProfileType::Percentage => {
                let total: f64 = known().map(|(_, value)| value * scale).sum();
                (total, total.signum())
            }
        };
        (unit != 0.0).then_some(Self { profile, values, unit, sign })
    }

    /// Whether values that decay alike keep the same point.
    fn is_scale_free(&self) -> bool {
        self.profile.definition.kind == ProfileType::Percentage
    }

    /// How many patterns there are.
    pub(super) fn patterns(&self) -> usize {
        self.profile.points.len()
    }

    /// Whether anything can match when this share of the values is left.
    pub(super) fn matches(&self, left: f64) -> bool {
        left > 0.0 || !self.is_scale_free()
    }

    /// The parts of the comparison of two patterns that do not depend on time.
    pub(super) fn pair(&self, candidate: usize, champion: usize) -> Option<Pair> {
        let (candidate, champion) = (self.profile.points.get(candidate)?, self.profile.points.get(champion)?);
        let (mut squares, mut products) = (0.0, 0.0);
        for ((q, p), value) in candidate.iter().zip(champion).zip(&self.values) {
            squares += (q - p) * (q + p);
            products += value * (q - p);
        }
        let constant = squares * self.unit * self.sign;
        let slope = 2.0 * products * self.sign;
        Some(Pair { constant, slope, scale_free: self.is_scale_free() })
    }

    /// The nearest pattern when this share of the values is left; the first one on a tie.
    pub(super) fn nearest(&self, left: f64) -> Option<usize> {
        if !self.matches(left) {
            return None;
        }
        let mut champion = 0;
        for candidate in 1..self.patterns() {
            if self.pair(candidate, champion)?.side(left) < 0 {
                champion = candidate;
            }
        }
        Some(champion)
    }
}

/// How two patterns compare, as a function of the share that time has left.
pub(super) struct Pair {
    constant: f64,
    slope: f64,
    scale_free: bool,
}

impl Pair {
    /// Below zero when the candidate is nearer, above when the champion is, 0 on a tie.
    pub(super) fn side(&self, left: f64) -> i8 {
        let left = if self.scale_free { 1.0 } else { left };
        let difference = self.constant - self.slope * left;
        i8::from(difference > 0.0) - i8::from(difference < 0.0)
    }
}

/// The distance to every pattern when this share of the values is left, and its share of the
/// nearness.
pub(super) fn distances(profile: &Profile, entry: &Entry, left: f64) -> Vec<PatternDistance> {
    if Comparison::new(profile, entry).is_none_or(|comparison| !comparison.matches(left)) {
        return Vec::new();
    }
    let definition = &profile.definition;
    let known = || entry.values.iter().filter(|(key, _)| definition.has_key(key));
    let divisor = match definition.kind {
        ProfileType::Sum => 1.0 / left.max(f64::MIN_POSITIVE),
        ProfileType::Average => f64::from(entry.count) / left.max(f64::MIN_POSITIVE),
        ProfileType::Percentage => known().map(|(_, value)| value).sum(),
    };
    let coordinate = |value: f64| (value / divisor).clamp(-f64::MAX, f64::MAX);
    let at = |axis| coordinate(entry.values.get(axis).copied().unwrap_or_default());
    let off_axis = known()
        .filter(|(key, _)| !profile.axes.iter().any(|axis| axis == key))
        .map(|(_, value)| coordinate(*value));
    let off_axis: Vec<f64> = off_axis.map(|coordinate| coordinate * coordinate).collect();
    let distance = |point: &Vec<f64>| {
        let gaps = profile.axes.iter().zip(point).map(|(axis, place)| at(axis.as_str()) - place);
        // Added exactly, so that patterns that mirror each other are exactly as far.
        let mut sum = ExactSum::default();
        for square in gaps.map(|gap| gap * gap).chain(off_axis.iter().copied()) {
            sum.add(square.min(f64::MAX));
        }
        sum.value().unwrap_or(f64::MAX)
    };
    let distances: Vec<f64> = profile.points.iter().map(distance).collect();
    let shares = shares(&distances);
    let patterns = definition.patterns.iter().zip(distances).zip(shares);
    patterns
        .map(|((pattern, distance), share)| PatternDistance {
            pattern_id: pattern.id.clone(),
            distance,
            share,
        })
        .collect()
}

/// Gravity: shares in proportion to 1 / distance; patterns at distance 0 share everything.
fn shares(distances: &[f64]) -> Vec<f64> {
    let least = distances.iter().copied().fold(f64::INFINITY, f64::min);
    let pull = |distance: f64| {
        if least > 0.0 { least / distance } else { f64::from(u8::from(distance == 0.0)) }
    };
    let total: f64 = distances.iter().map(|distance| pull(*distance)).sum();
    distances.iter().map(|distance| pull(*distance) / total).collect()
}
