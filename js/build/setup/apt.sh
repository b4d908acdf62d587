#!/usr/bin/env bash
# Installs Debian packages where possible, and prints what to run where not. With --latest it upgrades packages that
# are already installed.
set -euo pipefail

latest=false
[ "${1-}" != --latest ] || { latest=true; shift; }

command -v apt-get >/dev/null || {
  echo "setup: this is not a Debian system; install the equivalent of these packages yourself: $*" >&2
  exit 1
}

if [ "$(id -u)" -eq 0 ]; then
  sudo=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  sudo=(sudo -n)
else
  echo "setup: installing needs root: sudo apt-get install -y --no-install-recommends $*" >&2
  exit 1
fi

install() {
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" </dev/null
}

echo "setup: installing Debian packages: $*"
# The package lists of a new image are missing or out of date; otherwise they are not fetched again.
if $latest || ! install "$@" 2>/dev/null; then
  "${sudo[@]}" apt-get update
  install "$@"
fi
