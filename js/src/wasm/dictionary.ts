import type { Boundary } from "./boundary.js";

/** Stands for "no name". */
export const NO_NAME = 0xffffffff;
/** Longer names are not shared: they are judged and kept by the engine. */
export const MAX_SHARED_NAME_LENGTH = 256;

const MAX_NAMES = 1 << 16;
/** How many names are kept at hand; a power of two. */
const RECENT = 512;

/** A mark of byte order at the beginning of a name is a part of it. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The strings that both sides know by number, so that each crosses the boundary once. */
export class Dictionary {
  readonly #boundary: Boundary;
  #codes = new Map<string, number>();
  /**
   * The names found last, each at its place: comparing one name is three times as quick as looking
   * it up.
   */
  readonly #recent = new Array<string | undefined>(RECENT);
  readonly #recentCodes = new Uint32Array(RECENT);
  /** The names by code, as far as they were needed here. */
  names: (string | undefined)[] = [];

  constructor(boundary: Boundary) {
    this.#boundary = boundary;
  }

  /** The code of a name, when it is known. */
  find(name: string): number | undefined {
    const place = placeOf(name);
    if (this.#recent[place] === name) return this.#recentCodes[place];
    const code = this.#codes.get(name);
    if (code !== undefined) {
      this.#recent[place] = name;
      this.#recentCodes[place] = code;
    }
    return code;
  }

  /** The code of a name. */
  code(name: string): number {
    return this.#codes.get(name) ?? this.add(name);
  }

  /** Makes a name known; may move the memory. */
  add(name: string): number {
    const { engine } = this.#boundary;
    const length = this.#boundary.writeText(name);
    const code = this.#boundary.run(() => engine.dictionary_add(length)) >>> 0;
    this.#codes.set(name, code);
    // Half a surrogate pair cannot be written as UTF-8, and becomes the replacement character.
    this.names[code] = name.replace(/\p{Surrogate}/gu, "\uFFFD");
    return code;
  }

  /**
   * The name with a code; null for −1. Results that are read late keep the `names` of their time.
   */
  name(code: number, names = this.names): string | null {
    return code < 0 ? null : (names[code] ?? this.#fetch(code));
  }

  /**
   * As {@link tidy}, when very many of the names came by this dictionary: all that is asked before
   * one value is read.
   */
  tidyOwn(): void {
    if (this.#codes.size > MAX_NAMES) this.tidy();
  }

  /** Starts anew once there are very many names. */
  tidy(): void {
    const { engine } = this.#boundary;
    if (this.#boundary.run(() => engine.dictionary_size()) <= MAX_NAMES) return;
    this.#boundary.run(() => engine.dictionary_clear());
    this.#codes = new Map();
    this.#recent.fill(undefined);
    this.names = [];
  }

  /** A name that came by another way than through this dictionary. */
  #fetch(code: number): string {
    const { engine, instance } = this.#boundary;
    const start = engine.name_out(code);
    const name = decoder.decode(instance.bytes.subarray(start, start + engine.name_out_length(code)));
    this.#codes.set(name, code);
    this.names[code] = name;
    return name;
  }
}

/** A place that names which differ at their end seldom share. */
function placeOf(name: string): number {
  const { length } = name;
  if (length < 2) return length;
  const end =
    name.charCodeAt(length - 1) + 11 * name.charCodeAt(length - 2) + 5 * name.charCodeAt(length >> 1);
  return (end + 37 * length) & (RECENT - 1);
}
