import { type JsonObject, nameOfType } from "../http/json.ts";
import { invalid } from "../http/problem.ts";
import { MAX_ID_LENGTH } from "../ids.ts";
import { normalized } from "./guid.ts";

/** The member of an engine's configuration that definitions of one kind go into. */
export type KindName = "metrics" | "contactPolicies" | "qualificationRules" | "offers" | "profiles";

/** A kind of definition that a tenant keeps. */
export interface Kind {
  readonly name: KindName;
  /** Its place under /api/v1/. */
  readonly path: string;
  /** What its schemas are called in openapi.json. */
  readonly title: string;
  /** What one of them is called in messages. */
  readonly noun: string;
  /** The same with its article. */
  readonly one: string;
  /** The same in the plural. */
  readonly nouns: string;
  /**
   * What ids of this kind are made from: a prefix before the key or the name; null when the id must
   * be given.
   */
  readonly idFrom: { readonly prefix: string; readonly member: "key" | "name" } | null;
  /** Members that cannot be changed, since other definitions and events refer to them. */
  readonly fixed: readonly string[];
}

/** All kinds, in the order in which they stand in a configuration. */
export const KINDS: readonly Kind[] = [
  {
    name: "metrics",
    path: "behavioral-metrics",
    title: "Metric",
    noun: "metric",
    one: "a metric",
    nouns: "metrics",
    idFrom: { prefix: "bm_", member: "key" },
    fixed: ["id", "key"],
  },
  {
    name: "contactPolicies",
    path: "contact-policies",
    title: "ContactPolicy",
    noun: "contact policy",
    one: "a contact policy",
    nouns: "contact policies",
    idFrom: { prefix: "cp_", member: "name" },
    fixed: ["id"],
  },
  {
    name: "qualificationRules",
    path: "qualification-rules",
    title: "QualificationRule",
    noun: "qualification rule",
    one: "a qualification rule",
    nouns: "qualification rules",
    idFrom: { prefix: "qr_", member: "name" },
    fixed: ["id"],
  },
  {
    name: "offers",
    path: "offers",
    title: "Offer",
    noun: "offer",
    one: "an offer",
    nouns: "offers",
    idFrom: { prefix: "of_", member: "key" },
    fixed: ["id", "key"],
  },
  {
    name: "profiles",
    path: "profiles",
    title: "Profile",
    noun: "profile",
    one: "a profile",
    nouns: "profiles",
    idFrom: null,
    fixed: ["id"],
  },
];

/** An id of this kind as it is stored: the GUID of a profile as the engine writes it. */
export function keptId({ name }: Kind, id: string): string {
  return name === "profiles" ? normalized(id) : id;
}

/**
 * The member to blame for the id of a new definition. An id made from a name is short, and never
 * taken.
 */
export function pathOfId({ idFrom }: Kind): "key" | "id" {
  return idFrom?.member === "key" ? "key" : "id";
}

/**
 * The id of a new definition: the one given, or one made from its key or name. Empty when the key
 * is missing.
 */
export function idOf(kind: Kind, body: JsonObject, taken: (id: string) => boolean): string {
  const id = unchecked(kind, body, taken);
  if (id.length <= MAX_ID_LENGTH) return id;
  throw invalid(
    pathOfId(kind),
    "out_of_range",
    `An id can have ${MAX_ID_LENGTH} characters; this makes ${id.length}.`,
  );
}

function unchecked(kind: Kind, body: JsonObject, taken: (id: string) => boolean): string {
  const { idFrom } = kind;
  const given = body.id;
  if (given !== undefined && (typeof given !== "string" || given === "")) {
    const found = given === "" ? "an empty one" : nameOfType(given);
    throw invalid("id", "wrong_type", `An id is a text of at least one character, not ${found}.`);
  }
  if (idFrom === null) {
    if (given === undefined) throw invalid("id", "required", `A ${kind.noun} needs an id.`);
    return keptId(kind, given);
  }
  const source = body[idFrom.member];
  if (idFrom.member === "key") {
    // Without a key there is no id; the engine then reports what is wrong with the key.
    const id = typeof source === "string" ? idFrom.prefix + source : "";
    if (given === undefined || given === id) return id;
    throw invalid("id", "invalid_value", `The id of this ${kind.noun} is "${id}"; it can be left out.`);
  }
  if (given !== undefined) return given;
  const stem = idFrom.prefix + wordsOf(typeof source === "string" ? source : String(body.ruleType));
  let id = stem;
  for (let n = 2; taken(id); n += 1) id = `${stem}_${n}`;
  return id;
}

/** A name as part of an id: "Dynamic Email Cap" becomes dynamic_email_cap. */
function wordsOf(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ["rule"];
  return words.join("_").slice(0, 64);
}
