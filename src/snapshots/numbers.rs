//! Numeric properties as bytes.

use crate::encoding::{Input, put_length, put_varint, unzigzag, zigzag};
use crate::history::Numbers;
use crate::numbers::exact_integer;

/// Values as they are, eight bytes each.
const RAW: u8 = 255;
/// Values with at most this many decimals are written as whole numbers.
const MAX_DECIMALS: u8 = 4;

/// Writes one numeric property: `name` is its number among the names, from 1; 0 for `value`.
pub(super) fn write(bytes: &mut Vec<u8>, name: usize, numbers: &Numbers) {
    put_length(bytes, name);
    put_length(bytes, numbers.positions.len());
    let mut next = 0;
    for &position in &numbers.positions {
        put_varint(bytes, u64::from(position - next));
        next = position + 1;
    }
    let whole =
        (0..=MAX_DECIMALS).find_map(|decimals| Some((decimals, whole_numbers(&numbers.values, decimals)?)));
    if let Some((decimals, whole)) = whole {
        bytes.push(decimals);
        for number in whole {
            put_varint(bytes, zigzag(number));
        }
    } else {
        bytes.push(RAW);
        bytes.extend(numbers.values.iter().flat_map(|value| value.to_le_bytes()));
    }
}

/// The values times a power of ten, when that is whole and brings back every bit.
fn whole_numbers(values: &[f64], decimals: u8) -> Option<Vec<i64>> {
    let scale = power_of_ten(decimals);
    let whole = |&value: &f64| {
        let exact = exact_integer((value * scale).round())?;
        (from_whole(exact, scale).to_bits() == value.to_bits()).then_some(exact)
    };
    values.iter().map(whole).collect()
}

#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
fn from_whole(number: i64, scale: f64) -> f64 {
    number as f64 / scale
}

fn power_of_ten(exponent: u8) -> f64 {
    (0..exponent).fold(1.0, |power, _| power * 10.0)
}

/// Reads one numeric property of a history of `events`, and its name's number.
pub(super) fn read(input: &mut Input<'_>, events: usize) -> Option<(usize, Numbers)> {
    let name = input.length()?;
    let count = input.count()?;
    let mut positions = Vec::with_capacity(count);
    let mut next = 0_u64;
    for _ in 0..count {
        let position = next.checked_add(input.varint()?)?;
        positions.push(u32::try_from(position).ok()?);
        next = position + 1;
    }
    if next > events as u64 || count == 0 {
        return None;
    }
    let mut values = Vec::with_capacity(count);
    match input.byte()? {
        RAW => {
            for word in input.take(count.checked_mul(8)?)?.as_chunks().0 {
                values.push(f64::from_le_bytes(*word));
            }
        }
        decimals if decimals <= MAX_DECIMALS => {
            let scale = power_of_ten(decimals);
            for _ in 0..count {
                values.push(from_whole(unzigzag(input.varint()?), scale));
            }
        }
        _ => return None,
    }
    values.iter().all(|value| value.is_finite()).then_some((name, Numbers { name: 0, positions, values }))
}
