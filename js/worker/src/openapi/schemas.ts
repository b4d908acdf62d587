import { RIGHTS } from "../access/rights.ts";
import { TENANT_PATTERN } from "../access/tokens.ts";
import { KINDS } from "../tenant/kinds.ts";
import { CUSTOMER_SCHEMAS } from "./customers.ts";
import { METRIC_SCHEMAS } from "./metrics.ts";
import { ref, type Schema } from "./operation.ts";
import { PROFILE_SCHEMAS } from "./profiles.ts";
import { RULE_SCHEMAS } from "./rules.ts";
import { answered, COUNT, given, list, PLAIN, word } from "./shapes.ts";

const RIGHT_LIST = { ...list(word(...RIGHTS), 1), description: "What the key may do" };
const STORED_KEY = { id: PLAIN, name: PLAIN, rights: RIGHT_LIST, createdAt: PLAIN };

const GIVEN: Readonly<Record<string, Schema>> = { ...METRIC_SCHEMAS, ...RULE_SCHEMAS, ...PROFILE_SCHEMAS };

/** All schemas of the document's components. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  ...GIVEN,
  ...CUSTOMER_SCHEMAS,
  ...Object.assign({}, ...KINDS.map(({ title }) => storedSchemas(title))),
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

/** What comes back of a kind of definition, and what can be changed. */
function storedSchemas(title: string): Record<string, Schema> {
  const stored = answered(
    { id: PLAIN, createdAt: { ...PLAIN, description: "UTC: 2026-03-10T14:30:00Z" }, updatedAt: PLAIN },
    { setAside: { const: true, description: "What it reads was deleted by force, so it takes no part" } },
  );
  return {
    [`Stored${title}`]: stored,
    [`${title}List`]: answered({ data: list(ref(`Stored${title}`)), total: COUNT }),
    [`${title}Change`]: changeOf(GIVEN[title] ?? {}),
  };
}

/** Any members of a definition. */
function changeOf(schema: Schema): Schema {
  const variants = (schema.anyOf as Schema[] | undefined) ?? [schema];
  const properties = Object.assign({}, ...variants.map((variant) => variant.properties));
  return { type: "object", properties, additionalProperties: false };
}
