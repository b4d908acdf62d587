// Writes cases.json: ten configurations, ten histories and ten moments, which make a thousand
// triples.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { generateCase } from "../oracle/generate.js";
import { random } from "../support/random.js";

const DAY = 86_400_000;
const MOMENT = Date.UTC(2026, 2, 27, 10);
const OFFERS = ["gold_card", "travel_card", "savings_plus", "phone_plan"];
const CHANNELS = ["email", "push", "web"];
const TYPES = ["impression", "impression", "impression", "click", "dismiss", "conversion"];

const rng = random(2026);
const recipes = new URL("../../src/rules/recipes/", import.meta.url);
const named = (file) => JSON.parse(readFileSync(new URL(file, recipes), "utf8"));
const offers = OFFERS.map((key, at) => ({ key, category: at < 2 ? "cards" : "other", score: 1 - at / 8 }));

const metric = (key, aggregationType, eventType, dimensions, windowDays, more = {}) => ({
  name: key,
  key,
  aggregationType,
  eventType,
  dimensions,
  windowDays,
  ...more,
});

/** Every type of rule, over every aggregation. */
const everything = {
  metrics: [
    metric("shown", "count", "impression", ["channel"], 7),
    metric("spent", "sum", "conversion", [], 30),
    metric("order", "avg", "conversion", ["offer"], 30),
    metric("lowest", "min", "conversion", [], 60),
    metric("highest", "max", "conversion", ["channel", "offer"], 60),
    metric("ctr", "ratio", "click", ["channel"], 14, { secondaryEventType: "impression" }),
    metric("paused", "count", "dismiss", [], 14, { status: "paused" }),
  ],
  offers,
  contactPolicies: [
    { name: "Cap", ruleType: "frequency_cap", config: { metricKey: "shown", threshold: 4 } },
    {
      name: "Native cap",
      ruleType: "frequency_cap",
      config: { maxContacts: 3, windowDays: 2, scope: "offer" },
    },
    {
      name: "Order",
      ruleType: "metric_condition",
      config: {
        metricKey: "order",
        operator: "lt",
        threshold: 40,
        onMissing: "fail",
        action: "multiply",
        multiplier: 0.3,
      },
    },
    {
      name: "Pause",
      ruleType: "cooldown",
      config: { cooldownHours: 36.5, eventType: "conversion", scope: "category" },
    },
    {
      name: "Tired",
      ruleType: "outcome_based",
      config: { outcomeType: "dismiss", lookbackDays: 9, minCount: 2, suppressDays: 3, scope: "channel" },
    },
    {
      name: "Cards",
      ruleType: "category_suppression",
      config: { windowDays: 5, minCount: 2 },
      scope: "category",
      scopeId: "cards",
    },
    {
      name: "Across",
      ruleType: "cross_channel_cap",
      config: { maxContacts: 6, windowDays: 5, channels: ["email", "push"] },
    },
    {
      name: "One card",
      ruleType: "mutual_exclusion",
      config: { offers: ["gold_card", "travel_card"], windowDays: 2 },
    },
    { name: "Staff", ruleType: "segment_exclusion", config: { segments: ["staff"] } },
    {
      name: "Night",
      ruleType: "time_window",
      config: {
        timezone: "Europe/Berlin",
        days: ["fri", "sat", "sun"],
        from: "21:30",
        to: "07:00",
        mode: "block",
      },
    },
    {
      name: "Paused",
      ruleType: "metric_condition",
      config: { metricKey: "paused", operator: "gt", threshold: 0 },
    },
    {
      name: "Always",
      ruleType: "allow_override",
      priority: 90,
      config: { policies: ["Across"], segments: ["vip"] },
    },
  ],
  qualificationRules: [
    {
      name: "Response",
      ruleType: "propensity_threshold",
      qualification: "soft",
      config: { metricKey: "ctr", threshold: 0.35, multiplierBelow: 0.5 },
    },
    {
      name: "Low",
      ruleType: "metric_condition",
      config: { metricKey: "lowest", operator: "gt", threshold: 12.5 },
    },
    {
      name: "Adult",
      ruleType: "attribute_condition",
      config: { attribute: "age", operator: "gte", value: 18 },
    },
    {
      name: "Seen",
      ruleType: "recency_check",
      qualification: "soft",
      config: { eventType: "click", withinDays: 6, multiplier: 0.9 },
    },
  ],
  arbitration: {
    weights: [
      { metricKey: "spent", weight: 0.4, scale: { half: 150 } },
      { metricKey: "highest", weight: 0.2, match: "any", scale: { min: 5, max: 300 } },
    ],
  },
};

