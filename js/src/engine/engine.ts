import { expectBytes, expectOptions } from "../arguments/expect.js";
import { LookbackError } from "../errors.js";
import type {
  AppendOptions,
  Configuration,
  Engine,
  EventInput,
  LintFinding,
  LintOptions,
  NormalizedConfiguration,
  Requirements,
} from "../types.js";
import { LookbackCustomer } from "./customer.js";
import { LiveEngine } from "./live.js";

/** Metrics, rules and profiles, ready to compute, in a wasm instance of their own. */
export class LookbackEngine<Key extends string = string> implements Engine<Key> {
  readonly #module: WebAssembly.Module;
  #current: LiveEngine<Key>;
  #shown: NormalizedConfiguration<Key> | undefined;

  constructor(module: WebAssembly.Module, configuration: Configuration<Key>) {
    this.#module = module;
    this.#current = new LiveEngine(module, configuration);
  }

  /** A trap corrupts an instance with all of its customers; the next customer gets a new one. */
  get #live(): LiveEngine<Key> {
    this.#current.boundary.refuseWhileReading();
    if (this.#current.boundary.instance.failed) {
      this.#current = new LiveEngine(this.#module, this.#current.configuration);
    }
    return this.#current;
  }

  /** A copy: what becomes of it does not reach the engine. */
  get configuration(): NormalizedConfiguration<Key> {
    this.#shown ??= JSON.parse(JSON.stringify(this.#current.configuration)) as NormalizedConfiguration<Key>;
    return this.#shown;
  }

  get requirements(): Requirements {
    const { boundary } = this.#live;
    boundary.run(() => boundary.engine.requirements());
    return boundary.readJson();
  }

  lint(options?: LintOptions): LintFinding[] {
    const { boundary } = this.#live;
    expectOptions(options, ["retainedDays"]);
    const days = options?.retainedDays ?? 0;
    if (!(Number.isInteger(days) && days >= 0 && days <= 0xffffffff)) {
      const message = "expected how many days of history are kept, as a whole number";
      throw LookbackError.single("invalid_argument", "retainedDays", "out_of_range", message);
    }
    boundary.run(() => boundary.engine.lint(days));
    return boundary.readJson();
  }

  customer(history?: EventInput, options?: AppendOptions): LookbackCustomer<Key> {
    const live = this.#live;
    const { boundary } = live;
    const customer = new LookbackCustomer<Key>(
      live,
      boundary.run(() => boundary.engine.customer()),
    );
    if (history !== undefined) customer.append(history, options);
    return customer;
  }

  restore(snapshot: Uint8Array | ArrayBuffer): LookbackCustomer<Key> {
    const bytes = expectBytes("snapshot", snapshot, "the bytes of a snapshot as a Uint8Array");
    const live = this.#live;
    const { boundary } = live;
    const length = boundary.writeBytes(bytes);
    const handle = boundary.run(() => boundary.engine.restore(length));
    if (handle === undefined) throw boundary.failure();
    return new LookbackCustomer<Key>(live, handle);
  }

  free(): void {
    this.#current.boundary.refuseWhileReading();
    this.#current.boundary.instance.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }
}
