// The package installed in an empty project: as npm would publish it, and as the README says until
// it does.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { output } from "../runtimes/process.js";

const source = fileURLToPath(new URL("../../js/", import.meta.url));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

const QUIETLY = ["--offline", "--no-audit", "--no-fund", "--loglevel=error"];

/**
 * @returns {Promise<{ folder: string, files: string[], remove: () => void }>} the project, and what was packed
 */
export async function installPacked() {
  const { folder, remove } = emptyProject();
  const [{ filename, files }] = JSON.parse(
    await output(npm, ["pack", "--json", "--loglevel=error", "--pack-destination", folder], { cwd: source }),
  );
  await output(npm, ["install", ...QUIETLY, `./${filename}`], { cwd: folder });
  return { folder, files: files.map((file) => file.path), remove };
}

/** @returns {Promise<{ folder: string, remove: () => void }>} */
export async function installAsDocumented() {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, args] = /^npm (install .*)path\/to\/lookback\/js$/m.exec(readme) ?? [];
  if (args === undefined)
    throw new Error("README.md does not say how to install the package from its folder");
  const { folder, remove } = emptyProject();
  await output(npm, [...args.trim().split(" "), ...QUIETLY, source], { cwd: folder });
  return { folder, remove };
}

function emptyProject() {
  const folder = mkdtempSync(join(tmpdir(), "lookback-packed-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** Writes a file of the project. */
export function write(folder, name, text) {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
}
