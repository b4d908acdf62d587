/** Compiles the engine to wasm and writes it with its bindings to `js/generated`. */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { bindingsFactory, bindingsTypes } from "./factory.mjs";
import { generated, root } from "./paths.mjs";

/**
 * The features of Node 20, Chrome 91, Firefox 89 and Safari 16.4; `--all-features` would exclude
 * them.
 */
const FEATURES = [
  "--enable-bulk-memory",
  "--enable-bulk-memory-opt",
  "--enable-multivalue",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-reference-types",
  "--enable-sign-ext",
  "--enable-simd",
];

/**
 * How much dearer an instruction counts than usual when LLVM weighs whether to inline a function.
 * The thresholds below are in the same measure, but the bonus for a function with a single caller
 * is not: long functions are no longer put together to longer ones. Those have so many local
 * variables that their code compresses badly.
 */
const INSTRUCTION_COST = 20;

/**
 * LLVM options that keep the wasm small. Functions without an inlining attribute are inlined only
 * if they are short; loops are not unrolled, peeled or unswitched; and no redundancy elimination or
 * strength reduction adds code. Together they save more than a tenth of the download, and nothing
 * becomes slower. Inlining less would save another thirtieth, but cost a tenth of the speed.
 */
const SMALL_CODE = [
  `inline-instr-cost=${5 * INSTRUCTION_COST}`,
  `inline-call-penalty=${25 * INSTRUCTION_COST}`,
  `inline-threshold=${70 * INSTRUCTION_COST}`,
  `inlinehint-threshold=${325 * INSTRUCTION_COST}`,
  "unroll-threshold=20",
  "unroll-allow-peeling=0",
  "unroll-runtime=0",
  "unswitch-threshold=5",
  "enable-pre=0",
  "enable-load-pre=0",
  "disable-lsr",
];

/**
 * What binaryen does so that the wasm compresses well: functions stay apart here too, those with
 * similar names lie together, and expressions stay as they are instead of going through locals.
 */
const COMPRESSIBLE = [
  "-Os",
  "--one-caller-inline-max-function-size=0",
  "--skip-pass=local-cse",
  "--reorder-functions-by-name",
];

const RUST_FLAGS = [
  "-Zunstable-options",
  "-Cpanic=immediate-abort",
  "-Cno-vectorize-loops",
  "-Cno-vectorize-slp",
  ...SMALL_CODE.map((option) => `-Cllvm-args=-${option}`),
];

/**
 * Building the standard library too makes the wasm a third smaller: it can be optimized for size,
 * and a panic, which ends the instance anyway, needs no message. Cargo calls these options
 * unstable, but every stable toolchain has the flag that allows them.
 */
const SMALL_STD = [
  "-Zbuild-std=std,panic_abort",
  "-Zbuild-std-features=optimize_for_size",
  "--config",
  "profile.release.opt-level=2",
  "--config",
  `target.wasm32-unknown-unknown.rustflags=${JSON.stringify(RUST_FLAGS)}`,
];

/** How cargo is called for wasm, by the toolchain that the setup chose. */
const TOOLCHAINS = {
  rustup: { environment: { RUSTC_BOOTSTRAP: "1" }, arguments: SMALL_STD },
  debian: {
    environment: { RUSTC: "/usr/bin/rustc", RUSTC_BOOTSTRAP: "1" },
    arguments: [...SMALL_STD, "--config", 'target.wasm32-unknown-unknown.linker="wasm-ld-19"'],
  },
};

function run(command, args, environment = {}) {
  execFileSync(command, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...environment },
  });
}

function chosenToolchain() {
  const file = `${root}/target/wasm-toolchain`;
  if (!existsSync(file)) throw new Error("no wasm toolchain has been chosen yet: run `make setup`");
  const name = readFileSync(file, "utf8").trim();
  const toolchain = TOOLCHAINS[name];
  if (toolchain === undefined) throw new Error(`${file} names an unknown toolchain: ${name}`);
  return { name, ...toolchain };
}

export function buildWasm() {
  const toolchain = chosenToolchain();
  const target = `${root}/target/wasm-${toolchain.name}`;
  console.log(`wasm: compiling the engine (${toolchain.name} toolchain)`);
  run(
    "cargo",
    [
      "build",
      "--release",
      "--lib",
      "--locked",
      "--target=wasm32-unknown-unknown",
      `--target-dir=${target}`,
      ...toolchain.arguments,
    ],
    toolchain.environment,
  );

  console.log("wasm: writing the bindings");
  const builder = `${root}/js/build/bindgen`;
  run("cargo", [
    "build",
    "--quiet",
    "--locked",
    `--manifest-path=${builder}/Cargo.toml`,
    `--target-dir=${root}/target/bindgen`,
  ]);
  const glue = `${root}/target/glue`;
  run(`${root}/target/bindgen/debug/lookback-bindgen`, [
    `${target}/wasm32-unknown-unknown/release/lookback.wasm`,
    glue,
  ]);

  mkdirSync(generated, { recursive: true });
  writeFileSync(`${generated}/bindings.js`, bindingsFactory(readFileSync(`${glue}/engine_bg.js`, "utf8")));
  writeFileSync(
    `${generated}/bindings.d.ts`,
    bindingsTypes(
      readFileSync(`${glue}/engine.d.ts`, "utf8"),
      readFileSync(`${glue}/engine_bg.wasm.d.ts`, "utf8"),
    ),
  );

  console.log("wasm: optimizing");
  run(process.execPath, [
    `${root}/node_modules/binaryen/bin/wasm-opt`,
    ...FEATURES,
    ...COMPRESSIBLE,
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "-o",
    `${generated}/lookback.wasm`,
    `${glue}/engine_bg.wasm`,
  ]);
}
