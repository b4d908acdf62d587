// A seeded generator (sfc32), so that a failing case is repeated by its seed alone.

/** @typedef {ReturnType<typeof random>} Random */

/** @param {number} seed a whole number */
export function random(seed) {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let counter = 1;
  const bits = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let warm = 0; warm < 12; warm++) bits();

  const self = {
    /** 0 ≤ x < 1 */
    unit: () => bits() / 4294967296,
    /** a whole number, both ends included */
    whole: (/** @type {number} */ low, /** @type {number} */ high) =>
      low + Math.floor(self.unit() * (high - low + 1)),
    chance: (/** @type {number} */ probability) => self.unit() < probability,
    /** @template T @param {readonly T[]} items @returns {T} */
    pick: (items) => items[self.whole(0, items.length - 1)],
    /** A copy in another order. @template T @param {readonly T[]} items @returns {T[]} */
    shuffled: (items) => {
      const copy = [...items];
      for (let last = copy.length - 1; last > 0; last--) {
        const other = self.whole(0, last);
        [copy[last], copy[other]] = [copy[other], copy[last]];
      }
      return copy;
    },
  };
  return self;
}
