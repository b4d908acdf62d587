import { json } from "../http/reply.ts";
import { documentOf } from "../openapi/document.ts";
import type { Route } from "./route.ts";

/** For monitors and client generators. Open to everybody. */
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
        summary: "Check that the Worker is up",
        success: {
          status: 200,
          description: "The Worker is up",
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
        summary: "Get this document",
        success: { status: 200, description: "The OpenAPI 3.1 document", schema: { type: "object" } },
      },
    },
  ];
}
