import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { minifySync, type Plugin } from "vite";

/**
 * Writes the service worker once the bundle is on disk, with the list of everything the page can
 * ask for. The list's hash names the cache, so a new build replaces the old one as a whole.
 */
export function offline(): Plugin {
  let folder = "";
  return {
    name: "offline",
    apply: "build",
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle() {
      if (!existsSync(folder)) return;
      const files = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== "sw.js" && !entry.name.endsWith(".map"))
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(folder.length + 1)
            .replaceAll("\\", "/"),
        )
        .sort();
      const hash = createHash("sha256");
      for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
      const source = readFileSync(fileURLToPath(new URL("./sw.js", import.meta.url)), "utf8");
      const filled = source
        .replace('"__VERSION__"', JSON.stringify(hash.digest("hex").slice(0, 16)))
        .replace('["__FILES__"]', JSON.stringify(["./", ...files.map((file) => `./${file}`)]));
      writeFileSync(join(folder, "sw.js"), minifySync("sw.js", filled).code);
    },
  };
}
