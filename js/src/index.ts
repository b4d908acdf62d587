import { createApi } from "./api.js";
import type { Api } from "./types/api.js";
import type { MetricCatalog as Catalog } from "./types.js";

export { defineConfiguration } from "./define.js";
export { type ErrorCode, type Issue, type IssueCode, LookbackError } from "./errors.js";
export { type Recipe, type RecipeId, recipes } from "./recipes.js";
export type { Evaluation } from "./types/api.js";
export type { WasmSource } from "./types/source.js";
export type * from "./types.js";

const api = createApi({ later: async () => new URL("./lookback.wasm", import.meta.url) });

/**
 * Loads the wasm, once per runtime. `createEngine` does this itself. Call `init` before `evaluate`
 * in browsers, or with a `source` to load the wasm from somewhere else.
 *
 * @example
 * await init();
 * await init("https://cdn.example/lookback.wasm");
 *
 * @function
 */
export const init: Api["init"] = api.init;

/**
 * Builds an engine from definitions. Everything that is wrong with them is reported in one
 * `invalid_configuration` error, each issue with its path.
 *
 * @example
 * const engine = await createEngine({
 *   metrics: [{ key: "clicks_7d", aggregationType: "count", eventType: "click", windowDays: 7 }],
 * });
 * const customer = engine.customer([{ eventType: "click", timestamp: "2026-03-10T14:30:00Z" }]);
 * customer.metric("clicks_7d", { now: "2026-03-12T00:00:00Z" }); // 1
 *
 * @function
 */
export const createEngine: Api["createEngine"] = api.createEngine;

/**
 * Computes metrics and a decision in one call. For more than one call, an engine is far faster.
 *
 * @example
 * const { metrics, decision } = evaluate({
 *   metrics: [{ key: "clicks_7d", aggregationType: "count", eventType: "click", windowDays: 7 }],
 *   events: [{ eventType: "click", timestamp: "2026-03-10T14:30:00Z" }],
 *   candidates: [{ offer: "gold_card" }],
 *   now: "2026-03-12T00:00:00Z",
 * });
 * metrics[0].value; // 1
 * decision.outcomes[0].status; // eligible
 *
 * @function
 */
export const evaluate: Api["evaluate"] = api.evaluate;

/**
 * The definitions of a tenant's metrics. In browsers, call `init` first.
 *
 * @example
 * const catalog = new MetricCatalog();
 * const { id } = catalog.create({ key: "clicks_7d", aggregationType: "count", eventType: "click", windowDays: 7 });
 * catalog.update(id, { windowDays: 14 }).windowDays; // 14
 *
 * @class
 */
export const MetricCatalog: Api["MetricCatalog"] = api.MetricCatalog;
export type MetricCatalog = Catalog;
