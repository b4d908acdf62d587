// Code as documents show it, run as a module of a project that has the package installed.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { output } from "../runtimes/process.js";

/** These tests are such a project: what they find as `lookback` is js/dist. */
const tests = fileURLToPath(new URL("..", import.meta.url));

/** The lines that a module prints in Node. */
export async function printed(code, project = tests) {
  const folder = mkdtempSync(join(project, ".snippet-"));
  try {
    const file = join(folder, "snippet.mjs");
    writeFileSync(file, code);
    return (await output(process.execPath, [file])).trim().split("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a snippet says it prints: each of its comments is a line. */
export const said = (code) => [...code.matchAll(/\/\/ (.+)$/gm)].map((match) => match[1]);
