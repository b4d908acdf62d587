import type { Boundary, CustomerHandle } from "./boundary.js";
import { type Dictionary, LONGEST_NAME, NO_NAME } from "./dictionary.js";
import { LookbackError } from "./errors.js";
import { type FieldPaths, readPath, recordJson } from "./fields.js";
import { isoMillis, LATEST } from "./time.js";
import type { AppendResult, EventColumns } from "./types.js";

/** As many rows as cross at a time; fixed by the engine's inbox. */
const ROWS = 1024;
/** Stands for "no id". */
const NO_ID = 0xffffffff;
/** In the place of an event type: the record is odd and follows as JSON, for the engine to judge. */
const ODD = 0xfffffffe;
/** Room for the ids of a chunk; a chunk ends early when it is used up. */
const ID_ROOM = 1 << 16;
const LONGEST_ID = 256;

const encoder = new TextEncoder();

/** Writes events into the engine's memory, row by row, and hands them over in chunks. */
export class RowWriter {
  readonly #boundary: Boundary;
  readonly #dictionary: Dictionary;
  /** Where the columns begin, in units of their elements. */
  readonly #at: ColumnStarts;
  #customer: CustomerHandle | undefined;
  #row = 0;
  #numbers = 0;
  #ids = 0;
  #odd: string[] = [];
  #text = 0;

  constructor(boundary: Boundary, dictionary: Dictionary) {
    this.#boundary = boundary;
    this.#dictionary = dictionary;
    this.#at = columnStarts(boundary);
  }

