//! Sums without any rounding on the way, kept bit by bit.

/// The lowest bit of the sum weighs 2^-1074, as that of the smallest double does.
const BITS: usize = 2200;

/// The double nearest to the sum of finite numbers, ties to even; none beyond the largest double.
pub fn exact_sum(numbers: &[f64]) -> Option<f64> {
    let mut places = vec![0_i64; BITS];
    for number in numbers {
        add(&mut places, *number);
    }
    carry(&mut places);
    let negative = places[BITS - 1] < 0;
    if negative {
        for place in &mut places {
            *place = -*place;
        }
        carry(&mut places);
    }
    let Some(top) = places.iter().rposition(|place| *place == 1) else { return Some(0.0) };
    // A double keeps 53 bits, or as many as there are above 2^-1074.
    let lowest = top.saturating_sub(52);
    let kept = places[lowest..=top].iter().rev().fold(0_u64, |number, bit| number * 2 + u64::from(*bit == 1));
    let half = lowest > 0 && places[lowest - 1] == 1;
    let more = lowest > 1 && places[..lowest - 1].contains(&1);
    let rounded = kept + u64::from(half && (more || kept % 2 == 1));
    // The encoding of doubles counts on: a mantissa that overflows makes the next exponent.
    let bits = if lowest == 0 && kept < 1 << 52 { rounded } else { rounded + ((lowest as u64) << 52) };
    let magnitude = f64::from_bits(bits);
    magnitude.is_finite().then_some(if negative { -magnitude } else { magnitude })
}

fn add(places: &mut [i64], number: f64) {
    let bits = number.abs().to_bits();
    let exponent = usize::try_from(bits >> 52).unwrap();
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, lowest) = if exponent == 0 { (fraction, 0) } else { (fraction | 1 << 52, exponent - 1) };
    for bit in 0..53 {
        if mantissa >> bit & 1 == 1 {
            places[lowest + bit] += if number < 0.0 { -1 } else { 1 };
        }
    }
}

/// Leaves 0 or 1 in every place but the highest.
fn carry(places: &mut [i64]) {
    for at in 0..places.len() - 1 {
        let over = places[at].div_euclid(2);
        places[at] -= over * 2;
        places[at + 1] += over;
    }
}

#[test]
fn the_oracle_adds_as_the_processor_adds_two_numbers() {
    for left in [0.1, 1e300, 5e-324, -2.5, 2.2e-308, 9_007_199_254_740_992.0, 1.0 / 3.0] {
        for right in [0.2, -1e300, 5e-324, -0.0, 1.0, 2.2e-308, 7e-9] {
            assert_eq!(exact_sum(&[left, right]), Some(left + right), "{left} + {right}");
        }
    }
    assert_eq!(exact_sum(&[1e16, 1.0, -1e16]), Some(1.0));
    assert_eq!(exact_sum(&[f64::MAX, f64::MAX]), None);
    assert_eq!(exact_sum(&[f64::MAX, f64::MAX, -f64::MAX]), Some(f64::MAX));
}
