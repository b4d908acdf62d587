import type { MetricCatalogConstructor } from "./catalog.js";
import type { Configuration, MetricKey } from "./configuration.js";
import type { Decision, EvaluateInput } from "./decisions.js";
import type { Engine } from "./engine.js";
import type { MetricResult } from "./metrics.js";
import type { WasmSource } from "./source.js";

/** What every entry point offers. */
export interface Api {
  init(source?: WasmSource | PromiseLike<WasmSource>): Promise<void>;
  createEngine<const C extends Configuration>(
    configuration: C & Configuration<MetricKey<C>>,
  ): Promise<Engine<MetricKey<C>>>;
  evaluate<const C extends Configuration & EvaluateInput>(
    input: C & Configuration<MetricKey<C>>,
  ): Evaluation<MetricKey<C>>;
  readonly MetricCatalog: MetricCatalogConstructor;
}

/** Metrics and decision of one call. */
export interface Evaluation<Key extends string = string> {
  metrics: MetricResult<Key>[];
  /** Null when no candidates were given. */
  decision: Decision | null;
}
