import type { EventIssue, EventRecord, InteractionEvent, Time } from "./events.js";

/** How the values of a profile are turned into the point that is matched against patterns. */
export type ProfileType = "sum" | "average" | "percentage";

/**
 * A profile that scores behavior: a set of keys, and the patterns of visitors that it can match.
 */
export interface ProfileDefinition {
  readonly id: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Defaults to `sum`. */
  readonly type?: ProfileType | undefined;
  /** What every interaction takes off each value, in percent from 0 to 100; defaults to 0. */
  readonly decayRate?: number | undefined;
  /** Whether decay is applied `after` an interaction's deltas (the default) or `before` them. */
  readonly decayOrder?: "after" | "before" | undefined;
  /**
   * How change events score: `deltas` (the default) adds them, `category_affinity` counts views of
   * categories.
   */
  readonly scoring?: "deltas" | "category_affinity" | DeltaScoring | CategoryAffinity | undefined;
  /**
   * Decay over time between interactions: the number of days after which half of each value is
   * left.
   */
  readonly halfLifeDays?: number | undefined;
  /** Linear decay over time; not together with `halfLifeDays`. */
  readonly linearDecay?: LinearDecay | undefined;
  /** The axes. Only category affinity works without keys, and then accepts any category. */
  readonly keys?: readonly (ProfileKey | string)[] | undefined;
  readonly patterns?: readonly ProfilePattern[] | undefined;
  /** A profile matches only if it was scored more often than this; defaults to 0. */
  readonly minimumScoreCount?: number | undefined;
  /** Ignored. Stored definitions may carry it. */
  readonly createdAt?: string | undefined;
  /** Ignored. Stored definitions may carry it. */
  readonly updatedAt?: string | undefined;
}

/** The deltas of change events are added to the values. */
export interface DeltaScoring {
  readonly strategy: "deltas";
}

/**
 * Every key with a delta above 0 counts as one view of a category, which scores by how new it is.
 */
export interface CategoryAffinity {
  readonly strategy: "category_affinity";
  /** Points for the very first category; defaults to 10. */
  readonly firstPoints?: number | undefined;
  /** Points for every later view; defaults to 5. */
  readonly laterPoints?: number | undefined;
  /** What a new category takes off each earlier one; defaults to 1. */
  readonly newCategoryPenalty?: number | undefined;
  /** How many categories are kept; defaults to 5. */
  readonly keep?: number | undefined;
}

/** After a grace period, every day takes off the same share, up to a limit. */
export interface LinearDecay {
  /** Defaults to 1. */
  readonly graceDays?: number | undefined;
  /** The share, as a fraction of 1, per day; defaults to 1/30. */
  readonly ratePerDay?: number | undefined;
  /** The maximum that is taken off, from 0 to 1; defaults to 0.95. */
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
  /** How many times the profile was scored; defaults to 1. */
  readonly scoreCount?: number | undefined;
  /** By key id; may be negative. */
  readonly values: { readonly [keyId: string]: number };
}

/** The event that carries the deltas of an interaction, by profile id. */
export interface ChangeProfileScoreEvent {
  readonly eventType: "ChangeProfileScoreEvent" | "ChangeProfileScoresEvent";
  /** Orders the views of category affinity; defaults to the given order. */
  readonly timestamp?: Time | undefined;
  readonly delta: { readonly [profileId: string]: ProfileDelta };
}

/** A visit. Its profile scores and its plain events are applied together or not at all. */
export interface Interaction {
  /** Makes applying idempotent. */
  readonly id?: string | undefined;
  readonly startDateTime: Time;
  readonly events?: readonly (ChangeProfileScoreEvent | InteractionEvent | EventRecord)[] | undefined;
  /**
   * The scores that replace the facet's in the most-recent mode; ignored in the aggregating mode.
   */
  readonly profileScores?: { readonly [profileId: string]: ProfileScore } | undefined;
}

/** What applying an interaction did. */
export interface InteractionResult {
  /** False if an interaction with this id was applied before; then nothing changes. */
  applied: boolean;
  /** How many plain events were new. */
  appended: number;
  /** How many plain events were already held. */
  duplicates: number;
  /**
   * Plain events whose id was seen before with different content; the first event to arrive stays.
   */
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

/**
 * The profiles of a customer, by profile id: the Contact Behavior Profile. It cannot be extended.
 */
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
  /** Its share of the nearness to all patterns, from 0 to 1. */
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
