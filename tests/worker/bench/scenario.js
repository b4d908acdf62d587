// What both Workers are loaded with and asked.

import { metrics } from "../../bench/metrics.js";
import { history, NOW } from "../../bench/workload.js";

export { metrics, NOW };

export const CUSTOMERS = Number(process.env.CUSTOMERS ?? 1000);
export const EVENTS = 1000;
const BATCH = 250;

const policy = (name, config) => ({ id: name, name, ruleType: "frequency_cap", config });

export const contactPolicies = [
  policy("channel-cap", { metricKey: "channel_impression_7d", threshold: 12 }),
  policy("conversion-cooldown", { metricKey: "offer_conversion_30d", threshold: 0 }),
  policy("channel-fatigue", {
    metricKey: "channel_dismiss_14d",
    threshold: 1,
    action: "multiply",
    multiplier: 0.5,
  }),
];

export const qualificationRules = [
  {
    id: "response-gate",
    name: "response-gate",
    ruleType: "propensity_threshold",
    qualification: "soft",
    config: { metricKey: "ctr_30d", threshold: 0.15, multiplierBelow: 0.3 },
  },
];

export const arbitration = {
  weights: [{ metricKey: "conversion_value_90d", weight: 0.5, scale: { half: 500 } }],
};

const CHANNELS = ["email", "push", "sms", "web"];

/**
 * Ten offers, each on one channel. Without reasons, since those of plain JavaScript would say far
 * less.
 */
export const request = {
  explain: "none",
  candidates: Array.from({ length: 10 }, (_, n) => ({
    offer: `offer_${n * 3}`,
    channel: CHANNELS[n % 4],
    score: 1 + n / 10,
  })),
  now: NOW,
};

const base = history(EVENTS, { ids: true });

/**
 * One customer's events in the batches they come in; every customer's are at other times and about
 * other offers.
 */
export function batchesOf(customer) {
  const events = base.map((event, n) => ({
    ...event,
    timestamp: new Date(event.timestamp - customer * 61_000 - n).toISOString(),
    offer: `offer_${(Number(event.offer.slice(6)) + customer) % 40}`,
  }));
  const batches = [];
  for (let at = 0; at < events.length; at += BATCH) batches.push(events.slice(at, at + BATCH));
  return batches;
}
