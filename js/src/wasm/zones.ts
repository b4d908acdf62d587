import type { Boundary } from "./boundary.js";

/**
 * 1970 to 2100, and a time within which no zone changes twice: as the engine has it where it knows
 * the zones.
 */
const BEGIN = 0;
const END = Date.UTC(2100, 0, 1);
const STEP = 6 * 86_400_000;
const SECOND = 1000;
/** As far apart as nearly all changes are: asking the host is slow. */
const QUARTER = 900 * SECOND;

/**
 * So much of it is asked for together, and what a decision may look ahead: a little more than the
 * engine's horizon.
 */
const STRETCH = 730 * 86_400_000;
const AHEAD = 1130 * 86_400_000;

/** Pairs of an instant in milliseconds and the offset in seconds that holds from then on. */
export type Offsets = number[];

const known = new Map<string, Offsets>();
const readers = new Map<string, (time: number) => number>();

/**
 * Gives an engine the offsets of the zones its rules speak of: the wasm carries no time-zone
 * database.
 */
export class ZoneSupply {
  readonly #boundary: Boundary;
  readonly #names: readonly string[];
  /** The stretch of time that the engine knows. */
  #stretch = Number.NaN;

  constructor(boundary: Boundary) {
    this.#boundary = boundary;
    boundary.run(() => boundary.engine.zones());
    this.#names = boundary.readJson();
  }

  /** What a decision at an instant looks at. */
  cover(now: number): void {
    const stretch = Math.floor(now / STRETCH);
    if (stretch === this.#stretch || this.#names.length === 0) return;
    this.#supply(stretch * STRETCH, (stretch + 1) * STRETCH + AHEAD);
    this.#stretch = stretch;
  }

  /** All there is. */
  coverAll(): void {
    this.#supply(BEGIN, END);
    this.#stretch = Number.NaN;
  }

  #supply(from: number, to: number): void {
    const boundary = this.#boundary;
    const length = boundary.writeText(JSON.stringify(this.#names.map((name) => zoneOffsets(name, from, to))));
    boundary.attempt(() => boundary.engine.set_zones(length));
  }
}

interface Policy {
  readonly config?: { readonly timezone?: unknown };
}

/** The offsets of the zones that the policies of a configuration speak of, by name. */
export function zonesOf(policies: unknown): { [name: string]: Offsets | undefined } {
  if (!Array.isArray(policies)) return {};
  const names = (policies as readonly (Policy | null | undefined)[]).map(
    (policy) => policy?.config?.timezone,
  );
  const texts = names.filter((name) => typeof name === "string");
  return Object.fromEntries(texts.map((name) => [name, zoneOffsets(name, BEGIN, END)]));
}

/** Whether the host knows a time zone of this name. */
export function isZone(name: string): boolean {
  return offsetReader(name) !== undefined;
}

/** The offsets of a zone in a stretch of time; undefined when the host knows no such zone. */
function zoneOffsets(name: string, from: number, to: number): Offsets | undefined {
  const stretch = `${name} ${from} ${to}`;
  const found = known.get(stretch);
  if (found !== undefined) return found;
  const offset = offsetReader(name);
  if (offset === undefined) return undefined;
  const begin = Math.min(from, END);
  const end = Math.min(to, END);
  let current = offset(begin);
  const offsets = [begin, current];
  for (let time = begin; time < end; ) {
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
  known.set(stretch, offsets);
  return offsets;
}

/** What tells a zone's offset from UTC in seconds at an instant. */
function offsetReader(timeZone: string): ((time: number) => number) | undefined {
  const found = readers.get(timeZone);
  if (found !== undefined) return found;
  // Newer hosts take an offset, such as +01:00, for a name.
  if (!/^[a-z]/i.test(timeZone)) return undefined;
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
  const reader = (time: number) => {
    const [day = 0, hour = 0, minute = 0, second = 0] = (format.format(time).match(/\d+/g) ?? []).map(Number);
    const days = day - new Date(time).getUTCDate();
    // Where the month is another one, the day before has the larger number.
    const ahead = Math.abs(days) > 1 ? -Math.sign(days) : days;
    return ahead * 86_400 + hour * 3600 + minute * 60 + second - ((time / SECOND) % 86_400);
  };
  readers.set(timeZone, reader);
  return reader;
}
