import type { Boundary, CustomerHandle } from "./boundary.js";
import { type Dictionary, NO_NAME } from "./dictionary.js";
import { LookbackError } from "./errors.js";
import { inWords } from "./fields.js";
import { lazyMember } from "./lazy.js";
import { toMillis } from "./time.js";
import type {
  Candidate,
  DecideRequest,
  Decision,
  Explain,
  NormalizedConfiguration,
  Outcome,
  OutcomeStatus,
  Reason,
  ReserveRequest,
  Stage,
} from "./types.js";

/** As the engine has it; more of them never cross. */
const MOST_CANDIDATES = 10_000;

/** As many candidates as cross at a time; fixed by the engine's inbox. */
const ROWS = 1024;
/** No name of an event is longer than this in UTF-8, where a character takes a byte or more. */
const LONGEST_NAME = 1024;
/** The largest score a candidate may have. */
const MOST = 1e15;
/** The length of a time in the text of a decision. */
const TIME = 24;
/** Words before the drops, of a drop, and of an outcome. */
const HEADER = 6;
const DROP = 3;
const OUTCOME = 7;

/** Stands where the reasons go, until they are asked for. */
const NO_REASONS: Reason[] = [];
const defineReasons = lazyMember<"reasons", Reason[]>("reasons");

const STATUSES: readonly OutcomeStatus[] = ["eligible", "suppressed", "disqualified"];
const STAGES: readonly Stage[] = ["qualification", "contact_policy"];

/** Asks an engine for decisions, and reads them. */
export class Decider {
  readonly #boundary: Boundary;
  readonly #dictionary: Dictionary;
  readonly #configuration: NormalizedConfiguration;
  readonly #again: () => Boundary;
  /** Where the columns of candidates begin, in units of their elements. */
  readonly #at: { offers: number; channels: number; categories: number; scores: number; priorities: number };
  readonly #reader: ReasonReader;

  /** `again` makes another engine like this one, for reasons that are read when this one is gone. */
  constructor(
    boundary: Boundary,
    dictionary: Dictionary,
    configuration: NormalizedConfiguration,
    again: () => Boundary,
  ) {
    this.#boundary = boundary;
    this.#again = again;
    this.#reader = new ReasonReader(boundary);
    this.#dictionary = dictionary;
    this.#configuration = configuration;
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
    return this.#ask(customer, request, (now, length) => customer.decide(this.#boundary.engine, now, length));
  }

  reserve(customer: CustomerHandle, { eventType, ...request }: ReserveRequest): Decision {
    if (eventType !== undefined && (typeof eventType !== "string" || eventType === "")) {
      const message = "expected the type of the events to record";
      throw LookbackError.single("invalid_argument", "eventType", "wrong_type", message);
    }
    const code = this.#dictionary.code(eventType ?? "impression");
    return this.#ask(customer, request, (now, length) =>
      customer.reserve(this.#boundary.engine, now, length, code),
    );
  }

