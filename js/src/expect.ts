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

/** Whether an object can have members to read: a Map, a Promise or an engine would pass for an empty one. */
export function holdsData(value: object): boolean {
  return kind(value) === "Object" || Object.keys(value).length > 0;
}
