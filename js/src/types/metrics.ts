/** How the events of a window become one number. */
export type AggregationType = "count" | "sum" | "avg" | "min" | "max" | "ratio";

/** What a metric is grouped by. */
export type Dimension = "channel" | "offer";

/** Whether a definition takes part. Rules that read a paused metric do not act. */
export type MetricStatus = "active" | "paused";

/**
 * A behavioral metric: an aggregation over a rolling window of a customer's events. At most 20 in a
 * configuration.
 */
export interface MetricDefinition<Key extends string = string> {
  /** `bm_` + key; filled in when left out. */
  readonly id?: string | undefined;
  /** The name people see; the key when left out. */
  readonly name?: string | undefined;
  /**
   * The name rules use: `[a-z][a-z0-9_]{0,63}`, unique.
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
  /** The numeric property to aggregate; `value` when left out. */
  readonly property?: string | undefined;
  /** Keeps only events with one of these channels and one of these offers. */
  readonly where?: MetricFilter | undefined;
  /** `active` when left out. */
  readonly status?: MetricStatus | undefined;
  /** Carried by stored definitions; not read. */
  readonly createdAt?: string | undefined;
  /** Carried by stored definitions; not read. */
  readonly updatedAt?: string | undefined;
}

/** Which events a metric looks at, besides its event types. */
export interface MetricFilter {
  readonly channel?: readonly string[] | undefined;
  readonly offer?: readonly string[] | undefined;
}

/** One metric of one customer at one moment. */
export interface MetricResult<Key extends string = string> {
  key: Key;
  aggregationType: AggregationType;
  windowDays: number;
  /** The start of the window, itself outside. */
  from: string;
  /** The end of the window, itself inside: the `now` asked for. */
  to: string;
  /** One for every combination of the dimensions seen, in code-point order, null first. */
  groups: MetricGroup[];
  /** The value, of undimensioned metrics only. */
  value?: number | null;
  /** How many matching events carried no number to aggregate. */
  skipped: number;
  /** The first moment after `now` at which anything here can change with no new event; null for never. */
  validUntil: string | null;
}

/** The value of one combination of dimensions. */
export interface MetricGroup {
  /** Of metrics with this dimension only; null for events without a channel. */
  channel?: string | null;
  /** Of metrics with this dimension only; null for events without an offer. */
  offer?: string | null;
  /** Null when there is nothing to average or divide by. */
  value: number | null;
  /** How many events the value was made from. */
  events: number;
  /** The first moment after `now` at which the value can change with no new event; null for never. */
  validUntil: string | null;
}

/** Which group of a metric to read. Where the metric is not grouped by it, a member is not looked at. */
export interface MetricGroupKey {
  /** The channel; left out or null, the group of events without one. */
  channel?: string | null | undefined;
  /** The offer; left out or null, the group of events without one. */
  offer?: string | null | undefined;
}

/** A metric through time: `values[i]` is its value at `times[i]`; NaN stands for null. */
export interface MetricSeries {
  /** Milliseconds since the epoch. */
  times: Float64Array;
  values: Float64Array;
}
