import { expectObject } from "../arguments/expect.js";
import { inWords, noteUnwritable, toJson } from "../arguments/json.js";
import { toMillis } from "../arguments/time.js";
import { type Issue, LookbackError } from "../errors.js";
import type {
  Candidate,
  DecideRequest,
  Decision,
  DecisionJson,
  NormalizedConfiguration,
  ReserveRequest,
  Time,
} from "../types.js";
import { type Boundary, type CustomerHandle, ROWS } from "../wasm/boundary.js";
import { type Dictionary, NO_NAME } from "../wasm/dictionary.js";
import { type CandidateColumnStarts, candidateColumnStarts } from "../wasm/inbox.js";
import type { ZoneSupply } from "../wasm/zones.js";
import { readDecision, readDecisionJson, type Source } from "./outcomes.js";
import { ReasonReader } from "./reasons.js";

const encoder = new TextEncoder();

/** The engine's limit; a longer list is refused before any of it crosses. */
const MAX_CANDIDATES = 10_000;

/** The engine's limit on names, in bytes of UTF-8. A UTF-16 unit becomes at most three of them. */
const MAX_NAME_BYTES = 1024;

/** The largest score that a candidate may have. */
const MAX_SCORE = 1e15;

/** Asks an engine for decisions. */
export class Decider {
  readonly #boundary: Boundary;
  readonly #dictionary: Dictionary;
  readonly #zones: ZoneSupply;
  readonly #at: CandidateColumnStarts;
  readonly #source: Source;

  /**
   * `again` makes another engine like this one, for reasons that are read when this one is gone.
   */
  constructor(
    boundary: Boundary,
    dictionary: Dictionary,
    zones: ZoneSupply,
    configuration: NormalizedConfiguration,
    again: () => Boundary,
  ) {
    this.#boundary = boundary;
    this.#dictionary = dictionary;
    this.#zones = zones;
    this.#source = { boundary, dictionary, configuration, reasons: new ReasonReader(boundary, again) };
    this.#at = candidateColumnStarts(boundary);
  }

