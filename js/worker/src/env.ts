import type { CustomerObject } from "./customer/object.ts";
import type { TenantObject } from "./tenant/object.ts";

/** What wrangler.jsonc, secrets and the local runner bind. */
export interface Env {
  readonly TENANTS: DurableObjectNamespace<TenantObject>;
  readonly CUSTOMERS: DurableObjectNamespace<CustomerObject>;
  /** The Studio's files; absent where they were not deployed. */
  readonly ASSETS?: Fetcher;
  /**
   * A secret: the operator's key, which makes tenants and their first keys. Without it nobody can.
   */
  readonly ADMIN_KEY?: string;
  /** Only of local runs: `key=tenant`, separated by commas. */
  readonly LOCAL_KEYS?: string;
  readonly CORS_ORIGINS?: string;
  readonly MAX_BODY_BYTES?: string;
  readonly RETENTION?: string;
}

const DEFAULT_BODY_BYTES = 8 * 1024 * 1024;

/** The largest body that is read, in bytes. */
export function bodyLimit(env: Env): number {
  const given = Number(env.MAX_BODY_BYTES);
  return Number.isSafeInteger(given) && given > 0 ? given : DEFAULT_BODY_BYTES;
}
