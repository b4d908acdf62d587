/**
 * Checks that the tables of js/docs/dependencies.md list every dependency of every manifest, and
 * nothing else.
 */

import { existsSync, readFileSync } from "node:fs";
import { root } from "../paths.mjs";

const PAGE = "js/docs/dependencies.md";
const CRATES = ["Cargo.toml", "js/build/bindgen/Cargo.toml", "tests/fuzz/Cargo.toml"];
const OWN = /^lookback(-|$)/;

export async function checkDependencies() {
  const page = readFileSync(`${root}/${PAGE}`, "utf8");
  const problems = [
    ...differences("crate", new Set(CRATES.flatMap(crates)), listed(page, "Crate")),
    ...differences("package", new Set(manifests().flatMap(packages)), listed(page, "Package")),
    ...installScripts(),
    ...[...CRATES.map((path) => path.replace(/toml$/, "lock")), "package-lock.json"]
      .filter((path) => !existsSync(`${root}/${path}`))
      .map((path) => `${path} is missing`),
  ];
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function differences(kind, used, named) {
  return [
    ...[...used].filter((name) => !named.has(name)).map((name) => `${PAGE} lacks the ${kind} ${name}`),
    ...[...named]
      .filter((name) => !used.has(name))
      .map((name) => `${PAGE} names the ${kind} ${name}: no manifest does`),
  ];
}

/** The names in the first column of every table with this heading. */
function listed(page, heading) {
  const rows = [...page.matchAll(new RegExp(`^\\| ${heading} \\|.*\\n\\| --- .*\\n((?:\\|.*\\n)+)`, "gm"))];
  const cells = rows.flatMap(([, body]) =>
    body
      .trim()
      .split("\n")
      .map((row) => row.split("|")[1]),
  );
  return new Set(cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1])));
}

/** The dependencies of a Cargo manifest, of whatever kind and target. */
function crates(path) {
  const text = readFileSync(`${root}/${path}`, "utf8");
  const sections = text.matchAll(/^\[(?:.*\.)?(?:dev-|build-)?dependencies\]\n((?:[^[\n].*\n|\n)*)/gm);
  const names = [...sections].flatMap(([, body]) =>
    [...body.matchAll(/^([\w-]+)\s*=/gm)].map((match) => match[1]),
  );
  return names.filter((name) => !OWN.test(name));
}

const read = (path) => JSON.parse(readFileSync(`${root}/${path}/package.json`, "utf8"));
const manifests = () => [".", ...read(".").workspaces].map(read);

function packages({ dependencies, devDependencies, optionalDependencies, peerDependencies }) {
  const all = { ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies };
  return Object.keys(all).filter((name) => !OWN.test(name));
}

/** npm runs these where the package is installed. */
function installScripts() {
  const { scripts = {}, dependencies } = read("js");
  const found = ["preinstall", "install", "postinstall", "prepare"].filter((name) => name in scripts);
  return [
    ...found.map((name) => `js/package.json has a ${name} script, which runs where the package is installed`),
    ...(dependencies === undefined ? [] : ["js/package.json has dependencies: the package must have none"]),
  ];
}
