import { LookbackError } from "../errors.js";
import type { Explain, Reason } from "../types.js";
import type { Boundary } from "../wasm/boundary.js";

/** Returns the reasons of the candidate at a position. */
export type ReasonSource = (at: number) => Reason[];

/** Reads the reasons of decisions when they are asked for, from what each decision left. */
export class ReasonReader {
  #findings: FindingsReader;
  readonly #again: () => Boundary;

  /**
   * `again` makes another engine like this one, for reasons that are read when this one is gone.
   */
  constructor(boundary: Boundary, again: () => Boundary) {
    this.#findings = new FindingsReader(boundary);
    this.#again = again;
  }

  source(explain: Exclude<Explain, "none">, left: Uint8Array): ReasonSource {
    if (explain === "full") {
      let read: readonly [Reason[], number[][]] | undefined;
      return (at) => {
        read ??= JSON.parse(new TextDecoder().decode(left)) as [Reason[], number[][]];
        const [distinct, byCandidate] = read;
        return (byCandidate[at] ?? []).map((number) => copyOf(distinct[number] as Reason));
      };
    }
    return (at) => {
      try {
        return this.#findings.read(left, at);
      } catch (error) {
        if (!(error instanceof LookbackError && (error.code === "disposed" || error.code === "internal")))
          throw error;
        this.#findings = new FindingsReader(this.#again());
        return this.#findings.read(left, at);
      }
    };
  }
}

/** Makes reasons from the findings that a decision left. */
class FindingsReader {
  readonly #boundary: Boundary;
  /** The findings that the engine holds. */
  #loaded: Uint8Array | undefined;
  /** The distinct reasons that were read from them. */
  #reasons: Reason[] = [];

  constructor(boundary: Boundary) {
    this.#boundary = boundary;
  }

  read(findings: Uint8Array, at: number): Reason[] {
    const boundary = this.#boundary;
    boundary.refuseWhileReading();
    if (this.#loaded !== findings) {
      const length = boundary.writeBytes(findings);
      this.#loaded = undefined;
      this.#reasons = [];
      boundary.attempt(() => boundary.engine.recall(length));
      this.#loaded = findings;
    }
    boundary.run(() => boundary.engine.reasons(at));
    for (const reason of boundary.readJson<Reason[]>()) this.#reasons.push(reason);
    return Array.from(boundary.wordsOut, (number) => copyOf(this.#reasons[number] as Reason));
  }
}

/** A copy for one outcome: candidates share their reasons here. */
function copyOf(reason: Reason): Reason {
  const copy = { ...reason };
  if (copy.group !== undefined) copy.group = { ...copy.group };
  if (copy.events !== undefined) copy.events = [...copy.events];
  return copy;
}
