// The command of `make serve`, and what is served beside the API.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { bundle } from "../../js/worker/local/bundle.mjs";
import { client } from "./support/client.js";
import { freePort } from "./support/workerd.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const script = join(root, "js/worker/local/serve.mjs");

test("the printed command serves the API over the folder given, and its process is the one to stop", async () => {
  const state = join(mkdtempSync(join(tmpdir(), "lookback-serve-")), "a folder's state");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const command = execFileSync(process.execPath, [script, "--port", `${port}`, "--state", state], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const start = async () => {
    const running = spawn("bash", ["-c", `exec ${command}`], { stdio: "ignore" });
    for (let n = 0; n < 400; n += 1) {
      const ok = await fetch(`${url}/healthz`).catch(() => undefined);
      if (ok !== undefined) return running;
      await sleep(25);
    }
    throw new Error("it does not answer");
  };
  const stop = async (running) => {
    const ended = new Promise((resolve) => running.once("exit", resolve));
    process.kill(running.pid, "SIGKILL");
    await ended;
  };
  let running = await start();
  try {
    const health = await fetch(`${url}/healthz`);
    expect([health.status, await health.json()]).toEqual([200, { status: "ok" }]);
    await client(url, "lookback-dev-2").post("/offers", { key: "kept" });
    expect(existsSync(join(state, "objects"))).toBe(true);

    const page = await fetch(url);
    if (existsSync(join(root, "www/dist/index.html"))) {
      expect(page.headers.get("Content-Type")).toContain("text/html");
      expect(await page.text()).toBe(readFileSync(join(root, "www/dist/index.html"), "utf8"));
    } else {
      expect(page.status).toBe(404);
    }
    expect((await fetch(`${url}/no-such-file`)).status).toBe(404);
    await stop(running);
    running = await start();
    expect((await client(url, "lookback-dev-2").get("/offers")).body.total).toBe(1);
  } finally {
    await stop(running);
    rmSync(state, { recursive: true, force: true });
  }
});

test("a port in use is reported before anything is built or served", async () => {
  const other = createServer();
  await new Promise((listening) => other.listen(0, "127.0.0.1", listening));
  const { port } = other.address();
  const state = join(tmpdir(), `lookback-no-state-${port}`);
  try {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [script, "--port", `${port}`, "--state", state],
      { encoding: "utf8" },
    );
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr: `Port ${port} is taken; run make serve PORT=… with another one.\n`,
    });
    expect(existsSync(state)).toBe(false);
  } finally {
    other.close();
  }
});

test("a bundle replaces the previous one, whose wasm is removed", () => {
  const outdir = mkdtempSync(join(tmpdir(), "lookback-bundle-"));
  try {
    const old = join(outdir, "0123-lookback.wasm");
    writeFileSync(old, "");
    utimesSync(old, 1, 1);
    bundle(undefined, outdir);
    expect(readdirSync(outdir).filter((name) => name.endsWith(".wasm"))).toHaveLength(1);
  } finally {
    rmSync(outdir, { recursive: true });
  }
});

test("openapi.json describes every route, with the refusals it can give", async () => {
  const { startWorker } = await import("./support/workerd.js");
  const worker = await startWorker();
  try {
    const response = await fetch(`${worker.url}/openapi.json`);
    expect(response.headers.get("Content-Type")).toBe("application/json");
    const document = await response.json();
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        "/api/v1/behavioral-metrics",
        "/api/v1/behavioral-metrics/{id}",
        "/api/v1/contact-policies",
        "/api/v1/qualification-rules",
        "/api/v1/offers",
        "/api/v1/profiles",
        "/api/v1/arbitration",
        "/api/v1/customers/{customer}",
        "/api/v1/customers/{customer}/events",
        "/api/v1/customers/{customer}/interactions",
        "/api/v1/customers/{customer}/metrics",
        "/api/v1/customers/{customer}/decide",
        "/api/v1/customers/{customer}/reserve",
        "/api/v1/customers/{customer}/profile",
        "/api/v1/customers/{customer}/merge",
      ]),
    );
    const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g);
    for (const [, name] of references) expect(document.components.schemas).toHaveProperty(name);
    const post = document.paths["/api/v1/behavioral-metrics"].post;
    expect(Object.keys(post.responses)).toEqual(["201", "400", "401", "403", "409", "413"]);
  } finally {
    await worker.stop();
  }
});
