/**
 * The quick half of `make deny`: checks that every crate in the lock files has a license that
 * deny.toml allows, and comes from crates.io.
 */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { root } from "../paths.mjs";

const MANIFESTS = ["Cargo.toml", "js/build/bindgen/Cargo.toml", "tests/fuzz/Cargo.toml"];
const CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index";

export async function checkCrates() {
  const allowed = allowedLicenses();
  const problems = MANIFESTS.flatMap((manifest) =>
    packages(manifest).flatMap(({ name, version, license, source }) => {
      const found = [];
      if (source !== null && source !== CRATES_IO) found.push(`${name} ${version} comes from ${source}`);
      if (!isAllowed(license ?? "", allowed)) found.push(`${name} ${version} has the license ${license}`);
      return source === null ? [] : found;
    }),
  );
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function packages(manifest) {
  const text = execFileSync(
    "cargo",
    ["metadata", "--format-version=1", "--locked", "--manifest-path", `${root}/${manifest}`],
    { maxBuffer: 2 ** 28, stdio: ["ignore", "pipe", "inherit"] },
  );
  return JSON.parse(text).packages;
}

function allowedLicenses() {
  const [, list] = readFileSync(`${root}/deny.toml`, "utf8").match(/^allow = \[(.*?)\]/ms);
  return new Set([...list.matchAll(/"([^"]+)"/g)].map((match) => match[1]));
}

/** Whether an SPDX expression (`MIT OR Apache-2.0`, `(A OR B) AND C`) can be met. */
function isAllowed(expression, allowed) {
  const words = expression.replaceAll("/", " OR ").match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const choice = () => {
    let met = both();
    while (words[at] === "OR") {
      at++;
      met = both() || met;
    }
    return met;
  };
  const both = () => {
    let met = one();
    while (words[at] === "AND") {
      at++;
      met = one() && met;
    }
    return met;
  };
  const one = () => {
    const word = words[at++];
    if (word === "(") {
      const met = choice();
      at++;
      return met;
    }
    if (words[at] === "WITH") at += 2;
    return allowed.has(word);
  };
  return choice() && at === words.length;
}
