import { ref, type Schema } from "./operation.ts";
import { dictionary, given, list, NUMBER, PLAIN, TEXT, whole, within, word } from "./shapes.ts";

type Members = Readonly<Record<string, Schema>>;

const SCOPE = word("global", "offer", "channel", "category");
const OPERATOR = word("gt", "gte", "lt", "lte", "eq", "neq");
const MISSING = { onMissing: word("pass", "fail") };
const METRIC_KEY = { ...TEXT, description: "The key of one of the tenant's metrics" };
const MATCH = { match: word("candidate", "any", "total", "category"), ...MISSING };
const DAYS = whole(1, 365);
const HOURS = {
  type: "number",
  exclusiveMinimum: 1 / 3_600_000,
  maximum: 8760,
  description: "At least one millisecond",
};
const COUNT = whole(1, 1_000_000);
const FACTOR = within(0, 10);
const WEEKDAY = word(
  "mon",
  "tue",
  "wed",
  "thu",
  "fri",
  "sat",
  "sun",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
);
const TIME_OF_DAY = { type: "string", pattern: "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" };

const ATTRIBUTE_VALUE = {
  anyOf: [PLAIN, NUMBER, { type: "boolean" }, list({ type: ["string", "number", "boolean"] })],
};

const BASE: Members = {
  name: TEXT,
  description: PLAIN,
  priority: whole(0, 100),
  status: word("active", "paused"),
  scope: SCOPE,
  scopeId: { ...TEXT, description: "Used with every scope except global" },
};

const EFFECT: Members = {
  action: word("suppress", "multiply"),
  multiplier: { ...FACTOR, description: "Used with the action multiply" },
};

/** The conditions that policies and qualification rules share, by the type of the rule. */
const PROFILE_CHECKS: Readonly<Record<string, [Members, Members]>> = {
  profile_match: [{ profileId: TEXT }, { patternId: TEXT, ...MISSING }],
  profile_score: [
    { profileId: TEXT, operator: OPERATOR, threshold: NUMBER },
    { keyId: TEXT, ...MISSING },
  ],
};

const CAP: [Members, Members] = [
  { metricKey: METRIC_KEY, threshold: NUMBER },
  { operator: OPERATOR, ...MATCH },
];
const CONTACTS: [Members, Members] = [
  { maxContacts: COUNT, windowDays: DAYS },
  { eventType: TEXT, scope: SCOPE },
];
const CONDITION: [Members, Members] = [
  { metricKey: METRIC_KEY, operator: OPERATOR, threshold: NUMBER },
  MATCH,
];

/** What each type of contact policy takes: one or more sets of required and optional members. */
const POLICIES: Readonly<Record<string, readonly [Members, Members][]>> = {
  frequency_cap: [CAP, CONTACTS],
  metric_condition: [CONDITION],
  cooldown: [[{ cooldownHours: HOURS }, { eventType: TEXT, scope: SCOPE }]],
  outcome_based: [
    [
      { outcomeType: TEXT, lookbackDays: DAYS },
      { minCount: COUNT, suppressDays: DAYS, scope: SCOPE },
    ],
  ],
  category_suppression: [CAP, [{ windowDays: DAYS }, { eventType: TEXT, minCount: COUNT }]],
  cross_channel_cap: [CAP, [CONTACTS[0], { ...CONTACTS[1], channels: list(PLAIN, 1) }]],
  segment_exclusion: [[{ segments: list(TEXT, 1) }, {}]],
  time_window: [
    [
      { timezone: { ...TEXT, description: "An IANA name, such as Europe/Berlin" } },
      { days: list(WEEKDAY, 1), from: TIME_OF_DAY, to: TIME_OF_DAY, mode: word("allow", "block") },
    ],
  ],
  mutual_exclusion: [
    [
      { offers: { ...list(TEXT, 2), description: "At least two different offers" } },
      { eventType: TEXT, windowDays: DAYS },
    ],
  ],
  allow_override: [[{}, { policies: list(TEXT, 1), segments: list(TEXT, 1) }]],
  profile_match: [PROFILE_CHECKS.profile_match as [Members, Members]],
  profile_score: [PROFILE_CHECKS.profile_score as [Members, Members]],
};

/** The effects of the types that cannot have all of them. */
const EFFECTS: Readonly<Record<string, Members>> = {
  mutual_exclusion: { action: word("suppress") },
  allow_override: {},
};

/** What each type of qualification rule takes. */
const QUALIFICATIONS: Readonly<Record<string, readonly [Members, Members]>> = {
  propensity_threshold: [CAP[0], { ...CAP[1], multiplierBelow: FACTOR }],
  metric_condition: CONDITION,
  segment_required: [{ segments: list(TEXT, 1) }, {}],
  attribute_condition: [
    {
      attribute: TEXT,
      operator: word("eq", "neq", "gt", "gte", "lt", "lte", "in", "not_in", "exists", "contains"),
    },
    { value: ATTRIBUTE_VALUE, ...MISSING },
  ],
  recency_check: [{ withinDays: DAYS }, { eventType: TEXT, scope: SCOPE }],
  ...(PROFILE_CHECKS as Readonly<Record<string, [Members, Members]>>),
};

/** Rules, offers and the arbitration, as they are defined. */
export const RULE_SCHEMAS: Readonly<Record<string, Schema>> = {
  ContactPolicy: given(
    {
      ruleType: word(...Object.keys(POLICIES)),
      config: {
        description:
          "What the rule tests, which depends on its type, and its effect: suppress, or multiply by a multiplier",
        anyOf: Object.entries(POLICIES).flatMap(([type, shapes]) =>
          shapes.map(([required, optional]) =>
            titled(type, required, { ...optional, ...(EFFECTS[type] ?? EFFECT) }),
          ),
        ),
      },
    },
    BASE,
  ),
  QualificationRule: given(
    {
      ruleType: word(...Object.keys(QUALIFICATIONS)),
      config: {
        description: "What the rule tests, which depends on its type. Soft rules need a multiplier.",
        anyOf: Object.entries(QUALIFICATIONS).map(([type, [required, optional]]) =>
          titled(type, required, { ...optional, multiplier: FACTOR }),
        ),
      },
    },
    { ...BASE, qualification: word("hard", "soft") },
  ),
  Arbitration: given({}, { weights: list(ref("ArbitrationWeight")) }),
  ArbitrationWeight: given(
    {
      metricKey: METRIC_KEY,
      weight: within(-1, 1000),
      scale: {
        anyOf: [
          { ...given({ min: NUMBER, max: NUMBER }, {}), description: "max is greater than min" },
          given({ half: { type: "number", exclusiveMinimum: 0 } }, {}),
        ],
      },
    },
    { name: TEXT, match: MATCH.match },
  ),
  Offer: given(
    { key: TEXT },
    {
      name: PLAIN,
      description: PLAIN,
      category: TEXT,
      score: within(0, 1e15),
      priority: NUMBER,
      attributes: dictionary({}),
    },
  ),
};

function titled(title: string, required: Members, optional: Members): Schema {
  return { title, ...given(required, optional) };
}
