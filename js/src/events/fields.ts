import type { EventFields, EventPaths } from "../types.js";

/** Where the fields of an event are found in a record. */
export interface FieldPaths extends EventPaths {
  /** Whether each is found under its own name. */
  readonly areNames: boolean;
}

export function fieldPaths(fields: EventPaths): FieldPaths {
  return { ...fields, areNames: Object.entries(fields).every(([field, path]) => field === path) };
}

/** What a record has in each field, of whatever type. */
export type Fields = { readonly [field in keyof EventFields]?: unknown };

/** The fields of a record, which is read as it is where it can be. */
export function fieldsOf(record: object, paths: FieldPaths): Fields {
  if (paths.areNames) return record;
  return {
    id: readPath(record, paths.id),
    eventType: readPath(record, paths.eventType),
    timestamp: readPath(record, paths.timestamp),
    channel: readPath(record, paths.channel),
    offer: readPath(record, paths.offer),
    value: readPath(record, paths.value),
    properties: readPath(record, paths.properties),
  };
}

/** What a record has at a dotted path. */
function readPath(record: object, path: string): unknown {
  // Most paths are plain names, and splitting costs more than reading.
  if (!path.includes(".")) return (record as Record<string, unknown>)[path];
  let found: unknown = record;
  for (const name of path.split(".")) {
    if (typeof found !== "object" || found === null || Array.isArray(found)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** An object that has nothing but what it is given, so that no path leads out of it. */
const bare = (): Record<string, unknown> => Object.create(null);

/** A record with `value` at a dotted path. */
function writePath(record: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split(".");
  const last = names.pop() as string;
  let inner = record;
  for (const name of names) {
    inner[name] ??= bare();
    inner = inner[name] as Record<string, unknown>;
  }
  inner[last] = value;
}

/**
 * A record as JSON, as far as the engine reads it. What JSON cannot hold, or would turn into
 * something else, is replaced by something that is just as wrong. One that lacks a field has its
 * other `names` too, without their values, for the error to tell.
 */
export function recordJson(fields: Fields, paths: FieldPaths, names: readonly string[] = []): string {
  const record = bare();
  for (const field of Object.keys(EXPRESSIBLE) as (keyof EventFields)[]) {
    writePath(record, paths[field], EXPRESSIBLE[field](fields[field]) ?? null);
  }
  if (fields.eventType == null || fields.timestamp == null) {
    for (const name of names) if (!(name in record)) record[name] = 0;
  }
  return JSON.stringify(record);
}

/** Not a string, a number or an object. */
const WRONG = true;

/** `given` when it is a string or absent. */
const text = (given: unknown) => (given == null || typeof given === "string" ? given : WRONG);

const EXPRESSIBLE: Record<keyof EventFields, (given: unknown) => unknown> = {
  id: text,
  eventType: text,
  timestamp: (given) => {
    const time = given instanceof Date ? given.getTime() : given;
    if (typeof time === "number") return Number.isFinite(time) ? time : String(time);
    return text(time);
  },
  channel: text,
  offer: text,
  value: (given) => (given == null || typeof given === "number" ? given : WRONG),
  properties: (given) => {
    if (given == null) return null;
    if (typeof given !== "object" || Array.isArray(given)) return WRONG;
    return Object.fromEntries(Object.entries(given).filter(([, number]) => Number.isFinite(number)));
  },
};
