/** The types of the whole public interface, by what they are about. */
export type * from "./types/catalog.js";
export type * from "./types/configuration.js";
export type * from "./types/decisions.js";
export type * from "./types/engine.js";
export type * from "./types/events.js";
export type * from "./types/metrics.js";
export type * from "./types/profiles.js";
export type * from "./types/rules.js";
