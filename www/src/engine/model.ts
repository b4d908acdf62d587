import type {
  ArbitrationWeight,
  AttributeValue,
  Configuration as EngineConfiguration,
  EventFields,
  Interaction,
  InteractionEvent,
  MetricDefinition,
  OfferDefinition,
  ProfileDefinition,
  ProfileKey,
  ProfilePattern,
  RuleBase,
} from "lookback";

/**
 * A contact policy or a qualification rule while it is being edited: any rule type with any config.
 * The engine says what is wrong with it.
 */
export interface Rule extends RuleBase {
  readonly ruleType: string;
  readonly qualification?: "hard" | "soft";
  readonly config: Readonly<Record<string, unknown>>;
}

/** A profile with its keys spelled out, however short they were written. */
export interface Profile extends Omit<ProfileDefinition, "keys" | "patterns"> {
  readonly keys: readonly ProfileKey[];
  readonly patterns: readonly ProfilePattern[];
}

/** What `createEngine` takes, and what the Studio edits, exports and shares. */
export interface Configuration {
  readonly metrics: readonly MetricDefinition[];
  readonly contactPolicies: readonly Rule[];
  readonly qualificationRules: readonly Rule[];
  readonly arbitration: { readonly weights: readonly ArbitrationWeight[] };
  readonly offers: readonly OfferDefinition[];
  readonly profiles: readonly Profile[];
  readonly eventFields?: EventFields;
}

/** The engine reads every configuration itself, so a draft may be handed to it as it stands. */
export const forEngine = (configuration: Configuration): EngineConfiguration =>
  configuration as unknown as EngineConfiguration;

/**
 * Someone to try the configuration on. Histories are never changed in place, so an older one serves
 * undo.
 */
export interface CustomerRecord {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly events: readonly InteractionEvent[];
  readonly interactions: readonly Interaction[];
  readonly segments: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Where candidates can be shown. */
  readonly channels: readonly string[];
}

export const startOf = ({ startDateTime }: Interaction): number => new Date(startDateTime).getTime();

/** Visits in the order of time, in which they are applied. */
export const byStart = (interactions: readonly Interaction[]): Interaction[] =>
  [...interactions].sort((a, b) => startOf(a) - startOf(b));

/** Everything that is stored in the browser, and that undo can restore. */
export interface Workspace {
  readonly configuration: Configuration;
  readonly customers: readonly CustomerRecord[];
  readonly customerId: string;
}

export const emptyConfiguration = (): Configuration => ({
  metrics: [],
  contactPolicies: [],
  qualificationRules: [],
  arbitration: { weights: [] },
  offers: [],
  profiles: [],
});

/**
 * A name as an id or a key that the engine takes: `Email frequency (7d)` becomes
 * `email_frequency_7d`.
 */
export function keyFrom(name: string, longest = 64): string {
  return (
    name
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^[^a-z]+/, "")
      .slice(0, longest)
      .replace(/_+$/, "")
      // The address of a form for something new.
      .replace(/^new$/, "new_1")
  );
}

/** An id unlike any other. `crypto.randomUUID` is missing where the page came over plain http. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );

/** The id for a name among others: as the name says, and unlike all of those. */
export function idFor(name: string, taken: readonly string[], otherwise: string): string {
  const base = keyFrom(name) || otherwise;
  let id = base;
  for (let count = 2; taken.includes(id); count++) id = `${base}_${count}`;
  return id;
}

/**
 * Rules of which each has an id of its own, so that reasons, overrides and addresses can name it.
 */
export function withIds(rules: readonly Rule[]): Rule[] {
  const taken: string[] = [];
  return rules.map((rule) => {
    const own = rule.id && !taken.includes(rule.id) ? rule.id : undefined;
    const id = own ?? idFor(rule.name ?? "", taken, rule.ruleType);
    taken.push(id);
    return id === rule.id ? rule : { ...rule, id };
  });
}

/** A profile with its keys spelled out. */
export const completeProfile = ({ keys = [], patterns = [], ...profile }: ProfileDefinition): Profile => ({
  ...profile,
  keys: keys.map((key) => (typeof key === "string" ? { id: key } : key)),
  patterns: patterns.map((pattern) => ({ ...pattern, values: pattern.values ?? {} })),
});

/**
 * Any configuration that the engine takes, with what may be left out filled in, so that the views
 * need not ask.
 */
export function complete(given: EngineConfiguration): Configuration {
  const { arbitration, contactPolicies, qualificationRules, profiles = [], offers = [], ...rest } = given;
  return {
    ...emptyConfiguration(),
    ...(rest as unknown as Partial<Configuration>),
    contactPolicies: withIds((contactPolicies as unknown as Rule[]) ?? []),
    qualificationRules: withIds((qualificationRules as unknown as Rule[]) ?? []),
    arbitration: { weights: arbitration?.weights ?? [] },
    offers: Array.isArray(offers)
      ? offers
      : Object.entries(offers).map(([key, offer]) => ({ ...(offer as OfferDefinition), key })),
    profiles: profiles.map(completeProfile),
  };
}
