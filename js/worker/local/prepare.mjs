/** Lays out a folder from which workerd serves the Worker, with everything that it stores. */

import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { bundled, folder } from "./bundle.mjs";
import { configuration } from "./configuration.mjs";
import { readSettings } from "./settings.mjs";

const require = createRequire(import.meta.url);

/**
 * @param {object} options
 * @param {number} options.port on 127.0.0.1
 * @param {string} options.state the folder for everything that is stored
 * @param {Record<string, string>} [options.vars] variables in addition to those of wrangler.jsonc
 * @param {string} [options.bundle] the folder of the bundle
 * @returns {string[]} the command that serves it
 */
export function prepare({ port, state, vars = {}, bundle = bundled }) {
  const root = resolve(state);
  const code = join(root, "worker");
  mkdirSync(join(root, "objects"), { recursive: true });
  rmSync(code, { recursive: true, force: true });
  mkdirSync(code);
  const modules = readdirSync(bundle).filter((name) => /\.(js|wasm)$/.test(name));
  for (const name of modules) copyFileSync(join(bundle, name), join(code, name));
  copyFileSync(join(folder, "local/files.js"), join(code, "files.mjs"));
  const studio = resolve(folder, "../../www/dist");
  const settings = readSettings();
  const text = configuration({
    ...settings,
    vars: { ...settings.vars, ...vars },
    address: `127.0.0.1:${port}`,
    // One of them is a script: the entry, which comes first.
    modules: modules.sort((a, b) => Number(b.endsWith(".js")) - Number(a.endsWith(".js"))),
    objectsFolder: join(root, "objects"),
    studio: existsSync(join(studio, "index.html")) ? studio : null,
  });
  const file = join(root, "workerd.capnp");
  writeFileSync(file, text);
  return [workerd(), "serve", file];
}

/**
 * The program itself and not the script that starts it, so that its process is the one to signal.
 */
function workerd() {
  const platform = `${process.platform}-${process.arch === "x64" ? "64" : process.arch}`;
  const from = createRequire(require.resolve("workerd/package.json"));
  const manifest = from.resolve(`@cloudflare/workerd-${platform}/package.json`);
  return join(dirname(manifest), "bin/workerd");
}
