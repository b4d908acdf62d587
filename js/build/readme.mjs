/** The README as the npm package carries it: only links to what is packed are links, and the pictures are left out. */

import { readFileSync } from "node:fs";
import { root } from "./paths.mjs";

export function packedReadme() {
  const { files } = JSON.parse(readFileSync(`${root}/js/package.json`, "utf8"));
  return readFileSync(`${root}/README.md`, "utf8")
    .replaceAll(/^<picture>.*?^<\/picture>\n\n/gms, "")
    .replaceAll(/\[([^\]]+)\]\((?![a-z]+:|#)([^)]+)\)/g, (_, text, link) => {
      // The package is the folder js.
      const path = link.replace(/^js\//, "");
      return files.includes(path.split("/")[0]) ? `[${text}](${path})` : text;
    });
}
