#!/usr/bin/env bash
# Fuzzes every way in for so many seconds each. What it learns stays in target/fuzz; what it finds is printed.
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:?usage: run.sh SECONDS [TARGET...]}
shift
command -v cargo-fuzz >/dev/null || { echo "fuzz: cargo-fuzz is missing; run: cargo install cargo-fuzz --locked" >&2; exit 1; }
rustc +nightly --version >/dev/null 2>&1 || {
  echo "fuzz: the nightly toolchain is missing; run: rustup toolchain install nightly --profile minimal" >&2
  exit 1
}

target=../../target/fuzz
for way in "${@:-$(ls corpus)}"; do
  for name in $way; do
    mkdir -p "$target/corpus/$name"
    echo "fuzz: $name for $seconds s"
    # The first folder takes what is new, so that the project's own corpus stays small.
    cargo +nightly fuzz run --fuzz-dir . --target-dir "$target" "$name" "$target/corpus/$name" "corpus/$name" \
      -- -max_total_time="$seconds" -max_len=8192 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 -print_funcs=0 -verbosity=0
  done
done
