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
 * A contact policy or a qualification rule while it is being edited: any rule type with any config. The engine says
 * what is wrong with it.
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

/** Someone to try the configuration on. Histories are never changed in place, so an older one serves undo. */
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

/** All that is kept in the browser, and all that undo goes back over. */
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

/** A name as an id or a key that the engine takes: `Email frequency (7d)` becomes `email_frequency_7d`. */
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

/** The id for a name among others: as the name says, and unlike all of those. */
export function idFor(name: string, taken: readonly string[], otherwise: string): string {
  const base = keyFrom(name) || otherwise;
  let id = base;
  for (let count = 2; taken.includes(id); count++) id = `${base}_${count}`;
  return id;
}

/** Rules of which each has an id of its own, so that reasons, overrides and addresses can name it. */
export function withIds(rules: readonly Rule[]): Rule[] {
  const taken: string[] = [];
  return rules.map((rule) => {
    const own = rule.id !== undefined && rule.id !== "" && !taken.includes(rule.id) ? rule.id : undefined;
    const id = own ?? idFor(rule.name ?? "", taken, rule.ruleType);
    taken.push(id);
    return id === rule.id ? rule : { ...rule, id };
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A profile with its keys spelled out. */
export const completeProfile = ({ keys = [], patterns = [], ...profile }: ProfileDefinition): Profile => ({
  ...profile,
  keys: keys.map((key) => (typeof key === "string" ? { id: key } : key)),
  patterns,
});

/** What keeps an object that somebody typed from being shown at all: a member that is no list, or no object. */
export function misshapen(
  value: object,
  members: { objects?: readonly string[]; lists?: readonly string[] },
): string | undefined {
  const held = value as Record<string, unknown>;
  const given = (name: string): boolean => held[name] !== undefined;
  const object = members.objects?.find((name) => given(name) && !isObject(held[name]));
  if (object !== undefined) return `“${object}” must be an object: { … }.`;
  const list = members.lists?.find((name) => given(name) && !Array.isArray(held[name]));
  return list === undefined ? undefined : `“${list}” must be a list: [ … ].`;
}

/** What keeps a whole configuration from being shown. */
export function misshapenConfiguration(value: object): string | undefined {
  const lists = ["metrics", "contactPolicies", "qualificationRules", "profiles"];
  const outer = misshapen(value, { objects: ["arbitration"], lists });
  if (outer !== undefined) return outer;
  const held = value as Record<string, unknown>;
  for (const name of lists) {
    for (const [at, element] of ((held[name] ?? []) as unknown[]).entries()) {
      const problem = isObject(element)
        ? misshapen(element, { objects: ["config"], lists: ["dimensions", "keys", "patterns"] })
        : "each must be an object: { … }.";
      if (problem !== undefined) return `${name}[${at}]: ${problem}`;
    }
  }
  return misshapen((held.arbitration ?? {}) as object, { lists: ["weights"] });
}

/** Any configuration that the engine takes, with what may be left out filled in, so that the views need not ask. */
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
