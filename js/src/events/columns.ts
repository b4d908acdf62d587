import { type IssueCode, LookbackError } from "../errors.js";
import type { AppendResult, EventColumns } from "../types.js";
import type { CustomerHandle } from "../wasm/boundary.js";
import { NO_NAME } from "../wasm/dictionary.js";
import { type Chunk, isShortId, NO_ID, ODD, rowTime } from "./chunk.js";
import { type FieldPaths, recordJson } from "./fields.js";

/** Appends events that come as columns. */
export class ColumnWriter {
  readonly #chunk: Chunk;

  constructor(chunk: Chunk) {
    this.#chunk = chunk;
  }

  append(customer: CustomerHandle, columns: EventColumns, paths: FieldPaths, skip: boolean): AppendResult {
    checkColumns(columns);
    const chunk = this.#chunk;
    const { dictionary, eventType, timestamp, channel, offer, value, id } = columns;
    chunk.begin(customer, timestamp.length, dictionary.length, (index) => {
      const name = (position: number | undefined) => {
        if (position === undefined || position === -1) return null;
        return typeof position === "number" ? (dictionary[position] ?? position) : position;
      };
      const fields = {
        eventType: name(eventType[index]),
        timestamp: timestamp[index],
        channel: name(channel?.[index]),
        offer: name(offer?.[index]),
        value: value?.[index],
        id: id?.[index],
        properties: null,
      };
      return recordJson(fields, paths);
    });
    const codes = Array.from(dictionary, (name) => chunk.name(name));
    const typeCodes = codes.map((code, position) => (dictionary[position] === "" ? ODD : code));
    let index = 0;
    while (index < timestamp.length) {
      index = this.#writeUsualColumns(columns, codes, typeCodes, index);
      if (!chunk.isFull && index < timestamp.length) {
        chunk.addOdd();
        index++;
      }
      if (chunk.isFull) chunk.flush();
    }
    return chunk.finish(skip);
  }

  /** Writes rows of columns up to one that the engine has to judge; returns where it stopped. */
  #writeUsualColumns(
    columns: EventColumns,
    codes: readonly number[],
    typeCodes: readonly number[],
    from: number,
  ): number {
    const chunk = this.#chunk;
    const { floats, words } = chunk.boundary.instance;
    const { timestamp, eventType, channel, offer, value, id } = columns;
    const at = chunk.at;
    const count = timestamp.length;
    let row = chunk.row;
    let ids = chunk.ids;
    let index = from;
    for (; index < count && chunk.hasRoom(row, ids); index++) {
      const stamp = timestamp[index];
      const time = typeof stamp === "number" ? rowTime(stamp) : Number.NaN;
      const eventTypeCode = nameAt(typeCodes, eventType[index]);
      const channelCode = channel === undefined ? NO_NAME : nameAt(codes, channel[index]);
      const offerCode = offer === undefined ? NO_NAME : nameAt(codes, offer[index]);
      if (Number.isNaN(time) || eventTypeCode >= ODD || channelCode === ODD || offerCode === ODD) break;
      const number = value === undefined ? undefined : value[index];
      if (number != null && typeof number !== "number") break;
      const ownId = id === undefined ? undefined : id[index];
      if (ownId != null && !isShortId(ownId)) break;
      if (ownId != null) ids += ownId;
      words[at.idEnds + row] = ownId == null ? NO_ID : ids.length;
      floats[at.values + row] = number != null && Number.isFinite(number) ? number : Number.NaN;
      floats[at.times + row] = time;
      words[at.eventTypes + row] = eventTypeCode;
      words[at.channels + row] = channelCode;
      words[at.offers + row] = offerCode;
      row++;
    }
    chunk.row = row;
    chunk.ids = ids;
    return index;
  }
}

/** The code of the name at a position of the dictionary; −1 stands for none. */
function nameAt(codes: readonly number[], position: unknown): number {
  if (position === -1) return NO_NAME;
  return typeof position === "number" ? (codes[position] ?? ODD) : ODD;
}

/**
 * Checks that every column is a list as long as the times. The elements are checked later, one by
 * one.
 */
function checkColumns(columns: EventColumns): void {
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
