/**
 * A moment: an ISO 8601 text with an offset or `Z`, milliseconds since 1970-01-01T00:00:00Z, or a `Date`.
 * A text without an offset is refused, for it means different moments in different places.
 */
export type Time = string | number | Date;

/** One thing that a customer did or was shown. Members that are not named here are ignored. */
export interface InteractionEvent {
  /**
   * The outcome type: `impression`, `click`, `conversion`, `dismiss` or a word of your own.
   * @minLength 1
   */
  eventType: string;
  /** When it happened. */
  timestamp: Time;
  /**
   * Makes appending idempotent: an event with an id seen before is counted as a duplicate and ignored.
   * @minLength 1
   */
  id?: string | null | undefined;
  /** The delivery channel: `email`, `push`, `sms`, … */
  channel?: string | null | undefined;
  /** The key of the offer it was about. */
  offer?: string | null | undefined;
  /** The number that sum, avg, min and max take when the metric names no `property`. */
  value?: number | null | undefined;
  /** Further numbers by name, for metrics with a `property`. Entries that are not numbers are ignored. */
  properties?: { readonly [name: string]: unknown } | null | undefined;
}

/**
 * Where the fields of an event are found in records of another shape. A dotted path (`outcome.value`)
 * reaches into nested objects. Fields left out keep their own names.
 */
export interface EventFields {
  readonly eventType?: string | undefined;
  readonly timestamp?: string | undefined;
  readonly id?: string | undefined;
  readonly channel?: string | undefined;
  readonly offer?: string | undefined;
  readonly value?: string | undefined;
  readonly properties?: string | undefined;
}

/** The same, with nothing left out. */
export type EventPaths = { readonly [Field in keyof EventFields]-?: string };

/** A record of any shape, read through {@link EventFields}: an object that is neither a list, a map nor a function. */
export type EventRecord =
  // For literals, all of whose members are let through.
  | { readonly [name: string]: unknown }
  // For what has a type of its own. Lists and maps have the one symbol, functions the other.
  | (object & { readonly [Symbol.iterator]?: never; readonly [Symbol.hasInstance]?: never });

/**
 * A history in any of the forms that are understood: objects, JSON text (an array, or one object a line), or
 * the UTF-8 bytes of such a text.
 */
export type EventInput = readonly (InteractionEvent | EventRecord)[] | string | Uint8Array;

/** What to do when some of the events given are wrong. */
export interface AppendOptions {
  /** `throw` (the default) applies nothing and reports every bad event; `skip` applies the good ones. */
  onInvalid?: "throw" | "skip" | undefined;
}

/** What can be wrong with an event. */
export type EventIssueCode =
  | "required"
  | "wrong_type"
  | "invalid_value"
  | "invalid_time"
  | "out_of_range"
  | "too_many"
  | "conflicting_duplicate";

/** What was wrong with one of the events given. */
export interface EventIssue {
  /** The position of the event in the input. */
  index: number;
  /** `events[3].timestamp`. */
  path: string;
  code: EventIssueCode;
  /** A sentence for people. */
  message: string;
}

/** What became of the events given, or of those of a customer that was merged: each is counted once. */
export interface AppendResult {
  /** How many were new. */
  appended: number;
  /** How many had an id and content already held. */
  duplicates: number;
  /** Those with an id already held and other content; the first one stays. */
  conflicts: EventIssue[];
  /** Those that could not be read; empty unless `onInvalid` is `skip`. */
  invalid: EventIssue[];
}

/**
 * Events as columns: the quickest way in. All columns have the same length. Names are numbers into
 * `dictionary`; −1 stands for absent.
 */
export interface EventColumns {
  /** The names that the other columns refer to. */
  readonly dictionary: readonly string[];
  /** Positions in `dictionary`. */
  readonly eventType: Int32Array | readonly number[];
  /** Milliseconds since the epoch. */
  readonly timestamp: Float64Array | readonly number[];
  /** Positions in `dictionary`, or −1. */
  readonly channel?: Int32Array | readonly number[] | undefined;
  /** Positions in `dictionary`, or −1. */
  readonly offer?: Int32Array | readonly number[] | undefined;
  /** Values; NaN stands for absent. */
  readonly value?: Float64Array | readonly number[] | undefined;
  /** Event ids, for idempotent appending. */
  readonly id?: readonly (string | null | undefined)[] | undefined;
}
