import { json } from "../http/reply.ts";
import { documentOf } from "../openapi/document.ts";
import type { Route } from "./route.ts";

/** What monitors and generators of clients ask for. Open to everybody. */
export function systemRoutes(documented: () => readonly Route[]): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/healthz",
      right: null,
      handle: async () => json(200, { status: "ok" }),
      operation: {
        id: "health",
        tag: "system",
        summary: "Whether the Worker answers",
        success: {
          status: 200,
          description: "It does",
          schema: { type: "object", properties: { status: { const: "ok" } }, required: ["status"] },
        },
      },
    },
    {
      method: "GET",
      path: "/openapi.json",
      right: null,
      handle: async () => json(200, documentOf(documented()), { "Cache-Control": "public, max-age=3600" }),
      operation: {
        id: "openapi",
        tag: "system",
        summary: "This document",
        success: { status: 200, description: "OpenAPI 3.1", schema: { type: "object" } },
      },
    },
  ];
}
