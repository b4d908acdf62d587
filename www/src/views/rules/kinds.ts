import type { Rule } from "../../engine/model.ts";
import type { Option } from "../../parts/SelectField.svelte";

/** What a field of a rule's config is edited with. */
export type FieldKind =
  | "metric"
  | "number"
  | "text"
  | "eventType"
  | "list"
  | "choice"
  | "profile"
  | "pattern"
  | "profileKey"
  | "value";

export interface FieldSpec {
  name: string;
  label: string;
  kind: FieldKind;
  hint?: string;
  /** Written into a new rule. */
  start?: unknown;
  options?: readonly Option[];
  /** Where the suggestions of a list come from. */
  from?: "offers" | "channels" | "categories" | "segments" | "policies" | "weekdays";
  optional?: boolean;
  /**
   * What an optional choice comes to when nothing is chosen; one of the options' names, or words of
   * its own.
   */
  usual?: string;
}

export interface RuleKind {
  type: string;
  /** Where a type can be written in two ways: the member of the config that distinguishes them. */
  discriminant?: string;
  /** Identifies it among all others of its section. */
  name: string;
  /** What it is for, in a sentence. */
  says: string;
  fields: readonly FieldSpec[];
  /** What it does to a candidate: always the same, or as its config says by these members. */
  effect: "lift" | "suppress" | "action" | "multiplier" | "multiplierBelow";
}

/** How a rule is edited and described. */
export function kindOf(
  kinds: readonly RuleKind[],
  { ruleType, config }: Pick<Rule, "ruleType" | "config">,
): RuleKind | undefined {
  const ofType = kinds.filter(({ type }) => type === ruleType);
  return (
    ofType.find(({ discriminant }) => discriminant !== undefined && config[discriminant] !== undefined) ??
    ofType[0]
  );
}

export const OPERATORS = [
  { value: "gt", name: "more than" },
  { value: "gte", name: "at least" },
  { value: "lt", name: "less than" },
  { value: "lte", name: "at most" },
  { value: "eq", name: "exactly" },
  { value: "neq", name: "other than" },
];
export const MATCH = [
  { value: "candidate", name: "the candidate’s own group" },
  { value: "any", name: "the largest of all groups" },
  { value: "total", name: "all groups together" },
  { value: "category", name: "the candidate’s category" },
];
export const SCOPES = [
  { value: "global", name: "everything" },
  { value: "offer", name: "the same offer" },
  { value: "channel", name: "the same channel" },
  { value: "category", name: "the same category" },
];

const metric: FieldSpec = { name: "metricKey", label: "Metric", kind: "metric", start: "" };
const match: FieldSpec = {
  name: "match",
  label: "Read for",
  kind: "choice",
  options: MATCH,
  hint: "Which group of a metric with dimensions counts.",
  optional: true,
  usual: "the candidate’s own group",
};
const onMissing: FieldSpec = {
  name: "onMissing",
  label: "Without data",
  kind: "choice",
  options: [
    { value: "pass", name: "the rule does not act" },
    { value: "fail", name: "the rule acts" },
  ],
  optional: true,
  usual: "the rule does not act",
};
const operator = (start: string, optional = false): FieldSpec => ({
  name: "operator",
  label: "When it is",
  kind: "choice",
  options: OPERATORS,
  start: optional ? undefined : start,
  optional,
  usual: OPERATORS.find(({ value }) => value === start)?.name,
});
const threshold = (start: number): FieldSpec => ({
  name: "threshold",
  label: "Threshold",
  kind: "number",
  start,
});
const eventType = (usual?: string): FieldSpec => ({
  name: "eventType",
  label: "Event type",
  kind: "eventType",
  optional: usual !== undefined,
  start: usual === undefined ? "" : undefined,
  hint: usual && `“${usual}” when left empty.`,
});
const days = (name: string, label: string, start: number | undefined, hint?: string): FieldSpec => ({
  name,
  label,
  kind: "number",
  start,
  hint,
  optional: start === undefined,
});
const countedOver: FieldSpec = {
  name: "scope",
  label: "Counted over",
  kind: "choice",
  options: SCOPES,
  optional: true,
  usual: "what the rule applies to",
};
const capFields = (start: number): FieldSpec[] => [
  metric,
  threshold(start),
  operator("gt", true),
  match,
  onMissing,
];
const contactFields = (start: number): FieldSpec[] => [
  days("maxContacts", "Maximum contacts", start),
  days("windowDays", "Window, days", 7),
  eventType("impression"),
];
const profile: FieldSpec = { name: "profileId", label: "Profile", kind: "profile", start: "" };

