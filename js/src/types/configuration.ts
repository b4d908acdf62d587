import type { OfferDefinition } from "./decisions.js";
import type { EventFields, EventPaths } from "./events.js";
import type { Dimension, MetricDefinition, MetricStatus } from "./metrics.js";
import type { ProfileDefinition } from "./profiles.js";
import type { Arbitration, ContactPolicy, QualificationRule } from "./rules.js";

/** Everything an engine is built from. */
export interface Configuration<Key extends string = string> {
  /**
   * At most 20 metrics.
   * @maxItems 20
   */
  readonly metrics?: readonly MetricDefinition<Key>[] | undefined;
  // Only the metrics define the keys; rules merely refer to them.
  readonly contactPolicies?: readonly ContactPolicy<NoInfer<Key>>[] | undefined;
  readonly qualificationRules?: readonly QualificationRule<NoInfer<Key>>[] | undefined;
  readonly arbitration?: Arbitration<NoInfer<Key>> | undefined;
  /** A list of offers with their keys, or an object with the keys as names. */
  readonly offers?:
    | readonly OfferDefinition[]
    | { readonly [key: string]: Omit<OfferDefinition, "key"> }
    | undefined;
  readonly profiles?: readonly ProfileDefinition[] | undefined;
  /** Whether interactions add up in the profiles (the default) or each replaces them. */
  readonly profileMode?: "aggregating" | "most_recent" | undefined;
  readonly eventFields?: EventFields | undefined;
}

/**
 * The keys of the metrics of a configuration: a union of literals when the definitions are literal
 * (by `defineConfiguration` or `as const`), else `string`.
 */
export type MetricKey<C> = C extends { readonly metrics?: readonly (infer M)[] | undefined }
  ? M extends { readonly key: infer Key extends string }
    ? Key
    : string
  : string;

/** A metric with everything filled in. */
export interface NormalizedMetric<Key extends string = string> extends MetricDefinition<Key> {
  readonly id: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  readonly status: MetricStatus;
}

type WithId<Rule> = Rule extends unknown
  ? Rule & { readonly id: string; readonly name: string; readonly priority: number }
  : never;

/** A configuration with ids and defaults filled in. */
export interface NormalizedConfiguration<Key extends string = string> {
  readonly metrics: readonly NormalizedMetric<Key>[];
  readonly contactPolicies: readonly WithId<ContactPolicy<Key>>[];
  readonly qualificationRules: readonly WithId<QualificationRule<Key>>[];
  readonly arbitration: Arbitration<Key>;
  readonly offers: readonly OfferDefinition[];
  readonly profiles: readonly ProfileDefinition[];
  readonly profileMode: "aggregating" | "most_recent";
  readonly eventFields: EventPaths;
}

/** The shortest history that keeps every result exact. */
export interface Requirements {
  /** The event types that any definition reads. */
  eventTypes: string[];
  /** How many days back any definition looks. */
  lookbackDays: number;
  /** The numeric properties that metrics aggregate. */
  properties: string[];
}

/** Options of `lint`. */
export interface LintOptions {
  /** How many days of history are kept, to find rules that look back further. */
  readonly retainedDays?: number | undefined;
}

/** The kinds of findings of `lint`. */
export type LintCode =
  | "unused_metric"
  | "shadowed_rule"
  | "contradictory_rules"
  | "unreachable_rule"
  | "always_blocks"
  | "unknown_profile"
  | "window_exceeds_history";

/** Something in a configuration that is allowed but probably a mistake. */
export interface LintFinding {
  code: LintCode;
  /** Its path, such as `contactPolicies[1]`. */
  path: string;
  /** A sentence for people. */
  message: string;
  /** The ids of the other definitions it is about. */
  related?: string[];
}
