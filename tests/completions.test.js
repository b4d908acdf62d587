// What an editor offers while a configuration or a history is written.

import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

// The compiler that the reference is made with is the one that can be asked; the project's own only
// compiles.
const ts = createRequire(new URL("../js/build/reference/package.json", import.meta.url))("typescript");

const path = fileURLToPath(new URL("completions.ts", import.meta.url));
const options = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  types: [],
};

let text = "";
let version = 0;
const read = (name) => (name === path ? text : ts.sys.readFile(name));
const service = ts.createLanguageService({
  ...ts.sys,
  useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  readFile: read,
  fileExists: (name) => name === path || ts.sys.fileExists(name),
  getCompilationSettings: () => options,
  getScriptFileNames: () => [path],
  getScriptVersion: (name) => (name === path ? `${version}` : "1"),
  getScriptSnapshot: (name) => {
    const found = read(name);
    return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
  },
  getCurrentDirectory: () => dirname(path),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
});

/** What is offered where `|` stands in a program that has `createEngine` and an `engine`. */
function offered(program) {
  const start = 'import { createEngine } from "lookback";\nconst engine = await createEngine({});\n';
  const at = start.length + program.indexOf("|");
  text = start + program.replace("|", "");
  version++;
  return (service.getCompletionsAtPosition(path, at, {})?.entries ?? []).map(({ name }) => name);
}

const metrics = `metrics: [
  { key: "clicks_7d", aggregationType: "count", eventType: "click", windowDays: 7 },
  { key: "views_7d", aggregationType: "count", eventType: "view", windowDays: 7 },
]`;

describe("an editor offers", () => {
  it.each([
    ["a rule", `contactPolicies: [{ ruleType: "frequency_cap", config: { metricKey: "|", threshold: 3 } }]`],
    [
      "a qualification rule",
      `qualificationRules: [{ ruleType: "propensity_threshold", config: { metricKey: "|", threshold: 3 } }]`,
    ],
    ["a weight", `arbitration: { weights: [{ metricKey: "|", weight: 1, scale: { half: 1 } }] }`],
  ])("the metrics' keys to %s", (_, rules) => {
    expect(offered(`createEngine({ ${metrics}, ${rules} });`)).toEqual(["clicks_7d", "views_7d"]);
  });

  it("the members of an event", () => {
    const members = ["channel", "eventType", "id", "offer", "properties", "timestamp", "value"];
    expect(offered("engine.customer([{ | }]);").sort()).toEqual(members);
    expect(offered("engine.customer().append([{ | }]);").sort()).toEqual(members);
    const visit = offered("engine.customer().applyInteraction({ startDateTime: 0, events: [{ | }] });");
    expect(visit).toEqual(expect.arrayContaining([...members, "delta"]));
  });
});
