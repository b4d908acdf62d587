import type { MetricGroup, MetricResult } from "../types.js";
import type { Boundary, CustomerHandle } from "../wasm/boundary.js";
import type { Dictionary } from "../wasm/dictionary.js";
import {
  copyGroups,
  forEachMetric,
  type MetricHeader,
  type MetricShape,
  makeLazyResult,
  makeResult,
  readChanges,
  readGroups,
  resultSource,
  type Source,
  setAside,
} from "./results.js";

/** Longer lists of groups are made when they are first looked at. */
const EAGER_GROUPS = 512;

/** How results are read; fixed by the engine. */
const ONCE = 0;
const KEPT = 1;
const CHANGES = 2;

/**
 * A metric as it was read last. What is here is never changed, only replaced, and never given away.
 */
interface Kept {
  readonly header: MetricHeader;
  readonly groups: readonly MetricGroup[];
}

/**
 * Reads the results of customers. Those of a customer that is read again and again are kept, so
 * that only what changed has to cross, and the rest is copied: a tenth of the time. They are kept
 * for one customer, the last one.
 */
export class ResultReader {
  readonly #boundary: Boundary;
  readonly #dictionary: Dictionary;
  readonly #shapes: readonly MetricShape[];
  /** The customer that was read last. */
  #customer: number | undefined;
  #kept: Kept[] | undefined;

  constructor(boundary: Boundary, dictionary: Dictionary, shapes: readonly MetricShape[]) {
    this.#boundary = boundary;
    this.#dictionary = dictionary;
    this.#shapes = shapes;
  }

  /** The results of all metrics of the customer with a number that no other of the engine has. */
  read(handle: CustomerHandle, customer: number, now: number): MetricResult[] {
    const again = customer === this.#customer;
    const kept = again ? this.#kept : undefined;
    this.#customer = undefined;
    this.#kept = undefined;
    this.#dictionary.tidy();
    const reading = !again ? ONCE : kept === undefined ? KEPT : CHANGES;
    this.#boundary.attempt(() => handle.metrics(this.#boundary.engine, now, reading));
    const source = resultSource(this.#boundary, this.#dictionary);
    this.#customer = customer;
    if (!again) return this.#once(source);
    this.#kept = kept ?? [];
    return this.#update(source, this.#kept);
  }

  #once(source: Source): MetricResult[] {
    const results: MetricResult[] = [];
    forEachMetric(source, this.#shapes.length, (header) => {
      const shape = this.#shapes[header.at] as MetricShape;
      if (header.count <= EAGER_GROUPS) {
        results.push(makeResult(source, shape, header, readGroups(source, shape, header)));
      } else {
        const [words, place] = setAside(source, header);
        results.push(makeLazyResult(source, shape, header, () => readGroups(words, shape, place)));
      }
    });
    return results;
  }

  #update(source: Source, kept: Kept[]): MetricResult[] {
    forEachMetric(source, this.#shapes.length, (header) => {
      const shape = this.#shapes[header.at] as MetricShape;
      const groups = header.isWhole
        ? readGroups(source, shape, header)
        : readChanges(source, shape, header, (kept[header.at] as Kept).groups);
      kept[header.at] = { header, groups };
    });
    return kept.map(({ header, groups }, at) => {
      const shape = this.#shapes[at] as MetricShape;
      return groups.length <= EAGER_GROUPS
        ? makeResult(source, shape, header, copyGroups(shape, groups))
        : makeLazyResult(source, shape, header, () => copyGroups(shape, groups));
    });
  }
}
