#!/usr/bin/env bash
# Installs the npm packages of the lock file.
set -euo pipefail
cd "$(dirname "$0")/../../.."

if ! command -v node >/dev/null || ! node -e '
  const [major, minor] = process.versions.node.split(".").map(Number);
  process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1);
'; then
  echo "setup: Node 20.19 or newer is needed: install it from https://nodejs.org, then run make again" >&2
  exit 1
fi

options=(--no-audit --no-fund --loglevel=error)
echo "setup: installing the npm packages of the lock file"
# A clean install if there is nothing yet; npm refuses it if the lock file lacks the packages of this platform.
{ [ ! -d node_modules ] && npm ci "${options[@]}"; } || npm install --no-save "${options[@]}" || {
  echo "setup: the npm packages could not be installed: see above, then run make again" >&2
  exit 1
}
