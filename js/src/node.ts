import { readFileSync } from "node:fs";
import { createApi } from "./api.js";
import type { Api } from "./types/api.js";

export { defineConfiguration } from "./define.js";
export { LookbackError } from "./errors.js";
export { recipes } from "./recipes.js";

/** Node, Deno and Bun read the file beside this one, at once. */
const read = () => new WebAssembly.Module(readFileSync(new URL("./lookback.wasm", import.meta.url)));
const api = createApi({ now: read });

export const init: Api["init"] = api.init;
export const createEngine: Api["createEngine"] = api.createEngine;
export const evaluate: Api["evaluate"] = api.evaluate;
export const MetricCatalog: Api["MetricCatalog"] = api.MetricCatalog;
