import { type IssueCode, LookbackError } from "../errors.js";
import type { EventColumns } from "../types.js";

/** Every column is a list, as long as the times are; which elements are good is looked at later, one by one. */
export function checkColumns(columns: EventColumns): void {
  const refuse = (name: string, code: IssueCode, message: string) => {
    throw LookbackError.single("invalid_argument", `columns${name}`, code, message);
  };
  if (typeof columns !== "object" || columns === null)
    refuse("", "wrong_type", "expected an object of columns");
  const count = columns.timestamp?.length;
  for (const name of ["dictionary", "timestamp", "eventType", "channel", "offer", "value", "id"] as const) {
    const column: unknown = columns[name];
    if (column === undefined && OPTIONAL_COLUMNS.has(name)) continue;
    if (!Array.isArray(column) && !(ArrayBuffer.isView(column) && "length" in column)) {
      refuse(
        `.${name}`,
        column === undefined ? "required" : "wrong_type",
        "must be an array or a typed array",
      );
    }
    const { length } = column as { length: number };
    if (length !== count && name !== "dictionary") {
      const message = `must have as many elements as timestamp: ${count}, not ${length}`;
      refuse(`.${name}`, "out_of_range", message);
    }
  }
}

const OPTIONAL_COLUMNS: ReadonlySet<string> = new Set(["channel", "offer", "value", "id"]);
