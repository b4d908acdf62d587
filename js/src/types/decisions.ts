import type { Configuration } from "./configuration.js";
import type { EventInput, Time } from "./events.js";
import type { AttributeOperator, Attributes, ContactPolicy, QualificationRule } from "./rules.js";

/** An offer that could be shown now, on a channel. */
export interface Candidate {
  /**
   * The key of the offer.
   * @minLength 1
   */
  readonly offer: string;
  /** Required if an applicable metric or rule depends on the channel. */
  readonly channel?: string | null | undefined;
  /** Defaults to the category in the offer catalog. */
  readonly category?: string | null | undefined;
  /**
   * Defaults to the score in the offer catalog, or else to 1.
   * @minimum 0
   * @maximum 1e15
   */
  readonly score?: number | undefined;
  /** Breaks ties between equal scores, highest first; defaults to 0. */
  readonly priority?: number | undefined;
  /** Merged over the attributes in the offer catalog. */
  readonly attributes?: Attributes | undefined;
}

/** An offer in the catalog, by its key. */
export interface OfferDefinition {
  readonly id?: string | undefined;
  readonly key: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly category?: string | undefined;
  /**
   * Defaults to 1.
   * @minimum 0
   * @maximum 1e15
   */
  readonly score?: number | undefined;
  /** Defaults to 0. */
  readonly priority?: number | undefined;
  readonly attributes?: Attributes | undefined;
  /** Ignored. Stored definitions may carry it. */
  readonly createdAt?: string | undefined;
  /** Ignored. Stored definitions may carry it. */
  readonly updatedAt?: string | undefined;
}

/** How much a decision explains. */
export type Explain = "none" | "summary" | "full";

/** What to decide. */
export interface DecideRequest {
  /**
   * @maxItems 10000
   */
  readonly candidates: readonly Candidate[];
  /** The moment to decide at; defaults to the present. */
  readonly now?: Time | undefined;
  /** The segments the customer is in. */
  readonly segments?: readonly string[] | undefined;
  /** Attributes of the customer. */
  readonly attributes?: Attributes | undefined;
  /**
   * The maximum number of candidates to rank; defaults to all.
   * @asType integer
   * @minimum 1
   */
  readonly limit?: number | undefined;
  /**
   * `none` leaves reasons out, so that the decision holds for longest; `summary` (the default) includes them; `full`
   * adds the contributing events and the smallest change that would flip the outcome.
   */
  readonly explain?: Explain | undefined;
}

/**
 * What to decide, and which event to record for each winner. All winners of one request are decided
 * on the same history: ask for each placement by itself, with `limit: 1`.
 */
export interface ReserveRequest extends DecideRequest {
  /** Defaults to `impression`. */
  readonly eventType?: string | undefined;
}

/** What was decided about a candidate. */
export type OutcomeStatus = "eligible" | "suppressed" | "disqualified";

/** The stages of a decision. */
export type Stage = "qualification" | "contact_policy" | "arbitration";

/** What a rule did. */
export type Effect = "suppress" | "disqualify" | "multiply" | "boost" | "override" | "pass";

/** Which candidates may be shown, in which order, why, and how long that holds. */
export interface Decision {
  now: string;
  /** The ranked candidates, then the rest. */
  outcomes: Outcome[];
  funnel: Funnel;
  /**
   * The first moment after `now` at which anything here can change with no new event; null for
   * never.
   */
  validUntil: string | null;
  diagnostics: Diagnostics;
}

/** A {@link Decision} as JSON, with the times that a cache needs. */
export interface DecisionJson {
  /** The decision as JSON in UTF-8. */
  json: Uint8Array<ArrayBuffer>;
  now: string;
  /** As in {@link Decision}. */
  validUntil: string | null;
}

/** What was decided about one candidate. */
export interface Outcome {
  offer: string;
  channel?: string;
  category?: string;
  status: OutcomeStatus;
  /** From 1; null when not eligible or beyond the limit. */
  rank: number | null;
  /** The candidate's score times `multiplier` times `boost`. */
  score: number;
  /** The product of all multipliers. */
  multiplier: number;
  /** The product of all arbitration factors. */
  boost: number;
  reasons: Reason[];
  /**
   * The first moment at which a blocked candidate would pass with no new event. Null for a
   * candidate that passes, and if time alone would not make it eligible.
   */
  nextEligibleAt: string | null;
}

/** The source of a reason: a rule of this type, or a weight of the arbitration. */
export type ReasonType = ContactPolicy["ruleType"] | QualificationRule["ruleType"] | "weight";

/** What one rule did to a candidate, and why. */
export interface Reason {
  /** The id of the rule, or the name of the weight. */
  rule: string;
  ruleType: ReasonType;
  stage: Stage;
  effect: Effect;
  metricKey?: string;
  /** The group that the value was read from. */
  group?: { channel?: string; offer?: string; category?: string };
  /** The comparison in force. */
  operator?: AttributeOperator;
  /** The value that was read; null when there was none. */
  observed: number | null;
  threshold?: number;
  multiplier?: number;
  /** How many more it takes until the rule acts; 0 while it does. */
  headroom?: number | null;
  /**
   * With `explain: "full"`: the ids, or positions in canonical order, of the events that counted.
   */
  events?: (string | number)[];
  /** With `explain: "full"`: the smallest change that would flip what this rule did. */
  flip?: string;
  /** A sentence for people. */
  message: string;
}

/** How many candidates were left after each stage. */
export interface Funnel {
  candidates: number;
  qualified: number;
  allowed: number;
  ranked: number;
  /** How many candidates each rule excluded. */
  drops: { rule: string; stage: Stage; count: number }[];
}

/** Additional observations of a decision. */
export interface Diagnostics {
  /** How many events are later than `now` and were not considered. */
  futureEvents: number;
}

/** What to back-test. */
export interface BacktestRequest {
  /** The type of the events before which decisions are replayed. */
  readonly eventType: string;
  /** A second configuration to compare with. */
  readonly against?: Configuration | undefined;
  /** Only events after this moment. */
  readonly from?: Time | undefined;
  /** Only events up to this moment. */
  readonly to?: Time | undefined;
  /** The segments the customer is in. */
  readonly segments?: readonly string[] | undefined;
  /** Attributes of the customer. */
  readonly attributes?: Attributes | undefined;
}

/** One replayed event. */
export interface BacktestEvent {
  /** Its position in canonical order. */
  index: number;
  id?: string;
  timestamp: string;
  offer?: string;
  channel?: string;
  /** The rule that blocked it; absent when it passed. */
  rule?: string;
}

/** The results of the decisions just before the events of a history. */
export interface BacktestResult {
  /** How many events were replayed. */
  decisions: number;
  /** How many the engine's own configuration allows. */
  passed: number;
  /** Those that it blocks. */
  blocked: BacktestEvent[];
  /** With `against`: how many the other configuration allows. */
  passedAgainst?: number;
  /** With `against`: those that only the other configuration allows. */
  gained?: BacktestEvent[];
  /** With `against`: those that only the engine's own configuration allows. */
  lost?: BacktestEvent[];
}

/** The input of `evaluate`, in addition to the configuration. */
export interface EvaluateInput {
  readonly events: EventInput;
  readonly candidates?: readonly Candidate[] | undefined;
  readonly now?: Time | undefined;
  readonly segments?: readonly string[] | undefined;
  readonly attributes?: Attributes | undefined;
  /**
   * @asType integer
   * @minimum 1
   */
  readonly limit?: number | undefined;
  readonly explain?: Explain | undefined;
}
