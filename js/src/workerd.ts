import { createApi } from "./api.js";
import module from "./lookback.wasm";
import type { Api } from "./types/api.js";

export { defineConfiguration } from "./define.js";
export { LookbackError } from "./errors.js";
export { recipes } from "./recipes.js";

/** Cloudflare's runtime compiles wasm only when it is deployed, and hands over the module. */
const api = createApi({ now: () => module });

export const init: Api["init"] = api.init;
export const createEngine: Api["createEngine"] = api.createEngine;
export const evaluate: Api["evaluate"] = api.evaluate;
export const MetricCatalog: Api["MetricCatalog"] = api.MetricCatalog;
