import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { holdInRuntime } from "./hold.js";
import { programs, start } from "./process.js";

const dist = fileURLToPath(new URL("../../js/dist/", import.meta.url));

holdInRuntime("workerd", async (given) => {
  const folder = mkdtempSync(join(tmpdir(), "lookback-workerd-"));
  const port = await freePort();
  await writeWorker(folder, port);
  const runtime = start(programs.workerd(), ["serve", join(folder, "config.capnp")]);
  try {
    const response = await post(`http://127.0.0.1:${port}/`, JSON.stringify(given), runtime);
    if (!response.ok) throw new Error(`workerd answered ${response.status}: ${runtime.said()}`);
    return await response.json();
  } finally {
    await runtime.stop();
    rmSync(folder, { recursive: true });
  }
});

/**
 * A worker as a bundler for Cloudflare makes it: found by the `workerd` condition, the wasm a
 * module of its own.
 */
async function writeWorker(folder, port) {
  const build = await rolldown({
    input: fileURLToPath(new URL("programs/worker.js", import.meta.url)),
    external: [/\.wasm$/],
    makeAbsoluteExternalsRelative: false,
    resolve: { conditionNames: ["workerd", "import"] },
  });
  await build.write({ file: join(folder, "worker.js"), format: "esm" });
  await build.close();
  writeFileSync(join(folder, "lookback.wasm"), readFileSync(join(dist, "lookback.wasm")));
  writeFileSync(
    join(folder, "config.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "lookback.wasm", wasm = embed "lookback.wasm"),
  ],
  compatibilityDate = "2026-07-01",
);
`,
  );
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Posts as soon as the runtime listens. */
async function post(url, body, runtime) {
  let gone = false;
  runtime.ended.then(() => {
    gone = true;
  });
  for (;;) {
    try {
      return await fetch(url, { method: "POST", body });
    } catch (error) {
      if (gone) throw new Error(`workerd ended: ${runtime.said()}`, { cause: error });
      await new Promise((next) => setTimeout(next, 50));
    }
  }
}