const profileMatch = { type: "profile_match", name: "Profile match" };
const profileScore = { type: "profile_score", name: "Profile score" };
const matchFields: FieldSpec[] = [
  profile,
  { name: "patternId", label: "Pattern", kind: "pattern", optional: true, usual: "any pattern" },
  onMissing,
];
const scoreFields: FieldSpec[] = [
  profile,
  {
    name: "keyId",
    label: "Key",
    kind: "profileKey",
    hint: "The whole profile when left empty.",
    optional: true,
  },
  operator("gte"),
  threshold(1),
  onMissing,
];

export const policyKinds: readonly RuleKind[] = [
  {
    type: "frequency_cap",
    discriminant: "metricKey",
    name: "Frequency cap by a metric",
    says: "Stops a candidate once a metric is above a threshold.",
    fields: capFields(3),
    effect: "action",
  },
  {
    type: "frequency_cap",
    discriminant: "maxContacts",
    name: "Frequency cap by contacts",
    says: "Stops a candidate that had so many contacts in a window.",
    fields: [...contactFields(3), countedOver],
    effect: "action",
  },
  {
    type: "metric_condition",
    name: "Metric condition",
    says: "Acts when a comparison of a metric holds.",
    fields: [metric, operator("gt"), threshold(0), match, onMissing],
    effect: "action",
  },
  {
    type: "cooldown",
    name: "Cooldown",
    says: "Stops a candidate for some hours after the last contact.",
    fields: [days("cooldownHours", "Hours", 24), eventType("impression"), countedOver],
    effect: "action",
  },
  {
    type: "outcome_based",
    name: "Outcome based",
    says: "Stops a candidate after an outcome, such as a dismissal.",
    fields: [
      { name: "outcomeType", label: "Outcome type", kind: "eventType", start: "dismiss" },
      days("lookbackDays", "Look back, days", 14),
      days("minCount", "Minimum count", undefined, "1 when left empty."),
      days(
        "suppressDays",
        "Stop for, days",
        undefined,
        "While the outcome is in the lookback when left empty.",
      ),
      countedOver,
    ],
    effect: "action",
  },
  {
    type: "category_suppression",
    discriminant: "windowDays",
    name: "Category suppression by outcomes",
    says: "Stops a category in which the customer acted.",
    fields: [
      days("windowDays", "Window, days", 60),
      eventType("conversion"),
      days("minCount", "Minimum count", undefined, "1 when left empty."),
    ],
    effect: "action",
  },
  {
    type: "category_suppression",
    discriminant: "metricKey",
    name: "Category suppression by a metric",
    says: "Stops a category once a metric, added up over its offers, is above a threshold.",
    fields: capFields(0),
    effect: "action",
  },
  {
    type: "cross_channel_cap",
    discriminant: "maxContacts",
    name: "Cross-channel cap by contacts",
    says: "Caps contacts over several channels together.",
    fields: [
      ...contactFields(5),
      countedOver,
      {
        name: "channels",
        label: "Channels counted together",
        kind: "list",
        from: "channels",
        optional: true,
      },
    ],
    effect: "action",
  },
  {
    type: "cross_channel_cap",
    discriminant: "metricKey",
    name: "Cross-channel cap by a metric",
    says: "Stops a candidate once a metric, added up over all channels, is above a threshold.",
    fields: capFields(5),
    effect: "action",
  },
  {
    type: "mutual_exclusion",
    name: "Mutual exclusion",
    says: "A customer sees only one of these offers.",
    fields: [
      { name: "offers", label: "Offers", kind: "list", from: "offers", start: [] },
      days("windowDays", "Window, days", undefined, "365 when left empty."),
      eventType("impression"),
    ],
    effect: "suppress",
  },
  {
    type: "segment_exclusion",
    name: "Segment exclusion",
    says: "Stops candidates for customers in any of the segments.",
    fields: [{ name: "segments", label: "Segments", kind: "list", from: "segments", start: [] }],
    effect: "action",
  },
  {
    type: "time_window",
    name: "Time window",
    says: "Lets candidates through at certain hours only.",
    fields: [
      {
        name: "timezone",
        label: "Time zone",
        kind: "text",
        start: "Europe/Amsterdam",
        hint: "An IANA name, such as Europe/Berlin.",
      },
      {
        name: "days",
        label: "Days",
        kind: "list",
        from: "weekdays",
        optional: true,
        hint: "mon, tue, wed, thu, fri, sat, sun",
      },
      { name: "from", label: "From", kind: "text", start: "08:00" },
      {
        name: "to",
        label: "To, not included",
        kind: "text",
        start: "20:00",
        hint: "Earlier than “from” to run over midnight.",
      },
      {
        name: "mode",
        label: "Contact",
        kind: "choice",
        options: [
          { value: "allow", name: "inside the window only" },
          { value: "block", name: "outside the window only: quiet hours" },
        ],
        optional: true,
        usual: "inside the window only",
      },
    ],
    effect: "action",
  },
  {
    ...profileMatch,
    says: "Acts when the behavior profile matches a pattern.",
    fields: matchFields,
    effect: "action",
  },
  {
    ...profileScore,
    says: "Acts when a score of the behavior profile is past a threshold.",
    fields: scoreFields,
    effect: "action",
  },
  {
    type: "allow_override",
    name: "Allow override",
    says: "Lifts policies that would stop a candidate.",
    fields: [
      { name: "policies", label: "Policies to lift, by id", kind: "list", from: "policies", optional: true },
      {
        name: "segments",
        label: "For customers in any of these segments",
        kind: "list",
        from: "segments",
        optional: true,
      },
    ],
    effect: "lift",
  },
];

