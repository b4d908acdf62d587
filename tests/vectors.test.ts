// The vectors through the package in Node.

import * as lookback from "lookback";
import { describe, expect, test } from "vitest";
import { load } from "./vectors/load.js";
import { runVectors } from "./vectors/run.js";

describe.each(load())("$file", ({ vectors }) => {
  test(`all ${vectors.length} vectors hold`, async () => {
    expect(vectors.length).toBeGreaterThan(0);
    expect(await runVectors(lookback, vectors)).toEqual([]);
  });
});
