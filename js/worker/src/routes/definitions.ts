import { readBody } from "../http/body.ts";
import { parseObject } from "../http/json.ts";
import { choice } from "../http/query.ts";
import { ref, type Schema } from "../openapi/operation.ts";
import { KINDS, type Kind } from "../tenant/kinds.ts";
import type { GrantedCall, Route } from "./route.ts";

/** Definitions are small; a body beyond this is a mistake. */
const MAX_DEFINITION_BYTES = 256 * 1024;

const FORCE: Schema = { type: "boolean", default: false };

/**
 * Create, list, get, update and delete, the same for every kind of definition, and the arbitration.
 */
export const DEFINITION_ROUTES: readonly Route[] = [...KINDS.flatMap(routesOf), ...arbitrationRoutes()];

function routesOf(kind: Kind): Route[] {
  const path = `/api/v1/${kind.path}`;
  const one = `${path}/{id}`;
  const { title } = kind;
  const tag = kind.path;
  const stored = ref(`Stored${title}`);
  return [
    {
      method: "GET",
      path,
      right: "read",
      handle: (call) => tenant(call).list(kind),
      operation: {
        id: `list_${kind.name}`,
        tag,
        summary: `List all ${kind.nouns}, oldest first`,
        success: { status: 200, description: "The list", schema: ref(`${title}List`) },
      },
    },
    {
      method: "POST",
      path,
      right: "admin",
      handle: async (call) => tenant(call).add(kind, await definitionOf(call)),
      operation: {
        id: `create_${title}`,
        tag,
        summary: `Create ${kind.one}`,
        description: "Takes effect for every request made after the response.",
        body: ref(title),
        success: { status: 201, description: `The new ${kind.noun}`, schema: stored },
        refusals: [400, 409, 413],
      },
    },
    {
      method: "GET",
      path: one,
      right: "read",
      handle: (call) => tenant(call).get(kind, idOf(call)),
      operation: {
        id: `get_${title}`,
        tag,
        summary: `Get ${kind.one}`,
        success: { status: 200, description: `The ${kind.noun}`, schema: stored },
        refusals: [400, 404],
      },
    },
    {
      method: "PUT",
      path: one,
      right: "admin",
      handle: async (call) => tenant(call).update(kind, idOf(call), await definitionOf(call)),
      operation: {
        id: `update_${title}`,
        tag,
        summary: `Update ${kind.one}`,
        description:
          "Members that are left out stay unchanged, and null removes an optional one. Refused if another definition " +
          "could no longer read the result; the error names those definitions.",
        body: ref(`${title}Change`),
        success: { status: 200, description: `The updated ${kind.noun}`, schema: stored },
        refusals: [400, 404, 409, 413],
      },
    },
    {
      method: "DELETE",
      path: one,
      right: "admin",
      handle: (call) => tenant(call).remove(kind, idOf(call), isForced(call)),
      operation: {
        id: `delete_${title}`,
        tag,
        summary: `Delete ${kind.one}`,
        description:
          "Refused while other definitions read it; the error names them. With force, those definitions are set aside: " +
          "they stay listed, marked `setAside`, and become active again once what they read exists again.",
        query: [{ name: "force", description: "Delete even if other definitions read it", schema: FORCE }],
        success: { status: 204, description: "Deleted", schema: null },
        refusals: [400, 404, 409],
      },
    },
  ];
}

function arbitrationRoutes(): Route[] {
  const path = "/api/v1/arbitration";
  const success = { status: 200, description: "The arbitration", schema: ref("StoredArbitration") };
  return [
    {
      method: "GET",
      path,
      right: "read",
      handle: (call) => tenant(call).arbitration(),
      operation: {
        id: "get_arbitration",
        tag: "arbitration",
        summary: "Get the weights by which behavior raises scores",
        success,
      },
    },
    {
      method: "PUT",
      path,
      right: "admin",
      handle: async (call) => tenant(call).replaceArbitration(await definitionOf(call)),
      operation: {
        id: "replace_arbitration",
        tag: "arbitration",
        summary: "Replace the weights by which behavior raises scores",
        body: ref("Arbitration"),
        success,
        refusals: [400, 413],
      },
    },
  ];
}

function tenant({ env, grant }: GrantedCall) {
  return env.TENANTS.getByName(grant.tenant);
}

function idOf({ parameters }: GrantedCall): string {
  return parameters.id ?? "";
}

function isForced({ url }: GrantedCall): boolean {
  return choice(url.searchParams, "force", ["false", "true"]) === "true";
}

async function definitionOf({ request }: GrantedCall) {
  return parseObject(await readBody(request, MAX_DEFINITION_BYTES));
}
