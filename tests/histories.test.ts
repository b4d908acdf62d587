// Random histories through every way into the package, against the oracle: the same to the last
// bit.

import {
  type Customer,
  createEngine,
  type Engine,
  type InteractionEvent,
  type MetricDefinition,
  type StoredEvent,
} from "lookback";
import { describe, expect, test } from "vitest";
import { generateCase } from "./oracle/generate.js";
import { append, merge, merged } from "./oracle/history.js";
import { metricResults, metricValue, prune } from "./oracle/metrics.js";
import { random } from "./support/random.js";

const SEEDS = Array.from({ length: 150 }, (_, seed) => seed);
const HOUR = 3_600_000;

interface Case {
  configuration: { metrics: MetricDefinition[] };
  events: InteractionEvent[];
  now: number;
}

/** Runs `check` for every seed, each with its own engine, and names the seed of a failure. */
async function forEachCase(
  options: object,
  check: (engine: Engine, given: Case, rng: ReturnType<typeof random>) => void,
) {
  for (const seed of SEEDS) {
    const given = generateCase(seed, options) as unknown as Case;
    const engine = await createEngine(given.configuration);
    try {
      check(engine, given, random(seed + 1_000_000));
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    } finally {
      engine.free();
    }
  }
}

/** Equal member by member, with the same signs of zero, and the same as JSON text. */
function same(found: unknown, expected: unknown) {
  expect(found).toEqual(expected);
  expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
}

/** What a customer holds and answers, as text. */
const everything = (customer: Customer, now: number) =>
  JSON.stringify([customer.size, [...customer.events()], customer.metrics({ now })]);

