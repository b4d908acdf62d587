// How the figures are printed.

/** A table in plain characters. A title that starts with ">" has its column set right. */
export function table(titles, rows) {
  const right = titles.map((title) => title.startsWith(">"));
  const lines = [titles.map((title) => title.replace(">", "")), ...rows];
  const widths = titles.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const pad = (cell, column) => (right[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column]));
  const print = (line) => line.map(pad).join("  ").trimEnd();
  return [print(lines[0]), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(print)].join(
    "\n",
  );
}

function duration(ms) {
  if (ms < 1e-3) return `${(ms * 1e6).toFixed(0)} ns`;
  return ms < 1 ? `${(ms * 1e3).toFixed(1)} µs` : `${ms.toFixed(2)} ms`;
}

const factor = (ratio) => `${ratio.toFixed(ratio >= 100 ? 0 : ratio >= 10 ? 1 : 2)}×`;

const count = (size) => size.toLocaleString("en");

/** @param {ReturnType<typeof import("./session.js").runBaselines>} rows */
export const baselineTable = (rows) =>
  table(
    [">events", "ids", "JavaScript from", ">a run", ">an event"],
    rows.map(({ size, ids, name, time }) => [
      count(size),
      ids ? "yes" : "no",
      name,
      duration(time),
      `${((time * 1e6) / size).toFixed(0)} ns`,
    ]),
  );

function reached({ target, ratio }) {
  if (target === undefined) return "";
  return ratio >= target ? "yes" : `no (${Math.floor((100 * ratio) / target)} %)`;
}

/** @param {import("./session.js").Row[]} rows */
export const comparisonTable = (rows) =>
  table(
    [
      ">events",
      "ids",
      "way in",
      "against",
      ">JavaScript",
      ">Lookback",
      ">ratio",
      "spread",
      ">target",
      "reached",
    ],
    rows.map((row) => [
      count(row.size),
      row.ids ? "yes" : "no",
      row.name,
      row.against,
      duration(row.theirs),
      duration(row.ours),
      factor(row.ratio),
      `${factor(row.low)} to ${factor(row.high)}`,
      row.target === undefined ? "" : `≥ ${row.target}×`,
      reached(row),
    ]),
  );

/** @param {{ name: string, raw: number, gzip: number, brotli: number }[]} files */
export const sizeTable = (files) =>
  table(
    ["file", ">bytes", ">gzip", ">brotli"],
    files.map(({ name, raw, gzip, brotli }) => [
      name,
      ...[raw, gzip, brotli].map((bytes) => `${(bytes / 1000).toFixed(1)} kB`),
    ]),
  );

/** @param {import("./decisions/run.js").Row[]} rows */
export const decisionTable = (rows) =>
  table(
    ["what", "against", ">ours", ">theirs", ">ratio", ">spread", ">target", "reached"],
    rows.map((row) => [
      row.name,
      row.against,
      duration(row.ours),
      duration(row.theirs),
      factor(row.ratio),
      `${factor(row.low)} to ${factor(row.high)}`,
      row.target === undefined ? "" : `${row.target}×`,
      reached(row),
    ]),
  );
