/** Bundles the Worker as `wrangler deploy` does, so that what runs here is what is deployed. */

import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/** The folder of the Worker. */
export const folder = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where the bundle goes. */
export const bundled = join(folder, "dist");

/** Nothing of this needs the network: no metrics, no check for updates, no list of data centers. */
const OFFLINE = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};

/**
 * Writes the bundle of a wrangler configuration to a folder. Wrangler checks the configuration on
 * the way.
 *
 * @param {string} configuration path of the wrangler configuration
 * @param {string} outdir
 */
export function bundle(configuration = join(folder, "wrangler.jsonc"), outdir = bundled) {
  // Wrangler wants the folder of the Studio's files to be there, even when nothing was built into
  // it yet.
  mkdirSync(join(folder, "../../www/dist"), { recursive: true });
  const wrangler = join(dirname(require.resolve("wrangler/package.json")), "bin/wrangler.js");
  const command = [wrangler, "deploy", "--dry-run", "--config", configuration, "--outdir", outdir];
  const started = Date.now();
  execFileSync(process.execPath, command, {
    cwd: folder,
    env: { ...process.env, ...OFFLINE },
    stdio: ["ignore", "pipe", "inherit"],
  });
  sweep(outdir, started);
}

/** File systems keep times by a clock that may be a little behind. */
const CLOCK_LAG = 50;

/**
 * Removes what earlier builds left, whose wasm would be served as well. This is done after building
 * and not before it, so that the folder is never empty for those who read it meanwhile.
 */
function sweep(outdir, started) {
  for (const name of readdirSync(outdir)) {
    const file = join(outdir, name);
    if (statSync(file).mtimeMs < started - CLOCK_LAG) rmSync(file, { recursive: true });
  }
}
