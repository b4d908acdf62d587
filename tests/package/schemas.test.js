// The JSON Schemas that the package ships, against what it really takes and answers.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";
import { createEngine } from "lookback";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { load } from "../vectors/load.js";

const require = createRequire(import.meta.url);
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, validateFormats: false });
const read = (url) => JSON.parse(readFileSync(url, "utf8"));
const validators = new Map();

/** What a schema finds wrong. */
function problems(schema, value) {
  let validate = validators.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(read(require.resolve(`lookback/schemas/${schema}`)));
    validators.set(schema, validate);
  }
  return validate(value) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`);
}

const recipes = new URL("../../src/rules/recipes/", import.meta.url);
const recipeFiles = readdirSync(recipes).filter((file) => file.endsWith(".json"));
const good = load()
  .flatMap(({ vectors }) => vectors)
  .filter((vector) => vector.expected.error === undefined);

const clicks = { key: "clicks", aggregationType: "count", eventType: "click", windowDays: 7 };
const cooldown = { ruleType: "cooldown", config: { cooldownHours: 1 } };

describe("the schema of a configuration", () => {
  it.each(recipeFiles)("accepts the recipe %s", (file) => {
    expect(problems("configuration.json", read(new URL(file, recipes)).configuration)).toEqual([]);
  });

  it("accepts what the engine accepts, and what it returns", async () => {
    for (const { name, configuration } of good) {
      expect({ name, problems: problems("configuration.json", configuration) }).toEqual({
        name,
        problems: [],
      });
      const engine = await createEngine(configuration);
      const normalized = problems("configuration.json", engine.configuration);
      expect({ name, normalized }).toEqual({ name, normalized: [] });
      engine.free();
    }
  });

  it.each([
    ["a metric without a window", { metrics: [{ key: "a", aggregationType: "count", eventType: "click" }] }],
    [
      "a misspelled aggregation",
      { metrics: [{ key: "a", aggregationType: "counts", eventType: "click", windowDays: 7 }] },
    ],
    ["an unknown rule type", { contactPolicies: [{ ruleType: "frequency_caps", config: {} }] }],
    [
      "a config of another rule type",
      { contactPolicies: [{ ruleType: "cooldown", config: { maxContacts: 3, windowDays: 7 } }] },
    ],
    ["an unknown member", { metric: [] }],
    ...[
      { windowDays: 0.5 },
      { windowDays: 366 },
      { key: "Clicks" },
      { key: "" },
      { eventType: "" },
      { dimensions: ["offer", "offer"] },
    ].map((change) => [`a metric with ${JSON.stringify(change)}`, { metrics: [{ ...clicks, ...change }] }]),
    ["21 metrics", { metrics: Array.from({ length: 21 }, (_, at) => ({ ...clicks, key: `clicks_${at}` })) }],
    ["a priority of 101", { contactPolicies: [{ ...cooldown, priority: 101 }] }],
    [
      "a factor above 10",
      { contactPolicies: [{ ...cooldown, config: { cooldownHours: 1, multiplier: 11 } }] },
    ],
    ["a cooldown of nothing", { contactPolicies: [{ ...cooldown, config: { cooldownHours: 0 } }] }],
  ])("refuses %s", (_, configuration) => {
    expect(problems("configuration.json", configuration)).not.toEqual([]);
  });
});

describe("the schema of an event", () => {
  it("accepts events, and refuses one without a type", () => {
    expect(problems("event.json", { eventType: "click", timestamp: "2026-03-10T14:30:00Z", own: 1 })).toEqual(
      [],
    );
    for (const wrong of [
      { timestamp: 0 },
      { eventType: "", timestamp: 0 },
      { eventType: "click", timestamp: 0, id: "" },
    ])
      expect(problems("event.json", wrong)).not.toEqual([]);
  });
});

describe("the schemas of results", () => {
  const now = "2026-03-12T00:00:00Z";
  let engine;
  let customer;
  beforeAll(async () => {
    engine = await createEngine({
      metrics: [
        {
          key: "impressions_7d",
          name: "Impressions (7d)",
          aggregationType: "count",
          eventType: "impression",
          dimensions: ["channel"],
          windowDays: 7,
        },
        { key: "spend", name: "Spend", aggregationType: "avg", eventType: "conversion", windowDays: 90 },
      ],
      contactPolicies: [{ ruleType: "frequency_cap", config: { metricKey: "impressions_7d", threshold: 0 } }],
      profiles: [{ id: "reader", keys: ["sport", "news"], patterns: [{ id: "fan", values: { sport: 5 } }] }],
    });
    customer = engine.customer([
      { id: "e1", eventType: "impression", timestamp: "2026-03-10T14:30:00Z", channel: "email" },
      { id: "e2", eventType: "impression", timestamp: "2026-03-10T15:30:00Z" },
    ]);
    customer.applyInteraction({
      startDateTime: "2026-03-11T00:00:00Z",
      events: [
        { eventType: "ChangeProfileScoreEvent", delta: { reader: { scoreCount: 1, values: { sport: 3 } } } },
      ],
    });
  });
  afterAll(() => engine.free());

  it("describe metric results", () => {
    for (const result of customer.metrics({ now }))
      expect(problems("metric-result.json", result)).toEqual([]);
  });

  it.each(["none", "summary", "full"])("describe decisions with explain: %s", (explain) => {
    const candidates = [
      { offer: "card", channel: "email" },
      { offer: "loan", channel: "push" },
    ];
    const request = { candidates, now, explain };
    expect(problems("decide-request.json", request)).toEqual([]);
    const decision = JSON.parse(JSON.stringify(customer.decide(request)));
    expect(problems("decision.json", decision)).toEqual([]);
  });

  it("describe candidates without channel and category", async () => {
    const free = await createEngine({});
    const request = { candidates: [{ offer: "card", channel: null, category: null }], now };
    expect(problems("decide-request.json", request)).toEqual([]);
    expect(problems("decision.json", JSON.parse(JSON.stringify(free.customer().decide(request))))).toEqual(
      [],
    );
    free.free();
  });

  it("describe the reasons of every type of rule, and of weights", async () => {
    const contactPolicies = [
      ["frequency_cap", { maxContacts: 1, windowDays: 7 }],
      ["metric_condition", { metricKey: "clicks", operator: "gte", threshold: 1 }],
      ["cooldown", { cooldownHours: 1 }],
      ["outcome_based", { outcomeType: "complaint", lookbackDays: 9 }],
      ["category_suppression", { windowDays: 9 }],
      ["cross_channel_cap", { maxContacts: 1, windowDays: 7 }],
      ["mutual_exclusion", { offers: ["card", "loan"] }],
      ["segment_exclusion", { segments: ["staff"] }],
      ["time_window", { timezone: "UTC" }],
      ["allow_override", { segments: ["vip"] }],
      ["profile_match", { profileId: "reader" }],
      ["profile_score", { profileId: "reader", operator: "neq", threshold: 1 }],
    ];
    const qualificationRules = [
      ["propensity_threshold", { metricKey: "clicks", threshold: 1 }],
      ["metric_condition", { metricKey: "clicks", operator: "lt", threshold: 1 }],
      ["segment_required", { segments: ["vip"] }],
      ["attribute_condition", { attribute: "tier", operator: "in", value: ["gold"] }],
      ["recency_check", { withinDays: 3 }],
      ["profile_match", { profileId: "reader" }],
      ["profile_score", { profileId: "reader", operator: "lte", threshold: 1 }],
    ].map(([ruleType, config]) => [ruleType, { ...config, multiplier: 0.5 }, "soft"]);
    const rules = (list) =>
      list.map(([ruleType, config, qualification]) => ({ ruleType, config, qualification }));
    const every = await createEngine({
      metrics: [clicks],
      contactPolicies: rules(contactPolicies),
      qualificationRules: rules(qualificationRules),
      arbitration: { weights: [{ metricKey: "clicks", weight: 1, scale: { half: 1 } }] },
    });
    const decision = every.customer().decide({
      now,
      candidates: [{ offer: "card", channel: "email", category: "bank" }],
      explain: "full",
    });
    expect(problems("decision.json", JSON.parse(JSON.stringify(decision)))).toEqual([]);
    const { ReasonType } = read(require.resolve("lookback/schemas/decision.json")).definitions;
    const told = new Set(decision.outcomes[0].reasons.map(({ ruleType }) => ruleType));
    expect([...told].sort()).toEqual(ReasonType.enum.toSorted());
    every.free();
  });

  it("describe the behavior profile, in both forms", () => {
    expect(problems("behavior-profile.json", customer.behaviorProfile())).toEqual([]);
    expect(problems("xconnect-behavior-profile.json", customer.toXConnect())).toEqual([]);
  });
});
