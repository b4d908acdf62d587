import type { Env } from "../env.ts";
import { Problem } from "../http/problem.ts";
import type { Target } from "../http/target.ts";
import { type Grant, lease, leased } from "./leases.ts";
import type { Right } from "./rights.ts";
import { bearerOf, claimedTenant, hashOf, localKeys, same } from "./tokens.ts";

const CHALLENGE = { "WWW-Authenticate": 'Bearer realm="lookback"' };
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** What the key of a request may do; a 401 without a valid key. */
export async function authorize(request: Request, url: Target, env: Env): Promise<Grant> {
  const token = bearerOf(request);
  if (token === undefined) throw unauthorized("This needs a key: Authorization: Bearer <key>.");
  // A local key names no tenant. Elsewhere it is refused before leases, which do not know where a
  // request went.
  if (claimedTenant(token) === undefined && !isThisMachine(url)) throw unauthorized("No such key.");
  const hash = await hashOf(token);
  const now = Date.now();
  const held = leased(hash, now);
  if (held !== undefined) return held;
  const local = isThisMachine(url) ? await localTenant(hash, env) : undefined;
  const tenant = local ?? claimedTenant(token);
  if (tenant === undefined) throw unauthorized("No such key.");
  const object = env.TENANTS.getByName(tenant);
  const grant = local === undefined ? await object.authorize(tenant, hash) : await object.admitLocal(tenant);
  if (grant === null) throw unauthorized("No such key.");
  lease(hash, grant, now);
  return grant;
}

/** Whether the request carries the operator's key. */
export async function isOperator(request: Request, env: Env): Promise<boolean> {
  const token = bearerOf(request);
  if (token === undefined || !env.ADMIN_KEY) return false;
  return same(await hashOf(token), await hashOf(env.ADMIN_KEY));
}

/** Refuses a key without the right. */
export function requireRight(grant: Grant, right: Right): void {
  if (!grant.rights.includes(right)) {
    throw new Problem(403, "forbidden", `This needs a key with the right "${right}".`);
  }
}

/** Whether a request was made to the local machine. */
const isThisMachine = (url: Target) => LOOPBACK.includes(url.hostname);

/** The tenant of a local key, where local keys are bound. */
async function localTenant(hash: Uint8Array, env: Env): Promise<string | undefined> {
  let tenant: string | undefined;
  for (const key of localKeys(env)) {
    if (same(await hashOf(key.token), hash)) tenant = key.tenant;
  }
  return tenant;
}

function unauthorized(message: string): Problem {
  return new Problem(401, "unauthorized", message, [], CHALLENGE);
}
