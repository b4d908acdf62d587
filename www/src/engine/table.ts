/** A row of a table, and the line it starts on, counted from 1. */
export interface Row {
  line: number;
  cells: string[];
}

const breaks = (text: string): number => text.match(/\r?\n|\r/g)?.length ?? 0;

/**
 * The rows of a table whose cells are parted by a sign. A cell that starts with a quotation mark
 * may hold the sign, line breaks, and the mark itself, doubled.
 */
export function rowsOf(text: string, sign: string): Row[] {
  const cell = new RegExp(`(?:"([^"]*(?:""[^"]*)*)"?)?([^\\${sign}\\r\\n]*)(\\${sign}|\\r?\\n|\\r|$)`, "y");
  const rows: Row[] = [{ line: 1, cells: [] }];
  let line = 1;
  for (let end = sign; end !== ""; ) {
    const [, quoted = "", plain = "", after = ""] = cell.exec(text) ?? [];
    rows.at(-1)?.cells.push(quoted.replaceAll('""', '"') + plain);
    if (quoted !== "") line += breaks(quoted);
    if (after !== sign && after !== "") rows.push({ line: ++line, cells: [] });
    end = after;
  }
  return rows;
}
