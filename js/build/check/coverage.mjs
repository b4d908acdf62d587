/**
 * Prints what `coverage.sh` measured, by folder of the engine: `node js/build/check/coverage.mjs`.
 */

import { readFileSync } from "node:fs";
import { root } from "../paths.mjs";

const [{ totals, files }] = JSON.parse(readFileSync(`${root}/target/coverage/summary.json`, "utf8")).data;

const folders = new Map([["all", totals]]);
for (const { filename, summary } of files) {
  const [folder] = filename.slice(`${root}/src/`.length).split("/");
  const before = folders.get(folder);
  folders.set(folder, before === undefined ? summary : both(before, summary));
}

const share = ({ count, covered }) => (count === 0 ? "–" : `${((100 * covered) / count).toFixed(1)} %`);
const line = (name, ...cells) =>
  console.log(name.padEnd(18) + cells.map((cell) => cell.padStart(9)).join(""));

line("", "lines", "branches");
for (const [folder, { lines, branches }] of folders) line(folder, share(lines), share(branches));

function both(one, other) {
  const sum = (kind) => ({
    count: one[kind].count + other[kind].count,
    covered: one[kind].covered + other[kind].covered,
  });
  return { lines: sum("lines"), branches: sum("branches") };
}
