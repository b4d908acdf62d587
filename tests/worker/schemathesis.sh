#!/usr/bin/env bash
# Checks the running Worker against its own /openapi.json with schemathesis, which it installs into .venv.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ ! -x .venv/bin/schemathesis ]; then
  python3 -m venv .venv
  .venv/bin/pip install --quiet "schemathesis==4.32.5"
fi

state=$(mktemp -d)
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
command=$(node js/worker/local/serve.mjs --port "$port" --state "$state")
bash -c "exec $command" >"$state/log" 2>&1 &
worker=$!
trap 'kill "$worker" 2>/dev/null || true; wait "$worker" 2>/dev/null || true; rm -rf "$state"' EXIT
for _ in $(seq 200); do
  curl --silent --fail --output /dev/null "http://127.0.0.1:$port/healthz" && break
  sleep 0.05
done

.venv/bin/schemathesis --config-file tests/worker/schemathesis.toml run ${SCHEMATHESIS_OPTIONS:-} "http://127.0.0.1:$port/openapi.json"

# A fault that was answered in time is still a fault.
if grep --quiet --ignore-case "error" "$state/log"; then
  cat "$state/log"
  exit 1
fi
