// Where the wasm is had from, in Node: what is not the engine is refused, and the next try can do
// better.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { WasmModule } from "../js/src/wasm/module.js";

const address = new URL("../js/dist/lookback.wasm", import.meta.url);
const served = (status: number, type: string) =>
  new Response("<!doctype html>", { status, headers: { "content-type": type } });

const escaped = (text: string) => text.replace(/[().]/g, "\\$&");
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

test("wasm that is not the engine's is refused, and the right one is accepted afterwards", async () => {
  const wasm = new WasmModule({});
  const refused = expect.objectContaining({ code: "internal", message: expect.stringMatching(/load/) });
  await expect(wasm.init(empty)).rejects.toEqual(refused);
  await expect(wasm.init(new Uint8Array([1, 2, 3]))).rejects.toEqual(refused);
  await wasm.init(address);
  expect(wasm.get()).toBeInstanceOf(WebAssembly.Module);
});

test.each([
  ["a page in its place", async () => served(200, "text/html; charset=utf-8")],
  ["nothing there", async () => served(404, "text/plain")],
  ["no file there", async () => new URL("./none/lookback.wasm", import.meta.url)],
  ["no address to start from", async () => new URL("./lookback.wasm", undefined)],
])("an error with the remedy if the bundler left the wasm out, and there is %s", async (_, later) => {
  const advice = "import lookback/inline, copy dist/lookback.wasm there, or call init(source)";
  await expect(new WasmModule({ later }).init()).rejects.toThrow(
    new RegExp(
      `^internal: the wasm could not be loaded: .*; the bundler did not bring it along: ${escaped(advice)}$`,
    ),
  );
  const refused = await new WasmModule({}).init(later()).catch((error) => error);
  expect(refused.message).toMatch(new RegExp(`; ${escaped(advice)}$`));
  expect(refused.message).not.toMatch("bundler");
});

test("the same error if the wasm is read synchronously", () => {
  const now = () => new WebAssembly.Module(readFileSync(new URL("./none/lookback.wasm", import.meta.url)));
  expect(() => new WasmModule({ now }).get()).toThrow(/ENOENT.*; the bundler did not bring it along: import/);
});

test("a response that is not the wasm is reported with its address, status and type", async () => {
  const { message } = await new WasmModule({}).init(served(200, "text/html")).catch((error) => error);
  expect(message).toMatch(" is not the wasm: it answered 200 with text/html; import lookback/inline");
});
