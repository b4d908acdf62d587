import { MAX_TIME } from "../arguments/time.js";
import type { AppendResult } from "../types.js";
import { type Boundary, type CustomerHandle, ROWS } from "../wasm/boundary.js";
import { type Dictionary, MAX_SHARED_NAME_LENGTH, NO_NAME } from "../wasm/dictionary.js";
import { type ColumnStarts, columnStarts } from "../wasm/inbox.js";

/** Stands for "no id". */
export const NO_ID = 0xffffffff;
/** In place of an event type: the record is odd, and follows as JSON for the engine to judge. */
export const ODD = 0xfffffffe;
/** A chunk ends early once its ids are longer than this together. */
const IDS_ROOM = 1 << 16;
const MAX_ID_LENGTH = 256;
/** No time that the engine can read is longer. */
const MAX_STAMP_LENGTH = 64;

const encoder = new TextEncoder();

/** Rows of events in the engine's memory, which are handed over chunk by chunk. */
export class Chunk {
  readonly boundary: Boundary;
  readonly dictionary: Dictionary;
  readonly at: ColumnStarts;
  /** The next row; each event is one row. */
  row = 0;
  /**
   * The ids of the chunk, one after the other, and its times that are text. Adding a string to a
   * string copies nothing, and all are written at once: a third of the cost of writing them one by
   * one.
   */
  ids = "";
  stamps = "";
  #customer: CustomerHandle | undefined;
  /** The event at an index as JSON. */
  #json: (index: number) => string = String;
  /** The index of the chunk's first event. */
  #first = 0;
  #numbers = 0;
  #odd = 0;

  constructor(boundary: Boundary, dictionary: Dictionary) {
    this.boundary = boundary;
    this.dictionary = dictionary;
    this.at = columnStarts(boundary);
  }

  /** Begins a call that appends `expected` events, with `names` names, to a customer. */
  begin(customer: CustomerHandle, expected: number, names: number, json: (index: number) => string): void {
    this.dictionary.tidy();
    this.#customer = customer;
    this.#json = json;
    this.#first = 0;
    this.#clear();
    this.boundary.run(() => customer.begin(this.boundary.engine, expected, names));
  }

  /** Hands over what is left, and returns what happened to the events. */
  finish(skip: boolean): AppendResult {
    const customer = this.#customer as CustomerHandle;
    if (this.row > 0) this.flush();
    return this.boundary.appended(() => customer.commit(this.boundary.engine, skip));
  }

  /** Whether another row fits after `row` rows with these ids. */
  hasRoom(row: number, ids: string): boolean {
    return row < ROWS && this.#numbers <= ROWS / 2 && ids.length <= IDS_ROOM;
  }

  get isFull(): boolean {
    return !this.hasRoom(this.row, this.ids);
  }

  /** Hands the rows over. */
  flush(): void {
    const { engine } = this.boundary;
    const customer = this.#customer as CustomerHandle;
    const [rows, numbers] = [this.row, this.#numbers];
    this.#readStamps();
    const ids = this.#writeIds();
    const length = this.#writeOdd(ids);
    this.#first += rows;
    this.#clear();
    this.boundary.attempt(() => customer.take(engine, rows, numbers, ids, length));
  }

  /** Has the engine read the times that are text; what it cannot read becomes odd. */
  #readStamps(): void {
    const stamps = this.stamps;
    if (stamps === "") return;
    const { engine } = this.boundary;
    const length = this.boundary.writeText(stamps);
    // If it is longer in UTF-8, it has characters that no time has, and where each time begins is
    // unknown.
    const readable = length === stamps.length ? length : 0;
    this.#odd += this.boundary.run(() => engine.read_times(this.row, readable));
  }

