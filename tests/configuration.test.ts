// What engines say of their configuration, and the catalog of metrics.

import { type Configuration, createEngine, type LookbackError, MetricCatalog } from "lookback";
import { describe, expect, test } from "vitest";
import { emailImpressions } from "./support/email-impressions.ts";

describe("engines", () => {
  test("M1: the configuration is returned with ids and defaults, and is a configuration itself", async () => {
    const engine = await createEngine({ metrics: [emailImpressions] });
    const { configuration } = engine;
    expect(configuration.metrics[0]).toMatchObject({
      ...emailImpressions,
      id: "bm_email_impression_7d",
      status: "active",
    });
    const again = await createEngine(configuration);
    expect(again.configuration).toEqual(configuration);
    engine.free();
    again.free();
  });

  test("the returned configuration is a copy, and changing it does not affect the engine", async () => {
    const policy = { id: "cap", ruleType: "cooldown", config: { cooldownHours: 1 } } as const;
    const engine = await createEngine({ contactPolicies: [policy] });
    const given = engine.configuration.contactPolicies as { id: string }[];
    for (const rule of given) rule.id = "changed";
    const events = [{ eventType: "impression", timestamp: 1_000 }];
    const decision = engine.customer(events).decide({ now: 2_000, candidates: [{ offer: "gold" }] });
    expect(decision.funnel.drops).toEqual([{ rule: "cap", stage: "contact_policy", count: 1 }]);
    expect(engine.configuration.contactPolicies).toBe(given);
    engine.free();
  });

  test("a configuration that cannot be written as JSON is refused with its path", async () => {
    const circular: { metrics: unknown[] } = { metrics: [] };
    circular.metrics.push(circular);
    for (const wrong of [circular, { metrics: [{ ...emailImpressions, windowDays: 7n }] }, { metrics: 5n }]) {
      await expect(createEngine(wrong as unknown as Configuration)).rejects.toMatchObject({
        name: "LookbackError",
        code: "invalid_configuration",
      });
    }
    await expect(createEngine(circular as Configuration)).rejects.toThrow("metrics[0]: cannot be written");
    const definition = Object.assign({ itself: {} }, emailImpressions);
    definition.itself = definition;
    expect(() => new MetricCatalog().create(definition)).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
  });

  test("M1: everything that is wrong is reported in one LookbackError, with paths", async () => {
    const wrong = {
      metrics: [
        { ...emailImpressions, windowDays: 0 },
        { ...emailImpressions, dimension: ["channel"] },
        { ...emailImpressions, aggregationType: "median" },
      ],
      metric: [],
    };
    const error = await createEngine(wrong as unknown as { metrics: [] }).then(
      () => undefined,
      (error: LookbackError) => error,
    );
    expect(error).toMatchObject({ name: "LookbackError", code: "invalid_configuration" });
    expect(error?.issues.map(({ path, code }) => `${path} ${code}`)).toEqual(
      expect.arrayContaining([
        "metrics[0].windowDays out_of_range",
        "metrics[1].dimension unknown_field",
        "metrics[2].aggregationType invalid_value",
        "metric unknown_field",
      ]),
    );
    expect(error?.issues.find(({ path }) => path === "metrics[1].dimension")?.message).toContain(
      "dimensions",
    );
  });
});
