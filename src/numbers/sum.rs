//! Exact sums of doubles.
//!
//! A sum that is rounded as it grows depends on the order of its terms, and one from which terms
//! are taken away again drifts. Here no bit is lost until the sum is read, so appending,
//! expiring, merging and restoring give the same double, the one nearest to the true sum.

use super::{positive_zero, power_of_two};

/// A sum to which numbers are added, and from which they can be taken again.
#[derive(Debug, Clone, Default)]
pub(crate) struct ExactSum {
    /// In units of 2^-64: holds the numbers of ordinary size.
    fixed: i128,
    /// Holds the others: very large, very small or very fine ones.
    wide: Option<Box<Wide>>,
}

/// The unit of [`ExactSum::fixed`] is 2 to the minus this.
const FRACTION_BITS: i32 = 64;
/// Ordinary numbers are below 2^41, so that 2^22 of them fit in 127 bits.
const MAX_EXPONENT: i32 = 41;

impl ExactSum {
    /// Adds a finite number.
    #[inline]
    pub(crate) fn add(&mut self, number: f64) {
        self.accumulate(number, false);
    }

    /// Takes a number away that was added before.
    #[inline]
    pub(crate) fn subtract(&mut self, number: f64) {
        self.accumulate(number, true);
    }

    #[inline]
    fn accumulate(&mut self, number: f64, negated: bool) {
        let (mantissa, exponent) = decompose(number);
        let mantissa = if negated { -mantissa } else { mantissa };
        let shift = exponent + FRACTION_BITS;
        if (0..=MAX_EXPONENT + FRACTION_BITS - 53).contains(&shift) {
            self.fixed = self.fixed.wrapping_add(shifted(mantissa, shift));
        } else if mantissa != 0 {
            self.wide.get_or_insert_default().add(i128::from(mantissa), exponent);
        }
    }

    /// The sum divided by how many numbers were added; none of no numbers, or when the sum is
    /// beyond the largest double. One that is too small for a double is 0, never -0.
    pub(crate) fn average(&self, count: u32) -> Option<f64> {
        self.value().filter(|_| count > 0).map(|sum| positive_zero(sum / f64::from(count)))
    }

    /// The double nearest to the sum, ties to even; none when that is beyond the largest double.
    pub(crate) fn value(&self) -> Option<f64> {
        match &self.wide {
            None => {
                // Both steps are exact or correctly rounded: the product only moves the exponent.
                #[expect(clippy::cast_precision_loss, reason = "rounding to the nearest is the point")]
                let units = self.fixed as f64;
                Some(units * UNIT)
            }
            Some(wide) => {
                let mut all = wide.as_ref().clone();
                all.add(self.fixed, -FRACTION_BITS);
                all.round()
            }
        }
    }
}

/// A number times 2 to the power of less than 64, in two halves: there is no instruction for all
/// 128 bits at once.
#[inline]
fn shifted(number: i64, by: i32) -> i128 {
    let high = number >> 1 >> (63 - by);
    let low = number.cast_unsigned() << by;
    i128::from(high) << 64 | i128::from(low)
}

/// 2^-64.
const UNIT: f64 = 1.0 / 18_446_744_073_709_551_616.0;

/// `number` as mantissa · 2^exponent, with a mantissa below 2^53.
#[inline]
fn decompose(number: f64) -> (i64, i32) {
    let bits = number.to_bits();
    let biased = ((bits >> 52) & 0x7FF).cast_signed();
    let fraction = (bits & ((1 << 52) - 1)).cast_signed();
    let (magnitude, exponent) = if biased == 0 { (fraction, 1) } else { (fraction | 1 << 52, biased) };
    #[expect(clippy::cast_possible_truncation, reason = "eleven bits")]
    let exponent = exponent as i32 - 1075;
    (if number.is_sign_negative() { -magnitude } else { magnitude }, exponent)
}

/// A fixed-point number that spans all doubles: limbs of 32 bits, each with room for carries.
#[derive(Debug, Clone)]
struct Wide {
    /// Limb `i` weighs 2^(32·i − 1088).
    limbs: [i64; LIMBS],
    /// Additions since the carries were last settled.
    unsettled: u32,
}

