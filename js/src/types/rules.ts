import type { MetricStatus } from "./metrics.js";
import type { AttributeOperator, Operator } from "./operators.js";

export type { AttributeOperator, Operator } from "./operators.js";

/** A plain value of an attribute. */
export type AttributeValue = string | number | boolean | null | readonly (string | number | boolean)[];

/** Attributes of a customer or a candidate by name. */
export interface Attributes {
  readonly [name: string]: AttributeValue;
}

/** Where a rule applies. */
export type Scope = "global" | "offer" | "channel" | "category";

/** What a blocking rule does: takes the candidate out, or multiplies its score. */
export type PolicyAction = "suppress" | "multiply";

/**
 * Which value of a dimensioned metric a rule reads: the group of the candidate's own channel and offer, the
 * largest of all groups, the sum of all groups, or the sum over the offers of the candidate's category.
 */
export type MetricMatch = "candidate" | "any" | "total" | "category";

/** What a rule does when there is nothing to read. */
export type OnMissing = "pass" | "fail";

/** What all rules have in common. */
export interface RuleBase {
  /** What reasons call it. Unique among the rules of its kind; made from the name when left out. */
  readonly id?: string | undefined;
  /** The name people see; the id or the type when left out. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** A paused rule is kept and does nothing; `active` when left out. */
  readonly status?: MetricStatus | undefined;
  /**
   * 0 to 100, the highest first; 50 when left out.
   * @asType integer
   * @minimum 0
   * @maximum 100
   */
  readonly priority?: number | undefined;
  /** `global` when left out; every other scope needs its `scopeId`. */
  readonly scope?: Scope | undefined;
  /** The key of the offer, channel or category. */
  readonly scopeId?: string | undefined;
  /** Carried by stored rules; not read. */
  readonly createdAt?: string | undefined;
  /** Carried by stored rules; not read. */
  readonly updatedAt?: string | undefined;
}

/** What a contact policy does to the candidates it stops. */
export interface PolicyEffect {
  /** `suppress` when left out. */
  readonly action?: PolicyAction | undefined;
  /**
   * With `action: "multiply"`: 0 to 10.
   * @minimum 0
   * @maximum 10
   */
  readonly multiplier?: number | undefined;
}

/** How a rule reads a metric. */
export interface MetricReading<Key extends string = string> {
  readonly metricKey: Key;
  /** `candidate` when left out. */
  readonly match?: MetricMatch | undefined;
  /** `pass` when left out: a rule without data does not act. */
  readonly onMissing?: OnMissing | undefined;
}

interface PolicyOf<Type extends string, Config> extends RuleBase {
  readonly ruleType: Type;
  readonly config: Config & PolicyEffect;
}

/** Stops a candidate when a metric is above `threshold`, or as `operator` says. */
export interface MetricCap<Key extends string = string> extends MetricReading<Key> {
  readonly threshold: number;
  /** `gt` when left out. */
  readonly operator?: Operator | undefined;
}

/** Stops a candidate when it had `maxContacts` contacts or more. */
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
  /** `impression` when left out. */
  readonly eventType?: string | undefined;
  /** What is counted together: all, or what the candidate's own offer, channel or category saw; the rule's scope. */
  readonly scope?: Scope | undefined;
}

/** A cap on how often. */
export type FrequencyCap<Key extends string = string> = PolicyOf<
  "frequency_cap",
  MetricCap<Key> | ContactCap
>;

/** Stops a candidate when the comparison holds. */
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
    /** `impression` when left out. */
    readonly eventType?: string | undefined;
    /** Where the last event is looked for: everywhere, or at the candidate's own offer, channel or category; the rule's scope. */
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
     * 1 when left out.
     * @asType integer
     * @minimum 1
     */
    readonly minCount?: number | undefined;
    /**
     * Counted from the event that reached the count; while it is within the lookback when left out.
     * @asType integer
     * @minimum 1
     * @maximum 365
     */
    readonly suppressDays?: number | undefined;
    /** Where outcomes count: everywhere, or at the candidate's own offer, channel or category; the rule's scope. */
    readonly scope?: Scope | undefined;
  }
>;

/**
 * Stops candidates of a category in which the customer had outcomes, or whose metric, added up over the category,
 * is above `threshold`.
 */
export type CategorySuppression<Key extends string = string> = PolicyOf<
  "category_suppression",
  MetricCap<Key> | CategoryOutcome
>;

/** Outcomes in the category of a candidate. */
export interface CategoryOutcome {
  /** `conversion` when left out. */
  readonly eventType?: string | undefined;
  /**
   * @asType integer
   * @minimum 1
   * @maximum 365
   */
  readonly windowDays: number;
  /**
   * 1 when left out.
   * @asType integer
   * @minimum 1
   */
  readonly minCount?: number | undefined;
}

/** A cap over several channels together: by a metric, whose groups are added up, or by counting contacts. */
export type CrossChannelCap<Key extends string = string> = PolicyOf<
  "cross_channel_cap",
  MetricCap<Key> | ChannelsCap
>;

/** Stops a candidate when the channels together had `maxContacts` contacts or more. */
export interface ChannelsCap extends ContactCap {
  /** The channels that count, at least one; all when left out. */
  readonly channels?: readonly string[] | undefined;
}

