import type { Schema } from "./operation.ts";

/** A text of at least one character. */
export const TEXT: Schema = { type: "string", minLength: 1 };
/** A text that may be empty. */
export const PLAIN: Schema = { type: "string" };
export const NUMBER: Schema = { type: "number" };
/** No value, which is the same as leaving the member out. */
export const NOTHING: Schema = { type: "null" };
export const COUNT: Schema = { type: "integer", minimum: 0 };

/** A whole number within limits. */
export function whole(minimum: number, maximum: number): Schema {
  return { type: "integer", minimum, maximum };
}

/** A number within limits. */
export function within(minimum: number, maximum: number): Schema {
  return { type: "number", minimum, maximum };
}

/** One of some words. */
export function word(...words: readonly string[]): Schema {
  return { type: "string", enum: words };
}

/** A list. */
export function list(items: Schema, minItems = 0): Schema {
  return minItems === 0 ? { type: "array", items } : { type: "array", items, minItems };
}

/** An object used as a dictionary. */
export function dictionary(values: Schema): Schema {
  return { type: "object", additionalProperties: values };
}

/** The same or null. */
export function nullable(schema: Schema): Schema {
  return schema === NOTHING ? NOTHING : { anyOf: [schema, NOTHING] };
}

/** An object in a request: required members, optional ones, which may be null, and no others. */
export function given(
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>>,
): Schema {
  const nullables = Object.entries(optional).map(([name, schema]) => [name, nullable(schema)]);
  return {
    type: "object",
    properties: { ...required, ...Object.fromEntries(nullables) },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

/** An object in a response: members that are always there, and members that may be. */
export function returned(
  always: Readonly<Record<string, Schema>>,
  sometimes: Readonly<Record<string, Schema>> = {},
): Schema {
  return { type: "object", properties: { ...always, ...sometimes }, required: Object.keys(always) };
}
