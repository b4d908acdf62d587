// A file of events, each item with the line it stands on.

import { readFileSync } from "node:fs";

/** Why a file cannot be used: one sentence for each fault. */
export class BadFile extends Error {
  /** @param {string[]} faults */
  constructor(faults) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

/** @typedef {{ value: unknown, place: string }} Item `place` is where it is: `line 3` */

/**
 * What is on the lines of a file, or in its JSON array.
 * @param {typeof import("lookback")} lookback
 * @param {string} path
 * @returns {Promise<Item[]>}
 */
export async function readItems(lookback, path) {
  const text = read(path);
  if (text.trim() === "") throw new BadFile([EMPTY]);
  return isLines(text) ? lines(text) : await elements(lookback, text);
}

export const EMPTY = "the file has no events";

const UNREADABLE = {
  ENOENT: "there is no such file",
  EISDIR: "this is a directory, not a file",
  EACCES: "no permission to read this file",
};

function read(path) {
  try {
    // A byte order mark, which some editors write, is no part of the text.
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw new BadFile([UNREADABLE[error.code] ?? `cannot be read: ${reason(error)}`]);
  }
}

/**
 * Whether each line is JSON by itself, rather than the file as a whole. The first and the last
 * tell: neither is in a value over several lines, and one of them may be where the mistake is.
 */
function isLines(text) {
  const full = text.trim().split("\n");
  return full.length > 1 && !full[0].startsWith("[") && (isJson(full[0]) || isJson(full.at(-1)));
}

function isJson(text) {
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
async function elements(lookback, text) {
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    if (!/^\s*[[{]/.test(text))
      throw new BadFile([
        'expected JSON: one event, or { "customer", "events" }, a line, or an array of either',
      ]);
    throw new BadFile([(await syntaxFault(lookback, text)) ?? `not valid JSON: ${reason(error)}`]);
  }
  if (!Array.isArray(parsed)) return [{ value: parsed, place: "line 1" }];
  const starts = elementStarts(text);
  return parsed.map((value, index) => ({ value, place: `line ${lineAt(text, starts[index])}` }));
}

/**
 * What the package's parser says of a text that is not JSON: unlike JSON.parse, it always reports
 * the line and column.
 */
async function syntaxFault({ createEngine, LookbackError }, text) {
  const engine = await createEngine({});
  try {
    engine.customer(text);
  } catch (error) {
    if (!(error instanceof LookbackError)) throw error;
    return error.issues.find(({ code }) => code === "invalid_json")?.message;
  } finally {
    engine.free();
  }
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
