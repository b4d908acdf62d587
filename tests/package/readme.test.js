// Every snippet of the README does what the README says, in an empty project with the packed
// package. The Rust one is a documentation test of the crate.

import { cpSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "../support/chromium.js";
import { serve } from "../support/serve.js";
import { printed, said } from "../support/snippets.js";
import { installPacked, write } from "./packed.js";

let project;
let installed;
let readme;
beforeAll(async () => {
  project = await installPacked();
  installed = join(project.folder, "node_modules/lookback");
  readme = readFileSync(join(installed, "README.md"), "utf8");
});
afterAll(() => project?.remove());

/** The text of a fenced block below a heading. */
function snippet(heading, language) {
  const section = readme.split(/^#{2,3} /m).find((part) => part.startsWith(heading));
  const block = section?.match(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "m"))?.[1];
  if (block === undefined) throw new Error(`no ${language} snippet under ${heading}`);
  return block;
}

describe("README", () => {
  it("leaves out what applies only to the repository", () => {
    expect(readme).toContain("docs/semantics.md");
    expect(readme).not.toMatch(
      /only in the repository|`make (?!bench`)|^make |path\/to\/lookback|\bsrc\/|<picture>/m,
    );
    expect(readme).not.toMatch(/\n\n\n/);
  });

  it("has a complete Rust program, without lines that rustdoc would hide", () => {
    const code = snippet("Rust", "rust");
    expect(code).toContain("fn main()");
    expect(code).not.toMatch(/^\s*# /m);
  });

  it("prints in Node what the comments say", async () => {
    const code = snippet("Node, Deno", "js");
    expect(said(code)).not.toEqual([]);
    expect(await printed(code, project.folder)).toEqual(said(code));
  });

  it("shows a reason as the package gives it", async () => {
    const reason = "console.log(JSON.stringify(outcomes.at(-1).reasons[0]));";
    const lines = await printed(`${snippet("Node, Deno", "js")}\n${reason}`, project.folder);
    expect(JSON.parse(lines.at(-1))).toEqual(JSON.parse(snippet("Decisions", "json")));
  });

  it("evaluates in one call what the comments say", async () => {
    const code = snippet("Customers", "js");
    expect(said(code)).not.toEqual([]);
    expect(await printed(code, project.folder)).toEqual(said(code));
  });

  it("handles a request in a Worker", async () => {
    const worker = write(project.folder, "worker.mjs", snippet("A Cloudflare Worker", "js"));
    const asking = `
      import worker from ${JSON.stringify(pathToFileURL(worker).href)};
      const body = JSON.stringify([{ eventType: "click", timestamp: Date.now() - 1000 }]);
      const answer = await worker.fetch(new Request("https://edge.example/", { method: "POST", body }));
      console.log(await answer.text());`;
    const [answer] = await printed(asking, project.folder);
    expect(JSON.parse(answer)).toMatchObject([{ key: "clicks_7d", value: 1 }]);
  });

  it("counts a click in a page without a bundler", async () => {
    cpSync(join(installed, "dist"), join(project.folder, "page/lookback"), { recursive: true });
    write(project.folder, "page/index.html", `<!doctype html><body>${snippet("A browser", "html")}`);
    const server = await serve(pathToFileURL(join(project.folder, "page/")));
    const browser = await launch();
    try {
      const page = await browser.newPage();
      await page.goto(`${server.url}/index.html`);
      await page.waitForFunction(() => document.body.textContent.includes("clicks in 7 days"));
      expect(await page.textContent("body")).toBe("clicks in 7 days: 1");
    } finally {
      await browser.close();
      server.close();
    }
  });
});

describe("the packed documents", () => {
  it("link to nothing that is not packed, and show no picture that is not", () => {
    const pages = project.files.filter((file) => file.endsWith(".md"));
    expect(pages.length).toBeGreaterThan(5);
    const dead = pages.flatMap((page) =>
      linksOf(readFileSync(join(installed, page), "utf8"))
        .map((link) => normalize(join(dirname(page), link.split("#")[0])))
        .filter((file) => !project.files.includes(file))
        .map((file) => `${page}: ${file}`),
    );
    expect(dead).toEqual([]);
  });
});

/** The links of a page into the package. */
const linksOf = (text) =>
  [...text.matchAll(/\]\(([^)]+)\)|(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, link, attribute]) => link ?? attribute)
    .filter((link) => !/^[a-z]+:|^#/.test(link));