const LIMBS: usize = 72;
/// The lowest limb weighs 2 to the minus this.
const BIAS: i32 = 1088;

impl Default for Wide {
    fn default() -> Self {
        Self { limbs: [0; LIMBS], unsettled: 0 }
    }
}

impl Wide {
    /// Adds mantissa · 2^exponent.
    fn add(&mut self, mantissa: i128, exponent: i32) {
        let position = u32::try_from(exponent + BIAS).unwrap_or_default();
        let negative = mantissa < 0;
        // Four whole limbs and one for the bits that the shift pushes out.
        let (first, shift) = ((position / 32) as usize, position % 32);
        let magnitude = mantissa.unsigned_abs();
        let mut carry = 0_u64;
        for (at, limb) in self.limbs.iter_mut().skip(first).take(5).enumerate() {
            let piece = if at < 4 { (magnitude >> (32 * at)) & 0xFFFF_FFFF } else { 0 };
            let shifted = (u64::try_from(piece).unwrap_or_default() << shift) | carry;
            let low = (shifted & 0xFFFF_FFFF).cast_signed();
            carry = shifted >> 32;
            *limb += if negative { -low } else { low };
        }
        self.unsettled += 1;
        if self.unsettled > 1 << 29 {
            self.settle();
        }
    }

    /// Leaves every limb but the highest in 0..2^32.
    fn settle(&mut self) {
        let mut carry = 0_i64;
        let last = LIMBS - 1;
        for limb in self.limbs.iter_mut().take(last) {
            let sum = *limb + carry;
            *limb = sum & 0xFFFF_FFFF;
            carry = sum >> 32;
        }
        if let Some(highest) = self.limbs.last_mut() {
            *highest += carry;
        }
        self.unsettled = 0;
    }

    fn negate(&mut self) {
        for limb in &mut self.limbs {
            *limb = -*limb;
        }
        self.settle();
    }

    /// The nearest double; none when it is infinite.
    fn round(mut self) -> Option<f64> {
        self.settle();
        let negative = self.limbs.last().is_some_and(|&highest| highest < 0);
        if negative {
            self.negate();
        }
        let Some(top) = self.limbs.iter().rposition(|&limb| limb != 0) else { return Some(0.0) };
        // The highest three limbs hold at least 65 bits; what lies below only breaks ties.
        let limb = |at: Option<usize>| {
            let bits = at.and_then(|at| self.limbs.get(at)).copied().unwrap_or_default();
            u128::from(bits.cast_unsigned())
        };
        let (second, third) = (top.checked_sub(1), top.checked_sub(2));
        let mut leading = limb(Some(top)) << 64 | limb(second) << 32 | limb(third);
        let below = third.and_then(|third| self.limbs.get(..third)).unwrap_or_default();
        leading = leading << 1 | u128::from(below.iter().any(|&limb| limb != 0));
        let lowest = i32::try_from(top).unwrap_or_default() * 32 - 64 - 1 - BIAS;
        let magnitude = scale(leading, lowest);
        magnitude.is_finite().then_some(if negative { -magnitude } else { magnitude })
    }
}

