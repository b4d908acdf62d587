// The same tests for every runtime: each file of vectors holds.

import { beforeAll, describe, expect, it } from "vitest";
import { load } from "../vectors/load.js";

/**
 * @param {string} runtime its name
 * @param {(files: { file: string, vectors: object[] }[]) => Promise<{ file: string, count: number, failures: object[] }[]>} run
 */
export function holdVectors(runtime, run) {
  const files = load();
  describe(`the vectors in ${runtime}`, () => {
    let answers;
    beforeAll(async () => {
      answers = await run(files);
    });
    it.each(files.map(({ file, vectors }) => ({ file, count: vectors.length })))(
      "$file holds ($count cases)",
      ({ file, count }) => {
        const answer = answers.find((answer) => answer.file === file);
        expect(answer?.count).toBe(count);
        expect(answer?.failures.slice(0, 3)).toEqual([]);
      },
    );
  });
}
