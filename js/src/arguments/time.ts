import { LookbackError } from "../errors.js";
import type { AtTime, Time } from "../types.js";
import type { Boundary } from "../wasm/boundary.js";
import { expectOptions } from "./expect.js";

/** 9999-12-31T23:59:59.999Z. */
export const MAX_TIME = 253402300799999;

/** Milliseconds of the `now` that a call may have as its only option. */
export function nowMillis(boundary: Boundary, options: AtTime | undefined, otherwise = Date.now()): number {
  expectOptions(options, ["now"]);
  const now = options?.now;
  return now === undefined ? otherwise : toMillis(boundary, "now", now);
}

/** Milliseconds of a time given as the argument `path`; the present when left out. */
export function toMillis(boundary: Boundary, path: string, time: Time | undefined): number {
  if (time === undefined) return Date.now();
  if (typeof time === "string") return textMillis(boundary, path, time);
  const millis = time instanceof Date ? time.getTime() : time;
  if (typeof millis === "number" && millis >= 0 && millis < MAX_TIME + 1) return Math.trunc(millis);
  const message =
    typeof millis !== "number"
      ? "expected an ISO 8601 time, milliseconds since 1970 or a Date"
      : "a time must be a finite number of milliseconds in the years 1970 to 9999";
  throw LookbackError.single("invalid_argument", path, "invalid_time", message);
}

function textMillis(boundary: Boundary, path: string, text: string): number {
  const pathLength = boundary.writeText(path);
  const length = boundary.writeText(path + text);
  const millis = boundary.run(() => boundary.engine.parse_time(pathLength, length));
  if (!Number.isNaN(millis)) return millis;
  throw boundary.failure();
}
