import type { Configuration } from "./configuration.js";
import type { AtTime } from "./engine.js";
import type { Dimension, MetricDefinition, MetricStatus } from "./metrics.js";

/** A metric as the catalog holds it: with its id, its defaults and its times. */
export interface MetricRecord extends MetricDefinition {
  readonly id: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  readonly status: MetricStatus;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/**
 * What may be changed of a metric in the catalog: members left out stay as they are, and null takes one back to
 * its default. With the key, the id changes too.
 */
export type MetricUpdate = {
  readonly [Member in keyof Omit<MetricDefinition, "id" | "createdAt" | "updatedAt">]?:
    | MetricDefinition[Member]
    // Members that a definition may leave out are the ones that have a default.
    | (object extends Pick<MetricDefinition, Member> ? null : never);
};

/** A rule, or a weight of the arbitration, that reads a metric. */
export interface MetricDependent {
  kind: "contact_policy" | "qualification_rule" | "arbitration";
  /** The rule's id, or the weight's name. */
  id: string;
  /** Where it is: `contactPolicies[0]`. */
  path: string;
}

/** Where the catalog looks for what reads a metric. */
export type MetricReaders = Pick<Configuration, "contactPolicies" | "qualificationRules" | "arbitration">;

/** The definitions of a tenant's metrics: create, list, get, update and delete. */
export interface MetricCatalog {
  /** Adds a metric; refuses a key that is taken and the 21st metric. */
  create(definition: MetricDefinition, options?: AtTime): MetricRecord;
  /** All metrics in the order of their making. */
  list(): MetricRecord[];
  /** One metric; an unknown id is a `not_found` error, here and in all that follows. */
  get(id: string): MetricRecord;
  /**
   * Changes the members given. A change that would take the metric away from rules that read it, by its key or
   * by the way they read it, is a `metric_in_use` error.
   */
  update(id: string, change: MetricUpdate, options?: AtTime): MetricRecord;
  /** Deletes a metric; one that rules read is a `metric_in_use` error that names them, unless forced. */
  delete(id: string, options?: { readonly force?: boolean }): void;
  /** The rules and weights that read the metric, paused ones too. */
  dependents(id: string): MetricDependent[];
  /** Takes these rules in the place of those before. They may read metrics that are not there. */
  setRules(rules: MetricReaders): void;
  /** Gives back the memory; every later use is a `disposed` error. */
  free(): void;
  [Symbol.dispose](): void;
}

/** Makes catalogs. */
export interface MetricCatalogConstructor {
  /**
   * A catalog with the metrics and rules of a configuration, or an empty one. Stored metrics keep their times;
   * those without count as made `now`. The rules may read metrics that are not there.
   */
  new (configuration?: Configuration, options?: AtTime): MetricCatalog;
}
