import { type ErrorCode, type Issue, LookbackError } from "./errors.js";

type Replacer = (this: unknown, key: string, value: unknown) => unknown;

/** What a caller gave as JSON, or the error that it cannot be written; `path` is what it is called. */
export function toJson(value: unknown, code: ErrorCode, replacer?: Replacer, path = ""): string {
  try {
    return JSON.stringify(value, replacer) ?? "null";
  } catch (cause) {
    const message = `cannot be written as JSON: ${(cause as Error).message}`;
    throw LookbackError.single(code, returnPath(value, path) ?? path, "wrong_type", message, { cause });
  }
}

/** The path at which a value contains itself. */
function returnPath(value: unknown, path: string, within: object[] = []): string | undefined {
  if (typeof value !== "object" || value === null || within.length > DEEPEST) return undefined;
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

/** A replacer by which what JSON cannot hold is named in words, so that it gets a clear error. */
export function inWords(this: unknown, key: string, value: unknown): unknown {
  const raw = (this as Record<string, unknown>)[key];
  if (raw instanceof Date && Number.isNaN(raw.getTime())) return "Invalid Date";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  if (typeof value === "function") return "function";
  return value;
}

/** The same for events, whose `value` counts as absent when it is not finite. */
export function eventsInWords(this: unknown, key: string, value: unknown): unknown {
  return key === "value" && typeof value === "number" ? value : inWords.call(this, key, value);
}

/** What nests deeper is refused when it is read. */
const DEEPEST = 64;

/** Notes what JSON has no word for, which would be gone where it is read. */
export function noteUnwritable(value: unknown, path: string, issues: Issue[], within: object[] = []): void {
  if (isPlain(value)) return;
  const odd = unwritable(value);
  if (odd !== undefined) {
    issues.push({ path, code: "wrong_type", message: `expected what JSON can hold, found ${odd}` });
    return;
  }
  const holder = value as Record<string, unknown>;
  // What contains itself is refused when it is written.
  if (within.length > DEEPEST || within.includes(holder)) return;
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

function unwritable(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (value instanceof Map || value instanceof Set) return `a ${value.constructor.name}`;
  if (value instanceof Date && Number.isNaN(value.getTime())) return "an invalid Date";
  return undefined;
}
