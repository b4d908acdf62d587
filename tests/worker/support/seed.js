// The requests and answers that the API's first document prints.

/** The body it posts to /api/v1/behavioral-metrics. */
export const emailImpressions = {
  name: "Email Impression Count (7d)",
  key: "email_impression_7d",
  description: "Number of email impressions in the last 7 days",
  aggregationType: "count",
  eventType: "impression",
  dimensions: ["channel"],
  windowDays: 7,
};

/** Its recipes: metrics with what they are for. */
export const recipes = [
  {
    name: "Channel Impression Count (7d)",
    key: "channel_impression_7d",
    aggregationType: "count",
    eventType: "impression",
    dimensions: ["channel"],
    windowDays: 7,
  },
  {
    name: "Offer Conversion Count (30d)",
    key: "offer_conversion_30d",
    aggregationType: "count",
    eventType: "conversion",
    dimensions: ["offer"],
    windowDays: 30,
  },
  {
    name: "Channel Dismiss Count (14d)",
    key: "channel_dismiss_14d",
    aggregationType: "count",
    eventType: "dismiss",
    dimensions: ["channel"],
    windowDays: 14,
  },
  {
    name: "Click-Through Rate (30d)",
    key: "ctr_30d",
    aggregationType: "ratio",
    eventType: "click",
    secondaryEventType: "impression",
    dimensions: [],
    windowDays: 30,
  },
  {
    name: "Total Conversion Value (90d)",
    key: "conversion_value_90d",
    aggregationType: "sum",
    eventType: "conversion",
    dimensions: [],
    windowDays: 90,
  },
  {
    name: "Category Conversion Count (60d)",
    key: "category_conversion_60d",
    aggregationType: "count",
    eventType: "conversion",
    dimensions: ["offer"],
    windowDays: 60,
  },
];

/** Its contact policy. */
export const emailCap = {
  name: "Dynamic Email Cap",
  ruleType: "frequency_cap",
  config: { metricKey: "email_impression_7d", threshold: 3, action: "suppress" },
};

/** Its qualification rule, and the metric that the rule reads. */
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
