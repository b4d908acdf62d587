/** Bundles the package's entry points to `js/dist`, and writes their types. */

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { rolldown } from "rolldown";
import { writeDeclarations } from "./declarations.mjs";
import { dist, generated, root } from "./paths.mjs";
import { packedReadme } from "./readme.mjs";

/** Bundlers find the wasm by this text, some of them only with plain quotes. */
const ADDRESS = 'new URL("./lookback.wasm",import.meta.url)';

/** Files of the top folder that the package includes. */
const ACCOMPANYING = ["LICENSE-APACHE", "LICENSE-MIT"];

/** Classes whose names people see when an error or an object is printed. */
const NAMED = ["LookbackError", "LookbackEngine", "LookbackCustomer"];

const ENTRIES = ["index", "inline", "node", "workerd"];

/** `virtual:wasm` is the wasm as base64, for the inline entry. */
const inlineWasm = {
  name: "inline-wasm",
  resolveId: (id) => (id === "virtual:wasm" ? id : null),
  load: (id) =>
    id === "virtual:wasm"
      ? `export default "${readFileSync(`${generated}/lookback.wasm`).toString("base64")}";`
      : null,
};

/** `virtual:recipes` is the ready configurations in the engine's sources. */
const recipes = {
  name: "recipes",
  resolveId: (id) => (id === "virtual:recipes" ? id : null),
  load(id) {
    if (id !== "virtual:recipes") return null;
    const folder = `${root}/src/rules/recipes`;
    const texts = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, "utf8"));
    return `export default ${JSON.stringify(Object.fromEntries(texts.map((text) => [JSON.parse(text).id, JSON.parse(text)])))};`;
  },
};

export async function bundle() {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const build = await rolldown({
    input: Object.fromEntries(ENTRIES.map((name) => [name, `${root}/js/src/${name}.ts`])),
    external: ["./lookback.wasm", "node:fs"],
    plugins: [inlineWasm, recipes],
    platform: "neutral",
  });
  await build.write({
    dir: dist,
    format: "esm",
    minify: { mangle: { reserved: NAMED } },
    sourcemap: true,
    chunkFileNames: "engine.js",
    codeSplitting: {
      groups: [{ name: "engine", test: /js\/(src|generated)\/(?!index|inline|node|workerd)/ }],
    },
  });
  await build.close();
  for (const name of ["index", "node"]) plainAddress(`${dist}/${name}.js`);
  copyFileSync(`${generated}/lookback.wasm`, `${dist}/lookback.wasm`);
  withoutMap(`${dist}/inline.js`);
  writeDeclarations(ENTRIES);
  for (const name of ACCOMPANYING.filter((name) => existsSync(`${root}/${name}`))) {
    copyFileSync(`${root}/${name}`, `${root}/js/${name}`);
  }
  writeFileSync(`${root}/js/README.md`, packedReadme());
}

function plainAddress(file) {
  const text = readFileSync(file, "utf8").replace("new URL(`./lookback.wasm`,import.meta.url)", ADDRESS);
  if (!text.includes(ADDRESS))
    throw new Error(`${file} does not name its wasm in the form that bundlers look for`);
  writeFileSync(file, text);
}

/**
 * Removes the source map of a file that is mostly one long text; the map would be as long again.
 */
function withoutMap(file) {
  rmSync(`${file}.map`);
  writeFileSync(file, readFileSync(file, "utf8").replace(/\/\/# sourceMappingURL=.*\s*$/, ""));
}
