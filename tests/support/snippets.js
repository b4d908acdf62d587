// Code as documents show it, run as a module of a project that has the package installed.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { output } from "../runtimes/process.js";

/** These tests are such a project: what they find as `lookback` is js/dist. */
const tests = fileURLToPath(new URL("..", import.meta.url));
const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

/** A module in TypeScript as JavaScript, when it compiles. */
export async function compiled(code) {
  const folder = mkdtempSync(join(tests, ".snippet-"));
  try {
    const compilerOptions = { noEmit: false, outDir: "out" };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: "../types/tsconfig.json", compilerOptions, include: ["snippet.mts"] }),
    );
    writeFileSync(join(folder, "snippet.mts"), code);
    await output(process.execPath, [tsc, "-p", folder]);
    return readFileSync(join(folder, "out/snippet.mjs"), "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

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
