import type { CatalogHandle } from "../../generated/bindings.js";
import { expectObject, expectOptions, refuse } from "../arguments/expect.js";
import { inWords, toJson } from "../arguments/json.js";
import { nowMillis } from "../arguments/time.js";
import type {
  AtTime,
  Configuration,
  MetricCatalog,
  MetricDefinition,
  MetricDependent,
  MetricReaders,
  MetricRecord,
  MetricUpdate,
} from "../types.js";
import { Boundary } from "../wasm/boundary.js";
import { Instance } from "../wasm/instance.js";

/** A tenant's metrics, in a wasm instance of their own. */
export class LookbackCatalog implements MetricCatalog {
  readonly #boundary: Boundary;
  readonly #handle: CatalogHandle;

  constructor(module: WebAssembly.Module, configuration?: Configuration, options?: AtTime) {
    const boundary = new Boundary(new Instance(module));
    const handle = boundary.run(() => new boundary.instance.bindings.CatalogHandle());
    this.#boundary = boundary;
    this.#handle = handle;
    if (configuration === undefined) return;
    const now = nowMillis(boundary, options);
    const length = this.#write(configuration);
    boundary.attempt(() => handle.load(boundary.engine, length, now));
  }

  create(definition: MetricDefinition, options?: AtTime): MetricRecord {
    const now = nowMillis(this.#boundary, options);
    const length = this.#write(definition);
    return this.#ask((handle, { engine }) => handle.create(engine, length, now));
  }

  list(): MetricRecord[] {
    this.#boundary.run(() => this.#handle.list(this.#boundary.engine));
    return this.#boundary.readJson();
  }

  get(id: string): MetricRecord {
    const length = this.#writeId(id);
    return this.#ask((handle, { engine }) => handle.get(engine, length));
  }

  update(id: string, change: MetricUpdate, options?: AtTime): MetricRecord {
    const now = nowMillis(this.#boundary, options);
    const idLength = this.#writeId(id);
    const length = this.#write(change, id);
    return this.#ask((handle, { engine }) => handle.update(engine, idLength, length, now));
  }

  delete(id: string, options?: { readonly force?: boolean | undefined }): void {
    expectOptions(options, ["force"]);
    const length = this.#writeId(id);
    this.#ask((handle, { engine }) => handle.delete(engine, length, options?.force === true));
  }

  dependents(id: string): MetricDependent[] {
    const length = this.#writeId(id);
    return this.#ask((handle, { engine }) => handle.dependents(engine, length));
  }

  setRules(rules: MetricReaders): void {
    expectObject("rules", rules, "{ contactPolicies, qualificationRules, arbitration }");
    const { contactPolicies, qualificationRules, arbitration } = rules;
    const length = this.#write({ contactPolicies, qualificationRules, arbitration });
    this.#ask((handle, { engine }) => handle.set_rules(engine, length));
  }

  free(): void {
    this.#boundary.instance.free("catalog");
  }

  [Symbol.dispose](): void {
    this.free();
  }

  /** Writes the id of a metric; answers its length. */
  #writeId(id: string): number {
    return typeof id === "string" ? this.#boundary.writeText(id) : refuse("id", "the id of a metric", id);
  }

  /** Writes a value as JSON, behind `before`; answers the length of both. */
  #write(value: unknown, before = ""): number {
    return this.#boundary.writeText(before + toJson(value, "invalid_argument", inWords));
  }

  #ask<T>(call: (handle: CatalogHandle, boundary: Boundary) => boolean): T {
    this.#boundary.attempt(() => call(this.#handle, this.#boundary));
    return this.#boundary.readJson();
  }
}
