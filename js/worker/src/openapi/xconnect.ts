import { MAX_ID_LENGTH } from "../ids.ts";
import type { Schema } from "./operation.ts";
import { given } from "./shapes.ts";

/** An id of a customer, a definition, a profile's key or pattern, or an interaction. */
export const ID: Schema = { type: "string", minLength: 1, maxLength: MAX_ID_LENGTH };

/**
 * An object whose members are in camelCase, or capitalized as xConnect writes them; `further`
 * members are ignored.
 */
export function spelledEither(
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>>,
  further: boolean,
): Schema {
  const variants = [(name: string) => name, capitalized].map((spelled) => {
    const spelling = (members: Readonly<Record<string, Schema>>) =>
      Object.fromEntries(Object.entries(members).map(([name, schema]) => [spelled(name), schema]));
    return { ...given(spelling(required), spelling(optional)), additionalProperties: further };
  });
  return { anyOf: variants };
}

/** A dictionary by id, or the list of keys and values that xConnect writes for one. */
export function byId(values: Schema): Schema {
  const pair = spelledEither({ key: ID, value: values }, {}, false);
  return {
    anyOf: [
      {
        type: "object",
        additionalProperties: values,
        propertyNames: { minLength: ID.minLength, maxLength: ID.maxLength },
      },
      { type: "array", items: pair, description: "Keys are unique" },
    ],
  };
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
