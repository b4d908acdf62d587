// A file of events as customers, each record with the line it stands on.

import { readFileSync } from "node:fs";

/** Why a file cannot be used: one sentence for each fault. */
export class BadFile extends Error {
  /** @param {string[]} faults */
  constructor(faults) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

/** @typedef {{ id: string, records: { record: object, place: string }[] }} CustomerRecords
 *   `place` tells where a record stands: `line 3, events[7]` */

/**
 * Reads one event a line, `{ customer, events }` a line, or a JSON array of either.
 * @param {string} path
 * @returns {CustomerRecords[]}
 */
export function readCustomers(path) {
  const text = read(path);
  const items = isDocument(text) ? elements(text) : lines(text);
  if (items.length === 0) throw new BadFile(["the file has no events in it"]);
  const customers = new Map();
  const faults = [];
  for (const { value, place } of items) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      faults.push(
        `${place}: expected an event or { "customer", "events" }, found ${JSON.stringify(value)?.slice(0, 60)}`,
      );
      continue;
    }
    const id = String(
      value.customer ?? value.customerId ?? value.customer_id ?? value.userId ?? value.user_id ?? "(unnamed)",
    );
    if (!customers.has(id)) customers.set(id, { id, records: [] });
    const { records } = customers.get(id);
    if (!Array.isArray(value.events)) records.push({ record: value, place });
    else
      for (const [index, record] of value.events.entries())
        records.push({ record, place: `${place}, events[${index}]` });
  }
  if (faults.length > 0) throw new BadFile(faults);
  const some = [...customers.values()].filter(({ records }) => records.length > 0);
  if (some.length === 0) throw new BadFile(["the file has no events in it"]);
  return some;
}

const UNREADABLE = {
  ENOENT: "there is no such file",
  EISDIR: "this is a directory, not a file",
  EACCES: "this file may not be read",
};

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new BadFile([UNREADABLE[error.code] ?? `cannot be read: ${reason(error)}`]);
  }
}

/** One JSON value over the whole file, rather than one a line. */
function isDocument(text) {
  if (text.trimStart().startsWith("[")) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function lines(text) {
  const items = [];
  const faults = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === "") return;
    const place = `line ${index + 1}`;
    try {
      items.push({ value: JSON.parse(line), place });
    } catch (error) {
      faults.push(`${place}: not valid JSON: ${reason(error)}`);
    }
  });
  if (faults.length > 0) throw new BadFile(faults);
  return items;
}

/** The elements of a JSON array, or the one object there is, with the line each starts on. */
function elements(text) {
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec(reason(error));
    const place = at === null ? "" : `line ${lineAt(text, Number(at[1]))}: `;
    throw new BadFile([`${place}not valid JSON: ${reason(error)}`]);
  }
  if (!Array.isArray(parsed)) return [{ value: parsed, place: "line 1" }];
  const starts = elementStarts(text);
  return parsed.map((value, index) => ({ value, place: `line ${lineAt(text, starts[index])}` }));
}

const reason = (error) => (error instanceof Error ? error.message : String(error));

const lineAt = (text, position) => text.slice(0, position).split("\n").length;

/** Where the elements of the outermost array start; the text is known to be valid. */
function elementStarts(text) {
  const starts = [];
  let depth = 0;
  let expectsElement = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (/\s/.test(character)) continue;
    if (depth === 1 && expectsElement && character !== "]") {
      starts.push(at);
      expectsElement = false;
    }
    if (character === '"') at = endOfString(text, at);
    else if (character === "[" || character === "{") {
      depth += 1;
      if (depth === 1) expectsElement = true;
    } else if (character === "]" || character === "}") depth -= 1;
    else if (character === "," && depth === 1) expectsElement = true;
  }
  return starts;
}

function endOfString(text, start) {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
