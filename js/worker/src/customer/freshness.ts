import type { Reply } from "../http/reply.ts";

/** What HTTP calls forever. */
const MAX_AGE_SECONDS = 31_536_000;

/** What a response was computed from: the same basis gives the same response until it expires. */
export interface Basis {
  /** The version of the definitions. */
  readonly version: number;
  /** The state of the customer. */
  readonly state: string;
  /** What was asked for. */
  readonly question: Uint8Array;
  /** The moment it was computed at. */
  readonly now: number;
  /** The first moment at which it can change with no new event. */
  readonly validUntil: string | null;
}

/**
 * How long a response holds, and its tag. The tag is a weak one: responses at two moments between
 * which nothing changes carry the same tag, although the moment is printed in them.
 */
export function freshness(basis: Basis): { "Cache-Control": string; ETag: string; Vary: string } {
  const { version, state, question, now, validUntil } = basis;
  const seconds =
    validUntil === null ? MAX_AGE_SECONDS : Math.max(0, Math.floor((Date.parse(validUntil) - now) / 1000));
  const until = validUntil === null ? "never" : Date.parse(validUntil).toString(36);
  return {
    "Cache-Control": `private, max-age=${Math.min(seconds, MAX_AGE_SECONDS)}`,
    ETag: `W/"${version}.${state}.${fingerprint(question)}.${until}"`,
    // One browser may hold keys of two tenants.
    Vary: "Authorization",
  };
}

/**
 * For GET, whose response a browser would reuse by itself although an event came in. It has to ask
 * each time, and gets a 304 while nothing has changed.
 */
export function revalidated({ headers, ...reply }: Reply): Reply {
  return { ...reply, headers: { ...headers, "Cache-Control": `${headers["Cache-Control"]}, no-cache` } };
}

/** Whether an If-None-Match header names the tag. */
export function matches(ifNoneMatch: string | null, tag: string): boolean {
  if (ifNoneMatch === null) return false;
  const opaque = (text: string) => text.trim().replace(/^W\//, "");
  return ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((item) => opaque(item) === opaque(tag));
}

/**
 * 64 bits in two halves, by words and then by bytes, as FNV-1a mixes them: enough to distinguish
 * the questions about one state of one customer.
 */
function fingerprint(bytes: Uint8Array): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  const mix = (part: number) => {
    a = Math.imul(a ^ part ^ (a >>> 15), 0x01000193);
    b = Math.imul(b ^ part ^ (b >>> 13), 0x85ebca6b);
  };
  const aligned = bytes.byteLength & ~3;
  for (const word of new Uint32Array(bytes.slice(0, aligned).buffer)) mix(word);
  for (const byte of bytes.subarray(aligned)) mix(byte);
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
