/// <reference lib="esnext.disposable" preserve="true" />
import type { LintFinding, LintOptions, NormalizedConfiguration, Requirements } from "./configuration.js";
import type {
  BacktestRequest,
  BacktestResult,
  DecideRequest,
  Decision,
  DecisionJson,
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
  /** Defaults to the present. */
  readonly now?: Time | undefined;
}

/** An event as it is held: with its time in ISO 8601, and without absent members. */
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

/** How the profile facets of two customers are merged. */
export interface MergeOptions {
  /**
   * For a profile that both have: `latest` (the default) keeps the entry of the later interaction,
   * `sum` adds both.
   */
  readonly mergeScores?: "latest" | "sum" | undefined;
}

/**
 * Metrics, rules and profiles, ready to compute. An engine owns the memory of all its customers.
 *
 * @example
 * const engine = await createEngine({
 *   metrics: [
 *     { key: "shown_7d", aggregationType: "count", eventType: "impression", dimensions: ["channel"], windowDays: 7 },
 *     { key: "spend_90d", aggregationType: "sum", eventType: "conversion", windowDays: 90 },
 *   ],
 *   contactPolicies: [{ name: "Cap", ruleType: "frequency_cap", config: { metricKey: "shown_7d", threshold: 1 } }],
 *   profiles: [{ id: "interests", keys: ["sport", "news"], patterns: [{ id: "fan", values: { sport: 5 } }] }],
 * });
 */
export interface Engine<Key extends string = string> {
  /**
   * The configuration with ids and defaults filled in. It is a copy, and the same object every
   * time; changing it does not affect the engine.
   *
   * @example
   * engine.configuration.metrics[0].id; // bm_shown_7d
   */
  readonly configuration: NormalizedConfiguration<Key>;
  /**
   * The shortest history that keeps every result exact.
   *
   * @example
   * engine.requirements.lookbackDays; // 90
   */
  readonly requirements: Requirements;
  /**
   * Finds shadowed, contradictory and unreachable rules, and unused metrics.
   *
   * @example
   * engine.lint()[0].code; // unused_metric
   * engine.lint({ retainedDays: 3 }).at(-1).code; // window_exceeds_history
   */
  lint(options?: LintOptions): LintFinding[];
  /**
   * Creates a customer with this history.
   *
   * @example
   * engine.customer().size; // 0
   * engine.customer([{ eventType: "click", timestamp: "2026-03-10T14:30:00Z" }]).size; // 1
   * engine.customer('{"eventType":"click","timestamp":1773153000000}').size; // 1
   */
  customer(history?: EventInput, options?: AppendOptions): Customer<Key>;
  /**
   * Restores the customer that {@link Customer.snapshot} wrote.
   *
   * @example
   * const bytes = engine.customer([{ eventType: "click", timestamp: 0 }]).snapshot();
   * engine.restore(bytes).size; // 1
   */
  restore(snapshot: Uint8Array | ArrayBuffer): Customer<Key>;
  /**
   * Frees all memory, including that of its customers.
   *
   * @example
   * engine.free();
   */
  free(): void;
  [Symbol.dispose](): void;
}

/**
 * One customer's history and profile, held by an engine.
 *
 * @example
 * const now = "2026-03-10T12:00:00Z";
 * const customer = engine.customer([
 *   { id: "e1", eventType: "impression", timestamp: "2026-03-08T09:00:00Z", channel: "email", offer: "travel" },
 *   { id: "e2", eventType: "impression", timestamp: "2026-03-09T09:00:00Z", channel: "email", offer: "gold_card" },
 *   { id: "e3", eventType: "conversion", timestamp: "2026-03-09T09:05:00Z", value: 49.5 },
 * ]);
 */