  #ask(
    customer: CustomerHandle,
    request: DecideRequest,
    call: (now: number, length: number) => boolean,
  ): Decision {
    const boundary = this.#boundary;
    const { candidates, now, ...rest } = request ?? {};
    const at = toMillis(boundary, "now", now);
    this.#dictionary.tidy();
    if (!Array.isArray(candidates) || !this.#write(candidates)) {
      // Something is odd: the engine says what.
      const length = boundary.writeText(json({ ...rest, candidates, now: at }, inWords));
      boundary.attempt(() => customer.decide_json(boundary.engine, length));
      throw LookbackError.single("invalid_argument", "candidates", "invalid_value", "cannot be read");
    }
    const attributed = candidates.some((candidate) => candidate.attributes !== undefined);
    const own = attributed ? { candidates: candidates.map(({ attributes }) => ({ attributes })) } : undefined;
    const text = json({ ...rest, ...own });
    const length = text === "{}" ? 0 : boundary.writeText(text);
    boundary.attempt(() => call(at, length));
    return this.#read(candidates, rest.explain ?? "summary");
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

  #read(candidates: readonly Candidate[], explain: Explain): Decision {
    const boundary = this.#boundary;
    const dictionary = this.#dictionary;
    const words = boundary.wordsOut;
    const bytes = boundary.bytesOut;
    const count = words[0] as number;
    const drops = words[5] as number;
    const timesLength = (2 + count) * TIME;
    const times = boundary.readAscii(timesLength);
    const tell = this.#teller(explain, bytes.slice(timesLength));
    const outcomes = new Array<Outcome>(count);
    let word = HEADER + drops * DROP;
    for (let index = 0; index < count; index++, word += OUTCOME) {
      const at = words[word] as number;
      const { offer, channel } = candidates[at] as Candidate;
      const category = words[word + 6] as number;
      const rank = words[word + 2] as number;
      const time = (2 + index) * TIME;
      const outcome = { offer } as Outcome;
      if (channel != null) outcome.channel = channel;
      if (category >= 0) outcome.category = dictionary.name(category) as string;
      outcome.status = STATUSES[words[word + 1] as number] as OutcomeStatus;
      outcome.rank = rank === 0 ? null : rank;
      outcome.score = words[word + 3] as number;
      outcome.multiplier = words[word + 4] as number;
      outcome.boost = words[word + 5] as number;
      outcome.reasons = NO_REASONS;
      outcome.nextEligibleAt = times.charCodeAt(time) === 32 ? null : times.substring(time, time + TIME);
      defineReasons(outcome, () => tell(explain === "full" ? index : at));
      outcomes[index] = outcome;
    }
    return {
      now: times.substring(0, TIME),
      outcomes,
      funnel: {
        candidates: count,
        qualified: words[1] as number,
        allowed: words[2] as number,
        ranked: words[3] as number,
        drops: Array.from({ length: drops }, (_, drop) => {
          const [stage, source, taken] = words.subarray(HEADER + drop * DROP) as unknown as [
            number,
            number,
            number,
          ];
          const { contactPolicies, qualificationRules } = this.#configuration;
          const rule = (stage === 0 ? qualificationRules : contactPolicies)[source];
          return { rule: rule?.id ?? "", stage: STAGES[stage] as Stage, count: taken };
        }),
      },
      validUntil: times.charCodeAt(TIME) === 32 ? null : times.substring(TIME, 2 * TIME),
      diagnostics: { futureEvents: words[4] as number },
    };
  }

  /** What tells the reasons of an outcome, from what a decision left. */
  #teller(explain: Explain, left: Uint8Array): Teller {
    if (explain === "none") return () => [];
    if (explain === "full") {
      const all = JSON.parse(new TextDecoder().decode(left)) as Reason[][];
      return (at) => all[at] ?? [];
    }
    let reader: ReasonReader | undefined;
    return (at) => {
      try {
        return this.#reader.read(left, at);
      } catch (error) {
        if (!(error instanceof LookbackError && (error.code === "disposed" || error.code === "internal")))
          throw error;
        reader ??= new ReasonReader(this.#again());
        return reader.read(left, at);
      }
    };
  }
}

/** Makes reasons from the findings that a decision left. */
class ReasonReader {
  readonly #boundary: Boundary;
  /** The findings that the engine has at hand. */
  #recalled: Uint8Array | undefined;

  constructor(boundary: Boundary) {
    this.#boundary = boundary;
  }

  read(findings: Uint8Array, at: number): Reason[] {
    const boundary = this.#boundary;
    if (this.#recalled !== findings) {
      const length = boundary.writeBytes(findings);
      this.#recalled = undefined;
      boundary.attempt(() => boundary.engine.recall(length));
      this.#recalled = findings;
    }
    boundary.run(() => boundary.engine.reasons(at));
    return boundary.readJson<Reason[]>();
  }
}

type Teller = (at: number) => Reason[];

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
