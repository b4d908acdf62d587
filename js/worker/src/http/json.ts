import { invalid } from "./problem.ts";

/** A JSON object as it came in. */
export type JsonObject = { [name: string]: unknown };

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
const lenient = new TextDecoder();

/** Nothing that is defined here nests deeper. */
const MAX_DEPTH = 32;

/**
 * Parses a JSON text; refuses bad Unicode, nesting beyond 32 levels, and numbers that no double can
 * hold.
 */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.byteLength === 0)
    throw invalid("", "required", "A JSON body is needed here, and there was none.");
  const text = decode(bytes);
  const value = parse(text);
  if (mayBeExtreme(text)) refuseExtremes(value, "", MAX_DEPTH);
  return value;
}

/**
 * An exponent or a run of digits that only a number beyond all doubles has. A string may have one
 * too.
 */
const MAYBE_HUGE = /[eE]\+?\d{3}|\d{300}/;
/** UTF-8 has no half of a surrogate pair; only an escape like this makes one. */
const MAYBE_HALF = /\\u[dD]/;

/** Whether a JSON text may contain what is refused. Nearly all are cleared here, without a walk. */
function mayBeExtreme(text: string): boolean {
  if (MAYBE_HUGE.test(text) || MAYBE_HALF.test(text)) return true;
  let opened = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code === 0x5b || code === 0x7b) && ++opened > MAX_DEPTH) return true;
  }
  return false;
}

/**
 * Refuses numbers that no double can hold in a JSON text of events, of any form that the engine
 * reads.
 */
export function refuseHugeNumbers(bytes: Uint8Array): void {
  const text = lenient.decode(bytes);
  if (!MAYBE_HUGE.test(text)) return;
  let events: unknown;
  try {
    events = JSON.parse(/^\s*\[/.test(text) ? text : `[${text.trim().replaceAll(/\r?\n\s*(?=\{)/g, ",")}]`);
  } catch {
    // The engine reports what is wrong with text that is not JSON, and where.
    return;
  }
  refuseExtremes(events, "events", Number.POSITIVE_INFINITY);
}

/**
 * A text without the byte order mark that some programs put before UTF-8, and that decoding leaves
 * out by itself.
 */
export function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** Parses a JSON text that must be an object. */
export function parseObject(bytes: Uint8Array): JsonObject {
  const value = parseJson(bytes);
  if (!isObject(value)) {
    throw invalid("", "wrong_type", `The body must be a JSON object, not ${nameOfType(value)}.`);
  }
  return value;
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Refuses the first of the members that an operation does not know. */
export function refuseUnknownMembers(others: JsonObject, known: readonly string[]): void {
  const [unknown] = Object.keys(others);
  if (unknown === undefined) return;
  const message = `There is no ${unknown} here; the members are ${known.join(", ")}.`;
  throw invalid(unknown, "unknown_field", message);
}

/** What a JSON value is called in messages. */
export function nameOfType(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function decode(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    throw invalid("", "invalid_json", "The body is not UTF-8.");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid("", "invalid_json", `The body is not JSON: ${reason}.`);
  }
}

/** An object or array that is still to be looked through, with its path. */
interface Container {
  readonly value: object;
  readonly path: string;
  readonly depth: number;
}

/** Walks without recursion, so that the depth of the input cannot exhaust the stack. */
function refuseExtremes(root: unknown, rootPath: string, maxDepth: number): void {
  const open: Container[] = [];
  const look = (value: unknown, depth: number, pathOf: () => string) => {
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw invalid(pathOf(), "out_of_range", "This number is too large for a double.");
    }
    // An escape such as \ud800 makes half a character, which no URL, header or UTF-8 can carry.
    if (typeof value === "string" && !value.isWellFormed()) {
      throw invalid(
        pathOf(),
        "invalid_value",
        "This text has half of a surrogate pair, which is no character.",
      );
    }
    if (typeof value !== "object" || value === null) return;
    if (depth > maxDepth) {
      throw invalid("", "too_deep", `JSON may nest at most ${maxDepth} levels deep here.`);
    }
    open.push({ value, path: pathOf(), depth });
  };
  look(root, 1, () => rootPath);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path, depth } = next;
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        look(item, depth + 1, () => `${path}[${index}]`);
      });
    } else {
      for (const [name, item] of Object.entries(value)) {
        look(name, depth, () => path);
        look(item, depth + 1, () => (path === "" ? name : `${path}.${name}`));
      }
    }
  }
}
