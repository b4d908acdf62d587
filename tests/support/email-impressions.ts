import type { MetricDefinition } from "lookback";

/** A metric, as the documentation of the API posts it to /api/v1/behavioral-metrics. */
export const emailImpressions = {
  name: "Email Impression Count (7d)",
  key: "email_impression_7d",
  description: "Number of email impressions in the last 7 days",
  aggregationType: "count",
  eventType: "impression",
  dimensions: ["channel"],
  windowDays: 7,
} as const satisfies MetricDefinition;
