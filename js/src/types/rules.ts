import type { MetricStatus } from "./metrics.js";
import type { AttributeOperator, Operator } from "./operators.js";

export type { AttributeOperator, Operator } from "./operators.js";

/** The value of an attribute. */
export type AttributeValue = string | number | boolean | null | readonly (string | number | boolean)[];

/** Attributes of a customer or a candidate by name. */
export interface Attributes {
  readonly [name: string]: AttributeValue;
}

/** Where a rule applies. */
export type Scope = "global" | "offer" | "channel" | "category";

/** What a policy does to a candidate: suppress it, or multiply its score. */
export type PolicyAction = "suppress" | "multiply";

/**
 * Which value of a dimensioned metric a rule reads: the group of the candidate's own channel and
 * offer, the largest of all groups, the total of all groups, or the total over the offers of the
 * candidate's category.
 */
export type MetricMatch = "candidate" | "any" | "total" | "category";

/** Whether a rule passes or fails when there is no data. */
export type OnMissing = "pass" | "fail";

/** The members that all rules have. */
export interface RuleBase {
  /**
   * Identifies the rule in reasons. Unique among the rules of its kind; made from the name when
   * left out.
   */
  readonly id?: string | undefined;
  /** The name for people; defaults to the id or the type. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** A paused rule is kept but does nothing; defaults to `active`. */
  readonly status?: MetricStatus | undefined;
  /**
   * From 0 to 100, highest first; defaults to 50.
   * @asType integer
   * @minimum 0
   * @maximum 100
   */
  readonly priority?: number | undefined;
  /** Defaults to `global`; every other scope needs its `scopeId`. */
  readonly scope?: Scope | undefined;
  /** The key of the offer, channel or category. */
  readonly scopeId?: string | undefined;
  /** Ignored. Stored definitions may carry it. */
  readonly createdAt?: string | undefined;
  /** Ignored. Stored definitions may carry it. */
  readonly updatedAt?: string | undefined;
}

/** What a contact policy does to the candidates it stops. */
export interface PolicyEffect {
  /** Defaults to `suppress`. */
  readonly action?: PolicyAction | undefined;
  /**
   * With `action: "multiply"`: from 0 to 10.
   * @minimum 0
   * @maximum 10
   */
  readonly multiplier?: number | undefined;
}

/** How a rule reads a metric. */
export interface MetricReading<Key extends string = string> {
  readonly metricKey: Key;
  /** Defaults to `candidate`. */
  readonly match?: MetricMatch | undefined;
  /** Defaults to `pass`: a rule without data does not act. */
  readonly onMissing?: OnMissing | undefined;
}

interface PolicyOf<Type extends string, Config> extends RuleBase {
  readonly ruleType: Type;
  readonly config: Config & PolicyEffect;
}

/** Stops a candidate if a metric is above `threshold`, or compares with it as `operator` says. */
export interface MetricCap<Key extends string = string> extends MetricReading<Key> {
  readonly threshold: number;
  /** Defaults to `gt`. */
  readonly operator?: Operator | undefined;
}

/** Stops a candidate that had `maxContacts` contacts or more. */
export interface ContactCap {
  /**
   * @asType integer
   * @minimum 1
   */
  readonly maxContacts: number;
  /**
   * @asType integer
   * @minimum 1
   * @maximum 365
   */
  readonly windowDays: number;
  /** Defaults to `impression`. */
  readonly eventType?: string | undefined;
  /**
   * What is counted together: all events, or those of the candidate's own offer, channel or
   * category. Defaults to the scope of the rule.
   */
  readonly scope?: Scope | undefined;
}

/** Limits how often a candidate is shown. */
export type FrequencyCap<Key extends string = string> = PolicyOf<
  "frequency_cap",
  MetricCap<Key> | ContactCap
>;

/** Stops a candidate if the comparison holds. */
export type MetricConditionPolicy<Key extends string = string> = PolicyOf<
  "metric_condition",
  MetricReading<Key> & { readonly operator: Operator; readonly threshold: number }
>;

/** Stops a candidate for some hours after the last matching event at the rule's scope. */
export type Cooldown = PolicyOf<
  "cooldown",
  {
    /**
     * @exclusiveMinimum 0
     * @maximum 8760
     */
    readonly cooldownHours: number;
    /** Defaults to `impression`. */
    readonly eventType?: string | undefined;
    /**
     * Which events count: all, or those of the candidate's own offer, channel or category. Defaults
     * to the scope of the rule.
     */
    readonly scope?: Scope | undefined;
  }
>;

