// The package as npm would publish it, installed in an empty project.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { output } from "../runtimes/process.js";

const source = fileURLToPath(new URL("../../js/", import.meta.url));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/**
 * @returns {Promise<{ folder: string, files: string[], remove: () => void }>} the project, and what was packed
 */
export async function installPacked() {
  const folder = mkdtempSync(join(tmpdir(), "lookback-packed-"));
  const [{ filename, files }] = JSON.parse(
    await output(npm, ["pack", "--json", "--loglevel=error", "--pack-destination", folder], { cwd: source }),
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await output(
    npm,
    ["install", "--offline", "--no-audit", "--no-fund", "--loglevel=error", `./${filename}`],
    {
      cwd: folder,
    },
  );
  return { folder, files: files.map((file) => file.path), remove: () => rmSync(folder, { recursive: true }) };
}

/** Writes a file of the project. */
export function write(folder, name, text) {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
}
