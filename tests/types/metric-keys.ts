/** Compiled only: what the types must accept, and what they must refuse. */

import { createEngine, type MetricDefinition } from "lookback";

const metrics = [
  { key: "clicks_7d", name: "Clicks (7d)", aggregationType: "count", eventType: "click", windowDays: 7 },
  {
    key: "ctr_30d",
    name: "Click-Through Rate (30d)",
    aggregationType: "ratio",
    eventType: "click",
    secondaryEventType: "impression",
    dimensions: ["channel"],
    windowDays: 30,
  },
] as const satisfies readonly MetricDefinition[];

const engine = await createEngine({
  metrics,
  contactPolicies: [
    { ruleType: "frequency_cap", config: { metricKey: "clicks_7d", threshold: 3 } },
    { ruleType: "frequency_cap", config: { maxContacts: 3, windowDays: 7 } },
    { ruleType: "cooldown", scope: "channel", scopeId: "email", config: { cooldownHours: 4 } },
  ],
  qualificationRules: [
    {
      name: "Engagement Score Gate",
      ruleType: "propensity_threshold",
      qualification: "soft",
      config: { metricKey: "ctr_30d", threshold: 0.1, multiplierBelow: 0.3 },
    },
  ],
  arbitration: { weights: [{ metricKey: "clicks_7d", weight: 1, scale: { half: 5 } }] },
});

const customer = engine.customer();
customer.metric("clicks_7d", { now: 0 }) satisfies number | null;
// @ts-expect-error no metric has this key
customer.metric("click_7d");
// @ts-expect-error no metric has this key
customer.series("click_7d", { from: 0, to: 1, step: 1 });
const keys: ("clicks_7d" | "ctr_30d")[] = customer.metrics().map((result) => result.key);
keys.push(...engine.configuration.metrics.map((metric) => metric.key));

await createEngine({
  metrics,
  // @ts-expect-error the rule reads a metric that is not defined
  contactPolicies: [{ ruleType: "frequency_cap", config: { metricKey: "clicks_30d", threshold: 3 } }],
});

await createEngine({
  metrics,
  // @ts-expect-error the weight reads a metric that is not defined
  arbitration: { weights: [{ metricKey: "clicks_30d", weight: 1, scale: { half: 5 } }] },
});

// @ts-expect-error a frequency cap has no cooldownHours
await createEngine({ contactPolicies: [{ ruleType: "frequency_cap", config: { cooldownHours: 3 } }] });

// Definitions that are only known at run time are not checked by key.
const stored: MetricDefinition[] = [];
const loose = await createEngine({ metrics: stored });
loose.customer().metric("anything");
const parsed = await createEngine(JSON.parse("{}"));
parsed.customer().metric("anything");
