// Every snippet of the README does what the README says. The Rust one is a documentation test of the crate.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { launch } from "./support/chromium.js";
import { serve } from "./support/serve.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** The text of a fenced block below a heading. */
function snippet(heading, language) {
  const section = readme.split(/^#{2,3} /m).find((part) => part.startsWith(heading));
  const block = section?.match(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "m"))?.[1];
  if (block === undefined) throw new Error(`no ${language} snippet under ${heading}`);
  return block;
}

/** Writes a module where `lookback` is found, and gives it to `use`. */
async function asModule(text, use) {
  const folder = mkdtempSync(join(here, ".readme-"));
  try {
    const file = join(folder, "snippet.mjs");
    writeFileSync(file, text);
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("README", () => {
  it("prints in Node what the comments say", async () => {
    const text = snippet("Node, Deno", "js");
    const said = [...text.matchAll(/\/\/ (.+)$/gm)].map((match) => match[1]);
    const printed = await asModule(text, (file) =>
      execFileSync(process.execPath, [file], { encoding: "utf8" }),
    );
    expect(printed.trim().split("\n")).toEqual(said);
  });

  it("answers a request in a Worker", async () => {
    const worker = await asModule(
      snippet("A Cloudflare Worker", "js"),
      (file) => import(pathToFileURL(file).href),
    );
    const body = JSON.stringify([{ eventType: "click", timestamp: Date.now() - 1000 }]);
    const answer = await worker.default.fetch(new Request("https://edge.example/", { method: "POST", body }));
    expect(await answer.json()).toMatchObject([{ key: "clicks_7d", value: 1 }]);
  });

  it("counts a click in a page without a bundler", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lookback-readme-"));
    cpSync(new URL("../js/dist/", import.meta.url), join(folder, "lookback"), { recursive: true });
    writeFileSync(join(folder, "index.html"), `<!doctype html><body>${snippet("A browser", "html")}`);
    const server = await serve(pathToFileURL(`${folder}/`));
    const browser = await launch();
    try {
      const page = await browser.newPage();
      await page.goto(`${server.url}/index.html`);
      await page.waitForFunction(() => document.body.textContent.includes("clicks in 7 days"));
      expect(await page.textContent("body")).toBe("clicks in 7 days: 1");
    } finally {
      await browser.close();
      server.close();
      rmSync(folder, { recursive: true });
    }
  });
});