describe("random histories", () => {
  test("M1–M9: results are what the rules say, from objects", async () => {
    await forEachCase({}, (engine, { configuration, events, now }) => {
      const { history, appended, duplicates, conflicts } = append([], events);
      const customer = engine.customer();
      const answer = customer.append(events);
      expect(answer.appended).toBe(appended);
      expect(answer.duplicates).toBe(duplicates);
      expect(answer.conflicts.map(({ index }) => index)).toEqual(conflicts);
      expect(answer.invalid).toEqual([]);
      expect(customer.size).toBe(history.length);
      same(customer.metrics({ now }), metricResults(configuration, history, now));
    });
  });

  test("E5, M8: JSON text, JSON lines, JSON bytes and pieces give the same as objects", async () => {
    await forEachCase({ json: true }, (engine, { events, now }, rng) => {
      const whole = everything(engine.customer(events), now);
      const text = JSON.stringify(events);
      const lines = events.map((event) => JSON.stringify(event)).join("\n");
      const encoder = new TextEncoder();
      for (const input of [
        text,
        lines,
        JSON.stringify(events, null, 2),
        encoder.encode(text),
        encoder.encode(lines),
      ]) {
        expect(everything(engine.customer(input), now)).toBe(whole);
      }
      const pieces = engine.customer();
      for (let at = 0; at < events.length; ) {
        const size = rng.whole(1, 9);
        pieces.append(events.slice(at, at + size));
        if (rng.chance(0.3)) pieces.metrics({ now: now - rng.whole(0, 5) * HOUR });
        at += size;
      }
      expect(everything(pieces, now)).toBe(whole);
    });
  });

  test("E1: JSON in any notation is read as JSON.parse reads it", async () => {
    await forEachCase({ json: true }, (engine, { events, now }, rng) => {
      const text = oddJson(events, rng);
      const parsed = JSON.parse(text);
      const whole = everything(engine.customer(parsed), now);
      expect(everything(engine.customer(text), now)).toBe(whole);
      expect(everything(engine.customer(new TextEncoder().encode(text)), now)).toBe(whole);
    });
  });

  test("E5: the order of arrival does not matter", async () => {
    await forEachCase({ conflicts: false }, (engine, { events, now }, rng) => {
      const whole = everything(engine.customer(events), now);
      expect(everything(engine.customer(rng.shuffled(events)), now)).toBe(whole);
    });
  });

  test("appendColumns gives the same as objects", async () => {
    await forEachCase({}, (engine, { events, now }) => {
      const held = [...engine.customer(events).events()].map(({ properties: _, ...event }) => event);
      expect(everything(fromColumns(engine, held), now)).toBe(everything(engine.customer(held), now));
    });
  });

  test("S2: a restored customer gives the same, and writes the same snapshot", async () => {
    await forEachCase({}, (engine, { events, now }) => {
      const customer = engine.customer(events);
      const bytes = customer.snapshot();
      const restored = engine.restore(bytes);
      expect(restored.snapshot()).toEqual(bytes);
      expect(everything(restored, now)).toBe(everything(customer, now));
      // What was restored goes on as the original does.
      const late = [
        { id: "late", eventType: "conversion", timestamp: now - HOUR, value: 0.1 },
        ...events.slice(0, 3),
      ];
      expect(restored.append(late)).toEqual(customer.append(late));
      expect(everything(restored, now)).toBe(everything(customer, now));
    });
  });

  test("S3: merging is the union, whichever is merged into which", async () => {
    await forEachCase({}, (engine, { configuration, events, now }, rng) => {
      const cut = rng.whole(0, events.length);
      const [left, right] = [events.slice(0, cut), events.slice(cut)];
      const [one, other] = [engine.customer(left), engine.customer(right)];
      one.merge(engine.customer(right));
      other.merge(engine.customer(left));
      expect(everything(one, now)).toBe(everything(other, now));
      const union = merge(append([], left).history, append([], right).history);
      same(one.metrics({ now }), metricResults(configuration, union, now));
    });
  });

  test("M3, M9: repeated readings at later and earlier moments equal single readings", async () => {
    await forEachCase({}, (engine, { configuration, events, now }, rng) => {
      const customer = engine.customer();
      let { history } = append([], []);
      let at = now - 3 * HOUR;
      for (let turn = 0; turn < 8; turn++) {
        const batch = events.slice(turn * 6, turn * 6 + 6);
        customer.append(batch);
        ({ history } = append(history, batch));
        at += rng.pick([0, 1, 1, HOUR, 24 * HOUR, 90 * 24 * HOUR, -HOUR, -40 * 24 * HOUR]);
        same(customer.metrics({ now: at }), metricResults(configuration, history, at));
      }
    });
  });

  test("M3, M9: readings between events equal single readings, whatever was done to earlier results", async () => {
    await forEachCase({ most: 70 }, (engine, { configuration, events, now }, rng) => {
      const customer = engine.customer();
      let { history } = append([], []);
      const inTime = append([], events).history;
      for (let turn = 0; turn < inTime.length; turn += rng.whole(1, 3)) {
        const late = rng.chance(0.05) ? [rng.pick(events)] : [];
        const batch = [...inTime.slice(turn, turn + 3), ...late] as InteractionEvent[];
        customer.append(batch);
        ({ history } = append(history, batch));
        const newest = inTime[Math.min(turn + 2, inTime.length - 1)]?.timestamp ?? now;
        const at = Math.min(now, newest) + rng.pick([0, 0, 0, 1, HOUR, 24 * HOUR]);
        const results = customer.metrics({ now: at });
        same(results, metricResults(configuration, history, at));
        for (const group of results.flatMap(({ groups }) => groups.reverse())) group.value = -1;
      }
    });
  });

  test("M3, M9, E8, S2, S3: readings follow the rules, whatever is done to the customer in between", async () => {
    await forEachCase({ most: 60 }, (engine, { configuration, events, now }, rng) => {
      let customer = engine.customer();
      let { history } = append([], []);
      let at = now - 40 * 24 * HOUR;
      for (let turn = 0; turn < 24; turn++) {
        const some = rng.shuffled(events).slice(0, rng.whole(0, 8));
        const does = rng.pick(["append", "append", "append", "merge", "merge", "prune", "restore", "wait"]);
        if (does === "append") {
          customer.append(rng.chance(0.5) ? some : JSON.stringify([...engine.customer(some).events()]));
          ({ history } = append(history, some));
        } else if (does === "merge") {
          const other = append([], some).history;
          const answer = customer.merge(engine.customer(some));
          const { appended, duplicates, conflicts } = merged(history, other);
          expect([answer.appended, answer.duplicates]).toEqual([appended, duplicates]);
          expect(answer.conflicts.map(({ index }) => index)).toEqual(conflicts);
          history = merge(history, other);
        } else if (does === "prune") {
          const rest = prune(configuration, history, at);
          expect(customer.prune(at)).toBe(history.length - rest.length);
          history = rest;
        } else if (does === "restore") {
          customer = engine.restore(customer.snapshot());
        } else {
          at += rng.pick([1, HOUR, 24 * HOUR, 6 * 24 * HOUR]);
        }
        if (rng.chance(0.7)) same(customer.metrics({ now: at }), metricResults(configuration, history, at));
      }
    });
  });

  test("M6: metric() reads the value of one group", async () => {
    await forEachCase({}, (engine, { configuration, events, now }) => {
      const customer = engine.customer(events);
      const { history } = append([], events);
      for (const metric of configuration.metrics) {
        for (const channel of ["email", "never seen", "__proto__", null]) {
          for (const offer of ["push", "\u{1F600}", null]) {
            const found = customer.metric(metric.key, { now, channel, offer });
            expect(found).toBe(metricValue(metric, history, { now, channel, offer }));
          }
        }
      }
    });
  });

  test("M3: a series is the metric read at each of its times", async () => {
    await forEachCase({}, (engine, { configuration, events, now }, rng) => {
      const customer = engine.customer(events);
      const { history } = append([], events);
      const step = rng.pick([1, HOUR, 7 * HOUR, 24 * HOUR]);
      const range = { from: now - 10 * step, to: now + 3 * step, step, channel: "email", offer: null };
      for (const metric of configuration.metrics) {
        const { times, values } = customer.series(metric.key, range);
        expect(times).toBeInstanceOf(Float64Array);
        expect([...times]).toEqual(Array.from({ length: 14 }, (_, turn) => range.from + turn * step));
        const expected = Array.from(times, (time) =>
          metricValue(metric, history, { now: time, channel: "email", offer: null }),
        );
        expect(Array.from(values, (value) => (Number.isNaN(value) ? null : value))).toEqual(expected);
      }
    });
  });

  test("E8: pruning drops what no definition reads, and changes no later result", async () => {
    await forEachCase({}, (engine, { configuration, events, now }, rng) => {
      const [whole, pruned] = [engine.customer(events), engine.customer(events)];
      const at = now - rng.whole(0, 30) * 24 * HOUR;
      const { history } = append([], events);
      const rest = prune(configuration, history, at);
      expect(pruned.prune(at)).toBe(history.length - rest.length);
      expect(pruned.size).toBe(rest.length);
      for (const later of [at, at + 1, now, now + rng.whole(0, 400) * 24 * HOUR]) {
        expect(JSON.stringify(pruned.metrics({ now: later }))).toBe(
          JSON.stringify(whole.metrics({ now: later })),
        );
      }
    });
  });
});

