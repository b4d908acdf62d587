import type { Boundary, CustomerHandle } from "./boundary.js";
import { type Dictionary, NO_NAME } from "./dictionary.js";
import { LookbackError } from "./errors.js";
import { inWords } from "./fields.js";
import { readDecision, readDecisionJson, type Source } from "./outcomes.js";
import { ReasonReader } from "./reasons.js";
import { toMillis } from "./time.js";
import type {
  Candidate,
  DecideRequest,
  Decision,
  DecisionJson,
  NormalizedConfiguration,
  ReserveRequest,
} from "./types.js";

/** As the engine has it; more of them never cross. */
const MOST_CANDIDATES = 10_000;

/** As many candidates as cross at a time; fixed by the engine's inbox. */
const ROWS = 1024;
/** No name of an event is longer than this in UTF-8, where a character takes a byte or more. */
const LONGEST_NAME = 1024;
/** The largest score a candidate may have. */
const MOST = 1e15;
/** What a decision is made by: the time, the length of the rest of the request, and whether JSON is wanted. */
type Call = (now: number, length: number, json: boolean) => boolean;

/** Asks an engine for decisions. */
export class Decider {
  readonly #boundary: Boundary;
  readonly #dictionary: Dictionary;
  /** Where the columns of candidates begin, in units of their elements. */
  readonly #at: { offers: number; channels: number; categories: number; scores: number; priorities: number };
  readonly #source: Source;

  /** `again` makes another engine like this one, for reasons that are read when this one is gone. */
  constructor(
    boundary: Boundary,
    dictionary: Dictionary,
    configuration: NormalizedConfiguration,
    again: () => Boundary,
  ) {
    this.#boundary = boundary;
    this.#dictionary = dictionary;
    this.#source = { boundary, dictionary, configuration, reasons: new ReasonReader(boundary, again) };
    const column = (number: number, size: number) =>
      boundary.run(() => boundary.engine.column_in(number)) / size;
    this.#at = {
      scores: column(0, 8),
      priorities: column(1, 8),
      categories: column(2, 4),
      channels: column(3, 4),
      offers: column(4, 4),
    };
  }

  decide(customer: CustomerHandle, request: DecideRequest): Decision {
    this.#ask(customer, request, this.#deciding(customer), false);
    return readDecision(this.#source, request.candidates, request.explain ?? "summary");
  }

  decideJson(customer: CustomerHandle, request: DecideRequest): DecisionJson {
    this.#ask(customer, request, this.#deciding(customer), true);
    return readDecisionJson(this.#boundary);
  }

  reserve(customer: CustomerHandle, { eventType, ...request }: ReserveRequest): Decision {
    this.#ask(customer, request, this.#reserving(customer, eventType), false);
    return readDecision(this.#source, request.candidates, request.explain ?? "summary");
  }

  reserveJson(customer: CustomerHandle, { eventType, ...request }: ReserveRequest): DecisionJson {
    this.#ask(customer, request, this.#reserving(customer, eventType), true);
    return readDecisionJson(this.#boundary);
  }

  #deciding(customer: CustomerHandle): () => Call {
    return () => (now, length, json) => customer.decide(this.#boundary.engine, now, length, json);
  }

  #reserving(customer: CustomerHandle, eventType: unknown = "impression"): () => Call {
    if (typeof eventType !== "string" || eventType === "") {
      const message = "expected the type of the events to record";
      throw LookbackError.single("invalid_argument", "eventType", "wrong_type", message);
    }
    return () => {
      const code = this.#dictionary.code(eventType);
      return (now, length, json) => customer.reserve(this.#boundary.engine, now, length, json, code);
    };
  }

  /**
   * Leaves a decision, or throws what kept it from being one. `prepare` runs before the request is written, where it
   * may write itself.
   */
  #ask(customer: CustomerHandle, request: DecideRequest, prepare: () => Call, asJson: boolean): void {
    const boundary = this.#boundary;
    const { candidates, now, ...rest } = request ?? {};
    const at = toMillis(boundary, "now", now);
    this.#dictionary.tidy();
    if (!Array.isArray(candidates) || !this.#write(candidates)) {
      // Something is odd: the engine says what.
      const length = boundary.writeText(json({ ...rest, candidates, now: at }, inWords));
      boundary.attempt(() => customer.check_request(boundary.engine, length));
      throw LookbackError.single("invalid_argument", "candidates", "invalid_value", "cannot be read");
    }
    const call = prepare();
    const attributed = candidates.some((candidate) => candidate.attributes !== undefined);
    const own = attributed ? { candidates: candidates.map(({ attributes }) => ({ attributes })) } : undefined;
    const text = json({ ...rest, ...own });
    const length = text === "{}" ? 0 : boundary.writeText(text);
    boundary.attempt(() => call(at, length, asJson));
  }

  /** Hands the candidates over; false when any of them is not as it should be. */
  #write(candidates: readonly Candidate[]): boolean {
    if (candidates.length > MOST_CANDIDATES) {
      const message = `a decision takes at most ${MOST_CANDIDATES} candidates, found ${candidates.length}`;
      throw LookbackError.single("invalid_argument", "candidates", "too_many", message);
    }
    const boundary = this.#boundary;
    const codes: number[] = [];
    for (const candidate of candidates) {
      if (typeof candidate !== "object" || candidate === null) return false;
      // Names go to the dictionary first, since that may move the memory.
      const { offer, channel, category } = candidate;
      if (!isName(offer) || (channel != null && !isName(channel)) || (category != null && !isName(category)))
        return false;
      if (
        !isNumber(candidate.score, 0, MOST) ||
        !isNumber(candidate.priority, -Number.MAX_VALUE, Number.MAX_VALUE)
      )
        return false;
      codes.push(this.#code(offer), this.#code(channel), this.#code(category));
    }
    const { offers, channels, categories, scores, priorities } = this.#at;
    for (let from = 0; from === 0 || from < candidates.length; from += ROWS) {
      const rows = Math.min(ROWS, candidates.length - from);
      const { words, floats } = boundary.instance;
      for (let row = 0; row < rows; row++) {
        const candidate = candidates[from + row] as Candidate;
        const code = (from + row) * 3;
        words[offers + row] = codes[code] as number;
        words[channels + row] = codes[code + 1] as number;
        words[categories + row] = codes[code + 2] as number;
        floats[scores + row] = candidate.score ?? Number.NaN;
        floats[priorities + row] = candidate.priority ?? Number.NaN;
      }
      boundary.run(() => boundary.engine.take_candidates(rows, from === 0));
    }
    return true;
  }

  #code(name: string | null | undefined): number {
    return name === undefined || name === null ? NO_NAME : this.#dictionary.code(name);
  }
}

/** A request as JSON. */
function json(request: object, replacer?: typeof inWords): string {
  try {
    return JSON.stringify(request, replacer);
  } catch (cause) {
    const message = `cannot be written as JSON: ${(cause as Error).message}`;
    throw LookbackError.single("invalid_argument", "", "wrong_type", message, { cause });
  }
}

function isName(name: unknown): name is string {
  return typeof name === "string" && name !== "" && name.length <= LONGEST_NAME;
}

function isNumber(number: unknown, least: number, most: number): boolean {
  return (
    number === undefined ||
    number === null ||
    (typeof number === "number" && number >= least && number <= most)
  );
}
