import { LookbackError } from "../errors.js";

/** What a value is called in messages. */
export function called(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  const name = typeof value === "object" ? kind(value) : typeof value;
  return `${/^[aeiou]/i.test(name) ? "an" : "a"} ${name}`;
}

/** The name of an object's class, of whatever realm. */
function kind(value: object): string {
  const { name } = (value.constructor ?? {}) as { name?: unknown };
  return typeof name === "string" ? name : "Object";
}

/**
 * Whether an object can have members to read: a Map, a Promise or an engine would pass for an empty
 * one.
 */
export function holdsData(value: object): boolean {
  return kind(value) === "Object" || Object.keys(value).length > 0;
}

/** Throws, saying that the argument at a path should be something else. */
export function refuse(path: string, expected: string, found: unknown): never {
  const message = `expected ${expected}, found ${called(found)}`;
  throw LookbackError.single("invalid_argument", path, "wrong_type", message);
}

/** The bytes at a path: in a typed array, or as `fetch` and storages give them. */
export function expectBytes(path: string, value: unknown, expected: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return value instanceof ArrayBuffer ? new Uint8Array(value) : refuse(path, expected, value);
}

/** Throws unless the argument at a path is an object that can hold what is `expected`. */
export function expectObject(path: string, value: unknown, expected: string): void {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject || !holdsData(value)) refuse(path, expected, value);
}

/**
 * The same where all members are known, since a misspelled one would leave what it is meant to say
 * to its default.
 */
export function expectFields(path: string, value: object, fields: readonly string[]): void {
  const list = fields.join(", ");
  expectObject(path, value, `{ ${list} }`);
  for (const key of Object.keys(value)) {
    if (fields.includes(key)) continue;
    const message = `is not a field here; the fields are ${list}`;
    throw LookbackError.single("invalid_argument", key, "unknown_field", message);
  }
}

/** The same of options, which may be left out. */
export function expectOptions(options: object | null | undefined, fields: readonly string[]): void {
  if (options !== undefined && options !== null) expectFields("options", options, fields);
}

/** Throws unless a member is there. */
export function expectGiven(path: string, value: unknown): void {
  if (value !== undefined && value !== null) return;
  throw LookbackError.single("invalid_argument", path, "required", "is required");
}
