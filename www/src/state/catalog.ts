import type { Issue, MetricDefinition } from "lookback";
import type { Configuration, Rule } from "../engine/model.ts";

/** The most metrics a configuration holds. */
export const MOST_METRICS = 20;

/** The metric of a key reads in several places; each is a reason not to delete it lightly. */
export interface Dependent {
  kind: "Contact policy" | "Qualification rule" | "Arbitration";
  name: string;
}

export function dependents(
  { contactPolicies, qualificationRules, arbitration }: Configuration,
  key: string,
): Dependent[] {
  const reads = ({ config }: Rule): boolean => config.metricKey === key;
  return [
    ...contactPolicies.filter(reads).map((rule) => ({ kind: "Contact policy" as const, name: nameOf(rule) })),
    ...qualificationRules
      .filter(reads)
      .map((rule) => ({ kind: "Qualification rule" as const, name: nameOf(rule) })),
    ...arbitration.weights
      .filter(({ metricKey }) => metricKey === key)
      .map(({ weight }) => ({ kind: "Arbitration" as const, name: `weight ${weight}` })),
  ];
}

export const nameOf = ({ name, id, ruleType }: Rule): string => name || id || ruleType;

/** Replaces the element at `index`, or adds it at the end when `index` is null. */
export function put<T>(list: readonly T[], index: number | null, element: T): T[] {
  return index === null
    ? [...list, element]
    : list.map((old, position) => (position === index ? element : old));
}

/** A metric under a new key takes the rules that read it along. */
export function putMetric(
  configuration: Configuration,
  index: number | null,
  metric: MetricDefinition,
): Configuration {
  const before = index === null ? undefined : configuration.metrics[index]?.key;
  const metrics = put(configuration.metrics, index, metric);
  if (before === undefined || before === metric.key) return { ...configuration, metrics };
  const follow = (rule: Rule): Rule =>
    rule.config.metricKey === before ? { ...rule, config: { ...rule.config, metricKey: metric.key } } : rule;
  return {
    ...configuration,
    metrics,
    contactPolicies: configuration.contactPolicies.map(follow),
    qualificationRules: configuration.qualificationRules.map(follow),
    arbitration: {
      weights: configuration.arbitration.weights.map((weight) =>
        weight.metricKey === before ? { ...weight, metricKey: metric.key } : weight,
      ),
    },
  };
}

/** A metric with all that reads it, for a deletion that leaves a configuration the engine still takes. */
export function withoutMetric(configuration: Configuration, key: string): Configuration {
  const keeps = ({ config }: Rule): boolean => config.metricKey !== key;
  return {
    ...configuration,
    metrics: configuration.metrics.filter((metric) => metric.key !== key),
    contactPolicies: configuration.contactPolicies.filter(keeps),
    qualificationRules: configuration.qualificationRules.filter(keeps),
    arbitration: { weights: configuration.arbitration.weights.filter(({ metricKey }) => metricKey !== key) },
  };
}

/** The first thing that is wrong at `path` or below it, for showing beside a field. */
export function problemAt(issues: readonly Issue[], path: string): string | undefined {
  return issues.find(
    (issue) => issue.path === path || issue.path.startsWith(`${path}.`) || issue.path.startsWith(`${path}[`),
  )?.message;
}
