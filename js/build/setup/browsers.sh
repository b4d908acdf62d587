#!/usr/bin/env bash
# Installs the browsers that the tests drive, if they are missing or too old. A browser named by CHROMIUM=/path or
# FIREFOX=/path is used as it is.
set -euo pipefail
cd "$(dirname "$0")/../../.."

# The first version that works with playwright-core in tests/package.json.
MIN_FIREFOX=143

for named in "${CHROMIUM:-}" "${FIREFOX:-}"; do
  [ -z "$named" ] || [ -x "$named" ] || { echo "setup: there is no browser at $named" >&2; exit 1; }
done

firefox_version() {
  firefox-esr --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1
}

missing=()
[ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || missing+=(chromium)
[ -n "${FIREFOX:-}" ] || command -v firefox-esr >/dev/null || missing+=(firefox-esr)
[ ${#missing[@]} -eq 0 ] || js/build/setup/apt.sh "${missing[@]}" || {
  echo "setup: to use browsers in other places: make test CHROMIUM=/path FIREFOX=/path" >&2
  exit 1
}

if [ -z "${FIREFOX:-}" ] && [ "$(firefox_version)" -lt "$MIN_FIREFOX" ]; then
  echo "setup: Firefox $(firefox_version) is too old for the tests, which need $MIN_FIREFOX"
  js/build/setup/apt.sh --latest firefox-esr
fi
