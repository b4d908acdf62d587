/**
 * The size of the package: `node js/build/sizes.mjs` prints it, and fails if it is over the limit.
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { dist } from "./paths.mjs";

/** The goal for what a page loads of Lookback, compressed with brotli. It is not reached yet. */
const GOAL = 64_000;

/** The limit until then, to be lowered with every gain. */
const LIMIT = 181_200;

/** What a browser loads. */
const LOADED = ["lookback.wasm", "engine.js", "index.js"];

function brotli(bytes) {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
}

export function reportSizes() {
  const rows = LOADED.map((name) => {
    const bytes = readFileSync(`${dist}/${name}`);
    return { name, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes) };
  });
  const sum = (column) => rows.reduce((total, row) => total + row[column], 0);
  const total = { name: "together", raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
  const line = (row) => `${row.name.padEnd(15)}${[row.raw, row.gzip, row.brotli].map(kilobytes).join("")}`;
  const head = `${"".padEnd(15)}${["raw", "gzip", "brotli"].map((name) => name.padStart(10)).join("")}`;
  return { total, table: [head, ...rows.map(line), line(total)].join("\n") };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { total, table } = reportSizes();
  console.log(table);
  const over = total.brotli - GOAL;
  console.log(`\ngoal: ${GOAL} bytes with brotli; ${over > 0 ? `${over} more than that` : "reached"}`);
  if (total.brotli > LIMIT) {
    console.error(`over the limit of ${LIMIT} bytes by ${total.brotli - LIMIT}`);
    process.exit(1);
  }
}
