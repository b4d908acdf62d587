import type { Workspace } from "../engine/model.ts";
import { maya, mayaConfiguration, mayaNow } from "./maya.ts";

/** Customers with a matching configuration and moment. */
export interface Opened {
  workspace: Workspace;
  now: number;
}

/** What the Studio opens with the first time, and after a reset. */
export const first = (): Opened => ({
  workspace: { configuration: mayaConfiguration, customers: [maya], customerId: maya.id },
  now: mayaNow,
});