/** Stops a candidate after a number of outcomes. */
export type OutcomeBased = PolicyOf<
  "outcome_based",
  {
    readonly outcomeType: string;
    /**
     * @asType integer
     * @minimum 1
     * @maximum 365
     */
    readonly lookbackDays: number;
    /**
     * Defaults to 1.
     * @asType integer
     * @minimum 1
     */
    readonly minCount?: number | undefined;
    /**
     * Counted from the event that reached the count. When left out, the rule acts while the
     * outcomes are within the lookback.
     * @asType integer
     * @minimum 1
     * @maximum 365
     */
    readonly suppressDays?: number | undefined;
    /**
     * Which outcomes count: all, or those of the candidate's own offer, channel or category.
     * Defaults to the scope of the rule.
     */
    readonly scope?: Scope | undefined;
  }
>;

/**
 * Stops candidates of a category in which the customer had outcomes, or whose metric, summed over
 * the category, is above `threshold`.
 */
export type CategorySuppression<Key extends string = string> = PolicyOf<
  "category_suppression",
  MetricCap<Key> | CategoryOutcome
>;

/** Outcomes in the category of a candidate. */
export interface CategoryOutcome {
  /** Defaults to `conversion`. */
  readonly eventType?: string | undefined;
  /**
   * @asType integer
   * @minimum 1
   * @maximum 365
   */
  readonly windowDays: number;
  /**
   * Defaults to 1.
   * @asType integer
   * @minimum 1
   */
  readonly minCount?: number | undefined;
}

/**
 * A cap over several channels together: by a metric, whose groups are summed, or by counting
 * contacts.
 */
export type CrossChannelCap<Key extends string = string> = PolicyOf<
  "cross_channel_cap",
  MetricCap<Key> | ChannelsCap
>;

/** Stops a candidate if the channels together had `maxContacts` contacts or more. */
export interface ChannelsCap extends ContactCap {
  /** The channels that count, at least one; defaults to all. */
  readonly channels?: readonly string[] | undefined;
}

/**
 * Offers of which a customer sees only one: seeing it stops the others, and a decision keeps the
 * best-ranked.
 */
export interface MutualExclusion extends RuleBase {
  readonly ruleType: "mutual_exclusion";
  readonly config: {
    /** At least two offers. */
    readonly offers: readonly string[];
    /**
     * For how many days having seen one counts; defaults to 365.
     * @asType integer
     * @minimum 1
     * @maximum 365
     */
    readonly windowDays?: number | undefined;
    /** Defaults to `impression`. */
    readonly eventType?: string | undefined;
    readonly action?: "suppress" | undefined;
  };
}

/** Stops candidates for customers in any of the segments. */
export type SegmentExclusion = PolicyOf<"segment_exclusion", { readonly segments: readonly string[] }>;

/** A day of the week. */
export type Weekday =
  | "monday"
  | "tuesday"
  | "wednesday"
  | "thursday"
  | "friday"
  | "saturday"
  | "sunday"
  | "mon"
  | "tue"
  | "wed"
  | "thu"
  | "fri"
  | "sat"
  | "sun";

/** Stops candidates outside the given hours, or inside them. */
export type TimeWindow = PolicyOf<
  "time_window",
  {
    /** An IANA name, such as `Europe/Berlin`, in upper or lower case. */
    readonly timezone: string;
    /** The days on which the window begins; defaults to all. */
    readonly days?: readonly Weekday[] | undefined;
    /** `HH:MM`, inclusive; defaults to `00:00`. */
    readonly from?: string | undefined;
    /** `HH:MM`, exclusive; on the next day if it is not later than `from`; defaults to `24:00`. */
    readonly to?: string | undefined;
    /**
     * Contact inside the window only (`allow`, the default) or outside it only (`block`, for quiet
     * hours).
     */
    readonly mode?: "allow" | "block" | undefined;
  }
>;

/** Lifts policies that would stop a candidate. */
export interface AllowOverride extends RuleBase {
  readonly ruleType: "allow_override";
  readonly config: {
    /** The ids or names of the policies to lift, at least one; defaults to all. */
    readonly policies?: readonly string[] | undefined;
    /** Lifts them for customers in any of these segments, at least one; defaults to everybody. */
    readonly segments?: readonly string[] | undefined;
  };
}

/** A rule about when a customer may be contacted. */
export type ContactPolicy<Key extends string = string> =
  | FrequencyCap<Key>
  | MetricConditionPolicy<Key>
  | Cooldown
  | OutcomeBased
  | CategorySuppression<Key>
  | CrossChannelCap<Key>
  | MutualExclusion
  | SegmentExclusion
  | TimeWindow
  | AllowOverride
  | ProfileMatchPolicy
  | ProfileScorePolicy;

/** A failure removes the candidate (`hard`) or multiplies its score (`soft`). */
export type QualificationKind = "hard" | "soft";

interface QualificationOf<Type extends string, Config> extends RuleBase {
  readonly ruleType: Type;
  /** Defaults to `hard`. */
  readonly qualification?: QualificationKind | undefined;
  readonly config: Config;
}

