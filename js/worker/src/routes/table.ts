import { CUSTOMER_ROUTES } from "./customers.ts";
import { DEFINITION_ROUTES } from "./definitions.ts";
import { KEY_ROUTES } from "./keys.ts";
import type { Route } from "./route.ts";
import { systemRoutes } from "./system.ts";

/**
 * All routes of the Worker. openapi.json is generated from this table, so it is always complete.
 */
export const ROUTES: readonly Route[] = [
  ...DEFINITION_ROUTES,
  ...CUSTOMER_ROUTES,
  ...KEY_ROUTES,
  ...systemRoutes(() => ROUTES),
];
