// Customers and engines are freed by hand, by `using`, or with their engine; later use is an error.

import { type Customer, createEngine, type Engine, LookbackError, MetricCatalog } from "lookback";
import { describe, expect, test } from "vitest";

const metrics = [
  { name: "a", key: "clicks", aggregationType: "count", eventType: "click", windowDays: 1 },
] as const;
const now = "2026-03-10T12:00:00Z";
const click = { eventType: "click", timestamp: "2026-03-10T11:00:00Z" };

const configuration = { metrics, profiles: [{ id: "interests", keys: ["sport"] }] } as const;
const candidates = [{ offer: "gold" }];
const facet = { sourceInteractionStartDateTime: null, scores: {} };
const visit = { startDateTime: now, events: [] };

type Calls<Of> = { [name in string]?: (of: Of) => unknown };

/** A call of every member of a customer but those that free it. */
const calls: Calls<Customer<"clicks">> = {
  append: (customer) => customer.append([click]),
  appendColumns: (customer) =>
    customer.appendColumns({ dictionary: ["click"], eventType: [0], timestamp: [1] }),
  applyInteraction: (customer) => customer.applyInteraction(visit),
  merge: (customer) => customer.merge(customer),
  prune: (customer) => customer.prune(now),
  snapshot: (customer) => customer.snapshot(),
  events: (customer) => [...customer.events()],
  size: (customer) => customer.size,
  metrics: (customer) => customer.metrics({ now }),
  metric: (customer) => customer.metric("clicks", { now }),
  series: (customer) => customer.series("clicks", { from: now, to: now, step: 1 }),
  decide: (customer) => customer.decide({ candidates, now }),
  decideJson: (customer) => customer.decideJson({ candidates, now }),
  reserve: (customer) => customer.reserve({ candidates, now }),
  reserveJson: (customer) => customer.reserveJson({ candidates, now }),
  backtest: (customer) => customer.backtest({ eventType: "click" }),
  behaviorProfile: (customer) => customer.behaviorProfile({ now }),
  patternDistances: (customer) => customer.patternDistances("interests", { now }),
  toXConnect: (customer) => customer.toXConnect(),
  loadBehaviorProfile: (customer) => customer.loadBehaviorProfile(facet),
};

/** The same of an engine, whose configuration stays to be read. */
const engineCalls: Calls<Engine<"clicks">> = {
  requirements: (engine) => engine.requirements,
  lint: (engine) => engine.lint(),
  customer: (engine) => engine.customer(),
  restore: (engine) => engine.restore(new Uint8Array()),
};

/** The same of a catalog. */
const catalogCalls: Calls<MetricCatalog> = {
  create: (catalog) => catalog.create({ ...metrics[0], key: "other" }),
  list: (catalog) => catalog.list(),
  get: (catalog) => catalog.get("bm_clicks"),
  update: (catalog) => catalog.update("bm_clicks", { windowDays: 2 }),
  delete: (catalog) => catalog.delete("bm_clicks"),
  dependents: (catalog) => catalog.dependents("bm_clicks"),
  setRules: (catalog) => catalog.setRules({}),
};

/** What can be called on an object that its class made. */
const members = (prototype: object) =>
  Object.getOwnPropertyNames(prototype).filter((name) => !["constructor", "free"].includes(name));

const disposed = expect.objectContaining({ code: "disposed" });

describe("lifetime", () => {
  test("every member is tried after free", async () => {
    const engine = await createEngine({ metrics });
    const customer = members(Object.getPrototypeOf(engine.customer()));
    expect(Object.keys(calls).sort()).toEqual(customer.sort());
    const others = members(Object.getPrototypeOf(engine)).filter((name) => name !== "configuration");
    expect(Object.keys(engineCalls).sort()).toEqual(others.sort());
    const catalog = members(Object.getPrototypeOf(MetricCatalog.prototype));
    expect(Object.keys(catalogCalls).sort()).toEqual(catalog.sort());
    engine.free();
  });

  test.each(Object.keys(calls))("%s after free is refused as disposed", async (name) => {
    const engine = await createEngine(configuration);
    const customer = engine.customer([click]);
    customer.free();
    expect(() => calls[name]?.(customer)).toThrow(disposed);
    expect(() => calls[name]?.(customer)).toThrow(LookbackError);
    // The engine and its other customers go on.
    expect(() => calls[name]?.(engine.customer([click]))).not.toThrow();
    engine.free();
  });

  test.each(Object.keys(calls))("%s after the engine was freed is refused as disposed", async (name) => {
    const engine = await createEngine(configuration);
    const customer = engine.customer([click]);
    engine.free();
    expect(() => calls[name]?.(customer)).toThrow(disposed);
  });

  test.each(Object.keys(engineCalls))(
    "%s of an engine after it was freed is refused as disposed",
    async (name) => {
      const engine = await createEngine(configuration);
      engine.free();
      expect(() => engineCalls[name]?.(engine)).toThrow(disposed);
      expect(engine.configuration.metrics).toHaveLength(1);
    },
  );

  test.each(Object.keys(catalogCalls))(
    "%s of a catalog after it was freed is refused as disposed",
    (name) => {
      expect(() => catalogCalls[name]?.(new MetricCatalog({ metrics }))).not.toThrow();
      const catalog = new MetricCatalog({ metrics });
      catalog.free();
      expect(() => catalogCalls[name]?.(catalog)).toThrow(disposed);
    },
  );

  test("freeing twice is harmless", async () => {
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

  test("merging requires a customer of the same engine that is not freed", async () => {
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

  test("a snapshot that cannot be read leaves the engine unchanged", async () => {
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

  test("a snapshot of one engine can be restored by another with other metrics", async () => {
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