/** What a soft failure multiplies the score by. */
export interface SoftEffect {
  /**
   * From 0 to 10.
   * @minimum 0
   * @maximum 10
   */
  readonly multiplier?: number | undefined;
}

/** Fails if the metric is below the threshold, or if the comparison by `operator` does not hold. */
export type PropensityThreshold<Key extends string = string> = QualificationOf<
  "propensity_threshold",
  MetricReading<Key> & {
    readonly threshold: number;
    /** Defaults to `gte`. */
    readonly operator?: Operator | undefined;
    /**
     * What a soft failure multiplies the score by, from 0 to 10.
     * @minimum 0
     * @maximum 10
     */
    readonly multiplierBelow?: number | undefined;
    /**
     * Another name for `multiplierBelow`.
     * @minimum 0
     * @maximum 10
     */
    readonly multiplier?: number | undefined;
  }
>;

/** Fails unless the comparison holds. */
export type MetricConditionRule<Key extends string = string> = QualificationOf<
  "metric_condition",
  MetricReading<Key> & SoftEffect & { readonly operator: Operator; readonly threshold: number }
>;

/** Fails unless the customer is in all of the segments. */
export type SegmentRequired = QualificationOf<
  "segment_required",
  SoftEffect & { readonly segments: readonly string[] }
>;

/** Fails unless the comparison holds for an attribute of the customer or the candidate. */
export type AttributeCondition = QualificationOf<
  "attribute_condition",
  SoftEffect & {
    readonly attribute: string;
    readonly operator: AttributeOperator;
    /** A list for `in` and `not_in`; with `exists`, false requires its absence. */
    readonly value?: AttributeValue | undefined;
    readonly onMissing?: OnMissing | undefined;
  }
>;

/** Fails unless there was a matching event within the given number of days. */
export type RecencyCheck = QualificationOf<
  "recency_check",
  SoftEffect & {
    /** Defaults to `impression`. */
    readonly eventType?: string | undefined;
    /**
     * @asType integer
     * @minimum 1
     * @maximum 365
     */
    readonly withinDays: number;
    /**
     * Which events count: all, or those of the candidate's own offer, channel or category. Defaults
     * to the scope of the rule.
     */
    readonly scope?: Scope | undefined;
  }
>;

/** Which pattern the customer's profile must match. */
export interface ProfileMatchConfig {
  readonly profileId: string;
  /** Defaults to any pattern. */
  readonly patternId?: string | undefined;
  readonly onMissing?: OnMissing | undefined;
}

/** Which score of the customer's profile is compared. */
export interface ProfileScoreConfig {
  readonly profileId: string;
  /** Defaults to the total of the profile. */
  readonly keyId?: string | undefined;
  readonly operator: Operator;
  readonly threshold: number;
  readonly onMissing?: OnMissing | undefined;
}

/** Fails unless the profile matches the pattern. */
export type ProfileMatch = QualificationOf<"profile_match", SoftEffect & ProfileMatchConfig>;

/** Fails unless the comparison holds. */
export type ProfileScoreRule = QualificationOf<"profile_score", SoftEffect & ProfileScoreConfig>;

/** Stops a candidate if the profile matches the pattern. */
export type ProfileMatchPolicy = PolicyOf<"profile_match", ProfileMatchConfig>;

/** Stops a candidate if the comparison holds. */
export type ProfileScorePolicy = PolicyOf<"profile_score", ProfileScoreConfig>;

/** A rule about which offers suit a customer. */
export type QualificationRule<Key extends string = string> =
  | PropensityThreshold<Key>
  | MetricConditionRule<Key>
  | SegmentRequired
  | AttributeCondition
  | RecencyCheck
  | ProfileMatch
  | ProfileScoreRule;

/** How behavior raises scores. */
export interface Arbitration<Key extends string = string> {
  readonly weights?: readonly ArbitrationWeight<Key>[] | undefined;
  /** Ignored. Stored definitions may carry it. */
  readonly createdAt?: string | undefined;
  /** Ignored. Stored definitions may carry it. */
  readonly updatedAt?: string | undefined;
}

/** One factor `1 + weight · s` of the boost, where s is from 0 to 1. */
export interface ArbitrationWeight<Key extends string = string> {
  /** Its name in reasons; defaults to the key of the metric. */
  readonly name?: string | undefined;
  readonly metricKey: Key;
  /**
   * How much s = 1 adds: 0.5 adds half of the score. From −1 to 1000.
   * @minimum -1
   * @maximum 1000
   */
  readonly weight: number;
  /** Defaults to `candidate`. */
  readonly match?: MetricMatch | undefined;
  /** How the value of the metric is mapped to s. */
  readonly scale: LinearScale | SaturatingScale;
}

/** s = (v − min) / (max − min), clamped to 0 to 1. */
export interface LinearScale {
  readonly min: number;
  readonly max: number;
}

/** s = v / (v + half). */
export interface SaturatingScale {
  readonly half: number;
}
