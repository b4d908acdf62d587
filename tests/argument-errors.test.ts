// What the package says of calls that are mistaken: the path, what was found there, and what helps.

import { runInNewContext } from "node:vm";
import {
  type Configuration,
  createEngine,
  type Engine,
  evaluate,
  LookbackError,
  MetricCatalog,
  type MetricDefinition,
} from "lookback";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const clicks = {
  key: "c7",
  aggregationType: "count",
  eventType: "click",
  windowDays: 7,
} as const satisfies MetricDefinition;
const now = "2026-03-10T12:00:00Z";

/** Every issue that a call is refused with, as `path: message`. */
async function told(call: () => unknown): Promise<string[]> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof LookbackError)) throw error;
    return error.issues.map(({ path, message }) => `${path}: ${message}`);
  }
  throw new Error("nothing was refused");
}

let engine: Engine;
beforeAll(async () => {
  engine = (await createEngine({ metrics: [clicks] })) as Engine;
});
afterAll(() => engine.free());

/** A method of a customer, to be called with anything. */
// biome-ignore lint/suspicious/noExplicitAny: mistaken calls are those that the types refuse
const customer = (): any => engine.customer([{ eventType: "click", timestamp: "2026-03-09T12:00:00Z" }]);

describe("a value that is not a configuration", () => {
  class Settings {
    get metrics() {
      return [clicks];
    }
  }
  test.each([
    [new Map([["metrics", [clicks]]]), "a Map"],
    [new Set([clicks]), "a Set"],
    [Promise.resolve({ metrics: [clicks] }), "a Promise"],
    [new Settings(), "a Settings"],
    [[], "an array"],
    [undefined, "undefined"],
    [null, "null"],
    [() => ({}), "a function"],
  ])("%o is refused by its kind", async (wrong, kind) => {
    const refused = [`: expected an object, found ${kind}`];
    expect(await told(() => createEngine(wrong as Configuration))).toEqual(refused);
    if (wrong !== undefined)
      expect(await told(() => new MetricCatalog(wrong as Configuration))).toEqual(refused);
  });

  test("values that JSON cannot hold are named by their kind, wherever they are", async () => {
    const wrong = {
      metrics: [{ ...clicks, windowDays: 7n, name: () => "Clicks" }, undefined],
      offers: new Set(["gold"]),
      profiles: Number.NaN,
    };
    expect(await told(() => createEngine(wrong as unknown as Configuration))).toEqual([
      "metrics[0].name: expected a string, found a function",
      "metrics[0].windowDays: expected a finite number, found a bigint",
      "metrics[1]: expected an object, found undefined",
      "offers: expected an array, found a Set",
      "profiles: expected an array, found NaN",
    ]);
  });

  test("objects of other realms, without a prototype or with toJSON are accepted", async () => {
    const bare = Object.assign(Object.create(null), { metrics: [clicks] });
    const written = new (class {
      toJSON() {
        return { metrics: [clicks] };
      }
    })();
    const foreign = runInNewContext(`({ metrics: [${JSON.stringify(clicks)}] })`);
    for (const configuration of [bare, written, foreign]) {
      const other = await createEngine(configuration as Configuration);
      expect(other.configuration.metrics.length).toBe(1);
      other.free();
    }
  });
});

