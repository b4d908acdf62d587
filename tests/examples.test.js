// The examples in the documentation of the package's types do what they say. The example of a
// method goes on from that of its interface, and that of a customer from that of an engine.

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { printed, said } from "./support/snippets.js";

/**
 * Every documented declaration of a source file, with its example and the interface or class that
 * it is a member of.
 */
function documented(path) {
  const source = readFileSync(new URL(`../js/src/${path}`, import.meta.url), "utf8");
  let owner = "";
  return [...source.matchAll(/^( *)\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s+([^\n]+)/gm)].map((match) => {
    const [, indent, comment, declaration] = match;
    const [, kind, name] = declaration.match(
      /^(?:export )?(?:(interface|class|const|type|readonly|static) )?(\w+)/,
    );
    if (indent === "") owner = "";
    const title = owner + name;
    if (/interface|class/.test(kind)) owner = `${name}.`;
    return {
      title,
      example: comment.replaceAll(/^ *\* ?/gm, "").match(/^@example\n([\s\S]*?)(?=^@|(?![\s\S]))/m)?.[1],
      callable: /^\w+(<.*>)?\(|^new \(|^export const \w+(: Api\[| = <)/.test(declaration),
    };
  });
}

const all = [
  "index.ts",
  "define.ts",
  "recipes.ts",
  "errors.ts",
  "types/engine.ts",
  "types/catalog.ts",
].flatMap(documented);
const exampleOf = (title) => all.findLast((one) => one.title === title).example;

/** What an example goes on from. */
function context(title) {
  if (/^(Engine|Customer$|LookbackError)/.test(title)) return exampleOf("Engine");
  if (title.startsWith("Customer.")) return exampleOf("Engine") + exampleOf("Customer");
  return /^MetricCatalog\w*\./.test(title) ? exampleOf("MetricCatalog") : "";
}

/**
 * A program of its own for each example; a statement with a comment behind it says what its value
 * is, and is printed.
 */
const program = ({ title, example }) =>
  (title === "Engine" ? "" : context(title)) +
  example.replaceAll(/^( *)(\S.*); (\/\/ .+)$/gm, "$1console.log($2); $3");

describe("the examples of the package's types", () => {
  const examples = all.filter(({ example }) => example !== undefined);
  const outputs = [];

  // All in one process: each in a block of its own, with a line before it.
  beforeAll(async () => {
    const imports = `import { createEngine, defineConfiguration, evaluate, init, LookbackError, MetricCatalog, recipes } from "lookback";`;
    const blocks = examples.map((one) => `console.log("=");\nawait (async () => {\n${program(one)}})();`);
    const code = [imports, ...blocks].join("\n").replaceAll(" as const", "");
    for (const line of await printed(code)) {
      if (line === "=") outputs.push([]);
      else outputs.at(-1).push(line);
    }
  });

  it.each(examples.map(({ title }, at) => ({ title, at })))("$title", ({ at }) => {
    expect(outputs[at]).toEqual(said(examples[at].example));
  });

  it("are there for every function and method", () => {
    const callables = all.filter(({ callable }) => callable);
    expect(callables.length).toBeGreaterThanOrEqual(30);
    expect(callables.filter(({ example }) => example === undefined)).toEqual([]);
  });
});
