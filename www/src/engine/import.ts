import { dsvFormat } from "d3-dsv";
import type { EventFields, EventIssue, EventRecord, InteractionEvent } from "lookback";
import type { ImportFormat, ImportPreview, ImportProblem } from "./compute.ts";
import { fieldNames, knownNames } from "./fields.ts";

/** A record and the line it starts on, counted from 1. */
interface Numbered {
  line: number;
  record: EventRecord;
}
interface Records {
  format: ImportFormat;
  records: Numbered[];
  problems: ImportProblem[];
}
type Engine = (
  records: EventRecord[],
  fields: EventFields,
) => Promise<{ problems: EventIssue[]; duplicates: number; events: InteractionEvent[] }>;

/** Enough to see that the mapping is right. */
const SHOWN = 6;

const bad = (line: number, message: string): ImportProblem => ({
  line,
  path: "",
  code: "invalid_json",
  message,
});
const isRecord = (value: unknown): value is EventRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where each element of a JSON array starts, so that a problem can name its line. */
function elementLines(text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  let quoted = false;
  let awaited = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "\n") line++;
    if (quoted) {
      if (character === "\\") at++;
      else if (character === '"') quoted = false;
      continue;
    }
    if (awaited && character !== undefined && !/[\s\]]/.test(character)) {
      lines.push(line);
      awaited = false;
    }
    if (character === '"') quoted = true;
    else if (character === "[" || character === "{") {
      depth++;
      if (depth === 1) awaited = true;
    } else if (character === "]" || character === "}") depth--;
    else if (character === "," && depth === 1) awaited = true;
  }
  return lines;
}

function readJson(text: string): Records {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      format: "json",
      records: [],
      problems: [bad(lineOfError(text, error), `Not JSON: ${(error as Error).message}`)],
    };
  }
  const lines = elementLines(text);
  const list = Array.isArray(value) ? value : [value];
  const records: Numbered[] = [];
  const problems: ImportProblem[] = [];
  for (const [index, record] of list.entries()) {
    const line = Array.isArray(value) ? (lines[index] ?? 1) : 1;
    if (isRecord(record)) records.push({ line, record });
    else problems.push(bad(line, 'An event is an object, such as { "eventType": "click", … }.'));
  }
  return { format: "json", records, problems };
}

/** Browsers name the place in different ways; the first line stands for those that name none. */
function lineOfError(text: string, error: unknown): number {
  const message = (error as Error).message;
  const line = /line (\d+)/.exec(message)?.[1];
  if (line) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  return position ? text.slice(0, Number(position)).split("\n").length : 1;
}

function readLines(text: string): Records {
  const records: Numbered[] = [];
  const problems: ImportProblem[] = [];
  for (const [index, source] of text.split("\n").entries()) {
    if (source.trim() === "") continue;
    try {
      const record: unknown = JSON.parse(source);
      if (isRecord(record)) records.push({ line: index + 1, record });
      else problems.push(bad(index + 1, 'Each line is one event, such as { "eventType": "click", … }.'));
    } catch (error) {
      problems.push(bad(index + 1, `Not JSON: ${(error as Error).message}`));
    }
  }
  return { format: "ndjson", records, problems };
}

function readCsv(text: string): Records {
  const records: Numbered[] = [];
  const problems: ImportProblem[] = [];
  // Blank lines before the names are passed over.
  const blank = /^(?:[ \t]*\r?\n)*/.exec(text)?.[0] ?? "";
  const rows = text.slice(blank.length).replace(/[\r\n]+$/, "");
  const data = dsvFormat(delimiterOf(text)).parseRows(rows);
  const names = (data[0] ?? []).map((name) => name.trim());
  let line = blank.split("\n").length;
  for (const [index, row] of data.entries()) {
    const start = line;
    line += 1 + row.join("").split("\n").length - 1;
    if (index === 0 || (row.length === 1 && row[0]?.trim() === "")) continue;
    if (row.length !== names.length) {
      problems.push({
        line: start,
        path: "",
        code: "invalid_csv",
        message: `${row.length} cells where the first line names ${names.length}.`,
      });
    } else records.push({ line: start, record: toRecord(names, row) });
  }
  return { format: "csv", records, problems };
}

