import type { MetricDefinition, OfferDefinition } from "lookback";
import type { Configuration, Profile, Rule } from "../engine/model.ts";

/** The maximum number of metrics in a configuration. */
export const MAX_METRICS = 20;

/**
 * What reads a metric or a profile, by the member of its configuration that names it: a reason not
 * to delete that lightly.
 */
export interface Dependent {
  kind: "Contact policy" | "Qualification rule" | "Arbitration";
  name: string;
}
export type Reading = "metricKey" | "profileId";

const reads =
  (reading: Reading, id: string) =>
  ({ config }: Rule): boolean =>
    config[reading] === id;

export function dependents(
  { contactPolicies, qualificationRules, arbitration }: Configuration,
  reading: Reading,
  id: string,
): Dependent[] {
  const named =
    (kind: Dependent["kind"]) =>
    (rule: Rule): Dependent => ({ kind, name: nameOf(rule) });
  const weights =
    reading === "metricKey" ? arbitration.weights.filter(({ metricKey }) => metricKey === id) : [];
  return [
    ...contactPolicies.filter(reads(reading, id)).map(named("Contact policy")),
    ...qualificationRules.filter(reads(reading, id)).map(named("Qualification rule")),
    ...weights.map(({ weight }) => ({ kind: "Arbitration" as const, name: `weight ${weight}` })),
  ];
}

export const nameOf = ({ name, id, ruleType }: Rule): string => name || id || ruleType;

/** Replaces the element at `index`, or adds it at the end when `index` is null. */
export function put<T>(list: readonly T[], index: number | null, element: T): T[] {
  return index === null
    ? [...list, element]
    : list.map((old, position) => (position === index ? element : old));
}

/** As {@link put}; also returns the previous name of the element, if its name changed. */
function putNamed<Element>(
  list: readonly Element[],
  index: number | null,
  element: Element,
  keyOf: (element: Element) => string,
): { list: Element[]; before: string | undefined } {
  const old = index === null ? undefined : list[index];
  const before = old === undefined || keyOf(old) === keyOf(element) ? undefined : keyOf(old);
  return { list: put(list, index, element), before };
}

/** A configuration with every rule changed. */
const mapRules = (configuration: Configuration, change: (rule: Rule) => Rule): Configuration => ({
  ...configuration,
  contactPolicies: configuration.contactPolicies.map(change),
  qualificationRules: configuration.qualificationRules.map(change),
});

/** A rule that reads something under its new name. */
const following =
  (reading: Reading, before: string, name: string) =>
  (rule: Rule): Rule =>
    reads(reading, before)(rule) ? { ...rule, config: { ...rule.config, [reading]: name } } : rule;

/** When the key of a metric changes, whatever reads it follows. */
export function putMetric(
  configuration: Configuration,
  index: number | null,
  metric: MetricDefinition,
): Configuration {
  const { list: metrics, before } = putNamed(configuration.metrics, index, metric, ({ key }) => key);
  const next = { ...configuration, metrics };
  if (before === undefined) return next;
  return {
    ...mapRules(next, following("metricKey", before, metric.key)),
    arbitration: {
      weights: configuration.arbitration.weights.map((weight) =>
        weight.metricKey === before ? { ...weight, metricKey: metric.key } : weight,
      ),
    },
  };
}

/** When the id of a profile changes, the rules that read it follow. */
export function putProfile(
  configuration: Configuration,
  index: number | null,
  profile: Profile,
): Configuration {
  const { list: profiles, before } = putNamed(configuration.profiles, index, profile, ({ id }) => id);
  const next = { ...configuration, profiles };
  return before === undefined ? next : mapRules(next, following("profileId", before, profile.id));
}

/** When the key of an offer changes, the rules about it follow. */
export function putOffer(
  configuration: Configuration,
  index: number | null,
  offer: OfferDefinition,
): Configuration {
  const { list: offers, before } = putNamed(configuration.offers, index, offer, ({ key }) => key);
  const next = { ...configuration, offers };
  if (before === undefined) return next;
  const key = (name: unknown): unknown => (name === before ? offer.key : name);
  return mapRules(next, (rule) => ({
    ...rule,
    ...(rule.scope === "offer" && rule.scopeId === before ? { scopeId: offer.key } : {}),
    config: Array.isArray(rule.config.offers)
      ? { ...rule.config, offers: rule.config.offers.map(key) }
      : rule.config,
  }));
}

/**
 * Without what reads the metric or the profile, for a deletion that leaves a configuration the
 * engine still takes.
 */
function withoutReaders(configuration: Configuration, reading: Reading, id: string): Configuration {
  const gone = reads(reading, id);
  let left: Configuration = {
    ...configuration,
    qualificationRules: configuration.qualificationRules.filter((rule) => !gone(rule)),
  };
  for (const policy of configuration.contactPolicies.filter(gone))
    left = withoutRule(left, "contactPolicies", policy);
  return left;
}

export function withoutMetric(configuration: Configuration, key: string): Configuration {
  const left = withoutReaders(configuration, "metricKey", key);
  return {
    ...left,
    metrics: left.metrics.filter((metric) => metric.key !== key),
    arbitration: { weights: left.arbitration.weights.filter(({ metricKey }) => metricKey !== key) },
  };
}

export function withoutProfile(configuration: Configuration, id: string): Configuration {
  const left = withoutReaders(configuration, "profileId", id);
  return { ...left, profiles: left.profiles.filter((profile) => profile.id !== id) };
}

export type RuleSection = "contactPolicies" | "qualificationRules";

/** Whether a rule lifts others by their ids or names. */
const lifts = ({ ruleType, config }: Rule): boolean =>
  ruleType === "allow_override" && Array.isArray(config.policies);

/** When a policy is renamed, the overrides that lift it by name follow. */
export function putRule(
  configuration: Configuration,
  section: RuleSection,
  index: number | null,
  rule: Rule,
): Configuration {
  const before = index === null ? undefined : configuration[section][index];
  const renamed = new Map<unknown, string | undefined>();
  if (section === "contactPolicies" && before) {
    if (before.id !== rule.id) renamed.set(before.id, rule.id);
    // An override that named it by its old name names it by its id from now on.
    if (before.name && before.name !== rule.name) renamed.set(before.name, rule.name || rule.id);
  }
  const follow = (other: Rule): Rule =>
    renamed.size > 0 && lifts(other)
      ? {
          ...other,
          config: {
            ...other.config,
            policies: (other.config.policies as unknown[]).map((name) => renamed.get(name) ?? name),
          },
        }
      : other;
  return { ...configuration, [section]: put(configuration[section], index, rule).map(follow) };
}

/**
 * A policy goes from the overrides that lift it as well; one that would lift nothing more goes with
 * it, as an empty list lifts all.
 */
export function withoutRule(configuration: Configuration, section: RuleSection, rule: Rule): Configuration {
  const left = configuration[section].filter(({ id }) => id !== rule.id);
  if (section !== "contactPolicies") return { ...configuration, [section]: left };
  const called = (name: unknown): boolean =>
    (name === rule.id || name === rule.name) &&
    !left.some(({ id, name: other }) => name === id || name === other);
  return {
    ...configuration,
    contactPolicies: left.flatMap((other): Rule[] => {
      if (!lifts(other)) return [other];
      const policies = other.config.policies as unknown[];
      const rest = policies.filter((name) => !called(name));
      if (rest.length === policies.length) return [other];
      return rest.length === 0 ? [] : [{ ...other, config: { ...other.config, policies: rest } }];
    }),
  };
}
