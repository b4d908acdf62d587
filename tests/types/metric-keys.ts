/** Compiled only: what the types must accept, and what they must refuse. */

import {
  type Configuration,
  createEngine,
  defineConfiguration,
  evaluate,
  type MetricDefinition,
  type MetricKey,
  recipes,
} from "lookback";

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

// A key that no metric has is wrong where it stands.
await createEngine({
  metrics,
  contactPolicies: [
    {
      ruleType: "frequency_cap",
      config: {
        // @ts-expect-error the rule reads a metric that is not defined
        metricKey: "clicks_30d",
        threshold: 3,
      },
    },
  ],
  qualificationRules: [
    {
      ruleType: "propensity_threshold",
      config: {
        // @ts-expect-error the rule reads a metric that is not defined
        metricKey: "ctr_7d",
        threshold: 0.1,
      },
    },
  ],
  arbitration: {
    weights: [
      {
        // @ts-expect-error the weight reads a metric that is not defined
        metricKey: "clicks_30d",
        weight: 1,
        scale: { half: 5 },
      },
    ],
  },
});

const { metrics: evaluated } = evaluate({
  metrics,
  arbitration: { weights: [{ metricKey: "clicks_7d", weight: 1, scale: { half: 5 } }] },
  events: [],
});
keys.push(...evaluated.map((result) => result.key));
evaluate({
  metrics,
  events: [],
  // @ts-expect-error the weight reads a metric that is not defined
  arbitration: { weights: [{ metricKey: "clicks_30d", weight: 1, scale: { half: 5 } }] },
});

// Definitions in a constant keep their keys.
const defined = defineConfiguration({
  metrics: [{ key: "views_7d", aggregationType: "count", eventType: "view", windowDays: 7 }],
  contactPolicies: [{ ruleType: "frequency_cap", config: { metricKey: "views_7d", threshold: 3 } }],
  // @ts-expect-error the weight reads a metric that is not defined
  arbitration: { weights: [{ metricKey: "views_30d", weight: 1, scale: { half: 5 } }] },
});
const constant = {
  metrics: [{ key: "views_7d", aggregationType: "count", eventType: "view", windowDays: 7 }],
} as const satisfies Configuration;
for (const configuration of [defined, constant]) {
  const own = await createEngine(configuration);
  own.customer().metric("views_7d");
  // @ts-expect-error no metric has this key
  own.customer().metric("views_30d");
}
"views_7d" satisfies MetricKey<typeof defined>;
"views_7d" satisfies MetricKey<typeof constant>;
// @ts-expect-error no metric has this key
"views_30d" satisfies MetricKey<typeof defined>;
// @ts-expect-error no metric has this key
"views_30d" satisfies MetricKey<typeof constant>;
"anything" satisfies MetricKey<Configuration>;
"anything" satisfies MetricKey<{ profiles: [] }>;

// A recipe takes more rules, and its keys are not known when this is compiled.
const recipe = recipes.frequency_cap.configuration;
const joined = await createEngine({
  ...recipe,
  contactPolicies: [
    ...(recipe.contactPolicies ?? []),
    { ruleType: "cooldown", config: { cooldownHours: 4 } },
    { ruleType: "frequency_cap", config: { metricKey: "channel_impression_7d", threshold: 9 } },
  ],
});
joined.customer().metric("channel_impression_7d");

// @ts-expect-error a frequency cap has no cooldownHours
await createEngine({ contactPolicies: [{ ruleType: "frequency_cap", config: { cooldownHours: 3 } }] });

// Definitions that are only known at run time are not checked by key.
const stored: MetricDefinition[] = [];
const loose = await createEngine({ metrics: stored });
loose.customer().metric("anything");
const parsed = await createEngine(JSON.parse("{}"));
parsed.customer().metric("anything");
const bare = await createEngine({ profiles: [{ id: "interests", keys: ["sport"] }] });
bare.customer().metric("anything");
