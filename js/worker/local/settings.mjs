/**
 * Reads wrangler.jsonc and .dev.vars: what a deployment is made from is what a local run is made
 * from.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folder } from "./bundle.mjs";

/**
 * @typedef {object} Settings
 * @property {string} compatibilityDate
 * @property {{ name: string, class_name: string }[]} objects the Durable Objects' bindings
 * @property {Record<string, string>} vars plain variables, with those of local runs
 */

/** @returns {Settings} */
export function readSettings() {
  const wrangler = JSON.parse(withoutComments(readFileSync(join(folder, "wrangler.jsonc"), "utf8")));
  return {
    compatibilityDate: wrangler.compatibility_date,
    objects: wrangler.durable_objects.bindings,
    vars: { ...wrangler.vars, ...localVars() },
  };
}

/** The variables of local runs. */
function localVars() {
  const lines = readFileSync(join(folder, ".dev.vars"), "utf8").split("\n");
  const pairs = lines
    .map((line) => /^\s*([A-Z_]+)\s*=\s*"?([^"]*)"?\s*$/.exec(line))
    .filter((pair) => pair !== null);
  return Object.fromEntries(pairs.map(([, name, value]) => [name, value]));
}

/** Leaves texts alone, which may contain two slashes too. */
function withoutComments(text) {
  return text.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string) => string ?? "");
}
