/** A JSON Schema as it stands in openapi.json. */
export type Schema = { readonly [keyword: string]: unknown };

/** How openapi.json describes an operation, apart from what its route implies. */
export interface Operation {
  /** A unique name, for generated clients. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly query?: readonly QueryParameter[];
  /** Whether If-None-Match is understood. */
  readonly conditional?: boolean;
  /** The schema of the JSON body. */
  readonly body?: Schema;
  /** Whether JSON lines are accepted as well. */
  readonly lines?: boolean;
  /** The status of success and the schema of its body; null for none. */
  readonly success: { readonly status: number; readonly description: string; readonly schema: Schema | null };
  /** The statuses of refusal, apart from those that every operation of its kind has. */
  readonly refusals?: readonly number[];
}

/** A parameter in the query. */
export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  readonly schema: Schema;
}

/** A schema in the document's components. */
export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
