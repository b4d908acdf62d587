import type { Boundary } from "./boundary.js";
import { LookbackError } from "./errors.js";

/** 1970 to 2100, and a time within which no zone changes twice: as the engine has it where it knows the zones. */
const BEGIN = 0;
const END = Date.UTC(2100, 0, 1);
const STEP = 6 * 86_400_000;
const SECOND = 1000;
/** As far apart as nearly all changes are: asking the host is slow. */
const QUARTER = 900 * SECOND;

/** Pairs of an instant in milliseconds and the offset in seconds that holds from then on. */
export type Offsets = number[];

const known = new Map<string, Offsets>();

/** Gives the engine the offsets of the zones its rules speak of: the wasm carries no time-zone database. */
export function supplyZones(boundary: Boundary): void {
  boundary.run(() => boundary.engine.zones());
  for (const [at, name] of boundary.readJson<string[]>().entries()) {
    const length = boundary.writeText(JSON.stringify(zoneOffsets(name)));
    boundary.attempt(() => boundary.engine.set_zone(at, length));
  }
}

interface Policy {
  readonly config?: { readonly timezone?: unknown };
}

/** The offsets of the zones that the policies of a configuration speak of, by name. */
export function zonesOf(policies: unknown): { [name: string]: Offsets | undefined } {
  return Object.fromEntries(namedZones(policies).map(({ name }) => [name, zoneOffsets(name)]));
}

/**
 * Lets the engine judge a configuration of these policies. Which zones there are only the host knows, so what is
 * wrong with them joins what the engine finds.
 */
export function judged(policies: unknown, prefix: string, judge: () => void): void {
  const unknown = namedZones(policies).filter(({ name }) => zoneOffsets(name) === undefined);
  const issues = unknown.map(({ name, index }) => ({
    path: `${prefix}contactPolicies[${index}].config.timezone`,
    code: "invalid_value",
    message: `there is no time zone "${name}"; write Europe/Berlin or UTC`,
  }));
  try {
    judge();
  } catch (error) {
    if (!(error instanceof LookbackError && error.code === "invalid_configuration")) throw error;
    throw new LookbackError(error.code, [...error.issues, ...issues]);
  }
  if (issues.length > 0) throw new LookbackError("invalid_configuration", issues);
}

/** The zones that policies name, each with the place of its policy. */
function namedZones(policies: unknown): { name: string; index: number }[] {
  if (!Array.isArray(policies)) return [];
  return (policies as readonly (Policy | null | undefined)[]).flatMap((policy, index) => {
    const name = policy?.config?.timezone;
    return typeof name === "string" && name !== "" ? [{ name, index }] : [];
  });
}

/** The offsets of a zone; undefined when the host knows no such zone. */
function zoneOffsets(name: string): Offsets | undefined {
  const found = known.get(name);
  if (found !== undefined) return found;
  const offset = offsetReader(name);
  if (offset === undefined) return undefined;
  let current = offset(BEGIN);
  const offsets = [BEGIN, current];
  for (let time = BEGIN; time < END; ) {
    const next = time + STEP;
    if (offset(next) === current) {
      time = next;
      continue;
    }
    let before = time;
    let after = next;
    for (const unit of [QUARTER, SECOND]) {
      if (offset(after - SECOND) === current) break;
      while (after - before > unit) {
        const middle = before + Math.ceil((after - before) / 2 / unit) * unit;
        if (offset(middle) === current) before = middle;
        else after = middle;
      }
    }
    current = offset(after);
    offsets.push(after, current);
    time = after;
  }
  known.set(name, offsets);
  return offsets;
}

/** What tells a zone's offset from UTC in seconds at an instant. */
function offsetReader(timeZone: string): ((time: number) => number) | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    return undefined;
  }
  return (time) => {
    const [day = 0, hour = 0, minute = 0, second = 0] = (format.format(time).match(/\d+/g) ?? []).map(Number);
    const days = day - new Date(time).getUTCDate();
    // Where the month is another one, the day before has the larger number.
    const ahead = Math.abs(days) > 1 ? -Math.sign(days) : days;
    return ahead * 86_400 + hour * 3600 + minute * 60 + second - ((time / SECOND) % 86_400);
  };
}
