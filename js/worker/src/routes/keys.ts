import { authorize, isOperator, requireRight } from "../access/authorize.ts";
import { isRight, RIGHTS, type Right } from "../access/rights.ts";
import { TENANT_PATTERN } from "../access/tokens.ts";
import { readBody } from "../http/body.ts";
import { parseObject } from "../http/json.ts";
import { invalid, Problem } from "../http/problem.ts";
import { refuseUnknown } from "../http/query.ts";
import { ref } from "../openapi/operation.ts";
import type { Call, Route } from "./route.ts";

const MAX_BYTES = 16 * 1024;
const MAX_NAME = 100;
const ALL = "/api/v1/tenants/{tenant}/keys";

/** The keys of a tenant: for the operator, whose first key makes the tenant, and for its own admin keys. */
export const KEY_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: ALL,
    right: null,
    handle: async (call) => (await administered(call)).listKeys(),
    operation: {
      id: "list_keys",
      tag: "keys",
      summary: "The tenant's keys, without the keys themselves",
      success: { status: 200, description: "The list", schema: ref("KeyList") },
      refusals: [400, 401, 403],
    },
  },
  {
    method: "POST",
    path: ALL,
    right: null,
    handle: async (call) => {
      const tenant = await administered(call);
      const { name, rights } = keyOf(parseObject(await readBody(call.request, MAX_BYTES)));
      return tenant.addKey(call.parameters.tenant ?? "", name, rights);
    },
    operation: {
      id: "create_key",
      tag: "keys",
      summary: "Make a key",
      description: "The key is in this answer only: what is stored is its SHA-256.",
      body: ref("Key"),
      success: { status: 201, description: "Made", schema: ref("NewKey") },
      refusals: [400, 401, 403, 413],
    },
  },
  {
    method: "DELETE",
    path: `${ALL}/{id}`,
    right: null,
    handle: async (call) => (await administered(call)).removeKey(call.parameters.id ?? ""),
    operation: {
      id: "delete_key",
      tag: "keys",
      summary: "Delete a key: no request that comes after the answer can use it",
      success: { status: 204, description: "Deleted", schema: null },
      refusals: [400, 401, 403, 404],
    },
  },
];

/** The tenant's object, for those who may administer it. */
async function administered({ request, url, env, parameters }: Call) {
  refuseUnknown(url.searchParams);
  const tenant = parameters.tenant ?? "";
  if (!(await isOperator(request, env))) {
    const grant = await authorize(request, url, env);
    requireRight(grant, "admin");
    if (grant.tenant !== tenant) {
      throw new Problem(403, "forbidden", "This key is of another tenant.");
    }
  }
  if (!new RegExp(TENANT_PATTERN).test(tenant)) {
    const rule = "A tenant's name has 1 to 63 characters of a-z, 0-9 and -, and does not start with -.";
    throw invalid("tenant", "invalid_value", rule);
  }
  return env.TENANTS.getByName(tenant);
}

function keyOf({ name = "", rights, ...rest }: { [name: string]: unknown }): {
  name: string;
  rights: Right[];
} {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    throw invalid(unknown, "unknown_field", `There is no ${unknown} here; the members are name, rights.`);
  }
  if (typeof name !== "string" || name.length > MAX_NAME) {
    throw invalid("name", "wrong_type", `The name of a key is a text of at most ${MAX_NAME} characters.`);
  }
  if (!Array.isArray(rights) || rights.length === 0) {
    throw invalid("rights", "required", `rights must be a list of some of ${RIGHTS.join(", ")}.`);
  }
  return { name, rights: [...new Set(rights.map(rightOf))] };
}

function rightOf(value: unknown, index: number): Right {
  if (isRight(value)) return value;
  throw invalid(`rights[${index}]`, "invalid_value", `A right is one of ${RIGHTS.join(", ")}.`);
}
