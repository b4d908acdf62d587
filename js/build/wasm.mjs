/** Compiles the engine to wasm and writes it with its bindings to `js/generated`. */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { bindingsFactory, bindingsTypes } from "./factory.mjs";
import { generated, root } from "./paths.mjs";

/** What Node 20, Chrome 91, Firefox 89 and Safari 16.4 understand; `--all-features` would lose them. */
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
 * What LLVM is told so that the wasm is small. Functions that do not ask for it are inlined only when they are short,
 * loops are neither unrolled nor peeled nor written again for each condition that does not change in them, and nothing
 * is reckoned ahead of branches or kept in additions to save a multiplication. Together that takes a tenth off what is
 * sent, and nothing becomes slower; inlining less would take another hundredth off, and a tenth of the speed of decisions.
 */
const SMALL_CODE = [
  "inline-threshold=70",
  "unroll-threshold=20",
  "unroll-allow-peeling=0",
  "unroll-runtime=0",
  "unswitch-threshold=5",
  "enable-pre=0",
  "enable-load-pre=0",
  "disable-lsr",
];

const RUST_FLAGS = [
  "-Zunstable-options",
  "-Cpanic=immediate-abort",
  "-Cno-vectorize-loops",
  "-Cno-vectorize-slp",
  ...SMALL_CODE.map((option) => `-Cllvm-args=-${option}`),
];

/**
 * Building the standard library along makes the wasm a third smaller: it can be optimized for size, and a panic,
 * which ends the instance anyway, carries no message. Cargo calls these options unstable; the flag that allows
 * them comes with every stable toolchain.
 */
const SMALL_STD = [
  "-Zbuild-std=std,panic_abort",
  "-Zbuild-std-features=optimize_for_size",
  "--config",
  "profile.release.opt-level=2",
  "--config",
  `target.wasm32-unknown-unknown.rustflags=${JSON.stringify(RUST_FLAGS)}`,
];

/** How cargo is called for wasm, by the toolchain that the set-up chose. */
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
    "-Os",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "-o",
    `${generated}/lookback.wasm`,
    `${glue}/engine_bg.wasm`,
  ]);
}
