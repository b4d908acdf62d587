//! What doubles hold exactly.

/// 2⁵³: below it, a double holds every whole number exactly.
const EXACT_LIMIT: f64 = 9_007_199_254_740_992.0;

/// A whole number that a double holds exactly; none for any other number.
#[inline]
pub(crate) fn exact_integer(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "only whole numbers below the limit are kept")]
    let whole = number as i64;
    #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "exact below the limit")]
    let same = number.abs() < EXACT_LIMIT && whole as f64 == number;
    same.then_some(whole)
}

/// The same number, with 0 for -0: the two are equal, but not the same bits.
#[inline]
pub(crate) fn positive_zero(number: f64) -> f64 {
    number + 0.0
}

/// Two to the power of `exponent`; 0 below the smallest normal number, infinity beyond the largest.
pub(crate) fn power_of_two(exponent: i32) -> f64 {
    let biased = u64::try_from(exponent + 1023).unwrap_or_default();
    f64::from_bits(biased.min(2047) << 52)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact results are meant")]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_below_2_to_the_53_are_exact_integers() {
        let limit = power_of_two(53);
        assert_eq!([0.0, -0.0, -3.0, limit - 1.0].map(exact_integer), [0, 0, -3, (1 << 53) - 1].map(Some));
        assert_eq!([0.5, limit, -limit, f64::NAN, f64::INFINITY].map(exact_integer), [None; 5]);
    }

    #[test]
    fn powers_of_two_end_in_0_and_infinity() {
        assert_eq!([0, 1, -1, -1022].map(power_of_two), [1.0, 2.0, 0.5, f64::MIN_POSITIVE]);
        assert_eq!([-1023, -5000, 1024, 5000].map(power_of_two), [0.0, 0.0, f64::INFINITY, f64::INFINITY]);
    }
}
