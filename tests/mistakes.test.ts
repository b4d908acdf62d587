// What the package says of calls that are mistaken: the path, what was found there, and what helps.

import { runInNewContext } from "node:vm";
import {
  type Configuration,
  createEngine,
  LookbackError,
  MetricCatalog,
  type MetricDefinition,
} from "lookback";
import { describe, expect, test } from "vitest";

const clicks = {
  key: "c7",
  aggregationType: "count",
  eventType: "click",
  windowDays: 7,
} as const satisfies MetricDefinition;

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

describe("a configuration that holds nothing", () => {
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

  test("what JSON has no word for is told by its kind, wherever it stands", async () => {
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

  test("objects of other realms, without a prototype or with toJSON are taken as they are", async () => {
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
