import { version } from "../../package.json";
import type { Route } from "../routes/route.ts";
import type { Operation, Schema } from "./operation.ts";
import { ref } from "./operation.ts";
import { SCHEMAS } from "./schemas.ts";
import { ID } from "./xconnect.ts";

const JSON_TYPE = "application/json";
const LINES_TYPE = "application/x-ndjson";

const REFUSALS: Readonly<Record<number, string>> = {
  400: "The request is invalid; the issues say where and why",
  401: "The key is missing or invalid",
  403: "The key lacks the required right",
  404: "Not found",
  405: "The path does not support the method",
  409: "The request conflicts with what is stored",
  413: "The body is too large",
};

/** The OpenAPI document of the routes. */
export function documentOf(routes: readonly Route[]): Schema {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] as object, { [route.method.toLowerCase()]: describe(route) });
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Lookback",
      version,
      description:
        "Behavioral metrics, contact policies, decisions and behavior profiles, computed per customer.",
      license: { name: "MIT OR Apache-2.0" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: SCHEMAS,
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "A tenant's key, or the operator's key." },
      },
    },
  };
}

function describe(route: Route): Schema {
  const { operation } = route;
  const open = route.right === null && !operation.refusals?.includes(401);
  const refused = new Set([...(operation.refusals ?? []), ...(open ? [] : [400, 401, 403])]);
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    ...(open ? {} : { security: [{ key: [] }] }),
    ...(route.right === null ? {} : { "x-right": route.right }),
    parameters: parametersOf(route),
    ...(operation.body === undefined ? {} : { requestBody: bodyOf(operation, operation.body) }),
    responses: {
      [operation.success.status]: succeeded(operation),
      ...(operation.conditional ? { 304: { description: "The cached response is still valid" } } : {}),
      ...Object.fromEntries([...refused].sort().map((status) => [status, refusedWith(status)])),
    },
  };
}

function parametersOf({ path, operation }: Route): Schema[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  return [
    ...names.map((name) => ({ name, in: "path", required: true, schema: parameterSchema(name) })),
    ...(operation.query ?? []).map((parameter) => ({ ...parameter, in: "query" })),
    ...(operation.conditional
      ? [
          {
            name: "If-None-Match",
            in: "header",
            description: "The ETag of an earlier response",
            schema: { type: "string" },
          },
        ]
      : []),
  ];
}

function parameterSchema(name: string): Schema {
  return name === "tenant" ? ref("TenantName") : ID;
}

function bodyOf(operation: Operation, schema: Schema): Schema {
  const lines = { schema: { type: "string", description: "One JSON object per line, each an event" } };
  return {
    required: true,
    content: { [JSON_TYPE]: { schema }, ...(operation.lines ? { [LINES_TYPE]: lines } : {}) },
  };
}

function succeeded({ success, conditional }: Operation): Schema {
  const text = { schema: { type: "string" } };
  return {
    description: success.description,
    ...(conditional ? { headers: { ETag: text, "Cache-Control": text } } : {}),
    ...(success.schema === null ? {} : { content: { [JSON_TYPE]: { schema: success.schema } } }),
  };
}

function refusedWith(status: number): Schema {
  return {
    description: REFUSALS[status] ?? "Refused",
    content: { [JSON_TYPE]: { schema: ref("Error") } },
  };
}
