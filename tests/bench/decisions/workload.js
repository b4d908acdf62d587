// 20 rules, their metrics, a history, and candidates.

import { history, NOW } from "../workload.js";

export { NOW };

const metric = (key, aggregationType, eventType, dimensions, windowDays, more = {}) => ({
  name: key,
  key,
  aggregationType,
  eventType,
  dimensions,
  windowDays,
  ...more,
});

export const metrics = [
  metric("seen_channel_7d", "count", "impression", ["channel"], 7),
  metric("seen_channel_1d", "count", "impression", ["channel"], 1),
  metric("seen_offer_7d", "count", "impression", ["offer"], 7),
  metric("seen_offer_30d", "count", "impression", ["offer"], 30),
  metric("clicks_offer_30d", "count", "click", ["offer"], 30),
  metric("clicks_channel_14d", "count", "click", ["channel"], 14),
  metric("bought_offer_30d", "count", "conversion", ["offer"], 30),
  metric("bought_30d", "count", "conversion", [], 30),
  metric("spend_90d", "sum", "conversion", [], 90),
  metric("order_90d", "avg", "conversion", [], 90),
  metric("ctr_30d", "ratio", "click", [], 30, { secondaryEventType: "impression" }),
  metric("ctr_channel_30d", "ratio", "click", ["channel"], 30, { secondaryEventType: "impression" }),
];

const cap = (metricKey, threshold, more = {}) => ({
  ruleType: "metric_condition",
  config: { metricKey, operator: "gt", threshold, action: "suppress" },
  ...more,
});

const soft = (metricKey, threshold, multiplier) => ({
  ruleType: "metric_condition",
  config: { metricKey, operator: "gt", threshold, action: "multiply", multiplier },
});

const gate = (metricKey, operator, threshold, multiplier) => ({
  ruleType: "metric_condition",
  qualification: multiplier === undefined ? "hard" : "soft",
  config: { metricKey, operator, threshold, ...(multiplier === undefined ? {} : { multiplier }) },
});

const named = (prefix) => (rule, index) => ({ id: `${prefix}${index}`, name: `${prefix}${index}`, ...rule });

export const contactPolicies = [
  cap("seen_channel_7d", 1400),
  cap("seen_channel_1d", 190),
  cap("seen_offer_7d", 24),
  cap("seen_offer_30d", 90),
  cap("clicks_offer_30d", 18),
  cap("bought_offer_30d", 4),
  cap("bought_30d", 400),
  cap("seen_offer_7d", 12, { scope: "channel", scopeId: "email" }),
  soft("clicks_channel_14d", 120, 0.9),
  soft("seen_offer_30d", 40, 0.8),
  soft("bought_offer_30d", 1, 0.5),
  soft("seen_channel_1d", 100, 0.9),
].map(named("p"));

export const qualificationRules = [
  gate("ctr_30d", "gte", 0.01),
  gate("ctr_channel_30d", "gte", 0.02),
  gate("bought_30d", "gte", 1),
  gate("spend_90d", "gte", 10),
  gate("clicks_offer_30d", "gte", 1, 0.7),
  gate("order_90d", "gte", 5, 0.6),
  gate("ctr_channel_30d", "gte", 0.2, 0.5),
  gate("clicks_channel_14d", "lt", 100_000),
].map(named("q"));

/** @param {number} events */
export function workload(events) {
  const given = history(events, { ids: false });
  const offers = [...new Set(given.map(({ offer }) => offer).filter(Boolean))].sort();
  const channels = [...new Set(given.map(({ channel }) => channel).filter(Boolean))].sort();
  return { events: given, offers, channels };
}

/**
 * So many candidates over the offers and channels of a history, and offers that it has never seen.
 */
export function candidates(count, { offers, channels }) {
  return Array.from({ length: count }, (_, index) => ({
    offer: index < offers.length * channels.length ? offers[index % offers.length] : `new_${index}`,
    channel: channels[Math.floor(index / offers.length) % channels.length],
    score: 1 + ((index * 7919) % 1000) / 1000,
  }));
}
