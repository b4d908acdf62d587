/**
 * Runs cargo-deny on every Cargo manifest: `node js/build/check/deny.mjs`. Where it is not
 * installed, `crates.mjs` does the quick half of its work; installing it takes longer than all
 * other checks together.
 */

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { root } from "../paths.mjs";

/** Two versions of a crate cost nothing in a program that only writes files for the build. */
const MANIFESTS = [
  ["Cargo.toml"],
  ["js/build/bindgen/Cargo.toml", "--allow", "duplicate"],
  ["tests/fuzz/Cargo.toml"],
];

const deny = (args) =>
  execFileSync("cargo", ["deny", ...args], { cwd: root, encoding: "utf8", stdio: "pipe" });

/** Why it cannot run; undefined if it can. */
export function denyObstacle() {
  try {
    deny(["--version"]);
    return undefined;
  } catch {
    return "`cargo install cargo-deny --locked` installs it";
  }
}

export async function checkDeny() {
  const problems = MANIFESTS.flatMap(([manifest, ...levels]) => {
    try {
      deny(["--manifest-path", manifest, "--locked", "check", ...levels, "licenses", "bans", "sources"]);
      return [];
    } catch (error) {
      return [`${manifest}\n${error.stdout}${error.stderr}`];
    }
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const obstacle = denyObstacle();
  try {
    if (obstacle !== undefined) throw new Error(`cargo-deny is missing: ${obstacle}`);
    await checkDeny();
    console.log("deny: licenses, bans and sources are in order");
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
