// The recorded triples and what they hashed to.

import { readFileSync } from "node:fs";

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));

export const cases = () => read("cases.json");
export const recorded = () => read("hashes.json");
