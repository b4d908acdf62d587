import type { Env } from "../env.ts";

/** What a key starts with; the tenant and the secret follow. */
const PREFIX = "lookback";
const SECRET_BYTES = 32;

/** A tenant's name: what a key can carry and a URL shows unescaped. */
export const TENANT_PATTERN = "^[a-z0-9][a-z0-9-]{0,62}$";
const TENANT = new RegExp(TENANT_PATTERN);

/** Whether a text is a valid name of a tenant. */
export function isTenantName(text: string): boolean {
  return TENANT.test(text);
}

/** A new key of a tenant. It is shown once; only its hash is kept. */
export function newToken(tenant: string): string {
  const secret = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  const text = btoa(String.fromCharCode(...secret));
  return `${PREFIX}_${tenant}_${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

const encoder = new TextEncoder();

/**
 * The keys that were hashed last. Comparing with a few takes a tenth of the time of hashing one.
 */
const hashed: { readonly token: Uint8Array; readonly hash: Uint8Array }[] = [];
const MAX_HASHED = 4;

/** The SHA-256 of a key. */
export async function hashOf(text: string): Promise<Uint8Array> {
  const token = encoder.encode(text);
  const known = hashed.find((other) => same(other.token, token));
  if (known !== undefined) return known.hash;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", token));
  hashed.unshift({ token, hash });
  if (hashed.length > MAX_HASHED) hashed.pop();
  return hash;
}

/** Whether two keys or hashes are the same, in a time that does not depend on where they differ. */
export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && crypto.subtle.timingSafeEqual(a, b);
}

/** The key in an Authorization header; undefined when there is none. */
export function bearerOf(request: Request): string | undefined {
  const match = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(request.headers.get("Authorization") ?? "");
  return match?.[1];
}

/** The tenant that a key claims to belong to; the tenant's own object verifies the claim. */
export function claimedTenant(token: string): string | undefined {
  const [prefix, tenant, ...secret] = token.split("_");
  if (prefix !== PREFIX || tenant === undefined || secret.length === 0) return undefined;
  return isTenantName(tenant) ? tenant : undefined;
}

/** The keys of a local run, with their tenants. A deployment has none. */
export function localKeys(env: Env): { token: string; tenant: string }[] {
  return (env.LOCAL_KEYS ?? "").split(",").flatMap((entry) => {
    const [token, tenant] = entry.split("=").map((part) => part.trim());
    return token && tenant ? [{ token, tenant }] : [];
  });
}
