// What the pages of js/docs show, they do: each snippet is a module that prints what its comments say.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { printed, said } from "./support/snippets.js";

const folder = new URL("../js/docs/", import.meta.url);
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));

const snippets = pages.flatMap((page) => {
  const text = readFileSync(new URL(page, folder), "utf8");
  return [...text.matchAll(/^```js\n([\s\S]*?)^```/gm)].map((match) => ({
    page,
    line: text.slice(0, match.index).split("\n").length,
    code: match[1],
  }));
});

describe("the snippets of js/docs", () => {
  it.each(snippets)("$page, line $line", async ({ code }) => {
    expect(said(code)).not.toEqual([]);
    expect(await printed(code)).toEqual(said(code));
  });
});
