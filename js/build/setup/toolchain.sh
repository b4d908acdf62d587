#!/usr/bin/env bash
# Finds a toolchain that compiles Rust to wasm, installs it if it is missing, and records it in target/wasm-toolchain.
# WASM_TOOLCHAIN=rustup or =debian chooses it.
set -euo pipefail
cd "$(dirname "$0")/../../.."

TARGET=wasm32-unknown-unknown
DEBIAN_PACKAGES=(rustc-web rust-web-src lld-19)
# How long a download by rustup may take before Debian packages are tried.
LIMIT=${RUSTUP_SECONDS:-60}

say() { printf 'setup: %s\n' "$*"; }
fail() { echo >&2; printf 'setup: %s\n' "$@" >&2; exit 1; }

# The lints use the target itself; the build compiles the standard library from its sources.
has_rustup_target() {
  local lib
  lib=$(rustc --print sysroot)/lib/rustlib
  [ -d "$lib/$TARGET/lib" ] && [ -f "$lib/src/rust/library/std/Cargo.toml" ]
}

# rustc has known panic=immediate-abort since 1.92.
is_new_enough() {
  local minor
  minor=$(rustc --version | sed -E 's/^rustc 1\.([0-9]+).*/\1/')
  [ "$minor" -ge 92 ] || { say "$(rustc --version) is too old to compile to wasm: 1.92 is needed (rustup update)"; return 1; }
}

by_rustup() {
  is_new_enough || return 1
  has_rustup_target && return 0
  command -v rustup >/dev/null || { say "there is no rustup here"; return 1; }
  say "adding $TARGET and the standard library's sources with rustup (at most $LIMIT s)"
  timeout --kill-after=5 "$LIMIT" rustup component add rust-src </dev/null \
    && timeout --kill-after=5 "$LIMIT" rustup target add "$TARGET" </dev/null || {
    say "rustup could not add $TARGET"
    return 1
  }
  has_rustup_target
}

has_debian_packages() {
  [ -x /usr/bin/rustc ] && command -v wasm-ld-19 >/dev/null \
    && [ -f "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/std/Cargo.toml" ]
}

by_debian() {
  has_debian_packages && return 0
  js/build/setup/apt.sh "${DEBIAN_PACKAGES[@]}" && has_debian_packages
}

command -v cargo >/dev/null && command -v rustc >/dev/null \
  || fail "Rust is missing. Install it from https://rustup.rs (1.92 or newer), then run make again."

mkdir -p target
case "${WASM_TOOLCHAIN:-}" in
  rustup) by_rustup && chosen=rustup ;;
  debian) by_debian && chosen=debian ;;
  "") if by_rustup; then chosen=rustup; elif by_debian; then chosen=debian; fi ;;
  *) fail "WASM_TOOLCHAIN is rustup or debian, not ${WASM_TOOLCHAIN}" ;;
esac

[ -n "${chosen:-}" ] || fail \
  "no toolchain here can compile Rust to wasm yet. Run one of these, then make again:" \
  "  rustup target add $TARGET && rustup component add rust-src" \
  "  sudo apt-get install -y --no-install-recommends ${DEBIAN_PACKAGES[*]}    (Debian 12 or newer)"

case $chosen in
  rustup) say "wasm toolchain: rustup's $TARGET target ($(rustc --version))" ;;
  debian) say "wasm toolchain: Debian's packages ${DEBIAN_PACKAGES[*]} ($(/usr/bin/rustc --version))" ;;
esac
echo "$chosen" >target/wasm-toolchain
