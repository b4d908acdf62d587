// The vectors of this folder, for runtimes that read files.

import { readdirSync, readFileSync } from "node:fs";

/** @returns {{ file: string, vectors: object[] }[]} */
export const load = () =>
  readdirSync(new URL(".", import.meta.url))
    .filter((file) => file.endsWith(".json"))
    .map((file) => ({ file, vectors: JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) }));