/// The double nearest to `number` · 2^exponent, of which no bit lies below 2^-1074, as in any sum
/// of doubles: a subnormal one loses nothing.
fn scale(number: u128, exponent: i32) -> f64 {
    let width = i32::try_from(128 - number.leading_zeros()).unwrap_or_default();
    // A double keeps 53 bits.
    let dropped = (width - 53).max(0);
    let dropped_bits = u32::try_from(dropped).unwrap_or_default();
    let kept = number.checked_shr(dropped_bits).unwrap_or_default();
    let rest = number - kept.checked_shl(dropped_bits).unwrap_or_default();
    let half = 1_u128.checked_shl(dropped_bits).unwrap_or_default() >> 1;
    let up = dropped > 0 && (rest > half || (rest == half && kept & 1 == 1));
    #[expect(clippy::cast_precision_loss, reason = "at most 53 bits, or 2^53 itself")]
    let mantissa = (kept + u128::from(up)) as f64;
    let exponent = exponent + dropped;
    // In two steps, since 2^exponent itself may be out of range.
    let half_way = exponent / 2;
    mantissa * power_of_two(half_way) * power_of_two(exponent - half_way)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sum(numbers: &[f64]) -> Option<f64> {
        let mut sum = ExactSum::default();
        for number in numbers {
            sum.add(*number);
        }
        sum.value()
    }

    #[test]
    fn m8_sums_are_the_double_nearest_to_the_true_sum() {
        assert_eq!(sum(&[0.1; 10]), Some(1.0));
        assert_eq!(sum(&[1e16, 1.0, -1e16]), Some(1.0));
        assert_eq!(sum(&[1e308, 1e308, -1e308]), Some(1e308));
        assert_eq!(sum(&[1e-320, 2e-320]), Some(3e-320));
        assert_eq!(sum(&[1e300, 1e-300, -1e300]), Some(1e-300));
        assert_eq!(sum(&[9_007_199_254_740_992.0, 1.0]), Some(9_007_199_254_740_992.0));
        assert_eq!(sum(&[9_007_199_254_740_992.0, 1.0, 1e-300]), Some(9_007_199_254_740_994.0));
        assert_eq!(sum(&[f64::MAX, f64::MIN_POSITIVE, -f64::MAX]), Some(f64::MIN_POSITIVE));
        assert_eq!(sum(&[]), Some(0.0));
    }

    #[test]
    fn m8_an_average_too_small_for_a_double_is_zero_and_not_minus_zero() {
        let mut sum = ExactSum::default();
        sum.add(-5e-324);
        assert_eq!(sum.average(1), Some(-5e-324));
        assert_eq!(sum.average(2).map(f64::to_bits), Some(0));
    }

    #[test]
    fn m8_a_sum_halfway_between_two_doubles_is_the_even_one_however_large_or_small() {
        for unit in [1.0, 2.0_f64.powi(100), 2.0_f64.powi(-200)] {
            let (even, odd) = (9_007_199_254_740_992.0 * unit, 9_007_199_254_740_994.0 * unit);
            assert_eq!(sum(&[even, unit]), Some(even));
            assert_eq!(sum(&[odd, unit]), Some(odd + 2.0 * unit));
            // The least more than half, or less, decides.
            assert_eq!(sum(&[even, unit, f64::MIN_POSITIVE]), Some(odd));
            assert_eq!(sum(&[odd, unit, -f64::MIN_POSITIVE]), Some(odd));
        }
    }

    #[test]
    fn m6_a_sum_beyond_the_largest_double_is_not_infinite() {
        assert_eq!(sum(&[f64::MAX, f64::MAX]), None);
        assert_eq!(sum(&[-f64::MAX, -f64::MAX]), None);
        assert_eq!(sum(&[f64::MAX, f64::MAX, -f64::MAX]), Some(f64::MAX));
    }

    /// Of any size, or among the smallest there are: subnormal or next to it.
    fn finite() -> impl Strategy<Value = f64> {
        let smallest = any::<u64>().prop_map(|bits| bits & 0x801F_FFFF_FFFF_FFFF);
        prop_oneof![any::<u64>(), smallest]
            .prop_map(f64::from_bits)
            .prop_filter("finite", |number| number.is_finite())
    }

    proptest! {
        #[test]
        fn m8_order_and_detours_do_not_show(
            mut numbers in prop::collection::vec(prop_oneof![finite(), -1e4..1e4], 0..40),
            detours in prop::collection::vec(finite(), 0..10),
        ) {
            let straight = sum(&numbers);
            numbers.reverse();
            let mut other = ExactSum::default();
            for number in detours.iter().chain(&numbers) {
                other.add(*number);
            }
            for detour in &detours {
                other.subtract(*detour);
            }
            prop_assert_eq!(straight.map(f64::to_bits), other.value().map(f64::to_bits));
        }

        #[test]
        fn m8_one_number_is_its_own_sum(number in finite()) {
            prop_assert_eq!(sum(&[number]), Some(number + 0.0));
        }

        #[test]
        fn m8_two_numbers_add_as_the_processor_adds_them(left in finite(), right in finite()) {
            let expected = left + right;
            prop_assert_eq!(sum(&[left, right]), expected.is_finite().then_some(expected));
        }
    }
}