/** The sign that parts most cells of the first line. */
function delimiterOf(text: string): string {
  const first = text.trimStart().split("\n", 1)[0] ?? "";
  const signs = [",", ";", "\t", "|"];
  const often = signs.map((sign) => first.split(sign).length);
  return signs[often.indexOf(Math.max(...often))] ?? ",";
}

/** Cells are text; an empty one is a field the event does not have. */
function toRecord(names: string[], row: string[]): EventRecord {
  const record: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) {
    const cell = (row[index] ?? "").trim();
    if (cell === "") continue;
    record[name] = cell;
  }
  return record;
}

/** Numbers arrive as text from a CSV: the columns mapped to a time or a value are read as numbers where they are ones. */
function withNumbers(records: Numbered[], mapping: EventFields): Numbered[] {
  const columns = [mapping.value, mapping.timestamp].filter((name) => name !== undefined);
  return records.map(({ line, record }) => {
    const copy: Record<string, unknown> = { ...record };
    for (const name of columns) {
      const cell = copy[name];
      if (typeof cell === "string" && /^[+-]?[\d.]/.test(cell) && Number.isFinite(Number(cell)))
        copy[name] = Number(cell);
    }
    return { line, record: copy };
  });
}

export function formatOf(text: string): ImportFormat {
  const start = text.trimStart();
  if (start.startsWith("[")) return "json";
  if (!start.startsWith("{")) return "csv";
  const first = start.split("\n", 1)[0] ?? "";
  try {
    JSON.parse(first);
    return "ndjson";
  } catch {
    // An object that runs over several lines, or a first line that is wrong: many lines that start with { speak for the latter.
    const lines = start.split("\n").filter((line) => line.trim() !== "");
    return lines.filter((line) => line.startsWith("{")).length > 1 ? "ndjson" : "json";
  }
}

function columnsOf(records: Numbered[]): ImportPreview["columns"] {
  const columns = new Map<string, string>();
  const visit = (record: object, prefix: string, depth: number): void => {
    for (const [name, value] of Object.entries(record)) {
      const path = prefix + name;
      if (isRecord(value) && depth < 2) visit(value, `${path}.`, depth + 1);
      if (!columns.has(path) && value !== null && value !== undefined) {
        columns.set(path, typeof value === "object" ? JSON.stringify(value) : String(value));
      }
    }
  };
  for (const { record } of records.slice(0, 200)) visit(record, "", 0);
  return [...columns].map(([name, example]) => ({ name, example: example.slice(0, 60) }));
}

function guess(columns: ImportPreview["columns"]): EventFields {
  const names = new Set(columns.map(({ name }) => name));
  const mapping: Record<string, string> = {};
  for (const field of fieldNames) {
    const found = knownNames[field].find((name) => names.has(name));
    if (found) mapping[field] = found;
  }
  return mapping;
}

/** Reads JSON, JSON lines or CSV, and has the engine judge every record. */
export async function readText(
  text: string,
  mapping: EventFields | null,
  all: boolean,
  engine: Engine,
): Promise<ImportPreview> {
  const format = formatOf(text);
  const { records, problems } =
    format === "json" ? readJson(text) : format === "ndjson" ? readLines(text) : readCsv(text);
  const columns = columnsOf(records);
  const fields = mapping ?? guess(columns);
  const typed = format === "csv" ? withNumbers(records, fields) : records;
  const judged = await engine(
    typed.map(({ record }) => record),
    fields,
  );
  const found = judged.problems.map(({ index, path, code, message }) => ({
    line: typed[index]?.line ?? 0,
    path: path.replace(/^events\[\d+\]\.?/, ""),
    code,
    message,
  }));
  return {
    format,
    total: records.length + problems.length,
    problems: [...problems, ...found].sort((a, b) => a.line - b.line),
    duplicates: judged.duplicates,
    columns,
    mapping: fields,
    events: all ? judged.events : judged.events.slice(0, SHOWN),
    good: judged.events.length,
  };
}
