// Customers and engines are freed by hand, by `using`, or with their engine; later use is an error.

import { type Customer, createEngine, type Engine, LookbackError } from "lookback";
import { describe, expect, test } from "vitest";

const metrics = [
  { name: "a", key: "clicks", aggregationType: "count", eventType: "click", windowDays: 1 },
] as const;
const now = "2026-03-10T12:00:00Z";
const click = { eventType: "click", timestamp: "2026-03-10T11:00:00Z" };

const calls: Record<string, (customer: Customer<"clicks">) => unknown> = {
  append: (customer) => customer.append([click]),
  appendColumns: (customer) =>
    customer.appendColumns({ dictionary: ["click"], eventType: [0], timestamp: [1] }),
  metrics: (customer) => customer.metrics({ now }),
  metric: (customer) => customer.metric("clicks", { now }),
  series: (customer) => customer.series("clicks", { from: now, to: now, step: 1 }),
  snapshot: (customer) => customer.snapshot(),
  events: (customer) => [...customer.events()],
  size: (customer) => customer.size,
  prune: (customer) => customer.prune(now),
};

const disposed = expect.objectContaining({ code: "disposed" });

describe("lifetime", () => {
  test.each(Object.keys(calls))("%s after free is refused as disposed", async (name) => {
    const engine = await createEngine({ metrics });
    const customer = engine.customer([click]);
    customer.free();
    expect(() => calls[name]?.(customer)).toThrow(disposed);
    expect(() => calls[name]?.(customer)).toThrow(LookbackError);
    // The engine and its other customers go on.
    expect(() => calls[name]?.(engine.customer([click]))).not.toThrow();
    engine.free();
  });

  test.each(Object.keys(calls))("%s after the engine was freed is refused as disposed", async (name) => {
    const engine = await createEngine({ metrics });
    const customer = engine.customer([click]);
    engine.free();
    expect(() => calls[name]?.(customer)).toThrow(disposed);
  });

  test("a freed engine makes no customers", async () => {
    const engine = await createEngine({ metrics });
    const bytes = engine.customer([click]).snapshot();
    engine.free();
    expect(() => engine.customer([])).toThrow(disposed);
    expect(() => engine.restore(bytes)).toThrow(disposed);
  });

  test("freeing twice does no harm", async () => {
    const engine = await createEngine({ metrics });
    const customer = engine.customer([click]);
    customer.free();
    customer.free();
    engine.free();
    engine.free();
    customer.free();
  });

  test("using frees at the end of the block", async () => {
    let kept: Engine<"clicks">;
    let customer: Customer<"clicks">;
    {
      using engine = await createEngine({ metrics });
      using inner = engine.customer([click]);
      expect(inner.metric("clicks", { now })).toBe(1);
      kept = engine;
      customer = inner;
    }
    expect(() => kept.customer()).toThrow(disposed);
    expect(() => customer.size).toThrow(disposed);
  });

  test("merging takes from a customer of the same engine that is not freed", async () => {
    const [engine, other] = [await createEngine({ metrics }), await createEngine({ metrics })];
    const customer = engine.customer([click]);
    const freed = engine.customer([click]);
    freed.free();
    expect(() => customer.merge(freed)).toThrow(disposed);
    expect(() => customer.merge(other.customer([click]))).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
    expect(() => customer.merge({} as Customer<"clicks">)).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
    expect(customer.size).toBe(1);
    customer.merge(customer);
    expect(customer.size).toBe(1);
    engine.free();
    other.free();
  });

  test("a snapshot that cannot be read leaves the engine as it was", async () => {
    const engine = await createEngine({ metrics });
    const bytes = engine.customer([click]).snapshot();
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x41;
      expect(() => engine.restore(changed)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(invalid|unsupported)_snapshot$/) }),
      );
      expect(() => engine.restore(bytes.slice(0, at))).toThrow(
        expect.objectContaining({ code: "invalid_snapshot" }),
      );
    }
    expect(() => engine.restore("text" as unknown as Uint8Array)).toThrow(LookbackError);
    expect(engine.restore(bytes).metric("clicks", { now })).toBe(1);
    engine.free();
  });

  test("a snapshot taken by one engine is read by another with other metrics", async () => {
    const [engine, other] = [
      await createEngine({ metrics }),
      await createEngine({ metrics: [{ ...metrics[0], key: "other", windowDays: 2 }] }),
    ];
    const bytes = engine.customer([click]).snapshot();
    expect(other.restore(bytes).metric("other", { now: "2026-03-12T00:00:00Z" })).toBe(1);
    engine.free();
    other.free();
  });
});
