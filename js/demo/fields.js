// Where a user's records carry the fields of an event.

import { readFileSync } from "node:fs";
import { BadFile } from "./read-file.js";

/**
 * The names that platforms use: the package's own first, then the more specific before the more
 * general. The Studio reads the same list.
 * @type {Record<string, string[]>}
 */
const USUAL = JSON.parse(readFileSync(new URL("field-names.json", import.meta.url), "utf8"));

const NEEDED = ["eventType", "timestamp"];

/** What FIELDS can name: the fields of an event, and whose it is. */
const NAMEABLE = [...Object.keys(USUAL), "customer"];

/**
 * The fields of some records by the names they usually have, or by those that the user gave.
 * @param {object[]} records
 * @param {Record<string, string>} named the user's, for some of the fields
 */
export function detectFields(records, named) {
  const members = new Set(records.flatMap((record) => (isObject(record) ? Object.keys(record) : [])));
  const usual = Object.entries(USUAL).map(([field, names]) => [
    field,
    named[field] ?? names.find((name) => members.has(name)),
  ]);
  const missing = usual.filter(([field, name]) => name === undefined && NEEDED.includes(field));
  if (missing.length === 0) return Object.fromEntries(usual.filter(([, name]) => name !== undefined));
  const have = members.size === 0 ? "no fields" : `only ${[...members].join(", ")}`;
  const advice = (field) => `FIELDS=${field}=yourName (a dotted path such as meta.at reaches inside)`;
  throw new BadFile(
    missing.map(([field]) => `no ${field} found: the events have ${have}; name it with ${advice(field)}`),
  );
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** What a record has at a name or a dotted path. */
export const memberAt = (record, path) =>
  path.split(".").reduce((value, name) => (isObject(value) ? value[name] : undefined), record);

/** Reads `eventType=kind,offer=item.id`. */
export function parseFields(text) {
  const pairs = text.split(",").map((pair) => pair.split("=").map((part) => part.trim()));
  const wrong = pairs.filter(([field, name]) => !NAMEABLE.includes(field) || !name);
  if (wrong.length > 0) {
    const known = NAMEABLE.join(", ");
    throw new BadFile(
      wrong.map((pair) => `FIELDS: "${pair.join("=")}" is not one of ${known}, "=" and a name`),
    );
  }
  return Object.fromEntries(pairs);
}
