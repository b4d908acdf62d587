import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { output, programs } from "../runtimes/process.js";
import { installPacked, write } from "./packed.js";

const PROGRAM = `
const engine = await createEngine({
  metrics: [
    { key: "clicks_7d", name: "Clicks (7d)", aggregationType: "count", eventType: "click", windowDays: 7 },
  ],
});
const customer = engine.customer([{ eventType: "click", timestamp: "2026-03-10T14:30:00Z" }]);
const answer = customer.metric("clicks_7d", { now: "2026-03-12T00:00:00Z" });
engine.free();
`;

describe("the packed package in an empty project", () => {
  let project;
  beforeAll(async () => {
    project = await installPacked();
  });
  afterAll(() => project?.remove());

  const run = async (command, args) => (await output(command, args, { cwd: project.folder })).trim();

  it("has what it needs and nothing else", () => {
    const folders = new Set(project.files.map((file) => (file.includes("/") ? file.split("/")[0] : file)));
    expect([...folders].sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE-APACHE",
      "LICENSE-MIT",
      "README.md",
      "dist",
      "docs",
      "package.json",
    ]);
    for (const entry of ["index", "node", "workerd", "inline"]) {
      expect(project.files).toContain(`dist/${entry}.js`);
      expect(project.files).toContain(`dist/${entry}.d.ts`);
    }
    expect(project.files).toContain("dist/lookback.wasm");
  });

  it("has exactly the type files that its entry points refer to", () => {
    const folder = join(project.folder, "node_modules/lookback/dist");
    const named = new Set(["index", "node", "workerd", "inline"].map((name) => join(folder, `${name}.d.ts`)));
    for (const file of named) {
      const paths = readFileSync(file, "utf8").matchAll(/(?:from |import\()"([^"]+)\.js"/g);
      for (const [, path] of paths) named.add(join(dirname(file), `${path}.d.ts`));
    }
    const types = project.files.filter((file) => file.endsWith(".d.ts"));
    expect(types.map((file) => join(folder, "..", file)).sort()).toEqual([...named].sort());
  });

  it("has source maps of its own code, but not of the inlined wasm", () => {
    const maps = project.files.filter((file) => file.endsWith(".map")).sort();
    expect(maps).toEqual(["engine", "index", "node", "workerd"].map((name) => `dist/${name}.js.map`));
    for (const name of ["engine", "inline"]) {
      const text = readFileSync(join(project.folder, `node_modules/lookback/dist/${name}.js`), "utf8");
      expect(text.includes("sourceMappingURL")).toBe(maps.includes(`dist/${name}.js.map`));
    }
  });

  it("brings no other package and runs nothing when it is installed", () => {
    const lock = JSON.parse(readFileSync(join(project.folder, "package-lock.json"), "utf8"));
    expect(Object.keys(lock.packages).sort()).toEqual(["", "node_modules/lookback"]);
    const manifest = JSON.parse(
      readFileSync(join(project.folder, "node_modules/lookback/package.json"), "utf8"),
    );
    expect(manifest.scripts).toBeUndefined();
    expect(manifest.dependencies).toBeUndefined();
  });

  it.each([
    ["lookback", "import"],
    ["lookback/inline", "import"],
  ])("computes in Node from %s", async (name) => {
    const file = write(
      project.folder,
      "program.js",
      `import { createEngine } from "${name}";${PROGRAM}console.log(answer);`,
    );
    expect(await run(process.execPath, [file])).toBe("1");
  });

  it("can be required where Node can require modules", async () => {
    const file = write(
      project.folder,
      "required.cjs",
      `const { createEngine, LookbackError } = require("lookback");
       (async () => {${PROGRAM}console.log(answer, typeof LookbackError);})();`,
    );
    if (process.features.require_module !== true) {
      await expect(run(process.execPath, [file])).rejects.toThrow("ERR_REQUIRE_ESM");
      return;
    }
    expect(await run(process.execPath, ["--disable-warning=ExperimentalWarning", file])).toBe("1 function");
  });

  it("computes in Deno and Bun", async () => {
    const file = write(
      project.folder,
      "program.js",
      `import { createEngine } from "lookback";${PROGRAM}console.log(answer);`,
    );
    expect(await run(programs.deno(), ["run", "--quiet", "--allow-read", file])).toBe("1");
    expect(await run(programs.bun(), [file])).toBe("1");
  });

  it("gives both entry points the same LookbackError", async () => {
    const file = write(
      project.folder,
      "errors.js",
      `import * as one from "lookback";
       import * as other from "lookback/inline";
       console.log(one.LookbackError === other.LookbackError);`,
    );
    expect(await run(process.execPath, [file])).toBe("true");
  });

  it("ships its JSON Schemas", async () => {
    const file = write(
      project.folder,
      "schemas.js",
      `import schema from "lookback/schemas/configuration.json" with { type: "json" };
       console.log(schema.title);`,
    );
    expect(await run(process.execPath, ["--disable-warning=ExperimentalWarning", file])).toBe(
      "Configuration",
    );
  });
});
