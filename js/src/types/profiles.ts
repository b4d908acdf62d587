import type { EventIssue, EventRecord, InteractionEvent, Time } from "./events.js";

/** How the values of a profile become the point that is matched against patterns. */
export type ProfileType = "sum" | "average" | "percentage";

/** A profile that behavior is scored in: a set of keys, and the patterns of visitor it can match. */
export interface ProfileDefinition {
  readonly id: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** `sum` when left out. */
  readonly type?: ProfileType | undefined;
  /** What every interaction takes off each value, in percent: 0 to 100; 0 when left out. */
  readonly decayRate?: number | undefined;
  /** Whether an interaction's deltas come before its decay (`after`, the default) or after it. */
  readonly decayOrder?: "after" | "before" | undefined;
  /** How change events score: `deltas` (the default) adds them, `category_affinity` counts views of categories. */
  readonly scoring?: "deltas" | "category_affinity" | DeltaScoring | CategoryAffinity | undefined;
  /** A decay by time between interactions: after so many days half of each value is left. */
  readonly halfLifeDays?: number | undefined;
  /** A decay by time in equal steps; not together with `halfLifeDays`. */
  readonly linearDecay?: LinearDecay | undefined;
  /** The axes; only category affinity can do without, and then takes any category. */
  readonly keys?: readonly (ProfileKey | string)[] | undefined;
  readonly patterns?: readonly ProfilePattern[] | undefined;
  /** A profile matches only when it was scored more often than this; 0 when left out. */
  readonly minimumScoreCount?: number | undefined;
  /** Carried by stored definitions; not read. */
  readonly createdAt?: string | undefined;
  /** Carried by stored definitions; not read. */
  readonly updatedAt?: string | undefined;
}

/** The deltas of change events are added to the values. */
export interface DeltaScoring {
  readonly strategy: "deltas";
}

/** Every key with a delta above 0 is one view of a category, scored by how new it is. */
export interface CategoryAffinity {
  readonly strategy: "category_affinity";
  /** Points for the very first category; 10 when left out. */
  readonly firstPoints?: number | undefined;
  /** Points for every later view; 5 when left out. */
  readonly laterPoints?: number | undefined;
  /** What a new category takes from each of the earlier ones; 1 when left out. */
  readonly newCategoryPenalty?: number | undefined;
  /** How many categories are kept; 5 when left out. */
  readonly keep?: number | undefined;
}

/** After a grace period each day takes off the same share, up to a limit. */
export interface LinearDecay {
  /** 1 when left out. */
  readonly graceDays?: number | undefined;
  /** The share (of 1) a day; 1/30 when left out. */
  readonly ratePerDay?: number | undefined;
  /** The most that is ever taken off, 0 to 1; 0.95 when left out. */
  readonly cap?: number | undefined;
}

/** One axis of a profile. */
export interface ProfileKey {
  readonly id: string;
  readonly name?: string | undefined;
}

/** A kind of visitor: a point in the space of a profile's keys. */
export interface ProfilePattern {
  readonly id: string;
  readonly name?: string | undefined;
  /** By key id; a key that is left out is 0. */
  readonly values: { readonly [keyId: string]: number };
}

/** What an interaction adds to one profile. */
export interface ProfileDelta {
  /** How many times the profile was scored; 1 when left out. */
  readonly scoreCount?: number | undefined;
  /** By key id; may be negative. */
  readonly values: { readonly [keyId: string]: number };
}

/** The event that carries the deltas of an interaction, by profile id. */
export interface ChangeProfileScoreEvent {
  readonly eventType: "ChangeProfileScoreEvent" | "ChangeProfileScoresEvent";
  /** Orders the views of category affinity; the order given counts when left out. */
  readonly timestamp?: Time | undefined;
  readonly delta: { readonly [profileId: string]: ProfileDelta };
}

/** A visit: its profile scores and its plain events land together or not at all. */
export interface Interaction {
  /** Makes applying idempotent. */
  readonly id?: string | undefined;
  readonly startDateTime: Time;
  readonly events?: readonly (ChangeProfileScoreEvent | InteractionEvent | EventRecord)[] | undefined;
  /** The scores that replace the facet's in the most-recent mode; ignored in the aggregating mode. */
  readonly profileScores?: { readonly [profileId: string]: ProfileScore } | undefined;
}

/** What applying an interaction did. */
export interface InteractionResult {
  /** False when an interaction with this id was applied before; then nothing was done. */
  applied: boolean;
  /** How many plain events were new. */
  appended: number;
  /** How many plain events were held already. */
  duplicates: number;
  /** Plain events with an id that was seen before and other content; the first to arrive stays. */
  conflicts: EventIssue[];
}

/** One profile of a customer. */
export interface ProfileScore {
  /** The nearest pattern; absent when none matches. */
  matchedPatternId?: string;
  profileDefinitionId: string;
  /** The sum of the values. */
  score: number;
  /** How many times the profile was scored. */
  scoreCount: number;
  /** By key id. */
  values: { [keyId: string]: number };
}

/** The profiles of a customer, by profile id: the Contact Behavior Profile. It cannot be extended. */
export interface ContactBehaviorProfile {
  /** The latest start of the interactions that the scores came from; null before the first one. */
  sourceInteractionStartDateTime: string | null;
  scores: { [profileId: string]: ProfileScore };
}

/** How near a customer's profile is to one of its patterns. */
export interface PatternDistance {
  patternId: string;
  /** The squared Euclidean distance. */
  distance: number;
  /** The share of the nearness to all patterns, 0 to 1. */
  share: number;
}

/** The same facet in xConnect's JSON. */
export interface XConnectContactBehaviorProfile {
  "@odata.type": "#Sitecore.XConnect.Collection.Model.ContactBehaviorProfile";
  SourceInteractionStartDateTime?: string;
  Scores: XConnectEntry<XConnectProfileScore>[];
}

/** One entry of an xConnect dictionary. */
export interface XConnectEntry<Value> {
  Key: string;
  Value: Value;
}

/** One profile in xConnect's JSON. */
export interface XConnectProfileScore {
  "@odata.type"?: "#Sitecore.XConnect.Collection.Model.ProfileScore";
  MatchedPatternId?: string;
  ProfileDefinitionId: string;
  Score: number;
  ScoreCount: number;
  Values: XConnectEntry<number>[];
}
