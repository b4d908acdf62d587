import { kindOf, MATCH, OPERATORS, policyKinds, qualificationKinds, SCOPES } from "./kinds.ts";

type Config = Readonly<Record<string, unknown>>;

const OPPOSITES: Record<string, string> = {
  gt: "at most",
  gte: "below",
  lt: "at least",
  lte: "more than",
  eq: "other than",
  neq: "exactly",
  in: "none of",
  not_in: "one of",
  contains: "not containing",
};

/** A rule in a line, when it acts and what it does: `channel_impression_7d more than 3 → suppress`. */
export function ruleSays(ruleType: string, config: Config, qualification?: string): string {
  const kind = kindOf([...policyKinds, ...qualificationKinds], { ruleType, config });
  const says = config.metricKey === undefined ? CONDITIONS[ruleType] : metric;
  const condition = says?.(config, qualification !== undefined) ?? kind?.says ?? ruleType;
  const soft = qualification === "soft" || config.action === "multiply";
  if (kind?.effect === "lift") return `${condition} → lift`;
  if (soft) return `${condition} → × ${String(config.multiplier ?? config.multiplierBelow ?? 1)}`;
  return `${condition} → ${qualification ? "disqualify" : "suppress"}`;
}

/** When rules that read no metric act; a qualification rule acts when what it asks for is not so. */
const CONDITIONS: Record<string, (config: Config, qualifies: boolean) => string> = {
  frequency_cap: contacts,
  cross_channel_cap: (config) =>
    `${contacts(config)} on ${config.channels ? `${list(config.channels)} together` : "all channels together"}`,
  cooldown: (config) => `${type(config)} in the last ${text(config.cooldownHours)} hours${over(config)}`,
  outcome_based: (config) => {
    const stop = config.suppressDays === undefined ? "" : `, for ${text(config.suppressDays)} days after it`;
    const outcome = counted(text(config.outcomeType), config.minCount);
    return `${outcome} in ${text(config.lookbackDays)} days${over(config)}${stop}`;
  },
  category_suppression: (config) =>
    `${counted(type(config, "conversion"), config.minCount)} in the category in ${text(config.windowDays)} days`,
  mutual_exclusion: (config) =>
    `another of ${list(config.offers)} was seen in ${text(config.windowDays ?? 365)} days (${type(config)}), or ranks higher`,
  segment_exclusion: ({ segments }) => `in any of the segments ${list(segments)}`,
  segment_required: ({ segments }) => `not in all of the segments ${list(segments)}`,
  time_window: ({ mode, from, to, timezone, days }) =>
    `${mode === "block" ? "between" : "not between"} ${text(from)} and ${text(to)}${days ? ` on ${list(days)}` : ""}, ${text(timezone)}`,
  profile_match: ({ profileId, patternId }, qualifies) => {
    if (!patternId) return `profile ${text(profileId)} matches ${qualifies ? "no" : "any"} pattern`;
    return `profile ${text(profileId)} ${qualifies ? "does not match" : "matches"} ${text(patternId)}`;
  },
  profile_score: (config, qualifies) =>
    `profile ${text(config.profileId)}${config.keyId ? `, ${text(config.keyId)}` : ""} ${compared(config, qualifies)}`,
  attribute_condition: (config, qualifies) => `${text(config.attribute)} ${compared(config, qualifies)}`,
  recency_check: (config) => `no ${type(config, "event")} in ${text(config.withinDays)} days${over(config)}`,
  allow_override: ({ policies, segments }) =>
    `${policies ? list(policies) : "all policies"}${segments ? ` for the segments ${list(segments)}` : ""}`,
};

function metric(config: Config, qualifies: boolean): string {
  const operator = config.operator ?? (qualifies ? "gte" : "gt");
  const match = config.match === "candidate" ? undefined : nameOf(MATCH, config.match);
  return `${text(config.metricKey)}${match ? `, ${match},` : ""} ${compared({ ...config, operator }, qualifies)}`;
}

function compared({ operator, threshold, value }: Config, qualifies: boolean): string {
  const name = String(operator);
  if (name === "exists") return (value !== false) === qualifies ? "absent" : "present";
  const words = qualifies ? OPPOSITES[name] : nameOf(OPERATORS, name);
  const number = threshold ?? value;
  const against = Array.isArray(number) ? list(number) : text(number ?? "");
  return `${words ?? name} ${against}`.trim();
}

function contacts(config: Config): string {
  return `${counted(type(config), config.maxContacts)} in ${text(config.windowDays)} days${over(config)}`;
}

/** Nothing is said of a count of one. */
const counted = (eventType: string, count: unknown = 1): string =>
  count === 1 ? eventType : `at least ${text(count)} ${eventType} events`;

const over = ({ scope }: Config): string =>
  scope === undefined ? "" : ` for ${nameOf(SCOPES, scope) ?? ""}`;
const type = ({ eventType }: Config, usual = "impression"): string => text(eventType ?? usual);
const list = (items: unknown): string => (Array.isArray(items) ? items.join(", ") : text(items));
/** What is not filled in yet shows as dots. */
const text = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "…");
const nameOf = (options: readonly { value: string; name: string }[], value: unknown): string | undefined =>
  options.find((option) => option.value === value)?.name;
