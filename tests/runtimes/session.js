// What every runtime does with the package: run all vectors, and say which failed.

import { runVectors } from "../vectors/run.js";

/**
 * @param {typeof import("lookback")} lookback the package as this runtime loads it
 * @param {{ file: string, vectors: object[] }[]} files
 * @returns {Promise<{ file: string, count: number, failures: object[] }[]>}
 */
export async function session(lookback, files) {
  const answers = [];
  for (const { file, vectors } of files) {
    answers.push({ file, count: vectors.length, failures: await runVectors(lookback, vectors) });
  }
  return answers;
}
