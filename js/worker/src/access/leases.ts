import type { Right } from "./rights.ts";

/**
 * How long an isolate may use what a tenant's object told it about a key, in milliseconds. The object answers
 * no change of definitions or keys before every lease given out earlier has run out, so that a change once
 * answered is seen by every later request, and yet most requests need not ask.
 */
export const LEASE_MS = 250;

/** What a key may do, and the version of its tenant's definitions. */
export interface Grant {
  readonly tenant: string;
  readonly rights: readonly Right[];
  readonly version: number;
}

/** Where leases are no longer looked through one by one but dropped together. */
const MAX_LEASES = 4096;

/** The leases of this isolate, by the hash of the key: only who shows the key gets at its grant. */
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

/** Keeps a grant. `asked` is when the object was asked, so that the lease never outlives the object's view of it. */
export function lease(hash: Uint8Array, grant: Grant, asked: number): void {
  if (leases.size >= MAX_LEASES) leases.clear();
  leases.set(nameOf(hash), { grant, until: asked + LEASE_MS });
}

function nameOf(hash: Uint8Array): string {
  return String.fromCharCode(...hash);
}
