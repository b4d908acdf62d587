// M8: sums without any rounding on the way. Every double is a whole multiple of 2^-1074, so a sum
// is taken over BigInts, and rounded once, to nearest with ties to even.

const view = new DataView(new ArrayBuffer(8));
const MANTISSA = 1n << 52n;

function units(number) {
  view.setFloat64(0, Math.abs(number));
  const bits = view.getBigUint64(0);
  const exponent = bits >> 52n;
  const fraction = bits & (MANTISSA - 1n);
  const magnitude = exponent === 0n ? fraction : (fraction + MANTISSA) << (exponent - 1n);
  return number < 0 ? -magnitude : magnitude;
}

/** The double nearest to `amount` · 2^-1074 / `divisor`; infinite beyond the largest double. */
function nearest(amount, divisor) {
  const magnitude = amount < 0n ? -amount : amount;
  let exponent = 1n;
  const below = (limit) => magnitude < limit * (divisor << (exponent - 1n));
  while (!below(MANTISSA * 2n)) exponent += 1n;
  const scale = divisor << (exponent - 1n);
  let rounded = magnitude / scale;
  const twice = (magnitude % scale) * 2n;
  if (twice > scale || (twice === scale && rounded % 2n === 1n)) rounded += 1n;
  if (rounded === MANTISSA * 2n) {
    rounded = MANTISSA;
    exponent += 1n;
  }
  if (exponent > 2046n) return amount < 0n ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const bits = rounded < MANTISSA ? rounded : (exponent << 52n) + (rounded - MANTISSA);
  view.setBigUint64(0, bits);
  const result = view.getFloat64(0);
  return amount < 0n ? -result : result;
}

/** The sum of finite numbers, rounded once. */
export const exactSum = (numbers) =>
  nearest(
    numbers.reduce((sum, number) => sum + units(number), 0n),
    1n,
  );
