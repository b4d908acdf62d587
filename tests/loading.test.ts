// Where the wasm is had from, in Node: what is not the engine is refused, and the next try can do better.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { WasmModule } from "../js/src/module.js";

const address = new URL("../js/dist/lookback.wasm", import.meta.url);
const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

test.each([
  ["a file's URL", address],
  ["a file's URL as text", address.href],
  ["bytes", readFileSync(fileURLToPath(address))],
  ["a response", new Response(readFileSync(fileURLToPath(address)))],
  ["a module", new WebAssembly.Module(readFileSync(fileURLToPath(address)))],
])("the wasm is loaded from %s", async (_, source) => {
  const wasm = new WasmModule({});
  await wasm.init(source);
  expect(WebAssembly.Module.exports(wasm.get()).length).toBeGreaterThan(0);
});

test("wasm that is not the engine's is refused, and the right one is taken afterwards", async () => {
  const wasm = new WasmModule({});
  const refused = expect.objectContaining({ code: "internal", message: expect.stringMatching(/load/) });
  await expect(wasm.init(empty)).rejects.toEqual(refused);
  await expect(wasm.init(new Uint8Array([1, 2, 3]))).rejects.toEqual(refused);
  await wasm.init(address);
  expect(wasm.get()).toBeInstanceOf(WebAssembly.Module);
});