  decide(customer: CustomerHandle, request: DecideRequest): Decision {
    this.#ask(customer, request, false, false);
    return readDecision(this.#source, request.candidates, request.explain ?? "summary");
  }

  decideJson(customer: CustomerHandle, request: DecideRequest): DecisionJson {
    this.#ask(customer, request, false, true);
    return readDecisionJson(this.#boundary);
  }

  reserve(customer: CustomerHandle, request: ReserveRequest): Decision {
    this.#ask(customer, request, true, false);
    return readDecision(this.#source, request.candidates, request.explain ?? "summary");
  }

  reserveJson(customer: CustomerHandle, request: ReserveRequest): DecisionJson {
    this.#ask(customer, request, true, true);
    return readDecisionJson(this.#boundary);
  }

  /** Leaves a decision, or throws all that keeps it from being one. */
  #ask(customer: CustomerHandle, request: ReserveRequest, reserves: boolean, asJson: boolean): void {
    expectObject("request", request, "{ candidates, now }");
    this.#boundary.reading(() => this.#read(customer, request, reserves, asJson));
  }

  #read(customer: CustomerHandle, request: ReserveRequest, reserves: boolean, asJson: boolean): void {
    const { candidates, now, ...rest } = request;
    const issues: Issue[] = [];
    const at = this.#moment(now, issues);
    noteUnwritable(rest, "", issues);
    if (Array.isArray(candidates)) {
      candidates.forEach((candidate, index) => {
        if (candidate?.attributes !== undefined)
          noteUnwritable(candidate.attributes, `candidates[${index}].attributes`, issues);
      });
    }
    if (issues.length > 0 || !this.#decided(customer, request, at, reserves, asJson))
      throw this.#refusal(customer, request, at, reserves, issues);
  }

  /** The moment to decide at; some moment when the one given is noted as wrong. */
  #moment(now: Time | undefined, issues: Issue[]): number {
    try {
      return toMillis(this.#boundary, "now", now);
    } catch (error) {
      if (!(error instanceof LookbackError && error.code === "invalid_argument")) throw error;
      issues.push(...error.issues);
      return 0;
    }
  }

  /** Leaves a decision; false when something is wrong with the request. */
  #decided(
    customer: CustomerHandle,
    { candidates, now: _, ...given }: ReserveRequest,
    at: number,
    reserves: boolean,
    asJson: boolean,
  ): boolean {
    const boundary = this.#boundary;
    const { engine } = boundary;
    const { eventType, ...others } = given;
    const type = eventType ?? "impression";
    this.#dictionary.tidy();
    if (!Array.isArray(candidates) || !isName(type) || !this.#write(candidates)) return false;
    const code = this.#dictionary.code(type);
    const attributed = candidates.some((candidate) => candidate.attributes !== undefined);
    const own = attributed ? { candidates: candidates.map(({ attributes }) => ({ attributes })) } : undefined;
    this.#zones.cover(at);
    // Last, since all of these write in the same place.
    const text = toJson({ ...(reserves ? others : given), ...own }, "invalid_argument");
    const length = text === "{}" ? 0 : boundary.writeText(text);
    const decided = boundary.run(() =>
      reserves
        ? customer.reserve(engine, at, length, asJson, code)
        : customer.decide(engine, at, length, asJson),
    );
    if (decided) return true;
    const failure = boundary.failure();
    if (failure.code !== "invalid_argument") throw failure;
    return false;
  }

  /**
   * Everything that is wrong with a request: what was noted, and what the engine finds in the rest.
   */
  #refusal(
    customer: CustomerHandle,
    request: ReserveRequest,
    now: number,
    reserves: boolean,
    noted: Issue[],
  ): LookbackError {
    const boundary = this.#boundary;
    const count = Array.isArray(request.candidates) ? request.candidates.length : 0;
    const many = count > MAX_CANDIDATES;
    if (many) {
      const message = `a decision takes at most ${MAX_CANDIDATES} candidates, found ${count}`;
      noted.push({ path: "candidates", code: "too_many", message });
    }
    const asked = { ...request, now, ...(many ? { candidates: [] } : {}) };
    const length = boundary.writeText(toJson(asked, "invalid_argument", inWords));
    const sound = boundary.run(() => customer.check_request(boundary.engine, length, reserves));
    const rejected = sound ? [] : boundary.failure().issues;
    // Where both found something, the engine says better what is expected.
    const alone = noted.filter(({ path }) => rejected.every((issue) => issue.path !== path));
    if (alone.length + rejected.length > 0)
      return new LookbackError("invalid_argument", [...alone, ...rejected]);
    return LookbackError.single("invalid_argument", "candidates", "invalid_value", "cannot be read");
  }

  /** Hands the candidates over; false when any of them is not as it should be. */
  #write(candidates: readonly Candidate[]): boolean {
    if (candidates.length > MAX_CANDIDATES) return false;
    const boundary = this.#boundary;
    const codes: number[] = [];
    for (const candidate of candidates) {
      if (typeof candidate !== "object" || candidate === null) return false;
      // Names go to the dictionary first, since that may move the memory.
      const { offer, channel, category } = candidate;
      if (!isName(offer) || (channel != null && !isText(channel)) || (category != null && !isName(category)))
        return false;
      if (
        !isNumber(candidate.score, 0, MAX_SCORE) ||
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

function isName(name: unknown): name is string {
  return name !== "" && isText(name);
}

/** What a name or a channel is, which may be empty. */
function isText(text: unknown): text is string {
  if (typeof text !== "string") return false;
  return text.length * 3 <= MAX_NAME_BYTES || encoder.encode(text).length <= MAX_NAME_BYTES;
}

function isNumber(number: unknown, least: number, most: number): boolean {
  return (
    number === undefined ||
    number === null ||
    (typeof number === "number" && number >= least && number <= most)
  );
}
