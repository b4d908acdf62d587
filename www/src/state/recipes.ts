import type { MetricDefinition, Recipe, RecipeId } from "lookback";
import { type Configuration, complete, withIds } from "../engine/model.ts";
import { dependents } from "./catalog.ts";

/** In the order of use: first what blocks, then what weighs. */
const ORDER: readonly RecipeId[] = [
  "frequency_cap",
  "conversion_cooldown",
  "channel_fatigue",
  "response_rate_gate",
  "high_value_targeting",
  "cross_sell_detection",
];

export const inOrder = (recipes: Readonly<Record<RecipeId, Recipe>>): Recipe[] =>
  ORDER.map((id) => recipes[id]);

export const metricsOf = ({ configuration }: Recipe): readonly MetricDefinition[] =>
  configuration.metrics ?? [];

/** A recipe is present if its metrics are, and something reads them. */
export const isIn = (configuration: Configuration, recipe: Recipe): boolean =>
  metricsOf(recipe).every(
    ({ key }) =>
      configuration.metrics.some((metric) => metric.key === key) &&
      dependents(configuration, "metricKey", key).length > 0,
  );

/** The configuration with the recipe's metrics and the rules that read them. */
export function addRecipe(configuration: Configuration, recipe: Recipe): Configuration {
  if (isIn(configuration, recipe)) return configuration;
  const { metrics, contactPolicies, qualificationRules, arbitration } = complete(recipe.configuration);
  return {
    ...configuration,
    metrics: [
      ...configuration.metrics,
      ...metrics.filter(({ key }) => !configuration.metrics.some((held) => held.key === key)),
    ],
    contactPolicies: withIds([...configuration.contactPolicies, ...contactPolicies]),
    qualificationRules: withIds([...configuration.qualificationRules, ...qualificationRules]),
    arbitration: { weights: [...configuration.arbitration.weights, ...arbitration.weights] },
  };
}
