// Plain text for a terminal of 100 columns.

const WIDTH = 100;

const line = (text = "") => console.log(text);

/** A title over a rule, and a sentence on what follows. */
export function heading(title, about) {
  line();
  line(title);
  line("─".repeat(Math.min(WIDTH, title.length)));
  if (about !== undefined) paragraph(about);
  line();
}

/** Words broken into lines. */
export function paragraph(text, indent = "") {
  let current = indent;
  for (const word of text.split(/\s+/)) {
    if (current.length + word.length > WIDTH && current.trim() !== "") {
      line(current.trimEnd());
      current = indent;
    }
    current += `${word} `;
  }
  if (current.trim() !== "") line(current.trimEnd());
}

/**
 * A table. A title that starts with ">" has its column set right.
 * @param {string[]} titles
 * @param {string[][]} rows
 */
export function table(titles, rows, indent = "  ") {
  const right = titles.map((title) => title.startsWith(">"));
  const head = titles.map((title) => title.replace(">", ""));
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => width(row[column]))));
  for (const row of [head, ...rows]) {
    const cells = row.map((cell, column) => {
      const space = " ".repeat(widths[column] - width(cell));
      return right[column] ? space + cell : cell + space;
    });
    line(`${indent}${cells.join("   ")}`.trimEnd());
  }
}

const width = (text) => Array.from(text).length;

/** `2026-03-10 14:30:00 UTC`, with milliseconds where there are any. */
export function time(iso) {
  if (iso === null) return "for good";
  return `${iso
    .replace("T", " ")
    .replace("Z", "")
    .replace(/\.000$/, "")} UTC`;
}

/** How long from one instant to another: `2 d 3 h`. */
export function span(from, to) {
  const ms = Date.parse(to) - Date.parse(from);
  const units = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1_000],
    ["ms", 1],
  ];
  const first = units.findIndex(([, size]) => ms >= size);
  if (first < 0) return "0 ms";
  let left = ms;
  const parts = units.slice(first, first + 2).map(([unit, size]) => {
    const amount = Math.floor(left / size);
    left -= amount * size;
    return amount === 0 ? "" : `${amount} ${unit}`;
  });
  return parts.join(" ").trim();
}

/** A number as people read it; the exact one stays in the results. */
export function number(value) {
  if (value === null) return "—";
  if (Number.isInteger(value)) return String(value);
  return value !== 0 && Math.abs(value) < 0.001 ? value.toPrecision(3) : String(Number(value.toFixed(4)));
}

/** `1 event`, `2 events`. */
export const counted = (amount, noun) => `${amount} ${noun}${amount === 1 ? "" : "s"}`;
