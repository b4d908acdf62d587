#!/usr/bin/env bash
# Installs the browsers that the tests drive, where they are missing.
set -euo pipefail
cd "$(dirname "$0")/../.."

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v firefox-esr >/dev/null || missing+=(firefox-esr)
[ ${#missing[@]} -eq 0 ] || js/build/apt.sh "${missing[@]}"
