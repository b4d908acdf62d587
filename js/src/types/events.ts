/**
 * A moment: an ISO 8601 text with an offset or `Z`, milliseconds since 1970-01-01T00:00:00Z, or a
 * `Date`. A text without an offset is refused, because it means different moments in different
 * places.
 */
export type Time = string | number | Date;

/** Something that a customer did or was shown. Members that are not listed here are ignored. */
export interface InteractionEvent {
  /**
   * The outcome type: `impression`, `click`, `conversion`, `dismiss` or your own word.
   * @minLength 1
   */
  eventType: string;
  /** When it happened. */
  timestamp: Time;
  /**
   * Makes appending idempotent: an event with an id seen before is counted as a duplicate and
   * ignored.
   * @minLength 1
   */
  id?: string | null | undefined;
  /** The delivery channel: `email`, `push`, `sms`, … */
  channel?: string | null | undefined;
  /** The key of the offer it was about. */
  offer?: string | null | undefined;
  /** The number that sum, avg, min and max take when the metric names no `property`. */
  value?: number | null | undefined;
  /**
   * Other numbers by name, for metrics with a `property`. Entries that are not numbers are ignored.
   */
  properties?: { readonly [name: string]: unknown } | null | undefined;
}

/**
 * Where the fields of an event are found in records with another shape. A dotted path
 * (`outcome.value`) reaches into nested objects. Fields that are left out keep their own names.
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

/** {@link EventFields} with every field given. */
export type EventPaths = { readonly [Field in keyof EventFields]-?: string };

/**
 * A record of any shape, read through {@link EventFields}: an object that is neither a list, a map
 * nor a function.
 */
export type EventRecord =
  // For literals, with any members.
  | { readonly [name: string]: unknown }
  // For values with a type of their own. Lists and maps have the first symbol, functions the
  // second.
  | (object & { readonly [Symbol.iterator]?: never; readonly [Symbol.hasInstance]?: never });

/**
 * A history in any of the supported forms: objects, JSON text (an array, or one object per line),
 * or the UTF-8 bytes of such text.
 */
export type EventInput = readonly (InteractionEvent | EventRecord)[] | string | Uint8Array | ArrayBuffer;

/** What to do about invalid events. */
export interface AppendOptions {
  /**
   * `throw` (the default) applies nothing and reports every invalid event; `skip` applies the valid
   * ones.
   */
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

/** What is wrong with one of the given events. */
export interface EventIssue {
  /** The position of the event in the input. */
  index: number;
  /** Its path, such as `events[3].timestamp`. */
  path: string;
  code: EventIssueCode;
  /** A sentence for people. */
  message: string;
}

/**
 * What happened to the given events, or to those of a merged customer. Each event is counted once.
 */
export interface AppendResult {
  /** How many were new. */
  appended: number;
  /** How many were already held, with the same id and content. */
  duplicates: number;
  /** Those whose id is already held with different content; the first event stays. */
  conflicts: EventIssue[];
  /** Those that could not be read; empty unless `onInvalid` is `skip`. */
  invalid: EventIssue[];
}

/**
 * Events as columns, the fastest form of input. All columns have the same length. Names are
 * positions in `dictionary`; −1 stands for absent.
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
