/** Checks that the links of the documents lead to files and headings that exist. */

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { root } from "../paths.mjs";

export async function checkLinks() {
  const problems = documents().flatMap((document) => {
    const text = withoutCode(readFileSync(join(root, document), "utf8"));
    return links(text)
      .map((link) => problem(document, link))
      .filter((found) => found !== undefined);
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function documents() {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
    cwd: root,
    encoding: "utf8",
  });
  return listed.split("\n").filter((name) => name !== "" && existsSync(join(root, name)));
}

const withoutCode = (text) => text.replaceAll(/^(```|~~~).*?^\1/gms, "").replaceAll(/`[^`\n]*`/g, "");

function links(text) {
  const inline = [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
  const named = [...text.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)];
  const html = [...text.matchAll(/(?:href|src)="([^"]+)"/g)];
  return [...inline, ...named, ...html].map((match) => match[1]);
}

function problem(document, link) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return undefined;
  const [path, heading] = link.split("#");
  const target = path === "" ? document : normalize(join(dirname(document), decodeURIComponent(path)));
  const file = join(root, target);
  if (!existsSync(file)) return `${document}: there is no ${target}`;
  if (heading === undefined || statSync(file).isDirectory() || !target.endsWith(".md")) return undefined;
  return headings(readFileSync(file, "utf8")).has(heading)
    ? undefined
    : `${document}: ${target} has no #${heading}`;
}

/** The anchors of a document, made from its headings as GitHub makes them. */
function headings(text) {
  const seen = new Map();
  const anchors = new Set();
  for (const [, title] of text.replaceAll(/^(```|~~~).*?^\1/gms, "").matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const plain = title.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll("`", "");
    const slug = plain
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-");
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    anchors.add(times === 0 ? slug : `${slug}-${times}`);
  }
  for (const [, name] of text.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(name);
  return anchors;
}
