/** What a request is for: the parts of its URL that are looked at. */
export interface Target {
  readonly hostname: string;
  readonly pathname: string;
  readonly searchParams: URLSearchParams;
}

/**
 * A URL that normalizing leaves unchanged: a plain host, and a path without dots, special
 * characters or query.
 */
const PLAIN = /^https?:\/\/([a-z0-9.-]+)(?::\d+)?(\/[\w/%~-]*)$/;
const NO_QUERY = new URLSearchParams();

/**
 * The parts of a URL, taken from its text where possible: a URL object is a native object that the
 * runtime has to collect after each request, which causes pauses.
 */
export function targetOf(url: string): Target {
  const [, hostname, pathname] = PLAIN.exec(url) ?? [];
  if (hostname === undefined || pathname === undefined) return new URL(url);
  return { hostname, pathname, searchParams: NO_QUERY };
}
