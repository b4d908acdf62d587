// Columns and objects of any make: what is refused is refused with a LookbackError, changes
// nothing, and never traps. The other ways in have fuzz targets; these two are JavaScript's own.

import { createEngine, LookbackError } from "lookback";
import { beforeAll, describe, expect, it } from "vitest";
import { random } from "./support/random.js";

const CASES = 4000;

const odd = [
  undefined,
  null,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  -0,
  0.5,
  1e300,
  2 ** 32,
  253402300800000,
  "",
  "1",
  "\ud800",
  "__proto__",
  "2026-02-30T00:00:00Z",
  "x".repeat(1025),
  true,
  10n,
  Symbol("s"),
  {},
  [],
  new Date(Number.NaN),
  new Date(0),
  () => 1,
  Object.create(null),
  new Proxy({}, { get: () => "click" }),
  { toString: () => "click", valueOf: () => 1 },
];

const dense = (rng, length, value) => Array.from({ length }, () => value(rng));
const position = (rng) => (rng.chance(0.9) ? rng.whole(-1, 3) : rng.pick(odd));
const time = (rng) => (rng.chance(0.9) ? rng.whole(0, 2 ** 40) : rng.pick(odd));
const id = (rng) => (rng.chance(0.9) ? rng.pick(["a", "b", "é", null]) : rng.pick(odd));

/** A column that fits, mostly; as a list, a typed array, or something that only looks like one. */
function column(rng, length, value, Typed) {
  const size = rng.chance(0.95) ? length : rng.whole(0, 9);
  const values = dense(rng, size, value);
  if (rng.chance(0.05)) return rng.pick([...odd, { length: size }, new Uint8Array(size), "x".repeat(size)]);
  if (rng.chance(0.6) && values.every((one) => typeof one === "number")) return Typed.from(values);
  return values;
}

function columns(rng) {
  const length = rng.whole(0, 6);
  const all = {
    dictionary: dense(rng, rng.whole(0, 4), () =>
      rng.chance(0.9) ? rng.pick(["click", "email", "é"]) : rng.pick(odd),
    ),
    eventType: column(rng, length, position, Int32Array),
    timestamp: column(rng, length, time, Float64Array),
    channel: column(rng, length, position, Int32Array),
    offer: column(rng, length, position, Int32Array),
    value: column(rng, length, time, Float64Array),
    id: column(rng, length, id, Array),
  };
  for (const name of Object.keys(all)) if (rng.chance(0.1)) delete all[name];
  return rng.chance(0.98) ? all : rng.pick(odd);
}

function record(rng) {
  if (rng.chance(0.05)) return rng.pick(odd);
  const or = (...usual) => (rng.chance(0.9) ? rng.pick(usual) : rng.pick(odd));
  const event = {
    eventType: or("click", "impression"),
    timestamp: or("2026-03-10T10:00:00Z", 1_000, new Date(5)),
    channel: or("email", undefined, null),
    offer: or("gold", undefined),
    value: or(1, 2.5, undefined),
    properties: or({ items: 3 }, undefined, { items: rng.pick(odd) }),
    id: or("a", "b", undefined),
  };
  if (rng.chance(0.02))
    Object.defineProperty(event, "channel", {
      get: () => {
        throw new TypeError("no channel");
      },
    });
  return event;
}

const records = (rng) => (rng.chance(0.98) ? dense(rng, rng.whole(0, 6), record) : rng.pick(odd));

describe("whatever is given", () => {
  let engine;
  beforeAll(async () => {
    engine = await createEngine({
      metrics: [
        {
          key: "clicks",
          aggregationType: "count",
          eventType: "click",
          dimensions: ["channel"],
          windowDays: 365,
        },
        { key: "most", aggregationType: "max", eventType: "click", windowDays: 365 },
      ],
    });
  });

  it.each([
    ["as columns", columns, (customer, given, options) => customer.appendColumns(given, options)],
    ["as objects", records, (customer, given, options) => customer.append(given, options)],
  ])("%s is taken or refused as a whole", (_, make, append) => {
    const counts = { taken: 0, refused: 0 };
    for (let seed = 0; seed < CASES; seed++) {
      const rng = random(seed);
      const customer = engine.customer([{ eventType: "click", timestamp: 0, id: "held" }]);
      const before = customer.snapshot();
      const given = make(rng);
      const options = rng.chance(0.5) ? { onInvalid: "skip" } : undefined;
      try {
        const { appended, duplicates, conflicts, invalid } = append(customer, given, options);
        counts.taken++;
        expect(customer.size, `seed ${seed}`).toBe(1 + appended);
        expect(
          [appended, duplicates].every((count) => count >= 0) &&
            Array.isArray(conflicts) &&
            Array.isArray(invalid),
        ).toBe(true);
      } catch (error) {
        counts.refused++;
        // An exception of the caller's own getter is the caller's.
        const own = error instanceof TypeError && error.message === "no channel";
        if (!own) expect(error, `seed ${seed}`).toBeInstanceOf(LookbackError);
        expect(error.code, `seed ${seed}`).not.toBe("internal");
        expect(customer.snapshot(), `seed ${seed}`).toEqual(before);
      }
      customer.metrics({ now: "2026-03-10T10:00:00Z" });
      engine.restore(customer.snapshot()).free();
      customer.free();
    }
    expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(CASES / 20);
  });
});
