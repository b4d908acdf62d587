import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { trapping } from "../support/trapping.js";

const dist = new URL("../../js/dist/", import.meta.url);
const whole = readFileSync(new URL("lookback.wasm", dist));

/** Traps whenever metrics are computed, and nowhere else. */
const broken = trapping(whole, (name) => /^customer(handle)?_metrics$/i.test(name));

const configuration = {
  metrics: [
    { key: "clicks_7d", name: "Clicks (7d)", aggregationType: "count", eventType: "click", windowDays: 7 },
  ],
};
const click = { eventType: "click", timestamp: 0 };

function caught(act) {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** The package anew, with a wasm of our choice. */
async function load(wasm) {
  vi.resetModules();
  const lookback = await import(fileURLToPath(new URL("index.js", dist)));
  await lookback.init(wasm);
  return lookback;
}

describe("an engine whose wasm traps", () => {
  let lookback;
  beforeAll(async () => {
    lookback = await load(broken);
  });

  it("reports `internal`, with the trap as the cause", async () => {
    const engine = await lookback.createEngine(configuration);
    const error = caught(() => engine.customer([click]).metrics({ now: 1 }));
    expect(error).toBeInstanceOf(lookback.LookbackError);
    expect(error.code).toBe("internal");
    expect(error.cause).toBeInstanceOf(WebAssembly.RuntimeError);
  });

  it("leaves its customers unusable, and lets them be freed", async () => {
    const engine = await lookback.createEngine(configuration);
    const customer = engine.customer([click]);
    const other = engine.customer([click]);
    caught(() => customer.metrics({ now: 1 }));
    for (const use of [() => other.append([click]), () => customer.snapshot(), () => other.metrics()]) {
      expect(caught(use).code).toBe("internal");
    }
    customer.free();
    other.free();
    engine.free();
  });

  it("leaves other engines working", async () => {
    const engine = await lookback.createEngine(configuration);
    const other = await lookback.createEngine(configuration);
    const survivor = other.customer([click]);
    caught(() => engine.customer([click]).metrics({ now: 1 }));
    expect(survivor.metric("clicks_7d", { now: 1 })).toBe(1);
    expect(survivor.append([click]).appended).toBe(1);
  });

  it("continues with a new instance for new customers", async () => {
    const engine = await lookback.createEngine(configuration);
    caught(() => engine.customer([click]).metrics({ now: 1 }));
    expect(engine.customer([click]).metric("clicks_7d", { now: 1 })).toBe(1);
  });
});
