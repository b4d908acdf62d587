import type { Right } from "./rights.ts";

/**
 * How long an isolate may use what a tenant's object reported about a key, in milliseconds. The
 * object completes a change of definitions or keys only once every earlier lease has run out. Every
 * request after the response therefore sees the change, and yet most requests need not ask the
 * object.
 */
export const LEASE_MS = 250;

/** What a key may do, and the version of its tenant's definitions. */
export interface Grant {
  readonly tenant: string;
  readonly rights: readonly Right[];
  readonly version: number;
}

/** Once there are this many, all leases are dropped together rather than one by one. */
const MAX_LEASES = 4096;

/**
 * The leases of this isolate by the hash of the key, so that only a caller with the key finds its
 * grant.
 */
const leases = new Map<string, { grant: Grant; until: number }>();

/** The grant of a key that may still be used at `now`. */
export function leased(hash: Uint8Array, now: number): Grant | undefined {
  const name = nameOf(hash);
  const lease = leases.get(name);
  if (lease === undefined) return undefined;
  if (now < lease.until) return lease.grant;
  leases.delete(name);
  return undefined;
}

/**
 * Keeps a grant. The lease runs from `asked`, when the object was asked, so it never outlives the
 * object's view of it.
 */
export function lease(hash: Uint8Array, grant: Grant, asked: number): void {
  if (leases.size >= MAX_LEASES) leases.clear();
  leases.set(nameOf(hash), { grant, until: asked + LEASE_MS });
}

function nameOf(hash: Uint8Array): string {
  return String.fromCharCode(...hash);
}