  /** Writes the ids; returns how many bytes they take. */
  #writeIds(): number {
    const ids = this.ids;
    if (ids === "") return 0;
    const length = this.boundary.writeText(ids);
    return length === ids.length ? length : this.#writeLongIds();
  }

  /** Writes ids that are longer in UTF-8, and where each ends there. */
  #writeLongIds(): number {
    const { words } = this.boundary.instance;
    const written: Uint8Array[] = [];
    let begin = 0;
    let length = 0;
    for (let at = this.at.idEnds; at < this.at.idEnds + this.row; at++) {
      const end = words[at] as number;
      if (end === NO_ID) continue;
      const id = encoder.encode(this.ids.slice(begin, end));
      written.push(id);
      begin = end;
      length += id.length;
      words[at] = length;
    }
    let start = this.boundary.room(length);
    for (const id of written) {
      this.boundary.instance.bytes.set(id, start);
      start += id.length;
    }
    return length;
  }

  /** Writes the odd records behind the ids; returns how many bytes both take. */
  #writeOdd(ids: number): number {
    if (this.#odd === 0) return ids;
    const { words } = this.boundary.instance;
    const records: string[] = [];
    for (let row = 0; row < this.row; row++) {
      if (words[this.at.eventTypes + row] === ODD) records.push(this.#json(this.#first + row));
    }
    const odd = encoder.encode(records.join("\n"));
    const start = this.boundary.room(ids + odd.length) + ids;
    this.boundary.instance.bytes.set(odd, start);
    return ids + odd.length;
  }

  /**
   * Adds the numeric properties of a row. Returns false, and adds nothing, if a name is new, or if
   * the engine has to look at them: there are very many, or one may stand in for `value`.
   */
  addNumbers(row: number, properties: object): boolean {
    const before = this.#numbers;
    for (const [name, number] of Object.entries(properties)) {
      if (typeof number !== "number" || !Number.isFinite(number)) continue;
      const code = this.dictionary.find(name);
      if (code === undefined || this.#numbers === ROWS || name === "value") {
        this.#numbers = before;
        return false;
      }
      const { floats, words } = this.boundary.instance;
      words[this.at.numberRows + this.#numbers] = row;
      words[this.at.numberNames + this.#numbers] = code;
      floats[this.at.numberValues + this.#numbers] = number;
      this.#numbers++;
    }
    return true;
  }

  /** Adds a row whose event follows as JSON. */
  addOdd(): void {
    const { floats, words } = this.boundary.instance;
    const row = this.row++;
    floats[this.at.times + row] = 0;
    words[this.at.eventTypes + row] = ODD;
    words[this.at.idEnds + row] = NO_ID;
    this.#odd++;
  }

  /** The code of a name: NO_NAME if it is absent, ODD if it is not a text or too long to share. */
  name(name: unknown): number {
    if (name === undefined || name === null) return NO_NAME;
    if (typeof name !== "string" || name.length > MAX_SHARED_NAME_LENGTH) return ODD;
    return this.dictionary.find(name) ?? this.dictionary.add(name);
  }

  #clear(): void {
    this.row = 0;
    this.#numbers = 0;
    this.#odd = 0;
    this.ids = "";
    this.stamps = "";
  }
}

/**
 * The time of a row: milliseconds, or the negated length of a text. NaN for what the engine has to
 * judge.
 */
export function rowTime(stamp: unknown): number {
  if (typeof stamp === "string")
    return stamp.length > 0 && stamp.length <= MAX_STAMP_LENGTH ? -stamp.length : Number.NaN;
  // Truncated toward zero, this would take −0.5 for the first millisecond of 1970.
  const millis =
    typeof stamp === "number" ? Math.floor(stamp) : stamp instanceof Date ? stamp.getTime() : Number.NaN;
  return millis >= 0 && millis <= MAX_TIME ? millis : Number.NaN;
}

/** Whether an id is short enough to be written as it is. */
export function isShortId(id: unknown): id is string {
  return typeof id === "string" && id !== "" && id.length <= MAX_ID_LENGTH;
}
