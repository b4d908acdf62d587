#!/usr/bin/env bash
# Measures which lines and branches of the engine its Rust tests cover, in figures and as pages in target/coverage.
set -euo pipefail
cd "$(dirname "$0")/../../.."

command -v cargo-llvm-cov >/dev/null || {
  echo "coverage: cargo-llvm-cov is missing; run: cargo install cargo-llvm-cov --locked" >&2
  exit 1
}

# Only nightly compilers count branches, and others that pretend to be one.
export RUSTC_BOOTSTRAP=1

# Without rustup's component, LLVM's own tools of the compiler's major version work too.
if ! ls "$(rustc --print sysroot)"/lib/rustlib/*/bin/llvm-cov >/dev/null 2>&1; then
  major=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
  command -v "llvm-cov-$major" "llvm-profdata-$major" >/dev/null || {
    echo "coverage: LLVM's tools are missing; run: rustup component add llvm-tools, or: apt-get install llvm-$major" >&2
    exit 1
  }
  LLVM_COV=$(command -v "llvm-cov-$major") && export LLVM_COV
  LLVM_PROFDATA=$(command -v "llvm-profdata-$major") && export LLVM_PROFDATA
fi

# The thousand recorded results take long without optimization, and their tests cover nothing more.
tests=(--lib --test decisions --test fuzz --test golden --test histories --test profile_rules --test rules --test vectors)
cargo llvm-cov --branch --locked --no-report "${tests[@]}"
cargo llvm-cov report --branch --html --output-dir target/coverage
cargo llvm-cov report --branch --json --summary-only --output-path target/coverage/summary.json
node js/build/check/coverage.mjs
echo "coverage: target/coverage/html/index.html shows each line"