  /** Appends records of any shape that `paths` describe. */
  records(
    customer: CustomerHandle,
    records: readonly unknown[],
    paths: FieldPaths,
    skip: boolean,
  ): AppendResult {
    this.#begin(customer, records.length);
    let index = 0;
    while (index < records.length) {
      if (paths.simple) index = this.#writeUsual(records, index, paths);
      // What stopped the loop is full rows, or a record that takes the long way.
      if (!this.#isFull && index < records.length) this.#writeRecord(records[index++], paths);
      if (this.#isFull) this.#flush();
    }
    return this.#finish(skip);
  }

  /**
   * Writes records of the usual kind, whose names are known; answers where it stopped. It holds everything it
   * touches in local variables, which makes it twice as quick.
   */
  #writeUsual(records: readonly unknown[], from: number, paths: FieldPaths): number {
    const { floats, words, bytes } = this.#boundary.instance;
    const dictionary = this.#dictionary;
    const text = this.#text;
    const { times, values, eventTypes, channels, offers, idEnds } = this.#at;
    let row = this.#row;
    let ids = this.#ids;
    let index = from;
    for (; index < records.length && this.#hasRoom(row, ids); index++) {
      const record = records[index] as Record<string, unknown>;
      if (typeof record !== "object" || record === null) break;
      const stamp = record[paths.timestamp];
      const eventType = record[paths.eventType];
      const channel = record[paths.channel];
      const offer = record[paths.offer];
      const id = record[paths.id];
      const value = record[paths.value];
      const properties = record[paths.properties];
      const time =
        typeof stamp === "number"
          ? Math.floor(stamp)
          : typeof stamp === "string"
            ? isoMillis(stamp)
            : Number.NaN;
      if (!(time >= 0 && time <= LATEST) || eventType === "") break;
      if (value != null && typeof value !== "number") break;
      const eventTypeCode = typeof eventType === "string" ? dictionary.find(eventType) : undefined;
      const channelCode =
        channel == null ? NO_NAME : typeof channel === "string" ? dictionary.find(channel) : undefined;
      const offerCode =
        offer == null ? NO_NAME : typeof offer === "string" ? dictionary.find(offer) : undefined;
      if (eventTypeCode === undefined || channelCode === undefined || offerCode === undefined) break;
      let end = ids;
      if (id != null) {
        if (typeof id !== "string" || id === "" || id.length > LONGEST_ID) break;
        for (let at = 0; at < id.length; at++) {
          const unit = id.charCodeAt(at);
          if (unit > 127) break;
          bytes[text + end++] = unit;
        }
        if (end - ids < id.length) break;
      }
      if (properties != null && !(isPlain(properties) && this.#addNumbers(row, properties))) break;
      words[idEnds + row] = id == null ? NO_ID : end;
      ids = end;
      floats[values + row] = value != null && Number.isFinite(value) ? value : Number.NaN;
      floats[times + row] = time;
      words[eventTypes + row] = eventTypeCode;
      words[channels + row] = channelCode;
      words[offers + row] = offerCode;
      row++;
    }
    this.#row = row;
    this.#ids = ids;
    return index;
  }

  /** Writes a record that is out of the ordinary: with a new name, or one to be judged. */
  #writeRecord(record: unknown, paths: FieldPaths): void {
    if (typeof record !== "object" || record === null || Array.isArray(record)) {
      this.#addOdd("null");
      return;
    }
    const time = millisOf(readPath(record, paths.timestamp));
    const eventType = readPath(record, paths.eventType);
    const eventTypeCode = this.#name(eventType);
    const channelCode = this.#name(readPath(record, paths.channel));
    const offerCode = this.#name(readPath(record, paths.offer));
    const value = readPath(record, paths.value);
    const id = readPath(record, paths.id);
    const properties = readPath(record, paths.properties);
    const good =
      time >= 0 &&
      time <= LATEST &&
      eventTypeCode < ODD &&
      eventType !== "" &&
      channelCode !== ODD &&
      offerCode !== ODD &&
      (value == null || typeof value === "number") &&
      (id == null || (typeof id === "string" && id !== "" && id.length <= LONGEST_ID)) &&
      (properties == null || isPlain(properties));
    if (good) {
      if (properties != null) for (const name of Object.keys(properties)) this.#name(name);
      if (properties == null || this.#addNumbers(this.#row, properties)) {
        this.#add(time, eventTypeCode, channelCode, offerCode, value as number, id as string);
        return;
      }
    }
    this.#addOdd(recordJson((field) => readPath(record, paths[field]), paths));
  }

  /** Appends events that come as columns. */
  columns(customer: CustomerHandle, columns: EventColumns, paths: FieldPaths, skip: boolean): AppendResult {
    checkColumns(columns);
    const { dictionary, eventType, timestamp, channel, offer, value, id } = columns;
    const count = timestamp.length;
    this.#begin(customer, count);
    const codes = Array.from(dictionary, (name) => this.#name(name));
    const code = (position: number | undefined) => {
      if (position === undefined || position === -1) return NO_NAME;
      return typeof position === "number" ? (codes[position] ?? ODD) : ODD;
    };
    for (let index = 0; index < count; index++) {
      const at = timestamp[index];
      const time = typeof at === "number" ? Math.floor(at) : Number.NaN;
      const number = value?.[index];
      const eventTypeCode = code(eventType[index]);
      const channelCode = code(channel?.[index]);
      const offerCode = code(offer?.[index]);
      const ownId = id?.[index];
      const good =
        time >= 0 &&
        time <= LATEST &&
        eventTypeCode < ODD &&
        dictionary[eventType[index] as number] !== "" &&
        channelCode !== ODD &&
        offerCode !== ODD &&
        (number == null || typeof number === "number") &&
        (ownId == null || (typeof ownId === "string" && ownId !== "" && ownId.length <= LONGEST_ID));
      if (good) {
        this.#add(time, eventTypeCode, channelCode, offerCode, number, ownId);
      } else {
        const name = (position: number | undefined) => {
          if (position === undefined || position === -1) return null;
          return typeof position === "number" ? (dictionary[position] ?? position) : position;
        };
        const record = {
          eventType: name(eventType[index]),
          timestamp: at,
          channel: name(channel?.[index]),
          offer: name(offer?.[index]),
          value: number,
          id: ownId,
          properties: null,
        };
        this.#addOdd(recordJson((field) => record[field], paths));
      }
      if (this.#isFull) this.#flush();
    }
    return this.#finish(skip);
  }

  #begin(customer: CustomerHandle, expected: number): void {
    this.#dictionary.tidy();
    this.#customer = customer;
    this.#row = 0;
    this.#numbers = 0;
    this.#ids = 0;
    this.#odd = [];
    this.#text = this.#boundary.room(ID_ROOM);
    this.#boundary.run(() => customer.begin(this.#boundary.engine, expected));
  }

  /** The code of a name; none for an absent one, odd for what is not a name or too long to share. */
  #name(name: unknown): number {
    if (name === undefined || name === null) return NO_NAME;
    if (typeof name !== "string" || name.length > LONGEST_NAME) return ODD;
    const known = this.#dictionary.find(name);
    if (known !== undefined) return known;
    const code = this.#dictionary.add(name, this.#ids);
    this.#text = this.#boundary.room(0);
    return code;
  }

  #add(
    time: number,
    eventType: number,
    channel: number,
    offer: number,
    value: number | null | undefined,
    id: string | null | undefined,
  ): void {
    const { floats, words } = this.#boundary.instance;
    const at = this.#at;
    const row = this.#row++;
    floats[at.times + row] = time;
    floats[at.values + row] = typeof value === "number" && Number.isFinite(value) ? value : Number.NaN;
    words[at.eventTypes + row] = eventType;
    words[at.channels + row] = channel;
    words[at.offers + row] = offer;
    words[at.idEnds + row] = typeof id === "string" ? this.#addId(id) : NO_ID;
  }

  /** Writes an id behind the others; answers where it ends. */
  #addId(id: string): number {
    const { bytes } = this.#boundary.instance;
    const start = this.#text + this.#ids;
    for (let at = 0; at < id.length; at++) {
      const unit = id.charCodeAt(at);
      if (unit > 127) {
        const { written } = encoder.encodeInto(id, bytes.subarray(start, start + id.length * 3));
        this.#ids += written;
        return this.#ids;
      }
      bytes[start + at] = unit;
    }
    this.#ids += id.length;
    return this.#ids;
  }

