// Requests that the documentation of the API prints.

import { recipes as ready } from "lookback";

export { emailImpressions } from "../../support/email-impressions.ts";

/** The metrics of the recipes that the package carries. */
export const recipes = Object.values(ready).flatMap(({ configuration }) => configuration.metrics);

/** A contact policy that reads the metric. */
export const emailCap = {
  name: "Dynamic Email Cap",
  ruleType: "frequency_cap",
  config: { metricKey: "email_impression_7d", threshold: 3, action: "suppress" },
};

/** A qualification rule, and below it the metric that the rule reads. */
export const engagementGate = {
  name: "Engagement Score Gate",
  ruleType: "propensity_threshold",
  qualification: "soft",
  config: { metricKey: "response_rate_30d", threshold: 0.1, multiplierBelow: 0.3 },
};

export const responseRate = {
  name: "Response Rate (30d)",
  key: "response_rate_30d",
  aggregationType: "ratio",
  eventType: "click",
  secondaryEventType: "impression",
  dimensions: [],
  windowDays: 30,
};
