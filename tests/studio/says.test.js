// How the Studio says in a line what a rule does.

import { expect, it } from "vitest";
import { ruleSays } from "../../www/src/views/rules/says.ts";

it.each([
  ["frequency_cap", { metricKey: "shown", threshold: 3 }, "shown more than 3 → suppress"],
  [
    "frequency_cap",
    { metricKey: "shown", threshold: 3, match: "any" },
    "shown, the largest of all groups, more than 3 → suppress",
  ],
  ["frequency_cap", { maxContacts: 3, windowDays: 7 }, "at least 3 impression events in 7 days → suppress"],
  [
    "cross_channel_cap",
    { maxContacts: 5, windowDays: 7, channels: ["email", "push"], scope: "offer" },
    "at least 5 impression events in 7 days for the same offer on email, push together → suppress",
  ],
  [
    "cooldown",
    { cooldownHours: 48, scope: "offer" },
    "impression in the last 48 hours for the same offer → suppress",
  ],
  [
    "outcome_based",
    { outcomeType: "dismiss", lookbackDays: 14, minCount: 2, suppressDays: 30 },
    "at least 2 dismiss events in 14 days, for 30 days after it → suppress",
  ],
  ["category_suppression", { windowDays: 60 }, "conversion in the category in 60 days → suppress"],
  [
    "mutual_exclusion",
    { offers: ["a", "b"] },
    "another of a, b was seen in 365 days (impression), or ranks higher → suppress",
  ],
  ["segment_exclusion", { segments: ["vip"] }, "in any of the segments vip → suppress"],
  [
    "time_window",
    { timezone: "Europe/Berlin", from: "08:00", to: "20:00" },
    "not between 08:00 and 20:00, Europe/Berlin → suppress",
  ],
  [
    "time_window",
    { timezone: "UTC", from: "22:00", to: "06:00", days: ["mon", "tue"], mode: "block" },
    "between 22:00 and 06:00 on mon, tue, UTC → suppress",
  ],
  [
    "profile_match",
    { profileId: "p", patternId: "bargain", action: "multiply", multiplier: 0.5 },
    "profile p matches bargain → × 0.5",
  ],
  ["allow_override", { policies: ["cap"], segments: ["vip"] }, "cap for the segments vip → lift"],
])("a policy of type %s with %j acts when it says so", (ruleType, config, line) => {
  expect(ruleSays(ruleType, config)).toBe(line);
});

it.each([
  ["propensity_threshold", { metricKey: "ctr", threshold: 0.1 }, "ctr below 0.1 → disqualify"],
  ["metric_condition", { metricKey: "n", operator: "lte", threshold: 2 }, "n more than 2 → disqualify"],
  ["segment_required", { segments: ["news"] }, "not in all of the segments news → disqualify"],
  ["attribute_condition", { attribute: "age", operator: "gte", value: 18 }, "age below 18 → disqualify"],
  [
    "attribute_condition",
    { attribute: "country", operator: "in", value: ["NL", "BE"] },
    "country none of NL, BE → disqualify",
  ],
  ["attribute_condition", { attribute: "phone", operator: "exists" }, "phone absent → disqualify"],
  [
    "attribute_condition",
    { attribute: "phone", operator: "exists", value: false },
    "phone present → disqualify",
  ],
  ["recency_check", { eventType: "impression", withinDays: 3 }, "no impression in 3 days → disqualify"],
  ["profile_match", { profileId: "p" }, "profile p matches no pattern → disqualify"],
  [
    "profile_score",
    { profileId: "p", keyId: "k", operator: "gte", threshold: 1 },
    "profile p, k below 1 → disqualify",
  ],
])(
  "a qualification rule of type %s with %j acts when what it asks for is not so",
  (ruleType, config, line) => {
    expect(ruleSays(ruleType, config, "hard")).toBe(line);
    expect(ruleSays(ruleType, { ...config, multiplier: 0.5 }, "soft")).toBe(
      line.replace("disqualify", "× 0.5"),
    );
  },
);
