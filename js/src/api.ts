import { LookbackCatalog } from "./catalog.js";
import { LookbackEngine } from "./engine.js";
import { expectObject } from "./errors.js";
import { WasmModule, type WasmOrigin, type WasmSource } from "./module.js";
import type {
  AtTime,
  Configuration,
  DecideRequest,
  Decision,
  Engine,
  EvaluateInput,
  MetricCatalogConstructor,
  MetricKey,
  MetricResult,
} from "./types.js";

/** What every entry point offers, over its own way of getting at the wasm. */
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

export function createApi(origin: WasmOrigin): Api {
  const wasm = new WasmModule(origin);
  return {
    init: (source) => wasm.init(source),
    async createEngine(configuration) {
      await wasm.init();
      return new LookbackEngine(wasm.get(), configuration) as unknown as Engine<
        MetricKey<typeof configuration>
      >;
    },
    evaluate(input) {
      expectObject("input", input, "a configuration with events, and candidates to decide on");
      const { events, candidates, now, segments, attributes, limit, explain, ...configuration } = input;
      const at = now ?? Date.now();
      const engine = new LookbackEngine(wasm.get(), configuration as Configuration) as unknown as Engine<
        MetricKey<typeof input>
      >;
      try {
        const customer = engine.customer(events);
        const request = { now: at, segments, attributes, limit, explain } as Omit<
          DecideRequest,
          "candidates"
        >;
        return {
          metrics: customer.metrics({ now: at }),
          decision: candidates ? customer.decide({ candidates, ...request }) : null,
        };
      } finally {
        engine.free();
      }
    },
    MetricCatalog: class extends LookbackCatalog {
      constructor(configuration?: Configuration, options?: AtTime) {
        super(wasm.get(), configuration, options);
      }
    },
  };
}
