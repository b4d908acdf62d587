/**
 * All static checks of the project. Each step prints one line, or all of its output if it fails.
 */

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { root } from "../paths.mjs";
import { checkCrates } from "./crates.mjs";
import { checkDeny, denyObstacle } from "./deny.mjs";
import { checkDependencies } from "./dependencies.mjs";
import { checkLinks } from "./links.mjs";

const bin = (name) => `${root}/node_modules/.bin/${name}`;

/** Runs a command that must succeed. */
const command =
  (program, args, cwd = root) =>
  () =>
    new Promise((resolve, reject) => {
      const options = { cwd, maxBuffer: 2 ** 28, env: { ...process.env, FORCE_COLOR: "0" } };
      execFile(program, args, options, (error, stdout, stderr) =>
        error === null ? resolve() : reject(new Error(`${stdout}${stderr}` || error.message)),
      );
    });

/** Why a step cannot run on this machine; undefined if it can. */
const wasmIsDebians = () =>
  readFileSync(`${root}/target/wasm-toolchain`, "utf8").trim() === "rustup"
    ? undefined
    : "the wasm toolchain is Debian's, which has no clippy";

const CLIPPY = ["clippy", "--locked", "--quiet"];
const DENY = ["--", "--deny", "warnings"];

/** The platforms whose types a project that uses the package may be compiled with. */
const PLATFORMS = ["none", "browser", "node", "workers"];

const steps = [
  ["rustfmt", command("cargo", ["fmt", "--check"])],
  ["clippy", command("cargo", [...CLIPPY, "--all-targets", ...DENY])],
  [
    "clippy for wasm",
    command("cargo", [...CLIPPY, "--lib", "--target=wasm32-unknown-unknown", ...DENY]),
    wasmIsDebians,
  ],
  [
    "rustdoc",
    command("env", ["RUSTDOCFLAGS=-Dwarnings", "cargo", "doc", "--locked", "--no-deps", "--quiet"]),
  ],
  ["biome", command(bin("biome"), ["check", "--error-on-warnings", "."])],
  ["types of the package", command(bin("tsc"), ["-p", "js", "--noEmit"])],
  ["types of the Worker", command(bin("tsc"), ["-p", "js/worker"])],
  ...PLATFORMS.map((platform) => [
    `types as they are used (${platform})`,
    command(bin("tsc"), ["-p", `tests/types/platforms/${platform}.json`]),
  ]),
  [
    "types of the Studio",
    command(
      `${root}/www/node_modules/.bin/svelte-check`,
      ["--tsconfig", "tsconfig.json", "--fail-on-warnings"],
      `${root}/www`,
    ),
  ],
  [
    "TypeScript reference",
    command(`${root}/js/node_modules/.bin/typedoc`, ["--emit", "none"], `${root}/js/build/reference`),
  ],
  ["publint", command(bin("publint"), ["run", "js", "--strict"])],
  [
    "are the types wrong",
    command(bin("attw"), [
      "--pack",
      "js",
      "--profile",
      "esm-only",
      "--exclude-entrypoints",
      "./package.json",
    ]),
  ],
  ["knip", command(bin("knip"), ["--no-progress"])],
  ["size budget", command(process.execPath, ["js/build/sizes.mjs"])],
  ["cargo-deny", checkDeny, denyObstacle],
  ["crates", checkCrates],
  ["dependencies", checkDependencies],
  ["links", checkLinks],
];

let failed = 0;
let left = 0;
for (const [name, step, obstacle] of steps) {
  const reason = obstacle?.();
  if (reason !== undefined) {
    left++;
    console.log(`  -  ${name} (${reason})`);
    continue;
  }
  const started = Date.now();
  try {
    await step();
    console.log(`  ok ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}\n${error.message.trimEnd().replaceAll(/^/gm, "     ")}`);
  }
}
console.log(`check: ${steps.length - failed - left} passed, ${failed} failed, ${left} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
