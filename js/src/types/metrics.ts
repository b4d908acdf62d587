/** How the events of a window are aggregated into one number. */
export type AggregationType = "count" | "sum" | "avg" | "min" | "max" | "ratio";

/** What a metric is grouped by. */
export type Dimension = "channel" | "offer";

/** Whether a metric is in use. Rules that read a paused metric do not act. */
export type MetricStatus = "active" | "paused";

/**
 * A behavioral metric: an aggregation over a rolling window of a customer's events. At most 20 in a
 * configuration.
 */
export interface MetricDefinition<Key extends string = string> {
  /** Always `bm_` followed by the key; filled in when left out. */
  readonly id?: string | undefined;
  /** The name for people; defaults to the key. */
  readonly name?: string | undefined;
  /**
   * The name for rules: `[a-z][a-z0-9_]{0,63}`, unique.
   * @pattern ^[a-z][a-z0-9_]{0,63}$
   */
  readonly key: Key;
  readonly description?: string | undefined;
  readonly aggregationType: AggregationType;
  /**
   * The outcome type to aggregate; the numerator of a ratio.
   * @minLength 1
   */
  readonly eventType: string;
  /** The denominator of a ratio; refused for every other aggregation. */
  readonly secondaryEventType?: string | undefined;
  /**
   * None, one or both of `channel` and `offer`.
   * @maxItems 2
   * @uniqueItems true
   */
  readonly dimensions?: readonly Dimension[] | undefined;
  /**
   * The length of the window in days of 86 400 000 ms: a whole number from 1 to 365.
   * @asType integer
   * @minimum 1
   * @maximum 365
   */
  readonly windowDays: number;
  /** The numeric property to aggregate; defaults to `value`. Counts and ratios read none. */
  readonly property?: string | undefined;
  /** Keeps only events with one of these channels and one of these offers. */
  readonly where?: MetricFilter | undefined;
  /** Defaults to `active`. */
  readonly status?: MetricStatus | undefined;
  /** Ignored. Stored definitions may carry it. */
  readonly createdAt?: string | undefined;
  /** Ignored. Stored definitions may carry it. */
  readonly updatedAt?: string | undefined;
}

/** Which events a metric considers, in addition to its event types. */
export interface MetricFilter {
  readonly channel?: readonly string[] | undefined;
  readonly offer?: readonly string[] | undefined;
}

/** The result of one metric for one customer at one moment. */
export interface MetricResult<Key extends string = string> {
  key: Key;
  aggregationType: AggregationType;
  windowDays: number;
  /** The start of the window, exclusive. */
  from: string;
  /** The end of the window, inclusive: the requested `now`. */
  to: string;
  /** One for every combination of dimensions that occurs, in code-point order, null first. */
  groups: MetricGroup[];
  /** The value; only for metrics without dimensions. */
  value?: number | null;
  /** How many matching events carried no number to aggregate. */
  skipped: number;
  /**
   * The first moment after `now` at which anything here can change with no new event; null for
   * never.
   */
  validUntil: string | null;
}

/** The value of one combination of dimensions. */
export interface MetricGroup {
  /** Only for metrics with this dimension; null for events without a channel. */
  channel?: string | null;
  /** Only for metrics with this dimension; null for events without an offer. */
  offer?: string | null;
  /** Null when there is nothing to average or divide by. */
  value: number | null;
  /** How many events the value was computed from. */
  events: number;
  /**
   * The first moment after `now` at which the value can change with no new event; null for never.
   */
  validUntil: string | null;
}

/** Which group of a metric to read. Members that the metric is not grouped by are ignored. */
export interface MetricGroupKey {
  /** The channel; if left out or null, the group of events without one. */
  channel?: string | null | undefined;
  /** The offer; if left out or null, the group of events without one. */
  offer?: string | null | undefined;
}

/** A metric over time: `values[i]` is its value at `times[i]`; NaN stands for null. */
export interface MetricSeries {
  /** Milliseconds since the epoch. */
  times: Float64Array;
  values: Float64Array;
}
