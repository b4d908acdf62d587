/// <reference lib="esnext.disposable" preserve="true" />
import type { Configuration } from "./configuration.js";
import type { AtTime } from "./engine.js";
import type { Dimension, MetricDefinition, MetricStatus } from "./metrics.js";

/** A metric as the catalog holds it, with its id, defaults and times. */
export interface MetricRecord extends MetricDefinition {
  readonly id: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  readonly status: MetricStatus;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/**
 * A change to a metric in the catalog. Members that are left out stay unchanged, and null restores
 * a member's default. If the key changes, so does the id.
 */
export type MetricUpdate = {
  readonly [Member in keyof Omit<MetricDefinition, "id" | "createdAt" | "updatedAt">]?:
    | MetricDefinition[Member]
    | undefined
    // The optional members of a definition are those with a default.
    | (object extends Pick<MetricDefinition, Member> ? null : never);
};

/** A rule, or a weight of the arbitration, that reads a metric. */
export interface MetricDependent {
  kind: "contact_policy" | "qualification_rule" | "arbitration";
  /** The rule's id, or the weight's name. */
  id: string;
  /** Its path, such as `contactPolicies[0]`. */
  path: string;
}

/** The definitions that may read a metric. */
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
   * Adds a metric. A key that is taken and a 21st metric are refused.
   *
   * @example
   * catalog.create(metric).id; // bm_clicks_7d
   */
  create(definition: MetricDefinition, options?: AtTime): MetricRecord;
  /**
   * Returns all metrics, oldest first.
   *
   * @example
   * catalog.create(metric);
   * catalog.list().length; // 1
   */
  list(): MetricRecord[];
  /**
   * Returns one metric. An unknown id is a `not_found` error, here and in the methods below.
   *
   * @example
   * catalog.create(metric);
   * catalog.get("bm_clicks_7d").windowDays; // 7
   */
  get(id: string): MetricRecord;
  /**
   * Changes the given members. It is a `metric_in_use` error if rules that read the metric could no
   * longer do so after the change.
   *
   * @example
   * catalog.create(metric);
   * catalog.update("bm_clicks_7d", { windowDays: 14 }).windowDays; // 14
   */
  update(id: string, change: MetricUpdate, options?: AtTime): MetricRecord;
  /**
   * Deletes a metric. If rules read it, this is a `metric_in_use` error that names them, unless
   * `force` is set.
   *
   * @example
   * catalog.create(metric);
   * catalog.delete("bm_clicks_7d");
   * catalog.list().length; // 0
   */
  delete(id: string, options?: { readonly force?: boolean | undefined }): void;
  /**
   * Returns the rules and weights that read the metric, including paused ones.
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
   * Replaces the rules. They may read metrics that do not exist.
   *
   * @example
   * catalog.create(metric);
   * catalog.setRules({ arbitration: { weights: [{ metricKey: "clicks_7d", weight: 0.5, scale: { half: 10 } }] } });
   * catalog.dependents("bm_clicks_7d")[0].kind; // arbitration
   */
  setRules(rules: MetricReaders): void;
  /**
   * Frees the memory. Any later use is a `disposed` error.
   *
   * @example
   * catalog.free();
   */
  free(): void;
  [Symbol.dispose](): void;
}

/** The constructor of catalogs. */
export interface MetricCatalogConstructor {
  /**
   * Creates a catalog with the metrics and rules of a configuration, or an empty one. Stored
   * metrics keep their times; metrics without times count as created `now`. The rules may read
   * metrics that do not exist.
   *
   * @example
   * new MetricCatalog({ metrics: [metric] }).list().length; // 1
   */
  new (configuration?: Configuration, options?: AtTime): MetricCatalog;
}
