/**
 * The README of the npm package: links to files that are not packed become plain text, and what
 * applies only to the repository (its commands, pictures and folders) is left out.
 */

import { readFileSync } from "node:fs";
import { root } from "./paths.mjs";

export function packedReadme() {
  const { files } = JSON.parse(readFileSync(`${root}/js/package.json`, "utf8"));
  return readFileSync(`${root}/README.md`, "utf8")
    .replaceAll(/^<!-- only in the repository -->\n.*?^<!-- \/only in the repository -->\n/gms, "")
    .replaceAll(/\[([^\]]+)\]\((?![a-z]+:|#)([^)]+)\)/g, (_, text, link) => {
      // The package is the folder js.
      const path = link.replace(/^js\//, "");
      return files.includes(path.split("/")[0]) ? `[${text}](${path})` : text;
    });
}
