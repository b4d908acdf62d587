// The exported TypeScript, compiled and run as a user would.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const TSC = join(root, "node_modules/typescript/bin/tsc");
const STRICT = ["--strict", "--module", "nodenext", "--target", "es2022", "--types", ""];

/**
 * Compiles the snippet strictly and runs it as a user would: in a folder of its own that has the
 * package installed.
 */
export async function runSnippet(source) {
  const folder = await mkdtemp(join(tmpdir(), "lookback-snippet-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(root, "js"), join(folder, "node_modules/lookback"));
    writeFileSync(join(folder, "lookback.mts"), source);
    execFileSync(process.execPath, [TSC, "--noEmit", ...STRICT, "lookback.mts"], {
      cwd: folder,
      stdio: "pipe",
    });
    writeFileSync(join(folder, "lookback.mjs"), stripTypeScriptTypes?.(source) ?? source);
    return execFileSync(process.execPath, ["lookback.mjs"], { cwd: folder, encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
