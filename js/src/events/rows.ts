import { MAX_TIME } from "../arguments/time.js";
import type { AppendResult, EventColumns } from "../types.js";
import { type Boundary, type CustomerHandle, ROWS } from "../wasm/boundary.js";
import { type Dictionary, MAX_SHARED_NAME_LENGTH, NO_NAME } from "../wasm/dictionary.js";
import { type ColumnStarts, columnStarts } from "../wasm/inbox.js";
import { checkColumns } from "./columns.js";
import { type FieldPaths, fieldsOf, recordJson } from "./fields.js";

/** Stands for "no id". */
const NO_ID = 0xffffffff;
/** In the place of an event type: the record is odd and follows as JSON, for the engine to judge. */
const ODD = 0xfffffffe;
/** A chunk ends early when its ids are longer than this together. */
const IDS_ROOM = 1 << 16;
const MAX_ID_LENGTH = 256;
/** No time that the engine can read is longer. */
const MAX_STAMP_LENGTH = 64;

const encoder = new TextEncoder();

/** Writes events into the engine's memory, row by row, and hands them over in chunks. */
export class RowWriter {
  readonly #boundary: Boundary;
  readonly #dictionary: Dictionary;
  /** Where the columns begin, in units of their elements. */
  readonly #at: ColumnStarts;
  #customer: CustomerHandle | undefined;
  /** The event at an index as JSON. */
  #json: (index: number) => string = String;
  /** The index of the chunk's first event; each event is one row. */
  #first = 0;
  #row = 0;
  #numbers = 0;
  #odd = 0;
  /**
   * The ids of the chunk, one behind another, and its times that are text. Adding a string to a string copies
   * nothing, and all are written at once: a third of what their characters cost one by one.
   */
  #ids = "";
  #stamps = "";

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
    this.#begin(customer, records.length, NO_NAME, (index) => {
      const record = records[index];
      return isRecord(record) ? recordJson(fieldsOf(record, paths), paths, Object.keys(record)) : "null";
    });
    let index = 0;
    while (index < records.length) {
      index = this.#writeUsual(records, index, paths);
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
    const { floats, words } = this.#boundary.instance;
    const dictionary = this.#dictionary;
    const { times, values, eventTypes, channels, offers, idEnds } = this.#at;
    let row = this.#row;
    let ids = this.#ids;
    let stamps = this.#stamps;
    let index = from;
    for (; index < records.length && this.#hasRoom(row, ids); index++) {
      const record = records[index];
      if (typeof record !== "object" || record === null) break;
      const { id, eventType, timestamp, channel, offer, value, properties } = fieldsOf(record, paths);
      const time = rowTime(timestamp);
      if (Number.isNaN(time) || eventType === "") break;
      if (value != null && typeof value !== "number") break;
      const eventTypeCode = typeof eventType === "string" ? dictionary.find(eventType) : undefined;
      const channelCode =
        channel == null ? NO_NAME : typeof channel === "string" ? dictionary.find(channel) : undefined;
      const offerCode =
        offer == null ? NO_NAME : typeof offer === "string" ? dictionary.find(offer) : undefined;
      if (eventTypeCode === undefined || channelCode === undefined || offerCode === undefined) break;
      if (id != null && !isShortId(id)) break;
      if (properties != null && !(isPlain(properties) && this.#addNumbers(row, properties))) break;
      if (id != null) ids += id;
      if (time < 0) stamps += timestamp;
      words[idEnds + row] = id == null ? NO_ID : ids.length;
      floats[values + row] = value != null && Number.isFinite(value) ? value : Number.NaN;
      floats[times + row] = time;
      words[eventTypes + row] = eventTypeCode;
      words[channels + row] = channelCode;
      words[offers + row] = offerCode;
      row++;
    }
    this.#row = row;
    this.#ids = ids;
    this.#stamps = stamps;
    return index;
  }

  /** Writes a record that is out of the ordinary: with a new name, or one to be judged. */
  #writeRecord(record: unknown, paths: FieldPaths): void {
    if (!isRecord(record)) {
      this.#addOdd();
      return;
    }
    const { id, eventType, timestamp, channel, offer, value, properties } = fieldsOf(record, paths);
    const time = rowTime(timestamp);
    const eventTypeCode = this.#name(eventType);
    const channelCode = this.#name(channel);
    const offerCode = this.#name(offer);
    const good =
      !Number.isNaN(time) &&
      eventTypeCode < ODD &&
      eventType !== "" &&
      channelCode !== ODD &&
      offerCode !== ODD &&
      (value == null || typeof value === "number") &&
      (id == null || isShortId(id)) &&
      (properties == null || isPlain(properties));
    if (good && properties != null) for (const name of Object.keys(properties)) this.#name(name);
    if (!good || (properties != null && !this.#addNumbers(this.#row, properties))) {
      this.#addOdd();
      return;
    }
    if (id != null) this.#ids += id;
    if (time < 0) this.#stamps += timestamp;
    const { floats, words } = this.#boundary.instance;
    const at = this.#at;
    const row = this.#row++;
    words[at.idEnds + row] = id == null ? NO_ID : this.#ids.length;
    floats[at.values + row] = value != null && Number.isFinite(value) ? (value as number) : Number.NaN;
    floats[at.times + row] = time;
    words[at.eventTypes + row] = eventTypeCode;
    words[at.channels + row] = channelCode;
    words[at.offers + row] = offerCode;
  }

  /** Appends events that come as columns. */
  columns(customer: CustomerHandle, columns: EventColumns, paths: FieldPaths, skip: boolean): AppendResult {
    checkColumns(columns);
    const { dictionary, eventType, timestamp, channel, offer, value, id } = columns;
    this.#begin(customer, timestamp.length, dictionary.length, (index) => {
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
    const codes = Array.from(dictionary, (name) => this.#name(name));
    const typeCodes = codes.map((code, position) => (dictionary[position] === "" ? ODD : code));
    let index = 0;
    while (index < timestamp.length) {
      index = this.#writeUsualColumns(columns, codes, typeCodes, index);
      if (!this.#isFull && index < timestamp.length) {
        this.#addOdd();
        index++;
      }
      if (this.#isFull) this.#flush();
    }
    return this.#finish(skip);
  }

  /** Writes rows of columns up to one that the engine has to judge; answers where it stopped. */
  #writeUsualColumns(
    columns: EventColumns,
    codes: readonly number[],
    typeCodes: readonly number[],
    from: number,
  ): number {
    const { floats, words } = this.#boundary.instance;
    const { timestamp, eventType, channel, offer, value, id } = columns;
    const at = this.#at;
    const count = timestamp.length;
    let row = this.#row;
    let ids = this.#ids;
    let index = from;
    for (; index < count && this.#hasRoom(row, ids); index++) {
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
    this.#row = row;
    this.#ids = ids;
    return index;
  }

  #begin(customer: CustomerHandle, expected: number, names: number, json: (index: number) => string): void {
    this.#dictionary.tidy();
    this.#customer = customer;
    this.#json = json;
    this.#first = 0;
    this.#clear();
    this.#boundary.run(() => customer.begin(this.#boundary.engine, expected, names));
  }

  #clear(): void {
    this.#row = 0;
    this.#numbers = 0;
    this.#odd = 0;
    this.#ids = "";
    this.#stamps = "";
  }

  /** The code of a name; none for an absent one, odd for what is not a name or too long to share. */
  #name(name: unknown): number {
    if (name === undefined || name === null) return NO_NAME;
    if (typeof name !== "string" || name.length > MAX_SHARED_NAME_LENGTH) return ODD;
    return this.#dictionary.find(name) ?? this.#dictionary.add(name);
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

  #addOdd(): void {
    const { floats, words } = this.#boundary.instance;
    const row = this.#row++;
    floats[this.#at.times + row] = 0;
    words[this.#at.eventTypes + row] = ODD;
    words[this.#at.idEnds + row] = NO_ID;
    this.#odd++;
  }

  #hasRoom(row: number, ids: string): boolean {
    return row < ROWS && this.#numbers <= ROWS / 2 && ids.length <= IDS_ROOM;
  }

  get #isFull(): boolean {
    return !this.#hasRoom(this.#row, this.#ids);
  }

  /** Hands the rows over. */
  #flush(): void {
    const { engine } = this.#boundary;
    const customer = this.#customer as CustomerHandle;
    const [rows, numbers] = [this.#row, this.#numbers];
    this.#readStamps();
    const ids = this.#writeIds();
    const length = this.#writeOdd(ids);
    this.#first += rows;
    this.#clear();
    this.#boundary.attempt(() => customer.take(engine, rows, numbers, ids, length));
  }

  /** Has the engine read the times that are text; what it cannot read becomes odd. */
  #readStamps(): void {
    const stamps = this.#stamps;
    if (stamps === "") return;
    const { engine } = this.#boundary;
    const length = this.#boundary.writeText(stamps);
    // Longer in UTF-8, there is something in it that no time has, and where each begins is not known.
    const readable = length === stamps.length ? length : 0;
    this.#odd += this.#boundary.run(() => engine.read_times(this.#row, readable));
  }

  /** Writes the ids; answers how many bytes they take. */
  #writeIds(): number {
    const ids = this.#ids;
    if (ids === "") return 0;
    const length = this.#boundary.writeText(ids);
    return length === ids.length ? length : this.#writeLongIds();
  }

  /** Writes ids that are longer in UTF-8, and where each ends there. */
  #writeLongIds(): number {
    const { words } = this.#boundary.instance;
    const written: Uint8Array[] = [];
    let begin = 0;
    let length = 0;
    for (let at = this.#at.idEnds; at < this.#at.idEnds + this.#row; at++) {
      const end = words[at] as number;
      if (end === NO_ID) continue;
      const id = encoder.encode(this.#ids.slice(begin, end));
      written.push(id);
      begin = end;
      length += id.length;
      words[at] = length;
    }
    let start = this.#boundary.room(length);
    for (const id of written) {
      this.#boundary.instance.bytes.set(id, start);
      start += id.length;
    }
    return length;
  }

  /** Writes the odd records behind the ids; answers how many bytes both take. */
  #writeOdd(ids: number): number {
    if (this.#odd === 0) return ids;
    const { words } = this.#boundary.instance;
    const records: string[] = [];
    for (let row = 0; row < this.#row; row++) {
      if (words[this.#at.eventTypes + row] === ODD) records.push(this.#json(this.#first + row));
    }
    const odd = encoder.encode(records.join("\n"));
    const start = this.#boundary.room(ids + odd.length) + ids;
    this.#boundary.instance.bytes.set(odd, start);
    return ids + odd.length;
  }

  #finish(skip: boolean): AppendResult {
    const customer = this.#customer as CustomerHandle;
    if (this.#row > 0) this.#flush();
    return this.#boundary.appended(() => customer.commit(this.#boundary.engine, skip));
  }
}

/**
 * The time of a row: milliseconds, or below zero how long the text is that says it. NaN for what the engine has to
 * judge.
 */
function rowTime(stamp: unknown): number {
  if (typeof stamp === "string")
    return stamp.length > 0 && stamp.length <= MAX_STAMP_LENGTH ? -stamp.length : Number.NaN;
  // Truncated toward zero, this would take −0.5 for the first millisecond of 1970.
  const millis =
    typeof stamp === "number" ? Math.floor(stamp) : stamp instanceof Date ? stamp.getTime() : Number.NaN;
  return millis >= 0 && millis <= MAX_TIME ? millis : Number.NaN;
}

/** The code of the name at a position of the dictionary; −1 stands for none. */
function nameAt(codes: readonly number[], position: unknown): number {
  if (position === -1) return NO_NAME;
  return typeof position === "number" ? (codes[position] ?? ODD) : ODD;
}

function isShortId(id: unknown): id is string {
  return typeof id === "string" && id !== "" && id.length <= MAX_ID_LENGTH;
}

function isRecord(record: unknown): record is object {
  return typeof record === "object" && record !== null && !Array.isArray(record);
}

function isPlain(properties: unknown): properties is object {
  return typeof properties === "object" && !Array.isArray(properties);
}
