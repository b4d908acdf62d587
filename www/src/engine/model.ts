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
    const own = rule.id && !taken.includes(rule.id) ? rule.id : undefined;
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
  patterns: patterns.map((pattern) => ({ ...pattern, values: pattern.values ?? {} })),
});

interface Shape {
  objects?: readonly string[];
  lists?: readonly string[];
  texts?: readonly string[];
}

/** What keeps an object that somebody typed from being shown at all: a member that is no list, no object or no text. */
export function misshapen(
  value: object,
  { objects = [], lists = [], texts = [] }: Shape,
): string | undefined {
  const held = value as Record<string, unknown>;
  const wrong = (names: readonly string[], fits: (member: unknown) => boolean): string | undefined =>
    names.find((name) => held[name] !== undefined && !fits(held[name]));
  const object = wrong(objects, isObject);
  if (object !== undefined) return `“${object}” must be an object: { … }.`;
  const list = wrong(lists, Array.isArray);
  if (list !== undefined) return `“${list}” must be a list: [ … ].`;
  const text = wrong(texts, (member) => typeof member === "string");
  return text === undefined ? undefined : `“${text}” must be text: "…".`;
}

/** The same of the elements of a list, each of which is an object of a shape. */
function misshapenList(
  value: object,
  name: string,
  judge: (element: object) => string | undefined,
): string | undefined {
  for (const [at, element] of ((value as Record<string, unknown[]>)[name] ?? []).entries()) {
    const problem = isObject(element) ? judge(element) : "each must be an object: { … }.";
    if (problem !== undefined) return `${name}[${at}]: ${problem}`;
  }
  return undefined;
}

export function misshapenProfile(profile: object): string | undefined {
  const named: Shape = { texts: ["id", "name"] };
  const { keys = [], ...rest } = profile as { keys?: unknown[] };
  return (
    misshapen(profile, { lists: ["keys", "patterns"], ...named }) ??
    misshapenList({ keys: keys.filter((key) => typeof key !== "string") }, "keys", (key) =>
      misshapen(key, named),
    ) ??
    misshapenList(rest, "patterns", (pattern) => misshapen(pattern, { objects: ["values"], ...named }))
  );
}

/** What keeps a whole configuration from being shown. */
export function misshapenConfiguration(value: object): string | undefined {
  const rule = (one: object): string | undefined =>
    misshapen(one, { objects: ["config"], texts: ["id", "name", "ruleType"] });
  const { arbitration = {}, offers } = value as { arbitration?: object; offers?: unknown };
  return (
    misshapen(value, {
      objects: ["arbitration"],
      lists: ["metrics", "contactPolicies", "qualificationRules", "profiles"],
    }) ??
    misshapen(arbitration, { lists: ["weights"] }) ??
    (offers !== undefined && typeof offers !== "object"
      ? "“offers” must be a list: [ … ], or an object: { … }."
      : undefined) ??
    misshapenList(value, "metrics", (one) =>
      misshapen(one, { objects: ["where"], lists: ["dimensions"], texts: ["key", "name", "eventType"] }),
    ) ??
    misshapenList(value, "contactPolicies", rule) ??
    misshapenList(value, "qualificationRules", rule) ??
    misshapenList(value, "profiles", misshapenProfile) ??
    (Array.isArray(offers)
      ? misshapenList(value, "offers", (one) => misshapen(one, { texts: ["key", "name", "category"] }))
      : undefined)
  );
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
