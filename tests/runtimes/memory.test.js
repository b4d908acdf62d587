import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { output } from "./process.js";

const program = fileURLToPath(new URL("programs/memory.js", import.meta.url));

const PAGE = 65_536;

async function run(way) {
  const { early, late } = JSON.parse(await output(process.execPath, ["--expose-gc", program, way]));
  expect(early).toBeGreaterThan(0);
  return late - early;
}

describe("wasm memory stays flat over 100,000 customers", () => {
  it("released by free()", async () => {
    expect(await run("free")).toBe(0);
  });

  it("released by Symbol.dispose", async () => {
    expect(await run("dispose")).toBe(0);
  });

  // When finalizers run is the collector's affair, so a few pages more may be held at one time than
  // at another.
  it("released by the garbage collector", async () => {
    expect(await run("collect")).toBeLessThanOrEqual(8 * PAGE);
  });
});