export const qualificationKinds: readonly RuleKind[] = [
  {
    type: "propensity_threshold",
    name: "Propensity threshold",
    says: "A metric must reach a threshold.",
    fields: [metric, operator("gte", true), threshold(0.1), match, onMissing],
    effect: "multiplierBelow",
  },
  {
    type: "metric_condition",
    name: "Metric condition",
    says: "A comparison of a metric must hold.",
    fields: [metric, operator("gte"), threshold(1), match, onMissing],
    effect: "multiplier",
  },
  {
    type: "segment_required",
    name: "Segment required",
    says: "The customer must be in all of the segments.",
    fields: [{ name: "segments", label: "Segments", kind: "list", from: "segments", start: [] }],
    effect: "multiplier",
  },
  {
    type: "attribute_condition",
    name: "Attribute condition",
    says: "An attribute of the customer or the candidate must meet a comparison.",
    fields: [
      { name: "attribute", label: "Attribute", kind: "text", start: "" },
      {
        name: "operator",
        label: "Must be",
        kind: "choice",
        start: "eq",
        options: [
          ...OPERATORS,
          { value: "in", name: "one of" },
          { value: "not_in", name: "none of" },
          { value: "exists", name: "present" },
          { value: "contains", name: "containing" },
        ],
      },
      {
        name: "value",
        label: "Value",
        kind: "value",
        hint: 'JSON, or plain text: NL, 34, true, ["NL", "BE"]',
        optional: true,
      },
      onMissing,
    ],
    effect: "multiplier",
  },
  {
    type: "recency_check",
    name: "Recency check",
    says: "There must have been an event lately.",
    fields: [eventType(), days("withinDays", "Within, days", 30), countedOver],
    effect: "multiplier",
  },
  {
    ...profileMatch,
    says: "The behavior profile must match a pattern.",
    fields: matchFields,
    effect: "multiplier",
  },
  {
    ...profileScore,
    says: "A score of the behavior profile must be past a threshold.",
    fields: scoreFields,
    effect: "multiplier",
  },
];