describe("an argument of the wrong kind is refused", () => {
  test.each([
    ["decide", "impression", "request: expected { candidates, now }, found a string"],
    ["decide", [{ offer: "gold" }], "request: expected { candidates, now }, found an Array"],
    ["decide", undefined, "request: expected { candidates, now }, found undefined"],
    ["reserve", new Map(), "request: expected { candidates, now }, found a Map"],
    ["backtest", "impression", "request: expected { eventType, against }, found a string"],
    ["metrics", now, "options: expected { now }, found a string"],
    ["metrics", new Date(now), "options: expected { now }, found a Date"],
    ["behaviorProfile", [], "options: expected { now }, found an Array"],
    [
      "append",
      { events: [] },
      "events: expected an array of events, JSON text or its bytes as a Uint8Array, found an Object",
    ],
    [
      "append",
      new DataView(new ArrayBuffer(1)),
      "events: expected an array of events, JSON text or its bytes as a Uint8Array, found a DataView",
    ],
    ["merge", "other", "other: expected a customer of the same engine, found a string"],
    ["patternDistances", 5, "profileId: expected the id of a profile, found a number"],
    ["applyInteraction", new Map(), "interaction: expected an object, found a Map"],
    ["metric", undefined, "key: expected a key, found undefined; the keys are c7"],
    ["metric", { key: "c7" }, "key: expected a key, found an Object; the keys are c7"],
    ["metric", "c8", 'key: no metric has the key "c8"; the keys are c7'],
  ])("%s(%o)", async (method, wrong, message) => {
    expect(await told(() => customer()[method](wrong))).toEqual([message]);
  });

  test("a series needs both of its ends", async () => {
    const series = (request: unknown) => told(() => customer().series("c7", request));
    expect(await series({ to: now, step: 1000 })).toEqual(["from: is required"]);
    expect(await series({ from: now, step: 1000 })).toEqual(["to: is required"]);
    expect(await series(undefined)).toEqual([
      "request: expected { from, to, step, channel, offer }, found undefined",
    ]);
  });

  test("an unknown id of a metric is reported next to the known ones", async () => {
    const catalog = new MetricCatalog({ metrics: [clicks] });
    expect(await told(() => catalog.get("c7"))).toEqual(['id: no metric has the id "c7"; the ids are bm_c7']);
    expect(await told(() => catalog.get(Symbol("c7") as never))).toEqual([
      "id: expected the id of a metric, found a symbol",
    ]);
    catalog.delete("bm_c7");
    expect(await told(() => catalog.get("bm_c7"))).toEqual([
      'id: no metric has the id "bm_c7"; none are defined',
    ]);
    catalog.free();
  });

  test("evaluate requires events, and lists all of its members", async () => {
    expect(await told(() => evaluate({ metrics: [clicks] } as never))).toEqual(["events: is required"]);
    const [unknown] = await told(() => evaluate({ event: [] } as never));
    expect(unknown).toMatch(/^event: is not a field here; the fields are .*metrics.*events, candidates, now/);
  });
});

test("evaluate accepts every member of a configuration", async () => {
  const { configuration } = engine;
  expect(evaluate({ ...configuration, events: [], now } as never).metrics.length).toBe(1);
});

describe("a misspelled option is refused, and the known ones are listed", () => {
  test.each<[string, unknown[], string]>([
    ["append", [[], { oninvalid: "skip" }], "oninvalid: is not a field here; the fields are onInvalid"],
    ["appendColumns", [{}, { skip: true }], "skip: is not a field here; the fields are onInvalid"],
    ["metrics", [{ nwo: now }], "nwo: is not a field here; the fields are now"],
    ["behaviorProfile", [{ at: now }], "at: is not a field here; the fields are now"],
    [
      "series",
      ["c7", { from: 0, to: 1, stepp: 1 }],
      "stepp: is not a field here; the fields are from, to, step, channel, offer",
    ],
    ["decide", [{ candidates: [], limt: 1 }], 'limt: is not a field here; did you mean "limit"?'],
  ])("%s", async (method, given, message) => {
    expect(await told(() => customer()[method](...given))).toEqual([message]);
  });

  test("merge, lint and delete", async () => {
    const refused = (name: string, fields: string) => [
      `${name}: is not a field here; the fields are ${fields}`,
    ];
    expect(await told(() => customer().merge(customer(), { mergescores: "sum" }))).toEqual(
      refused("mergescores", "mergeScores"),
    );
    expect(await told(() => engine.lint({ days: 3 } as never))).toEqual(refused("days", "retainedDays"));
    const catalog = new MetricCatalog({ metrics: [clicks] });
    expect(await told(() => catalog.delete("bm_c7", { forced: true } as never))).toEqual(
      refused("forced", "force"),
    );
    catalog.free();
  });

  test("null and undefined count as no options", () => {
    expect(customer().metrics(null).length).toBe(1);
    expect(customer().append([], undefined).appended).toBe(0);
  });
});
