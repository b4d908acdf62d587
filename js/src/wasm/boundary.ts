import type { CustomerHandle, EngineHandle } from "../../generated/bindings.js";
import { type ErrorCode, type Issue, LookbackError } from "../errors.js";
import type { AppendResult } from "../types.js";
import type { Instance } from "./instance.js";
import { TIME_LENGTH } from "./times.js";

/** As many events or candidates as cross at a time; fixed by the engine's inbox. */
export const ROWS = 1024;

/**
 * What a call that adds events returns instead of a count: its result is left as JSON, or its error
 * is.
 */
const SEE_RESULT = -1;
const FAILED = -2;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Quicker than UTF-8: it need not look for longer characters. */
const ascii = new TextDecoder("latin1");

/** An engine's handle and the buffers to and from it: text and words, both ways. */
export class Boundary {
  readonly instance: Instance;
  readonly engine: EngineHandle;
  #isReading = false;

  constructor(instance: Instance) {
    this.instance = instance;
    this.engine = this.run(() => new instance.bindings.EngineHandle());
  }

  /** Calls into the wasm. A trap discards the instance and is reported as such. */
  run<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      throw this.instance.trap(error);
    }
  }

  /** As {@link run}, for a call that reports whether it succeeded. */
  attempt(call: () => boolean): void {
    if (!this.run(call)) throw this.failure();
  }

  /** As {@link run}, for a call that adds events and returns how many were new. */
  appended(call: () => number): AppendResult {
    const appended = this.run(call);
    if (appended === FAILED) throw this.failure();
    if (appended === SEE_RESULT) return this.readJson<AppendResult>();
    return { appended, duplicates: 0, conflicts: [], invalid: [] };
  }

  /**
   * Copies what a caller gave into the engine's memory. A getter in it must not use the engine
   * meanwhile.
   */
  reading<T>(read: () => T): T {
    this.#isReading = true;
    try {
      return read();
    } finally {
      this.#isReading = false;
    }
  }

  /** Throws while {@link reading}; called before anything else uses the engine. */
  refuseWhileReading(): void {
    if (!this.#isReading) return;
    const message =
      "the engine is reading what it was given, and a getter among that used it; read beforehand what the getter needs";
    throw LookbackError.single("invalid_argument", "", "reading", message);
  }

  /** Writes text where the next call reads it; returns its length in bytes. */
  writeText(text: string): number {
    let room = text.length;
    let written = 0;
    let rest = text;
    for (;;) {
      const start = this.room(room);
      const target = this.instance.bytes.subarray(start + written, start + room);
      const step = encoder.encodeInto(rest, target);
      written += step.written;
      if (step.read === rest.length) return written;
      rest = rest.slice(step.read);
      room = written + rest.length * 3;
    }
  }

  /** Writes bytes where the next call reads them; returns how many. */
  writeBytes(bytes: Uint8Array): number {
    const start = this.room(bytes.length);
    this.instance.bytes.set(bytes, start);
    return bytes.length;
  }

  /** Makes room for text; what was written before stays. */
  room(bytes: number): number {
    return this.run(() => this.engine.text_in(bytes));
  }

  /** The bytes that the last call left: a view, valid until the next call. */
  get bytesOut(): Uint8Array {
    const start = this.engine.text_out();
    return this.instance.bytes.subarray(start, start + this.engine.text_out_length());
  }

  /** The text that the last call left. */
  readText(): string {
    return decoder.decode(this.bytesOut);
  }

  /** The times that the last call left, one after the other: see `readTime`. */
  readTimes(): string {
    const start = this.engine.times_out();
    return ascii.decode(
      this.instance.bytes.subarray(start, start + this.engine.times_out_length() * TIME_LENGTH),
    );
  }

  /** What the last call left as JSON. */
  readJson<T>(): T {
    return JSON.parse(this.readText()) as T;
  }

  /** The numbers that the last call left: a view, valid until the next call. */
  get wordsOut(): Float64Array {
    const start = this.engine.words_out() / 8;
    return this.instance.floats.subarray(start, start + this.engine.words_out_length());
  }

  /** The error that the last call left. */
  failure(): LookbackError {
    const { code, issues } = this.readJson<{ code: ErrorCode; issues: Issue[] }>();
    return new LookbackError(code, issues);
  }
}

export type { CustomerHandle };
