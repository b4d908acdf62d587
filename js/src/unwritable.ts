import type { Issue } from "./errors.js";

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
    const name = Array.isArray(value) ? `[${key}]` : path === "" ? key : `.${key}`;
    noteUnwritable(inner, path + name, issues, within);
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
