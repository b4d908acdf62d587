import type { Schema } from "./operation.ts";
import { given } from "./shapes.ts";

/** An id of a profile, a key, a pattern or an interaction. */
export const ID: Schema = { type: "string", minLength: 1, maxLength: 256 };

/** An object whose members are spelt in camelCase, or with a capital as xConnect does; `further` ones are ignored. */
export function spelledEither(
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>>,
  further: boolean,
): Schema {
  const variants = [(name: string) => name, capitalised].map((spelled) => {
    const spelling = (members: Readonly<Record<string, Schema>>) =>
      Object.fromEntries(Object.entries(members).map(([name, schema]) => [spelled(name), schema]));
    return { ...given(spelling(required), spelling(optional)), additionalProperties: further };
  });
  return { anyOf: variants };
}

/** A dictionary by ids, or the list of keys and values that xConnect makes of one. */
export function byId(values: Schema): Schema {
  const pair = spelledEither({ key: ID, value: values }, {}, false);
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