const profiles = {
  metrics: [metric("clicks", "count", "click", [], 30)],
  profiles: [
    {
      id: "interests",
      name: "Interests",
      keys: ["price", "quality", "novelty"],
      decayRate: 7,
      halfLifeDays: 11,
      patterns: [
        { id: "bargain", values: { price: 10, quality: 2 } },
        { id: "connoisseur", values: { quality: 9, novelty: 3 } },
      ],
    },
    {
      id: "shares",
      name: "Shares",
      type: "percentage",
      keys: ["price", "quality"],
      linearDecay: { graceDays: 1, ratePerDay: 0.05, cap: 0.9 },
      patterns: [
        { id: "half", values: { price: 1, quality: 1 } },
        { id: "price", values: { price: 1 } },
      ],
    },
  ],
  qualificationRules: [
    {
      name: "Bargains",
      ruleType: "profile_match",
      qualification: "soft",
      config: { profileId: "interests", patternId: "bargain", multiplier: 0.6 },
    },
    {
      name: "Price",
      ruleType: "profile_score",
      config: { profileId: "interests", keyId: "price", operator: "gte", threshold: 1.5 },
    },
  ],
};

const configurations = [
  ...readdirSync(recipes)
    .sort()
    .map((file) => [file.replace(".json", ""), { offers, ...named(file).configuration }]),
  ["everything", everything],
  ["profiles", profiles],
  ...[11, 29].map((seed) => [`random metrics ${seed}`, generateCase(seed, { json: true }).configuration]),
].map(([name, configuration]) => ({ name, configuration }));

function history(size) {
  const events = Array.from({ length: size }, (_, index) => {
    const eventType = rng.pick(TYPES);
    const event = {
      eventType,
      timestamp: new Date(MOMENT + 5 * DAY - Math.floor(rng.unit() ** 2 * 70 * DAY)).toISOString(),
    };
    if (rng.chance(0.6)) event.id = `e${index}`;
    if (rng.chance(0.95)) event.channel = rng.pick(CHANNELS);
    if (rng.chance(0.95)) event.offer = rng.pick(OFFERS);
    if (eventType === "conversion") event.value = rng.whole(100, 30_000) / 100;
    return event;
  });
  const interactions = Array.from({ length: Math.min(size, 12) }, (_, index) => ({
    id: `v${index}`,
    startDateTime: new Date(MOMENT - rng.whole(0, 40) * DAY - rng.whole(0, DAY)).toISOString(),
    events: [
      {
        eventType: "ChangeProfileScoreEvent",
        delta: Object.fromEntries(
          ["interests", "shares", "nobody's"].map((id) => [
            id,
            {
              scoreCount: 1,
              values: { price: rng.whole(-2, 9) / 3, quality: rng.whole(0, 7), novelty: rng.unit() },
            },
          ]),
        ),
      },
    ],
  }));
  return { events, interactions: interactions.sort((a, b) => (a.startDateTime < b.startDateTime ? -1 : 1)) };
}

const histories = [0, 1, 3, 8, 15, 25, 40, 60].map(history);
// What lies where mistakes do: odd names, ties, the edges of windows, repeats.
for (const seed of [7, 12])
  histories.push({ events: generateCase(seed, { json: true }).events, interactions: [] });

const moments = Array.from({ length: 10 }, (_, at) =>
  new Date(MOMENT - 17 * DAY + at * 3.7 * DAY + at * 1_234_567).toISOString(),
);

const request = {
  candidates: OFFERS.flatMap((offer) => CHANNELS.map((channel) => ({ offer, channel }))),
  segments: ["vip"],
  attributes: { age: 21 },
  explain: "full",
};
request.candidates[5].score = 0.75;
request.candidates[6].attributes = { age: 17 };

// Half a surrogate pair, which stands for U+FFFD, is more than every reader of JSON takes.
const lines = (list) => `[\n${list.map((item) => JSON.stringify(item)).join(",\n")}\n]`;
const text = `{\n"request": ${JSON.stringify(request)},\n"moments": ${JSON.stringify(moments)},\n"configurations": ${lines(configurations)},\n"histories": ${lines(histories)}\n}\n`;
writeFileSync(new URL("cases.json", import.meta.url), text.replaceAll("\\ud800", "\uFFFD"));