/**
 * The same value as JSON text with escapes, spaces, exponents, other orders and repeated members.
 */
function oddJson(value: unknown, rng: ReturnType<typeof random>): string {
  const space = () => rng.pick(["", "", " ", "\n", "\t\r\n "]);
  const write = (given: unknown) => space() + oddJson(given, rng) + space();
  if (typeof value === "string") {
    const escaped = (unit: string) =>
      rng.chance(0.2)
        ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`
        : JSON.stringify(unit).slice(1, -1);
    return `"${value.split("").map(escaped).join("")}"`;
  }
  if (typeof value === "number" && rng.chance(0.3)) {
    return rng.pick([value.toExponential(), value.toExponential().toUpperCase(), value.toPrecision(40)]);
  }
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(write).join(",") || space()}]`;
  const members = rng
    .shuffled(Object.entries(value))
    .map(([key, member]) => `${write(key)}:${write(member)}`);
  const [first] = members;
  if (first !== undefined && rng.chance(0.1)) members.push(first);
  return `{${members.join(",") || space()}}`;
}

function fromColumns(engine: Engine, events: StoredEvent[]) {
  const dictionary = [
    ...new Set(events.flatMap(({ eventType, channel, offer }) => [eventType, channel, offer])),
  ].filter((name) => name !== undefined);
  const code = (name: string | undefined) => (name === undefined ? -1 : dictionary.indexOf(name));
  const customer = engine.customer();
  customer.appendColumns({
    dictionary,
    eventType: Int32Array.from(events, ({ eventType }) => code(eventType)),
    timestamp: Float64Array.from(events, ({ timestamp }) => Date.parse(timestamp)),
    channel: Int32Array.from(events, ({ channel }) => code(channel)),
    offer: Int32Array.from(events, ({ offer }) => code(offer)),
    value: Float64Array.from(events, ({ value }) => value ?? Number.NaN),
    id: events.map(({ id }) => id),
  });
  return customer;
}
