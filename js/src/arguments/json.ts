import { type ErrorCode, type Issue, LookbackError } from "../errors.js";
import { called, holdsData } from "./expect.js";

type Replacer = (this: unknown, key: string, value: unknown) => unknown;

/**
 * Stands before the name of what JSON cannot hold, so that the engine does not take it for a text.
 */
const FOREIGN = "\0\0";

/**
 * What a caller gave as JSON, or the error that it cannot be written; `path` is what it is called.
 */
export function toJson(value: unknown, code: ErrorCode, replacer?: Replacer, path = ""): string {
  try {
    return JSON.stringify(value, replacer) ?? JSON.stringify(FOREIGN + called(value));
  } catch (cause) {
    const message = `cannot be written as JSON: ${(cause as Error).message}`;
    throw LookbackError.single(code, returnPath(value, path) ?? path, "wrong_type", message, { cause });
  }
}

/** The path at which a value contains itself. */
function returnPath(value: unknown, path: string, within: object[] = []): string | undefined {
  if (typeof value !== "object" || value === null || within.length > MAX_DEPTH) return undefined;
  if (within.includes(value)) return path;
  for (const [key, inner] of Object.entries(value)) {
    const found = returnPath(inner, innerPath(path, value, key), [...within, value]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function innerPath(path: string, holder: object, key: string): string {
  if (Array.isArray(holder)) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** A replacer by which what JSON cannot hold is named, so that it gets a clear error. */
export function inWords(this: unknown, key: string, value: unknown): unknown {
  const raw = (this as Record<string, unknown>)[key];
  // In a list it would become null; as a member it is left out.
  const odd = raw === undefined && Array.isArray(this) ? called(raw) : unwritable(raw);
  return odd === undefined ? value : FOREIGN + odd;
}

/** The same for events, whose `value` counts as absent when it is not finite. */
export function eventsInWords(this: unknown, key: string, value: unknown): unknown {
  return key === "value" && typeof value === "number" ? value : inWords.call(this, key, value);
}

/** What nests deeper is refused when it is read. */
const MAX_DEPTH = 64;

/** Notes what JSON has no word for, which would be gone where it is read. */
export function noteUnwritable(value: unknown, path: string, issues: Issue[], within: object[] = []): void {
  const odd = unwritable(value);
  if (odd !== undefined) {
    issues.push({ path, code: "wrong_type", message: `expected what JSON can hold, found ${odd}` });
    return;
  }
  if (isPlain(value)) return;
  const holder = value as Record<string, unknown>;
  // What contains itself is refused when it is written.
  if (within.length > MAX_DEPTH || within.includes(holder)) return;
  within.push(holder);
  for (const key of Object.keys(holder)) {
    const inner = holder[key];
    // Nearly all are, and their paths need not be put together.
    if (isPlain(inner)) continue;
    noteUnwritable(inner, innerPath(path, holder, key), issues, within);
  }
  within.pop();
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean" || value == null || Number.isFinite(value);
}

/** What a value is that JSON has no word for; undefined for all others. */
function unwritable(value: unknown): string | undefined {
  if (isPlain(value)) return undefined;
  if (typeof value === "number") return `${value}`;
  if (value instanceof Date && Number.isNaN(value.getTime())) return "an invalid Date";
  const isWritable =
    typeof value === "object" &&
    (Array.isArray(value) || "toJSON" in (value as object) || holdsData(value as object));
  return isWritable ? undefined : called(value);
}
