import { authorize, isOperator, requireRight } from "../access/authorize.ts";
import { isRight, RIGHTS, type Right } from "../access/rights.ts";
import { isTenantName } from "../access/tokens.ts";
import { readBody } from "../http/body.ts";
import { parseObject, refuseUnknownMembers } from "../http/json.ts";
import { invalid, Problem } from "../http/problem.ts";
import { refuseUnknown } from "../http/query.ts";
import { ref } from "../openapi/operation.ts";
import type { Call, Route } from "./route.ts";

const MAX_BODY_BYTES = 16 * 1024;
const MAX_NAME_LENGTH = 100;
const ALL = "/api/v1/tenants/{tenant}/keys";

/**
 * The keys of a tenant, for the operator, whose first key creates the tenant, and for its admin
 * keys.
 */
export const KEY_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: ALL,
    right: null,
    handle: async (call) => (await administered(call)).listKeys(),
    operation: {
      id: "list_keys",
      tag: "keys",
      summary: "List the keys of a tenant, without the secrets",
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
      const { name, rights } = keyOf(parseObject(await readBody(call.request, MAX_BODY_BYTES)));
      return tenant.addKey(call.parameters.tenant ?? "", name, rights);
    },
    operation: {
      id: "create_key",
      tag: "keys",
      summary: "Create a key",
      description: "The key is in this response only: the Worker stores just its SHA-256.",
      body: ref("Key"),
      success: { status: 201, description: "The new key", schema: ref("NewKey") },
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
      summary: "Delete a key. No request made after the response can use it.",
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
  if (!isTenantName(tenant)) {
    const rule = "A tenant's name has 1 to 63 characters of a-z, 0-9 and -, and does not start with -.";
    throw invalid("tenant", "invalid_value", rule);
  }
  return env.TENANTS.getByName(tenant);
}

function keyOf({ name = "", rights, ...rest }: { [name: string]: unknown }): {
  name: string;
  rights: Right[];
} {
  refuseUnknownMembers(rest, ["name", "rights"]);
  if (typeof name !== "string" || name.length > MAX_NAME_LENGTH) {
    throw invalid(
      "name",
      "wrong_type",
      `The name of a key is a text of at most ${MAX_NAME_LENGTH} characters.`,
    );
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
