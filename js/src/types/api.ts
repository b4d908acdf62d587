import type { MetricCatalogConstructor } from "./catalog.js";
import type { Configuration } from "./configuration.js";
import type { Decision, EvaluateInput } from "./decisions.js";
import type { Engine } from "./engine.js";
import type { MetricResult } from "./metrics.js";
import type { WasmSource } from "./source.js";

/** What every entry point exports. */
export interface Api {
  init(source?: WasmSource | PromiseLike<WasmSource>): Promise<void>;
  createEngine<const Key extends string = string>(configuration: Configuration<Key>): Promise<Engine<Key>>;
  evaluate<const Key extends string = string>(input: Configuration<Key> & EvaluateInput): Evaluation<Key>;
  readonly MetricCatalog: MetricCatalogConstructor;
}

/** The metrics and the decision of one call. */
export interface Evaluation<Key extends string = string> {
  metrics: MetricResult<Key>[];
  /** Null when no candidates were given. */
  decision: Decision | null;
}
