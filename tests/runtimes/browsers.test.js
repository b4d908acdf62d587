import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { launch as launchChromium } from "../support/chromium.js";
import { launch as launchFirefox } from "../support/firefox.js";
import { serve } from "../support/serve.js";
import { holdInRuntime } from "./hold.js";

const root = new URL("../../", import.meta.url);
const fixture = fileURLToPath(new URL("fixtures/vite/", import.meta.url));

/** Opens a page whose script defines `run`, and does something in it. */
async function inPage(launch, url, { script, act }) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error));
    await page.goto(url);
    if (script !== undefined) await page.addScriptTag({ type: "module", url: script });
    try {
      await page.waitForFunction(() => typeof globalThis.run === "function", undefined, { timeout: 30_000 });
    } catch (error) {
      throw errors[0] ?? error;
    }
    return await act(page);
  } finally {
    await browser.close();
  }
}

const runSession = (given) => (page) => page.evaluate((given) => globalThis.run(given), given);

async function withoutBundler(launch, act, headers) {
  const server = await serve(root, headers);
  try {
    return await inPage(launch, `${server.url}/`, { script: "/tests/runtimes/programs/page.js", act });
  } finally {
    server.close();
  }
}

holdInRuntime("Chromium, without a bundler", (given) => withoutBundler(launchChromium, runSession(given)));
holdInRuntime("Firefox, without a bundler", (given) => withoutBundler(launchFirefox, runSession(given)));

holdInRuntime("Chromium, built by Vite", async (given) => {
  const { build } = await import("vite");
  const outDir = mkdtempSync(join(tmpdir(), "lookback-vite-"));
  try {
    await build({ root: fixture, logLevel: "warn", build: { outDir, emptyOutDir: true } });
    const server = await serve(pathToFileURL(`${outDir}/`));
    try {
      return await inPage(launchChromium, `${server.url}/index.html`, { act: runSession(given) });
    } finally {
      server.close();
    }
  } finally {
    rmSync(outDir, { recursive: true });
  }
});

holdInRuntime("Chromium, served by Vite", async (given) => {
  const { createServer } = await import("vite");
  const cacheDir = mkdtempSync(join(tmpdir(), "lookback-vite-"));
  const server = await createServer({
    root: fixture,
    cacheDir,
    logLevel: "warn",
    server: { port: 0, host: "127.0.0.1", fs: { allow: [fileURLToPath(root)] } },
  });
  try {
    await server.listen();
    const { port } = server.httpServer.address();
    return await inPage(launchChromium, `http://127.0.0.1:${port}/`, { act: runSession(given) });
  } finally {
    await server.close();
    rmSync(cacheDir, { recursive: true });
  }
});

describe("a page with a Content-Security-Policy", () => {
  const makeEngine = (policy) =>
    withoutBundler(launchChromium, (page) => page.evaluate(() => globalThis.makeEngine()), {
      "content-security-policy": policy,
    });

  it("works with 'wasm-unsafe-eval'", async () => {
    expect(await makeEngine("script-src 'self' 'wasm-unsafe-eval'")).toBe("made");
  });

  it("gets an error that names 'wasm-unsafe-eval' without it", async () => {
    expect(await makeEngine("script-src 'self'")).toMatch(/^LookbackError internal: .*'wasm-unsafe-eval'/s);
  });
});

it("a page that calls evaluate too early gets an error that names init()", async () => {
  const { early, metrics } = await withoutBundler(launchChromium, (page) =>
    page.evaluate(() => globalThis.evaluateEarly()),
  );
  expect(early).toMatch(/^LookbackError .*await init\(\)/);
  expect(metrics).toEqual([]);
});
