// What a browser loads: the entry point, the modules it imports, and the wasm.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** @param {URL} dist the folder of the built package */
export function sizes(dist) {
  const files = [...loaded(new URL("index.js", dist)), new URL("lookback.wasm", dist)].map(measure);
  const total = files.reduce((sum, file) => ({
    name: "together",
    raw: sum.raw + file.raw,
    gzip: sum.gzip + file.gzip,
    brotli: sum.brotli + file.brotli,
  }));
  return [...files, total];
}

function measure(file) {
  const bytes = readFileSync(file);
  const options = {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  };
  return {
    name: basename(file.pathname),
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, options).length,
  };
}

/** The module and all that it imports statically, each once. */
function loaded(entry, found = new Map()) {
  if (found.has(entry.href)) return [...found.values()];
  found.set(entry.href, entry);
  const source = readFileSync(entry, "utf8");
  for (const [, specifier] of source.matchAll(/(?:from|import)\s*["'](\.[^"']+\.js)["']/g)) {
    loaded(new URL(specifier, entry), found);
  }
  return [...found.values()];
}
