/// <reference lib="esnext.disposable" preserve="true" />
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
    | undefined
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

/**
 * The definitions of a tenant's metrics: create, list, get, update and delete.
 *
 * @example
 * const catalog = new MetricCatalog();
 * const metric = { key: "clicks_7d", aggregationType: "count", eventType: "click", windowDays: 7 } as const;
 */
export interface MetricCatalog {
  /**
   * Adds a metric; refuses a key that is taken and the 21st metric.
   *
   * @example
   * catalog.create(metric).id; // bm_clicks_7d
   */
  create(definition: MetricDefinition, options?: AtTime): MetricRecord;
  /**
   * All metrics in the order of their making.
   *
   * @example
   * catalog.create(metric);
   * catalog.list().length; // 1
   */
  list(): MetricRecord[];
  /**
   * One metric; an unknown id is a `not_found` error, here and in all that follows.
   *
   * @example
   * catalog.create(metric);
   * catalog.get("bm_clicks_7d").windowDays; // 7
   */
  get(id: string): MetricRecord;
  /**
   * Changes the members given. A change that would take the metric away from rules that read it, by its key or
   * by the way they read it, is a `metric_in_use` error.
   *
   * @example
   * catalog.create(metric);
   * catalog.update("bm_clicks_7d", { windowDays: 14 }).windowDays; // 14
   */
  update(id: string, change: MetricUpdate, options?: AtTime): MetricRecord;
  /**
   * Deletes a metric; one that rules read is a `metric_in_use` error that names them, unless forced.
   *
   * @example
   * catalog.create(metric);
   * catalog.delete("bm_clicks_7d");
   * catalog.list().length; // 0
   */
  delete(id: string, options?: { readonly force?: boolean | undefined }): void;
  /**
   * The rules and weights that read the metric, paused ones too.
   *
   * @example
   * catalog.create(metric);
   * catalog.setRules({
   *   contactPolicies: [{ ruleType: "frequency_cap", config: { metricKey: "clicks_7d", threshold: 3 } }],
   * });
   * catalog.dependents("bm_clicks_7d")[0].path; // contactPolicies[0]
   */
  dependents(id: string): MetricDependent[];
  /**
   * Takes these rules in the place of those before. They may read metrics that are not there.
   *
   * @example
   * catalog.create(metric);
   * catalog.setRules({ arbitration: { weights: [{ metricKey: "clicks_7d", weight: 0.5, scale: { half: 10 } }] } });
   * catalog.dependents("bm_clicks_7d")[0].kind; // arbitration
   */
  setRules(rules: MetricReaders): void;
  /**
   * Gives back the memory; every later use is a `disposed` error.
   *
   * @example
   * catalog.free();
   */
  free(): void;
  [Symbol.dispose](): void;
}

/** Makes catalogs. */
export interface MetricCatalogConstructor {
  /**
   * A catalog with the metrics and rules of a configuration, or an empty one. Stored metrics keep their times;
   * those without count as made `now`. The rules may read metrics that are not there.
   *
   * @example
   * new MetricCatalog({ metrics: [metric] }).list().length; // 1
   */
  new (configuration?: Configuration, options?: AtTime): MetricCatalog;
}
