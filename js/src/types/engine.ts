import type {
  Configuration,
  LintFinding,
  LintOptions,
  NormalizedConfiguration,
  Requirements,
} from "./configuration.js";
import type {
  BacktestRequest,
  BacktestResult,
  DecideRequest,
  Decision,
  ReserveRequest,
} from "./decisions.js";
import type {
  AppendOptions,
  AppendResult,
  EventColumns,
  EventInput,
  InteractionEvent,
  Time,
} from "./events.js";
import type { MetricGroupKey, MetricResult, MetricSeries } from "./metrics.js";
import type {
  ContactBehaviorProfile,
  Interaction,
  InteractionResult,
  PatternDistance,
  XConnectContactBehaviorProfile,
} from "./profiles.js";

/** When to compute. */
export interface AtTime {
  /** The present when left out. */
  readonly now?: Time;
}

/** An event as it is held: with its time in ISO 8601, and with only those members that it has. */
export interface StoredEvent extends InteractionEvent {
  timestamp: string;
  id?: string;
  channel?: string;
  offer?: string;
  value?: number;
  properties?: { [name: string]: number };
}

/** Which moments of a metric to compute. */
export interface SeriesRequest extends MetricGroupKey {
  readonly from: Time;
  readonly to: Time;
  /** Milliseconds between two points. */
  readonly step: number;
}

/** How the profile facets of two customers become one. */
export interface MergeOptions {
  /** `latest` (the default) keeps, of a profile in both, the entry of the later interaction; `sum` adds them. */
  readonly mergeScores?: "latest" | "sum";
}

/** Metrics, rules and profiles, ready to compute. Holds the memory of all its customers. */
export interface Engine<Key extends string = string> {
  /** The configuration with ids and defaults filled in. */
  readonly configuration: NormalizedConfiguration<Key>;
  /** The least history that keeps every result exact. */
  readonly requirements: Requirements;
  /** Shadowed, contradictory and unreachable rules, unused metrics. */
  lint(options?: LintOptions): LintFinding[];
  /** A customer with this history. */
  customer(history?: EventInput, options?: AppendOptions): Customer<Key>;
  /** The customer that {@link Customer.snapshot} wrote. */
  restore(snapshot: Uint8Array): Customer<Key>;
  /** Gives back all memory, of its customers too. */
  free(): void;
  [Symbol.dispose](): void;
}

/** One customer's history and profile, held by an engine. */
export interface Customer<Key extends string = string> {
  /** How many events are held. */
  readonly size: number;
  /** Adds events, in any order. */
  append(events: EventInput, options?: AppendOptions): AppendResult;
  /** Adds events given as columns. */
  appendColumns(columns: EventColumns, options?: AppendOptions): AppendResult;
  /** Adds the profile scores and the plain events of a visit. */
  applyInteraction(interaction: Interaction): InteractionResult;
  /** Takes in the history and profile of another customer of the same engine; `other` stays as it is. */
  merge(other: Customer<Key>, options?: MergeOptions): AppendResult;
  /** Drops what nothing in the configuration can see at or after `now`; tells how many events that were. */
  prune(now?: Time): number;
  /** Everything that is held, as bytes. */
  snapshot(): Uint8Array;
  /** The events held, in canonical order. */
  events(): IterableIterator<StoredEvent>;
  /** Every metric, in the order of the configuration. */
  metrics(options?: AtTime): MetricResult<Key>[];
  /** One value of one metric; null when there is nothing to average or divide by. */
  metric(key: Key, options?: AtTime & MetricGroupKey): number | null;
  /** One value of one metric through time. */
  series(key: Key, request: SeriesRequest): MetricSeries;
  /** Which candidates may be shown, in which order, and why. */
  decide(request: DecideRequest): Decision;
  /** Decides, and records an event for every winner in the same step. */
  reserve(request: ReserveRequest): Decision;
  /** Replays decisions over the history. */
  backtest(request: BacktestRequest<Configuration>): BacktestResult;
  /** The profile facet as the last interaction left it, or as it reads at `now` where values decay with time. */
  behaviorProfile(options?: AtTime): ContactBehaviorProfile;
  /** How near each pattern of a profile is, in the order they are defined; empty when nothing can match. At `now` as above. */
  patternDistances(profileId: string, options?: AtTime): PatternDistance[];
  /** The profile facet in xConnect's JSON, as the last interaction left it. */
  toXConnect(): XConnectContactBehaviorProfile;
  /** Takes over a profile facet from xConnect's JSON or from {@link Customer.behaviorProfile}, in place of its own. */
  loadBehaviorProfile(facet: XConnectContactBehaviorProfile | ContactBehaviorProfile): void;
  /** Gives back the memory; every later use is a `disposed` error. */
  free(): void;
  [Symbol.dispose](): void;
}
