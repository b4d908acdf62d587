// A moment to compute at, events before it, and a metric over them.

import { emailImpressions } from "./documented-examples.js";

export const NOW = "2026-03-10T14:30:00.000Z";
export const DAY = 86_400_000;

/** The moment so many days before. */
export const ago = (days) => new Date(Date.parse(NOW) - days * DAY).toISOString();

export const impression = (id, days, more = {}) => ({
  id,
  eventType: "impression",
  channel: "email",
  offer: "a",
  timestamp: ago(days),
  ...more,
});

/** Counts them all. */
export const total = { ...emailImpressions, key: "impressions_7d", dimensions: [] };

/** The value of a metric of a customer. */
export async function metricOf(api, customer, key = total.key) {
  const { body } = await api.get(`/customers/${customer}/metrics?now=${NOW}`);
  return body.data.find((metric) => metric.key === key).value;
}