/** Offers of which a customer sees one: seeing it stops the others, and one decision keeps the best-ranked. */
export interface MutualExclusion extends RuleBase {
  readonly ruleType: "mutual_exclusion";
  readonly config: {
    /** At least two. */
    readonly offers: readonly string[];
    /**
     * How long having seen one counts; 365 when left out.
     * @asType integer
     * @minimum 1
     * @maximum 365
     */
    readonly windowDays?: number | undefined;
    /** `impression` when left out. */
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

/** Stops candidates outside the hours given, or inside them. */
export type TimeWindow = PolicyOf<
  "time_window",
  {
    /** An IANA name, in upper or lower case: `Europe/Berlin`. */
    readonly timezone: string;
    /** The days on which the window begins; all when left out. */
    readonly days?: readonly Weekday[] | undefined;
    /** `HH:MM`, included; `00:00` when left out. */
    readonly from?: string | undefined;
    /** `HH:MM`, excluded; on the next day when it is not later than `from`; `24:00` when left out. */
    readonly to?: string | undefined;
    /** Contact inside the window only (`allow`, the default) or outside it only (`block`: quiet hours). */
    readonly mode?: "allow" | "block" | undefined;
  }
>;

/** Lifts policies that would stop a candidate. */
export interface AllowOverride extends RuleBase {
  readonly ruleType: "allow_override";
  readonly config: {
    /** The ids or names of the policies to lift, at least one; all when left out. */
    readonly policies?: readonly string[] | undefined;
    /** Lifts for customers in any of these segments, at least one; for everybody when left out. */
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
  /** `hard` when left out. */
  readonly qualification?: QualificationKind | undefined;
  readonly config: Config;
}

/** What a soft failure multiplies the score by. */
export interface SoftEffect {
  /**
   * 0 to 10.
   * @minimum 0
   * @maximum 10
   */
  readonly multiplier?: number | undefined;
}

/** Fails when the metric is below the threshold, or when `operator` does not hold. */
export type PropensityThreshold<Key extends string = string> = QualificationOf<
  "propensity_threshold",
  MetricReading<Key> & {
    readonly threshold: number;
    /** `gte` when left out. */
    readonly operator?: Operator | undefined;
    /**
     * What a soft failure multiplies the score by: 0 to 10.
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

/** Fails unless an attribute of the customer or the candidate is as it says. */
export type AttributeCondition = QualificationOf<
  "attribute_condition",
  SoftEffect & {
    readonly attribute: string;
    readonly operator: AttributeOperator;
    /** A list for `in` and `not_in`; for `exists`, false asks for its absence. */
    readonly value?: AttributeValue | undefined;
    readonly onMissing?: OnMissing | undefined;
  }
>;

/** Fails unless there was a matching event within so many days. */
export type RecencyCheck = QualificationOf<
  "recency_check",
  SoftEffect & {
    /** `impression` when left out. */
    readonly eventType?: string | undefined;
    /**
     * @asType integer
     * @minimum 1
     * @maximum 365
     */
    readonly withinDays: number;
    /** Where the event is looked for: everywhere, or at the candidate's own offer, channel or category; the rule's scope. */
    readonly scope?: Scope | undefined;
  }
>;

/** Which pattern the customer's profile must match. */
export interface ProfileMatchConfig {
  readonly profileId: string;
  /** Any pattern will do when left out. */
  readonly patternId?: string | undefined;
  readonly onMissing?: OnMissing | undefined;
}

/** Which score of the customer's profile is compared. */
export interface ProfileScoreConfig {
  readonly profileId: string;
  /** The total of the profile when left out. */
  readonly keyId?: string | undefined;
  readonly operator: Operator;
  readonly threshold: number;
  readonly onMissing?: OnMissing | undefined;
}

/** Fails unless the profile matches the pattern. */
export type ProfileMatch = QualificationOf<"profile_match", SoftEffect & ProfileMatchConfig>;

/** Fails unless the comparison holds. */
export type ProfileScoreRule = QualificationOf<"profile_score", SoftEffect & ProfileScoreConfig>;

/** Stops a candidate when the profile matches the pattern. */
export type ProfileMatchPolicy = PolicyOf<"profile_match", ProfileMatchConfig>;

/** Stops a candidate when the comparison holds. */
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
  /** Carried by stored definitions; not read. */
  readonly createdAt?: string | undefined;
  /** Carried by stored definitions; not read. */
  readonly updatedAt?: string | undefined;
}

/** One factor `1 + weight · s` of the boost, where s lies in 0 to 1. */
export interface ArbitrationWeight<Key extends string = string> {
  /** What reasons call it; the metric's key when left out. */
  readonly name?: string | undefined;
  readonly metricKey: Key;
  /**
   * How much s = 1 adds: 0.5 is half as much again. From −1 to 1000.
   * @minimum -1
   * @maximum 1000
   */
  readonly weight: number;
  /** `candidate` when left out. */
  readonly match?: MetricMatch | undefined;
  /** How the metric becomes s. */
  readonly scale: LinearScale | SaturatingScale;
}

/** s = (v − min) / (max − min), kept within 0 and 1. */
export interface LinearScale {
  readonly min: number;
  readonly max: number;
}

/** s = v / (v + half). */
export interface SaturatingScale {
  readonly half: number;
}
