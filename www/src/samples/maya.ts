import type { Interaction, InteractionEvent } from "lookback";
import type { Configuration, CustomerRecord } from "../engine/model.ts";

/** The moment at which the sample is opened. */
export const mayaNow = Date.parse("2026-03-10T14:30:00.000Z");

/**
 * One line an event: time, outcome type, channel, offer, value. Made up, so that each of the six
 * recipes has something to do.
 */
const HISTORY = `
2025-12-28T10:12 impression email savings_plus
2026-01-04T18:40 impression web travel_card
2026-01-06T09:03 click web travel_card
2026-01-12T11:30 impression email home_loan
2026-01-17T19:22 impression push cash_card
2026-01-21T08:15 impression email travel_insurance
2026-01-21T08:31 click email travel_insurance
2026-01-21T08:47 conversion email travel_insurance 86.4
2026-01-29T12:01 impression sms car_loan
2026-02-03T17:45 impression web cash_card
2026-02-05T20:10 impression push savings_plus
2026-02-08T09:26 impression email travel_card
2026-02-09T07:58 click email travel_card
2026-02-11T13:37 impression web home_loan
2026-02-14T18:05 impression push travel_card
2026-02-14T18:09 click push travel_card
2026-02-16T10:44 impression email cash_card
2026-02-19T21:13 impression web travel_card
2026-02-19T21:20 click web travel_card
2026-02-19T21:34 conversion web travel_card 240
2026-02-22T08:00 impression sms home_loan
2026-02-25T08:00 impression sms car_loan
2026-02-26T08:02 dismiss sms car_loan
2026-02-27T08:00 impression sms savings_plus
2026-02-27T08:41 dismiss sms savings_plus
2026-03-01T08:00 impression sms home_loan
2026-03-01T08:05 dismiss sms home_loan
2026-03-02T16:20 impression web savings_plus
2026-03-02T16:24 click web savings_plus
2026-03-03T12:00 impression sms cash_card
2026-03-03T12:03 dismiss sms cash_card
2026-03-04T09:14 impression email savings_plus
2026-03-05T09:14 impression email cash_card
2026-03-05T19:50 impression push home_loan
2026-03-06T08:00 impression sms car_loan
2026-03-06T08:02 dismiss sms car_loan
2026-03-07T09:14 impression email home_loan
2026-03-08T20:31 impression push savings_plus
2026-03-08T20:33 click push savings_plus
2026-03-09T09:14 impression email savings_plus
2026-03-09T11:02 impression web cash_card
`;

const events: InteractionEvent[] = HISTORY.trim()
  .split("\n")
  .map((line, position) => {
    const [time, eventType = "", channel, offer, value] = line.split(" ");
    const event: InteractionEvent = {
      id: `m${position + 1}`,
      eventType,
      timestamp: `${time}:00.000Z`,
      channel,
      offer,
    };
    return value === undefined ? event : { ...event, value: Number(value) };
  });

/** One line a visit: start, then what each key of the profile gained. */
const VISITS = `
2026-02-03T17:40 family=6 comfort=3
2026-02-09T07:55 family=5 budget=2
2026-02-14T18:00 family=4 comfort=4
2026-02-19T21:10 adventure=3 family=3
2026-02-25T19:30 adventure=6 comfort=2
2026-03-02T16:18 adventure=7 budget=1
2026-03-05T19:48 adventure=8
2026-03-08T20:30 adventure=6 comfort=2
`;

const interactions: Interaction[] = VISITS.trim()
  .split("\n")
  .map((line, position) => {
    const [time, ...gains] = line.split(" ");
    const values = Object.fromEntries(gains.map((gain) => [gain.split("=")[0], Number(gain.split("=")[1])]));
    return {
      id: `v${position + 1}`,
      startDateTime: `${time}:00.000Z`,
      events: [{ eventType: "ChangeProfileScoreEvent", delta: { travel_style: { scoreCount: 1, values } } }],
    };
  });

export const maya: CustomerRecord = {
  id: "maya",
  name: "Maya",
  note: "Made up to show the six recipes at work: a bank's customer on email, push, SMS and web.",
  events,
  interactions,
  segments: ["newsletter"],
  attributes: { country: "NL", age: 34 },
  channels: ["email", "push", "sms", "web"],
};

export const mayaConfiguration: Configuration = {
  metrics: [
    {
      name: "Channel Impression Count (7d)",
      key: "channel_impression_7d",
      description: "How often each channel was used in the last week.",
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
  ],
  contactPolicies: [
    {
      id: "channel_cap",
      name: "At most 3 a week on a channel",
      ruleType: "frequency_cap",
      priority: 90,
      config: { metricKey: "channel_impression_7d", threshold: 3, action: "suppress" },
    },
    {
      id: "conversion_cooldown",
      name: "Bought in the last 30 days",
      ruleType: "metric_condition",
      priority: 70,
      config: { metricKey: "offer_conversion_30d", operator: "gt", threshold: 0, action: "suppress" },
    },
    {
      id: "channel_fatigue",
      name: "Tired of a channel",
      ruleType: "metric_condition",
      priority: 50,
      config: {
        metricKey: "channel_dismiss_14d",
        operator: "gte",
        threshold: 5,
        action: "multiply",
        multiplier: 0.3,
      },
    },
    {
      id: "cross_sell",
      name: "Already bought in this category",
      ruleType: "metric_condition",
      priority: 40,
      config: {
        metricKey: "category_conversion_60d",
        match: "category",
        operator: "gt",
        threshold: 0,
        action: "multiply",
        multiplier: 0.5,
      },
    },
  ],
  qualificationRules: [
    {
      id: "engagement_gate",
      name: "Engagement Score Gate",
      ruleType: "propensity_threshold",
      qualification: "soft",
      config: { metricKey: "ctr_30d", threshold: 0.1, multiplierBelow: 0.3 },
    },
  ],
  arbitration: { weights: [{ metricKey: "conversion_value_90d", weight: 0.5, scale: { half: 300 } }] },
  offers: [
    { key: "travel_card", name: "Travel card", category: "cards", score: 0.82 },
    { key: "cash_card", name: "Cash-back card", category: "cards", score: 0.64 },
    { key: "home_loan", name: "Home loan", category: "loans", score: 0.58 },
    { key: "car_loan", name: "Car loan", category: "loans", score: 0.47 },
    { key: "savings_plus", name: "Savings Plus", category: "savings", score: 0.71 },
    { key: "travel_insurance", name: "Travel insurance", category: "insurance", score: 0.66 },
  ],
  profiles: [
    {
      id: "travel_style",
      name: "Travel style",
      type: "percentage",
      decayRate: 10,
      minimumScoreCount: 1,
      keys: [
        { id: "adventure", name: "Adventure" },
        { id: "comfort", name: "Comfort" },
        { id: "family", name: "Family" },
        { id: "budget", name: "Budget" },
      ],
      patterns: [
        { id: "explorer", name: "Explorer", values: { adventure: 8, comfort: 1, family: 0, budget: 2 } },
        {
          id: "family_first",
          name: "Family first",
          values: { adventure: 1, comfort: 3, family: 8, budget: 2 },
        },
        { id: "saver", name: "Saver", values: { adventure: 1, comfort: 1, family: 2, budget: 8 } },
      ],
    },
  ],
};
