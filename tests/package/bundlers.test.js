// The package installed as the README says, in the bundlers that js/docs/bundlers.md names, with
// what it says to do for each.

import { copyFileSync, lstatSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { output } from "../runtimes/process.js";
import { launch } from "../support/chromium.js";
import { serve } from "../support/serve.js";
import { installAsDocumented, write } from "./packed.js";

const program = (name) => `
import { createEngine } from "${name}";
globalThis.answer = (async () => {
  const engine = await createEngine({
    metrics: [{ key: "clicks_7d", aggregationType: "count", eventType: "click", windowDays: 7 }],
  });
  const customer = engine.customer([{ eventType: "click", timestamp: "2026-03-10T14:30:00Z" }]);
  return customer.metric("clicks_7d", { now: "2026-03-12T00:00:00Z" });
})();
globalThis.answer.then(console.log);
`;

let project;
let browser;
beforeAll(async () => {
  project = await installAsDocumented();
  write(project.folder, "file.js", program("lookback"));
  write(project.folder, "inline.js", program("lookback/inline"));
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  project?.remove();
});

/** What a page answers whose script is at an address. */
async function answerOf(url) {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    await page.waitForFunction(() => globalThis.answer !== undefined, undefined, { timeout: 60_000 });
    return await page.evaluate(() => globalThis.answer);
  } finally {
    await page.close();
  }
}

const pageOf = (script) => `<!doctype html><script type="module" src="./${script}"></script>`;

it("is installed as a copy, not as a link that servers would not follow", () => {
  expect(lstatSync(join(project.folder, "node_modules/lookback")).isSymbolicLink()).toBe(false);
});

describe("Vite's development server, which bundles dependencies beforehand", () => {
  it.each([
    ["8, as it is", () => import("vite"), "file.js", {}],
    [
      "7, where the package is excluded from that",
      () => import("vite-7"),
      "file.js",
      { exclude: ["lookback"] },
    ],
    ["7, from lookback/inline", () => import("vite-7"), "inline.js", {}],
  ])("%s", async (_, vite, script, optimizeDeps) => {
    write(project.folder, "index.html", pageOf(script));
    rmSync(join(project.folder, "node_modules/.vite"), { recursive: true, force: true });
    const { createServer } = await vite();
    const server = await createServer({
      root: project.folder,
      configFile: false,
      logLevel: "warn",
      optimizeDeps,
      server: { port: 0, host: "127.0.0.1" },
    });
    try {
      await server.listen();
      expect(await answerOf(`http://127.0.0.1:${server.httpServer.address().port}/`)).toBe(1);
    } finally {
      await server.close();
    }
  });
});

describe("esbuild", () => {
  const bundle = async (script, folder, options) => {
    const outfile = join(project.folder, folder, options.format === "cjs" ? "out.cjs" : "out.js");
    await build({
      entryPoints: [join(project.folder, script)],
      outfile,
      bundle: true,
      logLevel: "error",
      ...options,
    });
    return outfile;
  };
  const wasmTo = (folder) =>
    copyFileSync(
      join(project.folder, "node_modules/lookback/dist/lookback.wasm"),
      join(project.folder, folder, "lookback.wasm"),
    );

  it("for a page, with the wasm copied next to the output", async () => {
    await bundle("file.js", "esbuild-page", { format: "esm" });
    wasmTo("esbuild-page");
    write(project.folder, "esbuild-page/index.html", pageOf("out.js"));
    const server = await serve(pathToFileURL(join(project.folder, "esbuild-page/")));
    try {
      expect(await answerOf(`${server.url}/index.html`)).toBe(1);
    } finally {
      server.close();
    }
  });

  it("for Node, with the wasm copied next to the output", async () => {
    const file = await bundle("file.js", "esbuild-node", { format: "esm", platform: "node" });
    wasmTo("esbuild-node");
    expect((await output(process.execPath, [file])).trim()).toBe("1");
  });

  it.each(["esm", "cjs"])("for Node as %s, from lookback/inline", async (format) => {
    const file = await bundle("inline.js", `esbuild-inline-${format}`, { format, platform: "node" });
    expect((await output(process.execPath, [file])).trim()).toBe("1");
  });
});
