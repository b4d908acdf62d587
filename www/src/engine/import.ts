import type { EventFields, EventIssue, EventRecord, InteractionEvent } from "lookback";
import type { ImportFormat, ImportPreview, ImportProblem, Reading } from "./compute.ts";
import { fieldNames, knownNames } from "./fields.ts";
import { ownedBy, ownersOf } from "./owners.ts";
import { rowsOf } from "./table.ts";

/**
 * A record, the line it starts on, counted from 1, and where it stands on that when it is not alone
 * there.
 */
interface Numbered {
  line: number;
  record: EventRecord;
  within?: string;
  /** The record of a customer that it stands in. */
  owner?: EventRecord;
}
interface Records {
  format: ImportFormat;
  records: Numbered[];
  problems: ImportProblem[];
}
export interface Engine {
  judge(records: EventRecord[], fields: EventFields): Promise<Judged>;
  /** Why a text is not JSON, with the line and column, which browsers do not always report. */
  whyNotJson(text: string): Promise<string | undefined>;
}
/** The engine's verdict on records. */
export interface Judged {
  problems: EventIssue[];
  /** Events whose ids the current customer already has, with different content. */
  clashes: (Pick<EventIssue, "code" | "message"> & { id: string | null | undefined })[];
  duplicates: number;
  events: InteractionEvent[];
}

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

/**
 * The events of a record of a customer, `{ "customer": …, "events": […] }`; any other record is an
 * event itself.
 */
function unfold(line: number, record: EventRecord): Numbered[] {
  const { events } = record as { events?: unknown };
  if (!Array.isArray(events)) return [{ line, record }];
  return events.map((event, index) => ({ line, record: event, within: `events[${index}]`, owner: record }));
}

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

async function readJson(text: string, { whyNotJson }: Engine): Promise<Records> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = (await whyNotJson(text)) ?? `Not JSON: ${(error as Error).message}`;
    const line = Number(/line (\d+)/.exec(reason)?.[1] ?? 0);
    return { format: "json", records: [], problems: [bad(line, reason)] };
  }
  const lines = elementLines(text);
  const list = Array.isArray(value) ? value : [value];
  const records: Numbered[] = [];
  const problems: ImportProblem[] = [];
  for (const [index, record] of list.entries()) {
    const line = Array.isArray(value) ? (lines[index] ?? 1) : 1;
    if (isRecord(record)) records.push(...unfold(line, record));
    else problems.push(bad(line, 'An event is an object, such as { "eventType": "click", … }.'));
  }
  return { format: "json", records, problems };
}

function readLines(text: string): Records {
  const records: Numbered[] = [];
  const problems: ImportProblem[] = [];
  for (const [index, source] of text.split("\n").entries()) {
    if (source.trim() === "") continue;
    try {
      const record: unknown = JSON.parse(source);
      if (isRecord(record)) records.push(...unfold(index + 1, record));
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
  const [first, ...rows] = rowsOf(text, delimiterOf(text)).filter(
    ({ cells }) => cells.length > 1 || cells[0]?.trim() !== "",
  );
  const names = (first?.cells ?? []).map((name) => name.trim());
  for (const { line, cells } of rows) {
    if (cells.length === names.length) records.push({ line, record: toRecord(names, cells) });
    else {
      const message = `${cells.length} cells where the first line names ${names.length}.`;
      problems.push({ line, path: "", code: "invalid_csv", message });
    }
  }
  return { format: "csv", records, problems };
}

/** The separator that yields the most cells in the first line. */
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

/**
 * Numbers arrive as text from a CSV: the columns mapped to a time or a value are read as numbers
 * where they are ones.
 */
function withNumbers(records: Numbered[], mapping: EventFields): Numbered[] {
  const columns = [mapping.value, mapping.timestamp].filter((name) => name !== undefined);
  return records.map(({ record, ...place }) => {
    const copy: Record<string, unknown> = { ...record };
    for (const name of columns) {
      const cell = copy[name];
      if (typeof cell === "string" && /^[+-]?[\d.]/.test(cell) && Number.isFinite(Number(cell)))
        copy[name] = Number(cell);
    }
    return { ...place, record: copy };
  });
}

/** How to write a number that has a decimal comma or thousands separators. */
function numberAdvice(cell: unknown): string | undefined {
  if (typeof cell !== "string" || !/^[+-]?\d[\d.,'\s]*$/.test(cell)) return undefined;
  // The last sign parts off the decimals, but for one that parts off three digits and stands alone
  // or more than once.
  const signs = cell.match(/[.,]/g) ?? [];
  const thousands = new Set(signs).size < 2 && (signs.length > 1 || /[.,]\d{3}$/.test(cell));
  const at = thousands ? cell.length : cell.search(/[.,]\d*$/);
  const digits = (part: string): string => part.replace(/[.,'\s]/g, "");
  const decimals = digits(cell.slice(at));
  return `“${cell}” is not a number here; write ${digits(cell.slice(0, at))}${decimals && `.${decimals}`}`;
}

/** The value at a dotted path of a record. */
const memberAt = (record: EventRecord, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (value, name) => (isRecord(value) ? (value as Record<string, unknown>)[name] : undefined),
      record,
    );

export function formatOf(text: string): ImportFormat {
  const start = text.trimStart();
  if (start.startsWith("[")) return "json";
  if (!start.startsWith("{")) return "csv";
  const first = start.split("\n", 1)[0] ?? "";
  try {
    JSON.parse(first);
    return "ndjson";
  } catch {
    // An object that runs over several lines, or a first line that is wrong: many lines that start
    // with { speak for the latter.
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
  for (const { record } of records.slice(0, 200)) if (isRecord(record)) visit(record, "", 0);
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
  { mapping, owner, all }: Reading,
  engine: Engine,
): Promise<ImportPreview> {
  const format = formatOf(text);
  const { records: everyones, problems } =
    format === "json" ? await readJson(text, engine) : format === "ndjson" ? readLines(text) : readCsv(text);
  const owners = ownersOf(everyones);
  const records = ownedBy(everyones, owners, owner);
  const columns = columnsOf(records);
  const fields = mapping ?? guess(columns);
  const typed = format === "csv" ? withNumbers(records, fields) : records;
  const judged = await engine.judge(
    typed.map(({ record }) => record),
    fields,
  );
  const found = judged.problems.map(({ index, path, code, message }) => {
    const { line = 0, within, record } = typed[index] ?? {};
    const member = path.replace(/^events\[\d+\]\.?/, "");
    const advice =
      format === "csv" && member === fields.value
        ? numberAdvice(record && memberAt(record, member))
        : undefined;
    return { line, path: [within, member].filter(Boolean).join("."), code, message: advice ?? message };
  });
  for (const { id, code, message } of judged.clashes) {
    const line = typed.find(({ record }) => fields.id && memberAt(record, fields.id) === id)?.line ?? 0;
    found.push({ line, path: fields.id ?? "", code, message });
  }
  return {
    owners,
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
