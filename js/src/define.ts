import type { Configuration } from "./types.js";

/**
 * Returns a configuration unchanged, with its literal types. For definitions in a constant or a
 * module of their own: keys are completed and checked as in `createEngine`.
 *
 * @example
 * const configuration = defineConfiguration({
 *   metrics: [{ key: "clicks_7d", aggregationType: "count", eventType: "click", windowDays: 7 }],
 *   contactPolicies: [{ ruleType: "frequency_cap", config: { metricKey: "clicks_7d", threshold: 3 } }],
 * });
 * const engine = await createEngine(configuration);
 * engine.customer().metric("clicks_7d"); // 0
 */
export const defineConfiguration = <const Key extends string = string>(
  configuration: Configuration<Key>,
): Configuration<Key> => configuration;
