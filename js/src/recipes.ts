import found from "virtual:recipes";
import type { Configuration, MetricDefinition } from "./types.js";

/** A ready configuration for a common need. */
export interface Recipe {
  readonly id: RecipeId;
  readonly name: string;
  /** What it does. */
  readonly description: string;
  /** For `createEngine`, as it is or merged with other definitions. */
  readonly configuration: Configuration & { readonly metrics: readonly MetricDefinition[] };
}

/** The ids of the recipes. */
export type RecipeId =
  | "frequency_cap"
  | "conversion_cooldown"
  | "channel_fatigue"
  | "response_rate_gate"
  | "high_value_targeting"
  | "cross_sell_detection";

/**
 * Ready configurations by id.
 *
 * @example
 * const engine = await createEngine(recipes.frequency_cap.configuration);
 * engine.configuration.metrics[0].key; // channel_impression_7d
 */
export const recipes: { readonly [Id in RecipeId]: Recipe } = found as { [Id in RecipeId]: Recipe };
