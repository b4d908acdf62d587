// Starts the Worker in the real runtime, on a free port of this machine, as `make serve` does.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { prepare } from "../../../js/worker/local/prepare.mjs";

/** The operator's key of these tests. */
export const OPERATOR = "operator-key-of-the-tests";

/**
 * @param {{ vars?: Record<string, string>, bundle?: string }} [options]
 */
export async function startWorker(options = {}) {
  const state = mkdtempSync(join(tmpdir(), "lookback-worker-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const vars = { ADMIN_KEY: OPERATOR, ...options.vars };
  const [program, ...rest] = prepare({
    port,
    state,
    vars,
    ...(options.bundle ? { bundle: options.bundle } : {}),
  });
  let log = "";
  /** @type {import("node:child_process").ChildProcess} */
  let running;

  const start = async (/** @type {string[]} */ more = []) => {
    running = spawn(program, [...rest, ...more], { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [running.stdout, running.stderr]) {
      stream?.on("data", (chunk) => {
        log += chunk;
      });
    }
    await answering(url, running, () => log);
  };
  const end = async (/** @type {NodeJS.Signals} */ signal) => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill(signal);
    await ended;
  };
  await start();

  return {
    url,
    state,
    get pid() {
      return running.pid;
    },
    /** What workerd and the Worker printed. */
    get log() {
      return log;
    },
    /** Kills it as a crash would: nothing gets to run before the end. */
    kill: () => end("SIGKILL"),
    /** Starts it again over the same storage, with more arguments for workerd if there are any. */
    start,
    async stop() {
      await end("SIGTERM");
      rmSync(state, { recursive: true, force: true });
    },
  };
}

async function answering(url, running, log) {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (running.exitCode !== null) throw new Error(`workerd ended with ${running.exitCode}:\n${log()}`);
    try {
      if ((await fetch(`${url}/healthz`)).ok) return;
    } catch {
      await sleep(25);
    }
  }
  throw new Error(`workerd does not answer at ${url}:\n${log()}`);
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
