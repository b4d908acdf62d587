import wasm from "virtual:wasm";
import { createApi } from "./api.js";
import type { Api } from "./types/api.js";

export { defineConfiguration } from "./define.js";
export { LookbackError } from "./errors.js";
export { recipes } from "./recipes.js";

/** For places that cannot load a file: the wasm is a text in this one. */
const decode = () => new WebAssembly.Module(Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0)));
const api = createApi({ now: decode });

export const init: Api["init"] = api.init;
export const createEngine: Api["createEngine"] = api.createEngine;
export const evaluate: Api["evaluate"] = api.evaluate;
export const MetricCatalog: Api["MetricCatalog"] = api.MetricCatalog;
