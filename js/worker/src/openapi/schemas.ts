import { RIGHTS } from "../access/rights.ts";
import { TENANT_PATTERN } from "../access/tokens.ts";
import { KINDS, type Kind } from "../tenant/kinds.ts";
import { CUSTOMER_SCHEMAS } from "./customers.ts";
import { INTERACTION_SCHEMAS } from "./interactions.ts";
import { METRIC_SCHEMAS } from "./metrics.ts";
import { ref, type Schema } from "./operation.ts";
import { PROFILE_SCHEMAS } from "./profiles.ts";
import { RULE_SCHEMAS } from "./rules.ts";
import { answered, COUNT, given, list, PLAIN, word } from "./shapes.ts";
import { ID } from "./xconnect.ts";

const RIGHT_LIST = { ...list(word(...RIGHTS), 1), description: "What the key may do" };
const STORED_KEY = { id: PLAIN, name: PLAIN, rights: RIGHT_LIST, createdAt: PLAIN };

type Members = Readonly<Record<string, Schema>>;

const GIVEN: Members = { ...METRIC_SCHEMAS, ...RULE_SCHEMAS, ...PROFILE_SCHEMAS };

/** The server's own members of a definition, so that one can be sent as it was answered. */
const ANSWERED = Object.fromEntries(
  ["createdAt", "updatedAt", "setAside"].map((name) => [name, { description: "The server's own: ignored" }]),
);

/** All schemas of the document's components. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  ...GIVEN,
  ...CUSTOMER_SCHEMAS,
  ...INTERACTION_SCHEMAS,
  ...Object.assign({}, ...KINDS.map(definitionSchemas)),
  Arbitration: including(ANSWERED, GIVEN.Arbitration ?? {}),
  StoredArbitration: answered({ weights: list({ type: "object" }) }, { updatedAt: PLAIN }),
  Error: answered({
    error: answered({ code: PLAIN, message: PLAIN, status: COUNT, issues: list(ref("Issue")) }),
  }),
  Issue: answered({ path: PLAIN, code: PLAIN, message: PLAIN }),
  TenantName: { type: "string", pattern: TENANT_PATTERN },
  Key: given({ rights: RIGHT_LIST }, { name: { ...PLAIN, maxLength: 100 } }),
  KeyList: answered({ data: list(answered(STORED_KEY)), total: COUNT }),
  NewKey: answered({ ...STORED_KEY, key: { ...PLAIN, description: "To be kept: it is not shown again" } }),
};

/** What is given and comes back of a kind of definition, and what can be changed. */
function definitionSchemas({ title, idFrom }: Kind): Record<string, Schema> {
  const defined = including(ANSWERED, GIVEN[title] ?? {});
  const named = including({ id: ID }, defined);
  const stored = answered(
    { id: PLAIN, createdAt: { ...PLAIN, description: "UTC: 2026-03-10T14:30:00Z" }, updatedAt: PLAIN },
    { setAside: { const: true, description: "What it reads was deleted by force, so it takes no part" } },
  );
  return {
    [title]: idFrom?.member === "key" ? defined : named,
    [`Stored${title}`]: stored,
    [`${title}List`]: answered({ data: list(ref(`Stored${title}`)), total: COUNT }),
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

/** Any members of a definition, each as any of its variants has it. */
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
