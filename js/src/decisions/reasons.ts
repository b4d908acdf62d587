import { LookbackError } from "../errors.js";
import type { Explain, Reason } from "../types.js";
import type { Boundary } from "../wasm/boundary.js";

/** Tells the reasons of the candidate at a position. */
export type Teller = (at: number) => Reason[];

/** Tells the reasons of decisions, from what these left, when they are asked for. */
export class ReasonReader {
  #recaller: Recaller;
  readonly #again: () => Boundary;

  /** `again` makes another engine like this one, for reasons that are read when this one is gone. */
  constructor(boundary: Boundary, again: () => Boundary) {
    this.#recaller = new Recaller(boundary);
    this.#again = again;
  }

  teller(explain: Exclude<Explain, "none">, left: Uint8Array): Teller {
    if (explain === "full") {
      let read: readonly [Reason[], number[][]] | undefined;
      return (at) => {
        read ??= JSON.parse(new TextDecoder().decode(left)) as [Reason[], number[][]];
        const [different, each] = read;
        return (each[at] ?? []).map((number) => copyOf(different[number] as Reason));
      };
    }
    return (at) => {
      try {
        return this.#recaller.read(left, at);
      } catch (error) {
        if (!(error instanceof LookbackError && (error.code === "disposed" || error.code === "internal")))
          throw error;
        this.#recaller = new Recaller(this.#again());
        return this.#recaller.read(left, at);
      }
    };
  }
}

/** Makes reasons from the findings that a decision left. */
class Recaller {
  readonly #boundary: Boundary;
  /** The findings that the engine has at hand. */
  #recalled: Uint8Array | undefined;
  /** The different reasons that it told from these. */
  #told: Reason[] = [];

  constructor(boundary: Boundary) {
    this.#boundary = boundary;
  }

  read(findings: Uint8Array, at: number): Reason[] {
    const boundary = this.#boundary;
    boundary.refuseWhileReading();
    if (this.#recalled !== findings) {
      const length = boundary.writeBytes(findings);
      this.#recalled = undefined;
      this.#told = [];
      boundary.attempt(() => boundary.engine.recall(length));
      this.#recalled = findings;
    }
    boundary.run(() => boundary.engine.reasons(at));
    for (const reason of boundary.readJson<Reason[]>()) this.#told.push(reason);
    return Array.from(boundary.wordsOut, (number) => copyOf(this.#told[number] as Reason));
  }
}

/** A reason of an outcome's own, since candidates share what is said of them. */
function copyOf(reason: Reason): Reason {
  const copy = { ...reason };
  if (copy.group !== undefined) copy.group = { ...copy.group };
  if (copy.events !== undefined) copy.events = [...copy.events];
  return copy;
}
