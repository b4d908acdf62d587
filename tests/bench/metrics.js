// The 20 metrics that both sides compute: six common recipes, then every aggregation type over no,
// one and two dimensions, with a filter and with a property of its own.

/** @typedef {{ key: string, aggregationType: string, eventType: string, secondaryEventType?: string,
 *   dimensions: string[], windowDays: number, property?: string,
 *   where?: { channel?: string[], offer?: string[] } }} Metric */

/** @returns {Metric} */
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
  metric("channel_impression_7d", "count", "impression", ["channel"], 7),
  metric("offer_conversion_30d", "count", "conversion", ["offer"], 30),
  metric("channel_dismiss_14d", "count", "dismiss", ["channel"], 14),
  metric("ctr_30d", "ratio", "click", [], 30, { secondaryEventType: "impression" }),
  metric("conversion_value_90d", "sum", "conversion", [], 90),
  metric("category_conversion_60d", "count", "conversion", ["offer"], 60),
  metric("impression_30d", "count", "impression", [], 30),
  metric("email_impression_1d", "count", "impression", [], 1, { where: { channel: ["email"] } }),
  metric("click_7d", "count", "click", ["channel"], 7),
  metric("click_offer_30d", "count", "click", ["channel", "offer"], 30),
  metric("impression_offer_7d", "count", "impression", ["channel", "offer"], 7),
  metric("ctr_channel_14d", "ratio", "click", ["channel"], 14, { secondaryEventType: "impression" }),
  metric("ctr_offer_60d", "ratio", "click", ["offer"], 60, { secondaryEventType: "impression" }),
  metric("conversion_rate_90d", "ratio", "conversion", [], 90, { secondaryEventType: "click" }),
  metric("order_value_90d", "avg", "conversion", [], 90),
  metric("order_value_channel_180d", "avg", "conversion", ["channel"], 180),
  metric("lowest_order_365d", "min", "conversion", ["offer"], 365),
  metric("highest_order_365d", "max", "conversion", [], 365),
  metric("spend_channel_30d", "sum", "conversion", ["channel"], 30),
  metric("margin_90d", "sum", "conversion", [], 90, { property: "margin" }),
];
