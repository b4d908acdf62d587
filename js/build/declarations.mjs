/** Writes the types of the package: those of its entry points, and all that these refer to. */

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dist, root } from "./paths.mjs";

/** @param {string[]} entries the first has types of its own, and the others have the same */
export function writeDeclarations([first, ...others]) {
  execFileSync(process.execPath, [`${root}/node_modules/typescript/bin/tsc`, "-p", `${root}/js`], {
    stdio: "inherit",
  });
  const named = reachable(`${dist}/${first}.d.ts`);
  for (const name of readdirSync(dist, { recursive: true })) {
    const file = join(dist, name);
    if (file.endsWith(".d.ts") && !named.has(file)) rmSync(file);
  }
  for (const name of others) writeFileSync(`${dist}/${name}.d.ts`, `export * from "./${first}.js";\n`);
}

/** A file of types, and all that it refers to, directly or not. */
function reachable(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, "utf8").matchAll(/(?:from |import\()"(\.[^"]+)\.js"/g)) {
    reachable(join(dirname(file), `${path}.d.ts`), found);
  }
  return found;
}
