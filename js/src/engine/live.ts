import { called } from "../arguments/expect.js";
import { inWords, toJson } from "../arguments/json.js";
import { Decider } from "../decisions/decider.js";
import { LookbackError } from "../errors.js";
import { Chunk } from "../events/chunk.js";
import { ColumnWriter } from "../events/columns.js";
import { type FieldPaths, fieldPaths } from "../events/fields.js";
import { RecordWriter } from "../events/records.js";
import { ResultReader } from "../metrics/readings.js";
import { metricShape } from "../metrics/results.js";
import type { Configuration, NormalizedConfiguration } from "../types.js";
import { Boundary } from "../wasm/boundary.js";
import { Dictionary } from "../wasm/dictionary.js";
import { Instance } from "../wasm/instance.js";
import { ZoneSupply } from "../wasm/zones.js";

/** A configuration in one wasm instance: what customers are held by until a trap corrupts it. */
export class LiveEngine<Key extends string = string> {
  readonly boundary: Boundary;
  readonly dictionary: Dictionary;
  readonly records: RecordWriter;
  readonly columns: ColumnWriter;
  readonly decider: Decider;
  readonly zones: ZoneSupply;
  readonly fields: FieldPaths;
  readonly results: ResultReader;
  readonly configuration: NormalizedConfiguration<Key>;
  readonly #positions: Map<string, number>;
  #customers = 0;

  constructor(module: WebAssembly.Module, configuration: Configuration) {
    const boundary = new Boundary(new Instance(module));
    const length = boundary.writeText(toJson(configuration, "invalid_configuration", inWords));
    boundary.attempt(() => boundary.engine.configure(length));
    boundary.run(() => boundary.engine.configuration());
    this.boundary = boundary;
    this.configuration = boundary.readJson();
    this.zones = new ZoneSupply(boundary);
    this.dictionary = new Dictionary(boundary);
    const chunk = new Chunk(boundary, this.dictionary);
    this.records = new RecordWriter(chunk);
    this.columns = new ColumnWriter(chunk);
    const again = () => new LiveEngine(module, this.configuration).boundary;
    this.decider = new Decider(boundary, this.dictionary, this.zones, this.configuration, again);
    this.fields = fieldPaths(this.configuration.eventFields);
    const shapes = this.configuration.metrics.map(metricShape);
    this.results = new ResultReader(boundary, this.dictionary, shapes);
    this.#positions = new Map(shapes.map(({ key }, position) => [key, position]));
  }

  /** A number for a customer, which no other has. */
  nextCustomer(): number {
    return this.#customers++;
  }

  /** The place of a metric in the configuration. */
  metricPosition(key: string): number {
    const position = this.#positions.get(key);
    if (position !== undefined) return position;
    const found =
      typeof key === "string" ? `no metric has the key "${key}"` : `expected a key, found ${called(key)}`;
    const known = [...this.#positions.keys()].join(", ") || "none";
    const message = `${found}; the keys are ${known}`;
    throw LookbackError.single("unknown_metric", "key", "unknown_metric", message);
  }
}
