import type { Issue } from "./errors.js";

/** What nests deeper is refused when it is read. */
const DEEPEST = 64;

/** Notes what JSON has no word for, which would be gone where it is read. */
export function noteUnwritable(value: unknown, path: string, issues: Issue[], within: object[] = []): void {
  const odd = unwritable(value);
  if (odd !== undefined) {
    issues.push({ path, code: "wrong_type", message: `expected what JSON can hold, found ${odd}` });
    return;
  }
  // What contains itself is refused when it is written.
  if (typeof value !== "object" || value === null || within.length > DEEPEST || within.includes(value))
    return;
  within.push(value);
  for (const [key, inner] of Object.entries(value)) {
    const name = Array.isArray(value) ? `[${key}]` : path === "" ? key : `.${key}`;
    noteUnwritable(inner, path + name, issues, within);
  }
  within.pop();
}

function unwritable(value: unknown): string | undefined {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? undefined : String(value);
    case "bigint":
    case "function":
    case "symbol":
      return `a ${typeof value}`;
  }
  if (value instanceof Map || value instanceof Set) return `a ${value.constructor.name}`;
  if (value instanceof Date && Number.isNaN(value.getTime())) return "an invalid Date";
  return undefined;
}
