import type { AppendResult } from "../types.js";
import type { CustomerHandle } from "../wasm/boundary.js";
import { NO_NAME } from "../wasm/dictionary.js";
import { type Chunk, isShortId, NO_ID, ODD, rowTime } from "./chunk.js";
import { type FieldPaths, fieldsOf, recordJson } from "./fields.js";

/** Appends records, each of which becomes a row. */
export class RecordWriter {
  readonly #chunk: Chunk;

  constructor(chunk: Chunk) {
    this.#chunk = chunk;
  }

  /** Appends records of any shape that `paths` describe. */
  append(
    customer: CustomerHandle,
    records: readonly unknown[],
    paths: FieldPaths,
    skip: boolean,
  ): AppendResult {
    const chunk = this.#chunk;
    chunk.begin(customer, records.length, NO_NAME, (index) => {
      const record = records[index];
      return isRecord(record) ? recordJson(fieldsOf(record, paths), paths, Object.keys(record)) : "null";
    });
    let index = 0;
    while (index < records.length) {
      index = this.#writeUsual(records, index, paths);
      // It stopped because the chunk is full, or at a record that takes the long way.
      if (!chunk.isFull && index < records.length) this.#writeRecord(records[index++], paths);
      if (chunk.isFull) chunk.flush();
    }
    return chunk.finish(skip);
  }

  /**
   * Writes records of the usual kind, whose names are known, and returns where it stopped. It keeps
   * everything it touches in local variables, which makes it twice as fast.
   */
  #writeUsual(records: readonly unknown[], from: number, paths: FieldPaths): number {
    const chunk = this.#chunk;
    const { floats, words } = chunk.boundary.instance;
    const { dictionary } = chunk;
    const { times, values, eventTypes, channels, offers, idEnds } = chunk.at;
    let row = chunk.row;
    let ids = chunk.ids;
    let stamps = chunk.stamps;
    let index = from;
    for (; index < records.length && chunk.hasRoom(row, ids); index++) {
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
      if (properties != null && !(isPlain(properties) && chunk.addNumbers(row, properties))) break;
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
    chunk.row = row;
    chunk.ids = ids;
    chunk.stamps = stamps;
    return index;
  }

  /** Writes an unusual record: one with a new name, or one that the engine has to judge. */
  #writeRecord(record: unknown, paths: FieldPaths): void {
    const chunk = this.#chunk;
    if (!isRecord(record)) {
      chunk.addOdd();
      return;
    }
    const { id, eventType, timestamp, channel, offer, value, properties } = fieldsOf(record, paths);
    const time = rowTime(timestamp);
    const eventTypeCode = chunk.name(eventType);
    const channelCode = chunk.name(channel);
    const offerCode = chunk.name(offer);
    const good =
      !Number.isNaN(time) &&
      eventTypeCode < ODD &&
      eventType !== "" &&
      channelCode !== ODD &&
      offerCode !== ODD &&
      (value == null || typeof value === "number") &&
      (id == null || isShortId(id)) &&
      (properties == null || isPlain(properties));
    if (good && properties != null) for (const name of Object.keys(properties)) chunk.name(name);
    if (!good || (properties != null && !chunk.addNumbers(chunk.row, properties))) {
      chunk.addOdd();
      return;
    }
    if (id != null) chunk.ids += id;
    if (time < 0) chunk.stamps += timestamp;
    const { floats, words } = chunk.boundary.instance;
    const at = chunk.at;
    const row = chunk.row++;
    words[at.idEnds + row] = id == null ? NO_ID : chunk.ids.length;
    floats[at.values + row] = value != null && Number.isFinite(value) ? (value as number) : Number.NaN;
    floats[at.times + row] = time;
    words[at.eventTypes + row] = eventTypeCode;
    words[at.channels + row] = channelCode;
    words[at.offers + row] = offerCode;
  }
}

function isRecord(record: unknown): record is object {
  return typeof record === "object" && record !== null && !Array.isArray(record);
}

function isPlain(properties: unknown): properties is object {
  return typeof properties === "object" && !Array.isArray(properties);
}
