import { fileURLToPath } from "node:url";

/** The top of the project. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** The wasm and its bindings, from which the package is bundled. */
export const generated = `${root}/js/generated`;

/** The built package. */
export const dist = `${root}/js/dist`;
