import { RIGHTS } from "../access/rights.ts";
import { TENANT_PATTERN } from "../access/tokens.ts";
import { KINDS, type Kind } from "../tenant/kinds.ts";
import { CUSTOMER_SCHEMAS } from "./customers.ts";
import { INTERACTION_SCHEMAS } from "./interactions.ts";
import { METRIC_SCHEMAS } from "./metrics.ts";
import { ref, type Schema } from "./operation.ts";
import { PROFILE_SCHEMAS } from "./profiles.ts";
import { RULE_SCHEMAS } from "./rules.ts";
import { COUNT, given, list, PLAIN, returned, word } from "./shapes.ts";
import { ID } from "./xconnect.ts";

const RIGHT_LIST = { ...list(word(...RIGHTS), 1), description: "The rights of the key" };
const STORED_KEY = { id: PLAIN, name: PLAIN, rights: RIGHT_LIST, createdAt: PLAIN };

type Members = Readonly<Record<string, Schema>>;

const GIVEN: Members = { ...METRIC_SCHEMAS, ...RULE_SCHEMAS, ...PROFILE_SCHEMAS };

/** Members set by the server, accepted so that a definition can be sent back as it was received. */
const SERVER_SET = Object.fromEntries(
  ["createdAt", "updatedAt", "setAside"].map((name) => [
    name,
    { description: "Set by the server; ignored in requests" },
  ]),
);

/** All schemas of the document's components. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  ...GIVEN,
  ...CUSTOMER_SCHEMAS,
  ...INTERACTION_SCHEMAS,
  ...Object.assign({}, ...KINDS.map(definitionSchemas)),
  Arbitration: including(SERVER_SET, GIVEN.Arbitration ?? {}),
  StoredArbitration: returned({ weights: list({ type: "object" }) }, { updatedAt: PLAIN }),
  Error: returned({
    error: returned({ code: PLAIN, message: PLAIN, status: COUNT, issues: list(ref("Issue")) }),
  }),
  Issue: returned({ path: PLAIN, code: PLAIN, message: PLAIN }),
  TenantName: { type: "string", pattern: TENANT_PATTERN },
  Key: given({ rights: RIGHT_LIST }, { name: { ...PLAIN, maxLength: 100 } }),
  KeyList: returned({ data: list(returned(STORED_KEY)), total: COUNT }),
  NewKey: returned({
    ...STORED_KEY,
    key: { ...PLAIN, description: "The key itself. Store it: it is not shown again." },
  }),
};

/**
 * The schemas of a kind of definition: as it is sent, as it is stored, as a list, and as a change.
 */
function definitionSchemas({ title, idFrom }: Kind): Record<string, Schema> {
  const defined = including(SERVER_SET, GIVEN[title] ?? {});
  const named = including({ id: ID }, defined);
  const stored = returned(
    { id: PLAIN, createdAt: { ...PLAIN, description: "UTC: 2026-03-10T14:30:00Z" }, updatedAt: PLAIN },
    { setAside: { const: true, description: "Inactive, because something it reads was deleted by force" } },
  );
  return {
    [title]: idFrom?.member === "key" ? defined : named,
    [`Stored${title}`]: stored,
    [`${title}List`]: returned({ data: list(ref(`Stored${title}`)), total: COUNT }),
    [`${title}Change`]: changeOf(named),
  };
}

/** The same with more members, unless it has them. */
function including(members: Members, schema: Schema): Schema {
  const variants = variantsOf(schema).map((variant) => ({
    ...variant,
    properties: { ...members, ...(variant.properties as Members) },
  }));
  return schema.anyOf === undefined ? { ...variants[0] } : { ...schema, anyOf: variants };
}

/** Any of the members of a definition, each as in any of its variants. */
function changeOf(schema: Schema): Schema {
  const members = variantsOf(schema).flatMap(({ properties }) => Object.entries(properties as Members));
  const properties = Object.fromEntries(
    members.map(([name]) => {
      const variants = members.filter(([other]) => other === name).map(([, member]) => member);
      return [name, anyOf(variants)];
    }),
  );
  return { type: "object", properties, additionalProperties: false };
}

function anyOf(schemas: readonly Schema[]): Schema {
  const [first, ...others] = new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values();
  return first === undefined || others.length > 0 ? { anyOf: [first, ...others] } : first;
}

function variantsOf(schema: Schema): readonly Schema[] {
  return (schema.anyOf as Schema[] | undefined) ?? [schema];
}