export interface Customer<Key extends string = string> {
  /**
   * How many events are held.
   *
   * @example
   * customer.size; // 3
   */
  readonly size: number;
  /**
   * Adds events, in any order.
   *
   * @example
   * const click = { id: "e4", eventType: "click", timestamp: "2026-03-09T10:00:00+01:00" };
   * customer.append([click]).appended; // 1
   * customer.append([click]).duplicates; // 1
   */
  append(events: EventInput, options?: AppendOptions): AppendResult;
  /**
   * Adds events given as columns.
   *
   * @example
   * const { appended } = customer.appendColumns({
   *   dictionary: ["impression", "email"],
   *   eventType: new Int32Array([0, 0]),
   *   timestamp: new Float64Array([Date.UTC(2026, 2, 9), Date.UTC(2026, 2, 10)]),
   *   channel: new Int32Array([1, -1]),
   * });
   * appended; // 2
   */
  appendColumns(columns: EventColumns, options?: AppendOptions): AppendResult;
  /**
   * Adds the profile scores and the plain events of a visit.
   *
   * @example
   * const { applied } = customer.applyInteraction({
   *   id: "visit-1",
   *   startDateTime: "2026-03-10T09:00:00Z",
   *   events: [
   *     { eventType: "ChangeProfileScoreEvent", delta: { interests: { scoreCount: 1, values: { sport: 4 } } } },
   *     { eventType: "click", timestamp: "2026-03-10T09:01:00Z" },
   *   ],
   * });
   * applied; // true
   * customer.behaviorProfile().scores.interests.matchedPatternId; // fan
   */
  applyInteraction(interaction: Interaction): InteractionResult;
  /**
   * Merges the history and profile of another customer of the same engine into this one; `other`
   * stays unchanged. Returns what happened to the events of `other`.
   *
   * @example
   * const anonymous = engine.customer([{ id: "e9", eventType: "impression", timestamp: "2026-03-07T09:00:00Z" }]);
   * customer.merge(anonymous).appended; // 1
   */
  merge(other: Customer<Key>, options?: MergeOptions): AppendResult;
  /**
   * Drops everything that no definition can read at or after `now`, and returns how many events
   * were dropped.
   *
   * @example
   * customer.prune("2026-03-15T09:00:00Z"); // 1
   */
  prune(now?: Time): number;
  /**
   * Writes everything that is held about the customer as bytes.
   *
   * @example
   * const bytes = customer.snapshot();
   * engine.restore(bytes).metric("spend_90d", { now }); // 49.5
   */
  snapshot(): Uint8Array<ArrayBuffer>;
  /**
   * The events that are held, in canonical order. It is an error if the history changes before all
   * are listed.
   *
   * @example
   * [...customer.events()].map((event) => event.id).join(); // e1,e2,e3
   */
  events(): IterableIterator<StoredEvent>;
  /**
   * Computes every metric, in the order of the configuration. Reading the same customer repeatedly
   * takes a fraction of the time of the first reading: only what changed is read, and the rest is
   * copied.
   *
   * @example
   * const [shown] = customer.metrics({ now });
   * shown.groups[0].channel; // email
   * shown.groups[0].value; // 2
   * shown.validUntil; // 2026-03-15T09:00:00.000Z
   */
  metrics(options?: AtTime): MetricResult<Key>[];
  /**
   * Computes one value of one metric; null when there is nothing to average or divide by. For a
   * metric by channel or offer, this is the value of one group: if `channel` or `offer` is left out
   * or null, the group of the events without one, never all groups together.
   *
   * @example
   * customer.metric("shown_7d", { now, channel: "email" }); // 2
   * customer.metric("shown_7d", { now, channel: "push" }); // 0
   * customer.metric("shown_7d", { now }); // 0
   */
  metric(key: Key, options?: AtTime & MetricGroupKey): number | null;
  /**
   * Computes one value of one metric over time. For a metric by channel or offer, this is the value
   * of one group, as in {@link Customer.metric}.
   *
   * @example
   * const DAY = 86_400_000;
   * const { values } = customer.series("spend_90d", { from: "2026-03-08T12:00:00Z", to: now, step: DAY });
   * values.join(); // 0,49.5,49.5
   */
  series(key: Key, request: SeriesRequest): MetricSeries;
  /**
   * Decides which candidates may be shown, in which order, and why.
   *
   * @example
   * const decision = customer.decide({ now, candidates: [{ offer: "gold_card", channel: "email" }] });
   * decision.outcomes[0].status; // suppressed
   * decision.outcomes[0].nextEligibleAt; // 2026-03-15T09:00:00.000Z
   */
  decide(request: DecideRequest): Decision;
  /**
   * Decides, and returns the decision as JSON, ready to send. This is several times faster than
   * `JSON.stringify` of a {@link Decision}.
   *
   * @example
   * const { json, validUntil } = customer.decideJson({ now, candidates: [{ offer: "gold_card", channel: "email" }] });
   * const response = new Response(json, { headers: { "content-type": "application/json" } });
   * (await response.json()).validUntil === validUntil; // true
   */
  decideJson(request: DecideRequest): DecisionJson;
  /**
   * Decides, and records an event for every winner in the same step.
   *
   * @example
   * const request = { now, candidates: [{ offer: "gold_card", channel: "push" }] };
   * customer.reserve(request).outcomes[0].status; // eligible
   * customer.metric("shown_7d", { now, channel: "push" }); // 1
   */
  reserve(request: ReserveRequest): Decision;
  /**
   * As {@link Customer.reserve}, but returns the decision as JSON.
   *
   * @example
   * const { json } = customer.reserveJson({ now, candidates: [{ offer: "gold_card", channel: "sms" }] });
   * JSON.parse(new TextDecoder().decode(json)).outcomes[0].status; // eligible
   */
  reserveJson(request: ReserveRequest): DecisionJson;
  /**
   * Replays decisions over the history.
   *
   * @example
   * const strict = { contactPolicies: [{ ruleType: "cooldown", config: { cooldownHours: 48 } }] } as const;
   * const { passed, passedAgainst } = customer.backtest({ eventType: "impression", against: strict });
   * passed; // 2
   * passedAgainst; // 1
   */
  backtest(request: BacktestRequest): BacktestResult;
  /**
   * Returns the profile facet as the last interaction left it, or, with `now`, as it is at that
   * moment if values decay over time.
   *
   * @example
   * customer.behaviorProfile().sourceInteractionStartDateTime; // null
   */
  behaviorProfile(options?: AtTime): ContactBehaviorProfile;
  /**
   * Returns how near each pattern of a profile is, in order of definition; empty when nothing can
   * match. `now` works as in {@link Customer.behaviorProfile}.
   *
   * @example
   * customer.applyInteraction({
   *   startDateTime: "2026-03-10T09:00:00Z",
   *   events: [{ eventType: "ChangeProfileScoreEvent", delta: { interests: { values: { sport: 4 } } } }],
   * });
   * customer.patternDistances("interests")[0].distance; // 1
   */
  patternDistances(profileId: string, options?: AtTime): PatternDistance[];
  /**
   * Returns the profile facet in xConnect's JSON, as the last interaction left it.
   *
   * @example
   * customer.toXConnect()["@odata.type"]; // #Sitecore.XConnect.Collection.Model.ContactBehaviorProfile
   */
  toXConnect(): XConnectContactBehaviorProfile;
  /**
   * Replaces the profile facet with one from xConnect's JSON or from
   * {@link Customer.behaviorProfile}.
   *
   * @example
   * customer.loadBehaviorProfile({
   *   "@odata.type": "#Sitecore.XConnect.Collection.Model.ContactBehaviorProfile",
   *   Scores: [
   *     {
   *       Key: "interests",
   *       Value: { ProfileDefinitionId: "interests", Score: 3, ScoreCount: 1, Values: [{ Key: "news", Value: 3 }] },
   *     },
   *   ],
   * });
   * customer.behaviorProfile().scores.interests.score; // 3
   */
  loadBehaviorProfile(facet: XConnectContactBehaviorProfile | ContactBehaviorProfile): void;
  /**
   * Frees the memory. Any later use is a `disposed` error.
   *
   * @example
   * customer.free();
   */
  free(): void;
  [Symbol.dispose](): void;
}
