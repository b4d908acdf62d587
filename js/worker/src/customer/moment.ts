import type { Time } from "lookback";
import { Problem } from "../http/problem.ts";
import { single } from "../http/query.ts";
import type { Visit } from "./object.ts";

/**
 * The moment to compute at: the server's, or the caller's own with a key that may. Whether it is a
 * moment at all says the engine, which reads it.
 */
export function momentOf(visit: Visit, given: unknown): Time {
  if (given === undefined || given === null) return Date.now();
  if (!visit.mayTest) {
    throw new Problem(403, "forbidden", 'To choose "now", a key with the right "test-now" is needed.');
  }
  return given as Time;
}

/**
 * The end of a time whose offset lost its plus, which stands for a space where it is not written as
 * %2B.
 */
const LOST_PLUS = /(:\d\d(?:[.,]\d+)?) (\d\d(?::?\d\d)?)$/;

/** A moment in a query: milliseconds since 1970 when it is all digits, else a text. */
export function queriedMoment(query: URLSearchParams): Time | undefined {
  const text = single(query, "now");
  if (text === undefined) return undefined;
  return /^-?\d+$/.test(text) ? Number(text) : text.replace(LOST_PLUS, "$1+$2");
}
