// What is too much is refused with its path, changes nothing, and never traps. `js/docs/limits.md`
// lists all of it.

import { readFileSync } from "node:fs";
import { createEngine, LookbackError } from "lookback";
import { describe, expect, test } from "vitest";

const metric = (key: string) =>
  ({ name: key, key, aggregationType: "count", eventType: "click", windowDays: 7 }) as const;
const cooldown = { ruleType: "cooldown", config: { cooldownHours: 1 } } as const;
const offers = (count: number) => Array.from({ length: count }, (_, index) => ({ offer: `offer_${index}` }));
const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

const engine = await createEngine({ metrics: [metric("clicks")], profiles: [{ id: "p", keys: ["a"] }] });

/** So many events by number. */
function many(from: number, count: number) {
  const customer = engine.customer();
  customer.appendColumns({
    dictionary: ["click"],
    eventType: new Int32Array(count),
    timestamp: new Float64Array(count),
    id: Array.from({ length: count }, (_, index) => `e${from + index}`),
  });
  return customer;
}

/**
 * What goes wrong is told of these: a call that is just within the limit, one just beyond it, and
 * what is said.
 */
const limits: [name: string, within: () => unknown, beyond: () => unknown, code: string, path: string][] = [
  [
    "candidates of a decision",
    () => engine.customer().decide({ now: 0, candidates: offers(10_000) }),
    () => engine.customer().decide({ now: 0, candidates: offers(10_001) }),
    "too_many",
    "candidates",
  ],
  [
    "bytes of a name of an event",
    () => engine.customer([{ eventType: "x".repeat(1024), timestamp: 0 }]),
    () => engine.customer([{ eventType: "é".repeat(513), timestamp: 0 }]),
    "out_of_range",
    "events[0].eventType",
  ],
  [
    "bytes of an id of an event",
    () => engine.customer([{ eventType: "click", timestamp: 0, id: "x".repeat(1024) }]),
    () => engine.customer([{ eventType: "click", timestamp: 0, id: "x".repeat(1025) }]),
    "out_of_range",
    "events[0].id",
  ],
  [
    "events of a union, of which the ones in both count once",
    () => many(0, 600_000).merge(many(0, 600_000)),
    () => many(0, 600_000).merge(many(500_000, 600_000)),
    "too_many",
    "other",
  ],
  [
    "nesting of JSON",
    () => engine.customer(`[{"eventType":"click","timestamp":0,"more":${nested(62)}}]`),
    () => engine.customer(`[{"eventType":"click","timestamp":0,"more":${nested(63)}}]`),
    "invalid_json",
    "events",
  ],
  [
    "points of a series",
    () => engine.customer().series("clicks", { from: 0, to: 99_999, step: 1 }),
    () => engine.customer().series("clicks", { from: 0, to: 100_000, step: 1 }),
    "out_of_range",
    "step",
  ],
];

test.each(limits)("%s", (_, within, beyond, code, path) => {
  expect(within).not.toThrow();
  let error: unknown;
  try {
    beyond();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(LookbackError);
  expect((error as LookbackError).issues).toMatchObject([{ code, path }]);
});

describe("of a configuration", () => {
  const refusal = async (configuration: object) => {
    const error = await createEngine(configuration).catch((error: LookbackError) => error);
    return (error as LookbackError).issues;
  };
  const metrics = (count: number) => Array.from({ length: count }, (_, index) => metric(`m_${index}`));
  const rules = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `Rule ${index}`, ...cooldown }));

  test("20 metrics", async () => {
    (await createEngine({ metrics: metrics(20) })).free();
    expect(await refusal({ metrics: metrics(21) })).toMatchObject([
      { path: "metrics", code: "metric_limit_exceeded" },
    ]);
  });

  test("1,000 contact policies, and as many qualification rules", async () => {
    (await createEngine({ contactPolicies: rules(1000) })).free();
    expect(await refusal({ contactPolicies: rules(1001) })).toMatchObject([
      { path: "contactPolicies", code: "too_many" },
    ]);
    const checks = rules(1001).map((rule) => ({
      ...rule,
      ruleType: "recency_check",
      config: { withinDays: 1 },
    }));
    expect(await refusal({ qualificationRules: checks })).toMatchObject([
      { path: "qualificationRules", code: "too_many" },
    ]);
  });
});

test("the documentation lists each of these limits", () => {
  const page = readFileSync(new URL("../js/docs/limits.md", import.meta.url), "utf8");
  for (const figure of ["1,048,576", "10,000", "1,024", "64", "100,000", "1,000", "20", "256"]) {
    expect(page).toContain(figure);
  }
});