  /**
   * Adds the numeric properties of a row. False, and nothing added, when a name is new, and for the rare ones
   * that the engine has to look at: very many, very long, or one that may stand in for `value`.
   */
  #addNumbers(row: number, properties: object): boolean {
    const before = this.#numbers;
    for (const [name, number] of Object.entries(properties)) {
      if (typeof number !== "number" || !Number.isFinite(number)) continue;
      const code = this.#dictionary.find(name);
      if (code === undefined || this.#numbers === ROWS || name === "value") {
        this.#numbers = before;
        return false;
      }
      const { floats, words } = this.#boundary.instance;
      words[this.#at.numberRows + this.#numbers] = row;
      words[this.#at.numberNames + this.#numbers] = code;
      floats[this.#at.numberValues + this.#numbers] = number;
      this.#numbers++;
    }
    return true;
  }

  #addOdd(json: string): void {
    this.#boundary.instance.words[this.#at.eventTypes + this.#row++] = ODD;
    this.#odd.push(json);
    if (this.#isFull) this.#flush();
  }

  #hasRoom(row: number, ids: number): boolean {
    return row < ROWS && this.#numbers <= ROWS / 2 && ids <= ID_ROOM - LONGEST_ID * 3;
  }

  get #isFull(): boolean {
    return !this.#hasRoom(this.#row, this.#ids);
  }

  /** Hands the rows over. */
  #flush(): void {
    const { engine, instance } = this.#boundary;
    let length = this.#ids;
    if (this.#odd.length > 0) {
      const odd = encoder.encode(this.#odd.join("\n"));
      const start = this.#boundary.room(length + odd.length) + length;
      instance.bytes.set(odd, start);
      length += odd.length;
    }
    const customer = this.#customer as CustomerHandle;
    const [rows, numbers, ids] = [this.#row, this.#numbers, this.#ids];
    this.#row = 0;
    this.#numbers = 0;
    this.#ids = 0;
    this.#odd = [];
    this.#boundary.attempt(() => customer.take(engine, rows, numbers, ids, length));
    this.#text = this.#boundary.room(ID_ROOM);
  }

  #finish(skip: boolean): AppendResult {
    const customer = this.#customer as CustomerHandle;
    if (this.#row > 0) this.#flush();
    const appended = this.#boundary.run(() => customer.settle(this.#boundary.engine, skip));
    if (appended >= 0) return { appended, duplicates: 0, conflicts: [], invalid: [] };
    if (appended === -1) return this.#boundary.readJson<AppendResult>();
    throw this.#boundary.failure();
  }
}

/** Milliseconds of a time as events carry it; NaN for what the engine has to judge. */
function millisOf(time: unknown): number {
  if (typeof time === "string") return isoMillis(time);
  // Cut towards zero, this would take −0.5 for the first millisecond of 1970.
  if (typeof time === "number") return Math.floor(time);
  return time instanceof Date ? time.getTime() : Number.NaN;
}

function isPlain(properties: unknown): properties is object {
  return typeof properties === "object" && !Array.isArray(properties);
}

/** Every column is a list, as long as the times are; which elements are good is looked at later, one by one. */
function checkColumns(columns: EventColumns): void {
  const refuse = (name: string, code: string, message: string) => {
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

/** Where each column of the inbox begins, counted in its elements. */
interface ColumnStarts {
  readonly times: number;
  readonly values: number;
  readonly eventTypes: number;
  readonly channels: number;
  readonly offers: number;
  readonly idEnds: number;
  readonly numberRows: number;
  readonly numberNames: number;
  readonly numberValues: number;
}

function columnStarts({ engine }: Boundary): ColumnStarts {
  return {
    times: engine.column_in(0) / 8,
    values: engine.column_in(1) / 8,
    eventTypes: engine.column_in(2) / 4,
    channels: engine.column_in(3) / 4,
    offers: engine.column_in(4) / 4,
    idEnds: engine.column_in(5) / 4,
    numberRows: engine.column_in(6) / 4,
    numberNames: engine.column_in(7) / 4,
    numberValues: engine.column_in(8) / 8,
  };
}
