import type { Workspace } from "../engine/model.ts";
import { maya, mayaConfiguration, mayaNow } from "./maya.ts";

/** Customers with a configuration that suits them, and the moment to look at them. */
export interface Opened {
  workspace: Workspace;
  now: number;
}

/** What the Studio opens with the first time, and after a reset. */
export const first = (): Opened => ({
  workspace: { configuration: mayaConfiguration, customers: [maya], customerId: maya.id },
  now: mayaNow,
});
