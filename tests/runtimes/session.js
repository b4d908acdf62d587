// What every runtime does with the package: run all vectors, and the thousand triples that must
// hash to what is recorded.

import { determinism } from "../determinism/run.js";
import { runVectors } from "../vectors/run.js";

/**
 * @typedef {{ files: { file: string, vectors: object[] }[], cases: Parameters<typeof determinism>[1] }} Given
 * @typedef {{ vectors: { file: string, count: number, failures: object[] }[], hashes: Record<string, string> }} Found
 * @param {typeof import("lookback")} lookback the package as this runtime loads it
 * @param {Given} given
 * @returns {Promise<Found>}
 */
export async function session(lookback, { files, cases }) {
  const vectors = [];
  for (const { file, vectors: given } of files) {
    vectors.push({ file, count: given.length, failures: await runVectors(lookback, given) });
  }
  return { vectors, hashes: await determinism(lookback, cases) };
}
