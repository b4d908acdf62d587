import { expectFields, expectGiven } from "./arguments/expect.js";
import { LookbackCatalog } from "./engine/catalog.js";
import { LookbackEngine } from "./engine/engine.js";
import type { Api } from "./types/api.js";
import type { AtTime, Configuration, EvaluateInput } from "./types.js";
import { WasmModule, type WasmOrigin } from "./wasm/module.js";

/** The members of a configuration, and what else `evaluate` takes. */
const EVALUATED: readonly (keyof Configuration | keyof EvaluateInput)[] = [
  "metrics",
  "contactPolicies",
  "qualificationRules",
  "arbitration",
  "offers",
  "profiles",
  "profileMode",
  "eventFields",
  "events",
  "candidates",
  "now",
  "segments",
  "attributes",
  "limit",
  "explain",
];

/** What an entry point offers, over its own way of getting at the wasm. */
export function createApi(origin: WasmOrigin): Api {
  const wasm = new WasmModule(origin);
  return {
    init: (source) => wasm.init(source),
    async createEngine(configuration) {
      await wasm.init();
      return new LookbackEngine(wasm.get(), configuration);
    },
    evaluate(input) {
      expectFields("input", input, EVALUATED);
      expectGiven("events", input.events);
      const { events, candidates, now, segments, attributes, limit, explain, ...configuration } = input;
      const at = now ?? Date.now();
      const engine = new LookbackEngine(wasm.get(), configuration);
      try {
        const customer = engine.customer(events);
        const request = { now: at, segments, attributes, limit, explain };
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
