// Results are made when they are looked at, and still behave as plain data.

import { inspect } from "node:util";
import {
  type AtTime,
  createEngine,
  type Engine,
  type EvaluateInput,
  evaluate,
  LookbackError,
  type SeriesRequest,
} from "lookback";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const now = "2026-03-10T12:00:00Z";
const at = (hours: number) => Date.parse(now) - hours * 3_600_000;

const clicksByChannel = {
  name: "a",
  key: "clicks",
  aggregationType: "count",
  eventType: "click",
  dimensions: ["channel"],
  windowDays: 1,
} as const;

describe("results", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine({
      metrics: [
        clicksByChannel,
        { name: "b", key: "mean", aggregationType: "avg", eventType: "order", windowDays: 1 },
      ],
    });
  });
  afterAll(() => engine.free());

  const history = [
    { eventType: "click", timestamp: at(1), channel: "email" },
    { eventType: "click", timestamp: at(2) },
    { eventType: "order", timestamp: at(3) },
  ];
  const expected = [
    {
      key: "clicks",
      aggregationType: "count",
      windowDays: 1,
      from: "2026-03-09T12:00:00.000Z",
      to: "2026-03-10T12:00:00.000Z",
      groups: [
        { channel: null, value: 1, events: 1, validUntil: "2026-03-11T10:00:00.000Z" },
        { channel: "email", value: 1, events: 1, validUntil: "2026-03-11T11:00:00.000Z" },
      ],
      skipped: 0,
      validUntil: "2026-03-11T10:00:00.000Z",
    },
    {
      key: "mean",
      aggregationType: "avg",
      windowDays: 1,
      from: "2026-03-09T12:00:00.000Z",
      to: "2026-03-10T12:00:00.000Z",
      groups: [{ value: null, events: 0, validUntil: null }],
      value: null,
      skipped: 1,
      validUntil: "2026-03-11T09:00:00.000Z",
    },
  ];

  test("they behave like plain data", () => {
    const results = engine.customer(history).metrics({ now });
    expect(results).toEqual(expected);
    expect(JSON.stringify(results)).toBe(JSON.stringify(expected));
    expect(JSON.parse(JSON.stringify(results[0]))).toStrictEqual(expected[0]);
    expect(JSON.stringify(results[0]?.groups[1])).toBe(JSON.stringify(expected[0]?.groups[1]));
    expect({ ...results[1] }).toEqual(expected[1]);
    expect(Object.keys(results[0] ?? {})).toEqual(Object.keys(expected[0] ?? {}));
    expect("value" in (results[0] ?? {})).toBe(false);
    expect(Array.isArray(results)).toBe(true);
    expect(Array.isArray(results[0]?.groups)).toBe(true);
    expect(results.map(({ key }) => key)).toEqual(["clicks", "mean"]);
    expect(structuredClone(results)).toEqual(expected);
  });

  test("they do not change when the customer changes, is read again or is freed", () => {
    const customer = engine.customer(history);
    const [untouched, looked] = [customer.metrics({ now }), customer.metrics({ now })];
    expect(looked).toEqual(expected);
    customer.append([{ eventType: "click", timestamp: at(1), channel: "push" }]);
    customer.metrics({ now: at(-500) });
    customer.free();
    expect(looked).toEqual(expected);
    expect(untouched).toEqual(expected);
  });

  test("long lists of groups outlive the customer and the engine too", async () => {
    const own = await createEngine({ metrics: [clicksByChannel] });
    const channels = Array.from({ length: 600 }, (_, index) => `channel ${1_000 + index}`);
    const events = channels.map((channel) => ({ eventType: "click", timestamp: at(1), channel }));
    const customer = own.customer(JSON.stringify(events));
    const [results, cloned, unread] = [1, 2, 3].map(() => customer.metrics({ now }));
    const copy = structuredClone(cloned);
    customer.append([{ eventType: "click", timestamp: at(2), channel: "late" }]);
    customer.metrics({ now: at(-20) });
    expect(results?.[0]?.groups.map(({ channel }) => channel)).toEqual(channels);
    expect(copy?.[0]?.groups).toEqual(results?.[0]?.groups);
    own.free();
    expect(unread?.[0]?.groups).toEqual(results?.[0]?.groups);
  });

  test("long lists of groups outlive an engine whose names were never looked at", async () => {
    const channels = Array.from({ length: 600 }, (_, index) => `channel ${1_000 + index}`);
    const events = channels.map((channel) => ({ eventType: "click", timestamp: at(1), channel }));
    const { metrics } = evaluate({ metrics: [clicksByChannel], events: JSON.stringify(events), now });
    expect(metrics[0]?.groups.map(({ channel }) => channel)).toEqual(channels);
  });

  test("lazy members can be read from frozen results, through proxies and by inheritance", async () => {
    const own = await createEngine({
      contactPolicies: [{ ruleType: "cooldown", config: { cooldownHours: 1 } }],
    });
    const outcome = () => {
      const { outcomes } = own.customer().decide({ now, candidates: [{ offer: "gold" }] });
      return outcomes[0] as (typeof outcomes)[number];
    };
    const reasons = JSON.parse(JSON.stringify(outcome())).reasons;
    expect(reasons).toHaveLength(1);
    const frozen = Object.freeze(outcome());
    expect(frozen.reasons).toEqual(reasons);
    expect(frozen.reasons).toBe(frozen.reasons);
    const seen = new Proxy(outcome(), { get: (target, key, receiver) => Reflect.get(target, key, receiver) });
    expect(seen.reasons).toEqual(reasons);
    expect(Object.create(outcome()).reasons).toEqual(reasons);
    expect(Object.assign(outcome(), { reasons: [] }).reasons).toEqual([]);
  });

  test("they are printed as plain data", async () => {
    const own = await createEngine({
      contactPolicies: [{ ruleType: "cooldown", config: { cooldownHours: 1 } }],
    });
    const decision = own.customer().decide({ now, candidates: [{ offer: "gold" }] });
    expect(inspect(decision)).toBe(inspect(structuredClone(decision)));
    expect(inspect(decision, { depth: 4 })).not.toContain("Getter");
  });

  test("reading twice gives equal results, and the same value objects within one", () => {
    const customer = engine.customer(history);
    const results = customer.metrics({ now });
    expect(results[0]?.groups).toBe(results[0]?.groups);
    expect(results[0]?.groups[0]).toBe(results[0]?.groups[0]);
    expect(customer.metrics({ now: new Date(now) })).toEqual(results);
    expect(customer.metrics({ now: Date.parse(now) })).toEqual(results);
  });

  test("now defaults to the present", () => {
    const before = Date.now();
    const customer = engine.customer([{ eventType: "click", timestamp: before - 1_000 }]);
    const [clicks] = customer.metrics();
    const to = Date.parse(clicks?.to ?? "");
    expect(to).toBeGreaterThanOrEqual(before);
    expect(to).toBeLessThanOrEqual(Date.now());
    expect(clicks?.groups[0]?.value).toBe(1);
    expect(customer.metric("clicks")).toBe(1);
  });

  test.each(["2026-03-10T12:00:00", "soon", Number.NaN, -1, new Date(Number.NaN), {}, 1e18])(
    "a now of %s is refused",
    (wrong) => {
      const customer = engine.customer(history);
      for (const call of [
        () => customer.metrics({ now: wrong as string }),
        () => customer.metric("clicks", { now: wrong as string }),
        () => customer.prune(wrong as string),
        () => customer.series("clicks", { from: wrong as string, to: now, step: 1 }),
      ]) {
        expect(call).toThrow(expect.objectContaining({ code: "invalid_argument" }));
      }
      expect(customer.size).toBe(3);
    },
  );

  test("an unknown key is refused by name", () => {
    const customer = engine.customer(history);
    for (const call of [
      () => customer.metric("nope", { now }),
      () => customer.series("nope", { from: now, to: now, step: 1 }),
    ]) {
      expect(call).toThrow(LookbackError);
      expect(call).toThrow(expect.objectContaining({ code: "unknown_metric" }));
      expect(call).toThrow(/nope/);
    }
  });

  test("values that are not names, metrics or options are refused", () => {
    const customer = engine.customer(history);
    for (const [path, call] of [
      ["channel", () => customer.metric("clicks", { now, channel: 5 as unknown as string })],
      ["offer", () => customer.series("clicks", { from: now, to: now, step: 1, offer: {} as string })],
      ["key", () => customer.metric(Symbol("clicks") as unknown as string)],
      ["request", () => customer.series("clicks", undefined as unknown as SeriesRequest)],
      ["options", () => customer.metrics(new Date(now) as AtTime)],
      ["options", () => customer.metric("clicks", 5 as AtTime)],
      ["options", () => customer.behaviorProfile(now as AtTime)],
      ["input", () => evaluate(undefined as unknown as EvaluateInput)],
    ] as const) {
      expect(call).toThrow(LookbackError);
      expect(call).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ path })] }));
    }
  });

  test("a series without an end, or with a step of zero, is refused", () => {
    const customer = engine.customer(history);
    for (const range of [
      { from: now, to: at(1), step: 1 },
      { from: at(1), to: now, step: 0 },
      { from: at(1), to: now, step: Number.NaN },
      { from: at(1), to: now, step: 1.5 },
      { from: 0, to: now, step: 1 },
    ]) {
      expect(() => customer.series("clicks", range)).toThrow(
        expect.objectContaining({ code: "invalid_argument" }),
      );
    }
  });
});
