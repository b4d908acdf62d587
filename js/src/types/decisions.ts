import type { Configuration } from "./configuration.js";
import type { EventInput, Time } from "./events.js";
import type { AttributeOperator, Attributes, ContactPolicy, QualificationRule } from "./rules.js";

/** Something that could be shown now. */
export interface Candidate {
  /**
   * The key of the offer.
   * @minLength 1
   */
  readonly offer: string;
  /** Needed when a metric or rule that applies is bound to the channel. */
  readonly channel?: string | null | undefined;
  /** The offer catalog's when left out. */
  readonly category?: string | null | undefined;
  /**
   * The offer catalog's when left out, else 1.
   * @minimum 0
   * @maximum 1e15
   */
  readonly score?: number | undefined;
  /** Breaks ties between equal scores, the highest first; 0 when left out. */
  readonly priority?: number | undefined;
  /** Laid over the offer catalog's. */
  readonly attributes?: Attributes | undefined;
}

/** What is known of an offer, by its key. */
export interface OfferDefinition {
  readonly id?: string | undefined;
  readonly key: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly category?: string | undefined;
  /**
   * 1 when left out.
   * @minimum 0
   * @maximum 1e15
   */
  readonly score?: number | undefined;
  /** 0 when left out. */
  readonly priority?: number | undefined;
  readonly attributes?: Attributes | undefined;
  /** Carried by stored definitions; not read. */
  readonly createdAt?: string | undefined;
  /** Carried by stored definitions; not read. */
  readonly updatedAt?: string | undefined;
}

/** How much a decision tells. */
export type Explain = "none" | "summary" | "full";

/** What to decide. */
export interface DecideRequest {
  /**
   * @maxItems 10000
   */
  readonly candidates: readonly Candidate[];
  /** The moment to decide at; the present when left out. */
  readonly now?: Time | undefined;
  /** The segments the customer is in. */
  readonly segments?: readonly string[] | undefined;
  /** What is known of the customer. */
  readonly attributes?: Attributes | undefined;
  /**
   * How many to rank at most; all when left out.
   * @asType integer
   * @minimum 1
   */
  readonly limit?: number | undefined;
  /**
   * `none` leaves reasons out, `summary` (the default) gives them, `full` adds the contributing events and the
   * smallest change that would flip the outcome.
   */
  readonly explain?: Explain | undefined;
}

/** What to decide, and which event to record for each winner. */
export interface ReserveRequest extends DecideRequest {
  /** `impression` when left out. */
  readonly eventType?: string | undefined;
}

/** Where a candidate ended. */
export type OutcomeStatus = "eligible" | "suppressed" | "disqualified";

/** The steps of a decision. */
export type Stage = "qualification" | "contact_policy" | "arbitration";

/** What a rule did. */
export type Effect = "suppress" | "disqualify" | "multiply" | "boost" | "override" | "pass";

/** Which candidates may be shown, in which order, why, and until when that holds. */
export interface Decision {
  now: string;
  /** The ranked ones, then the rest. */
  outcomes: Outcome[];
  funnel: Funnel;
  /** The first moment after `now` at which anything here can change with no new event; null for never. */
  validUntil: string | null;
  diagnostics: Diagnostics;
}

/** A {@link Decision} that is written already, with the times that a cache asks for. */
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
   * The first moment at which a blocked candidate would pass with no new event; null for one that passes, and
   * when no passing of time alone would free it.
   */
  nextEligibleAt: string | null;
}

/** What gave a reason: a rule of this type, or a weight of the arbitration. */
export type ReasonType = ContactPolicy["ruleType"] | QualificationRule["ruleType"] | "weight";

/** What one rule did to a candidate, and on which grounds. */
export interface Reason {
  /** The id of the rule, or the name of the weight. */
  rule: string;
  ruleType: ReasonType;
  stage: Stage;
  effect: Effect;
  metricKey?: string;
  /** What the value was read for. */
  group?: { channel?: string; offer?: string; category?: string };
  /** The comparison in force. */
  operator?: AttributeOperator;
  /** The value read; null when there was none. */
  observed: number | null;
  threshold?: number;
  multiplier?: number;
  /** How many more it takes to reach the threshold; 0 while the rule acts. */
  headroom?: number | null;
  /** With `explain: "full"`: the ids, or positions in canonical order, of the events that counted. */
  events?: (string | number)[];
  /** With `explain: "full"`: the smallest change that would flip what this rule did. */
  flip?: string;
  /** A sentence for people. */
  message: string;
}

/** How many candidates were left after each step. */
export interface Funnel {
  candidates: number;
  qualified: number;
  allowed: number;
  ranked: number;
  /** How many each rule took out. */
  drops: { rule: string; stage: Stage; count: number }[];
}

/** What a decision noticed by the way. */
export interface Diagnostics {
  /** How many events lie after `now` and took no part. */
  futureEvents: number;
}

/** What to replay. */
export interface BacktestRequest {
  /** The type of the events to replay a decision before. */
  readonly eventType: string;
  /** A second configuration to compare with. */
  readonly against?: Configuration | undefined;
  /** Only events after this moment. */
  readonly from?: Time | undefined;
  /** Only events up to this moment. */
  readonly to?: Time | undefined;
  /** The segments the customer is in. */
  readonly segments?: readonly string[] | undefined;
  /** What is known of the customer. */
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
  /** The rule that stopped it; absent when it passed. */
  rule?: string;
}

/** What the decisions just before the events of a history would have been. */
export interface BacktestResult {
  /** How many events were replayed. */
  decisions: number;
  /** How many the engine's own configuration lets pass. */
  passed: number;
  /** Those it stops. */
  blocked: BacktestEvent[];
  /** With `against`: how many the other configuration lets pass. */
  passedAgainst?: number;
  /** With `against`: those that only the other configuration lets pass. */
  gained?: BacktestEvent[];
  /** With `against`: those that only the engine's own configuration lets pass. */
  lost?: BacktestEvent[];
}

/** Everything at once, for one call without an engine. */
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
