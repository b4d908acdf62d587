import type { Schema } from "./operation.ts";
import { nullable } from "./shapes.ts";

/** An id of a profile, a key, a pattern or an interaction. */
export const ID: Schema = { type: "string", minLength: 1, maxLength: 256 };

/** An object whose members are spelt in camelCase, or with a capital as xConnect does; further ones are let through. */
export function spelledEither(
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>>,
): Schema {
  const nullables = Object.entries(optional).map(([name, schema]) => [name, nullable(schema)] as const);
  const members = [...Object.entries(required), ...nullables];
  return {
    type: "object",
    properties: Object.fromEntries(
      members.flatMap(([name, schema]) => [
        [name, schema],
        [capitalised(name), schema],
      ]),
    ),
    allOf: Object.keys(required).map((name) => ({
      anyOf: [{ required: [name] }, { required: [capitalised(name)] }],
    })),
  };
}

/** A dictionary by ids, or the list of keys and values that xConnect makes of one. */
export function byId(values: Schema): Schema {
  const pair = { ...spelledEither({ key: ID, value: values }, {}), additionalProperties: false };
  return {
    anyOf: [
      {
        type: "object",
        additionalProperties: values,
        propertyNames: { minLength: ID.minLength, maxLength: ID.maxLength },
      },
      { type: "array", items: pair, description: "No key twice" },
    ],
  };
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
