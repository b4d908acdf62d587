import { type Configuration, createEngine, type Issue, LookbackError } from "lookback";
import { isObject, type JsonObject } from "../http/json.ts";
import type { Definition } from "./definitions.ts";
import { normalized } from "./guid.ts";
import { KINDS } from "./kinds.ts";

/** What the engine is built from: the definitions that take part. */
export function configurationOf(definitions: readonly Definition[]): Configuration {
  const configuration: JsonObject = {};
  for (const { name } of KINDS) {
    const ofKind = definitions.filter(({ kind }) => kind === name);
    if (ofKind.length === 0) continue;
    configuration[name] = ofKind.map(({ id, body }) => (id === "" ? body : { id, ...body }));
  }
  const arbitration = definitions.find(({ kind }) => kind === "arbitration");
  if (arbitration !== undefined) configuration.arbitration = arbitration.body;
  // Whether it is one is what the engine says: it reads every member and refuses what does not fit.
  return configuration as Configuration;
}

/** The definitions after an edit, and the one it is about. */
export interface Edit {
  readonly all: readonly Definition[];
  readonly edited?: Definition;
  readonly removed?: Definition;
}

/**
 * An issue with the definition that it is about, from which its path starts; a whole path when it
 * is about none.
 */
interface Blame {
  readonly definition: Definition | undefined;
  readonly issue: Issue;
}

/** Thrown when the definitions other than the edited one would no longer hold together. */
export class Broken extends Error {
  readonly definitions: readonly Definition[];

  constructor(blamed: readonly Blame[]) {
    super(blamed[0]?.issue.message);
    this.definitions = [...new Set(blamed.flatMap(({ definition }) => definition ?? []))];
  }
}

/**
 * Builds an engine from a tenant's definitions as they would be after an edit, and returns which of
 * them must be set aside. Those set aside earlier take part again as soon as what they read is
 * there. Errors in the edited definition are thrown with paths within it; others that would fall
 * out are `Broken`, unless `force` sets them aside too.
 */
export async function settle(edit: Edit, force: boolean): Promise<Set<Definition>> {
  const { all, edited } = edit;
  const aside = new Set<Definition>();
  fall(orphansOf(edit), aside, force);
  for (;;) {
    const taking = all.filter((definition) => !aside.has(definition));
    const error = await refusalOf(taking);
    if (error === undefined) return aside;
    const blamed = error.issues.map((issue) => blame(issue, taking));
    const own = blamed.filter(({ definition }) => definition === undefined || definition === edited);
    if (own.length > 0)
      throw new LookbackError(
        error.code,
        own.map(({ issue }) => issue),
        { cause: error },
      );
    fall(blamed, aside, force);
  }
}

/** Adds those blamed to those set aside; one that took part so far only by force. */
function fall(blamed: readonly Blame[], aside: Set<Definition>, force: boolean): void {
  const broken = blamed.filter(({ definition }) => definition?.aside === false);
  if (broken.length > 0 && !force) throw new Broken(broken);
  for (const { definition } of blamed) if (definition !== undefined) aside.add(definition);
}

/**
 * The rules that lose the profile they read by this edit, or lost it earlier. The engine takes them
 * without it, since scores of a profile that is not defined are kept as well.
 */
function orphansOf({ all, edited, removed }: Edit): Blame[] {
  const profiles = new Set(all.filter(({ kind }) => kind === "profiles").map(({ id }) => id));
  const lost = removed?.kind === "profiles" ? removed.id : undefined;
  return all.flatMap((definition) => {
    const read = profileReadBy(definition);
    if (read === undefined || profiles.has(read) || definition === edited) return [];
    if (read !== lost && !definition.aside) return [];
    const message = `no profile has the id ${JSON.stringify(read)}`;
    return [{ definition, issue: { path: "config.profileId", code: "unknown_profile", message } }];
  });
}

function profileReadBy({ body: { config } }: Definition): string | undefined {
  return isObject(config) && typeof config.profileId === "string" ? normalized(config.profileId) : undefined;
}

async function refusalOf(definitions: readonly Definition[]): Promise<LookbackError | undefined> {
  try {
    (await createEngine(configurationOf(definitions))).free();
    return undefined;
  } catch (error) {
    if (error instanceof LookbackError && error.code !== "internal") return error;
    throw error;
  }
}

function blame(issue: Issue, taking: readonly Definition[]): Blame {
  const [, member, index, rest] = /^(\w+)(?:\[(\d+)\])?\.?(.*)$/s.exec(issue.path) ?? [];
  const ofMember = taking.filter(({ kind }) => kind === member);
  const definition =
    member === "arbitration" ? ofMember[0] : ofMember[index === undefined ? -1 : Number(index)];
  return definition === undefined
    ? { definition, issue }
    : { definition, issue: { ...issue, path: rest ?? "" } };
}
