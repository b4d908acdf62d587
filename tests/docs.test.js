// What the pages of js/docs show, they do: each snippet is a module that prints what its comments
// say. And the page of rules has them all, each with a test.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compiled, printed, said } from "./support/snippets.js";

const root = new URL("../", import.meta.url);
const docs = new URL("js/docs/", root);
const page = (name) => readFileSync(new URL(name, docs), "utf8");

const snippets = readdirSync(docs)
  .filter((name) => name.endsWith(".md"))
  .flatMap((name) => {
    const text = page(name);
    return [...text.matchAll(/^```(js|ts)\n([\s\S]*?)^```/gm)].map((match) => ({
      name,
      line: text.slice(0, match.index).split("\n").length,
      language: match[1],
      code: match[2],
    }));
  });

describe("the snippets of js/docs", () => {
  it.each(snippets)("$name, line $line", async ({ language, code }) => {
    expect(said(code)).not.toEqual([]);
    expect(await printed(language === "ts" ? await compiled(code) : code)).toEqual(said(code));
  });
});

describe("the page of rules", () => {
  const rules = [...page("semantics.md").matchAll(/^### (\w+)$/gm)].map((match) => match[1]);

  it("has every rule once, in order", () => {
    const last = { E: 8, M: 9, R: 15, P: 11, S: 3 };
    const all = Object.entries(last).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    );
    expect(rules).toEqual(all);
  });

  it("has a test named after every rule", () => {
    const named = new Set(["src/", "tests/"].flatMap((folder) => rulesOfTests(new URL(folder, root))));
    expect(rules.filter((rule) => !named.has(rule))).toEqual([]);
  });
});

/**
 * The rules that tests are named after: in Rust `fn e4_…`, in JavaScript `"E4: …"`, in vectors
 * `"rule": "E4"`.
 */
function rulesOfTests(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => /\.(rs|js|ts|json)$/.test(name) && !name.includes("node_modules"))
    .flatMap(
      (name) =>
        readFileSync(new URL(name, folder), "utf8").match(/\bfn [emrps]\d+_|["`][EMRPS]\d+[":]/g) ?? [],
    )
    .map((found) => found.match(/[A-Z]\d+/i)[0].toUpperCase());
}
