// The same tests for every runtime: each file of vectors holds, and the thousand triples hash to
// what is recorded.

import { beforeAll, describe, expect, it } from "vitest";
import { cases, recorded } from "../determinism/load.js";
import { load } from "../vectors/load.js";

/**
 * @param {string} runtime its name
 * @param {(given: import("./session.js").Given) => Promise<import("./session.js").Found>} run
 */
export function holdInRuntime(runtime, run) {
  const files = load();
  describe(runtime, () => {
    let found;
    beforeAll(async () => {
      found = await run({ files, cases: cases() });
    });
    it.each(files.map(({ file, vectors }) => ({ file, count: vectors.length })))(
      "the vectors of $file hold ($count cases)",
      ({ file, count }) => {
        const answer = found.vectors.find((answer) => answer.file === file);
        expect(answer?.count).toBe(count);
        expect(answer?.failures.slice(0, 3)).toEqual([]);
      },
    );
    it("a thousand triples of configuration, history and moment give the recorded bytes", () => {
      expect(found.hashes).toEqual(recorded());
    });
  });
}
