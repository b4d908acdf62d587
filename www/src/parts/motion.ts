import type { SlideParams } from "svelte/transition";

const reduced = matchMedia("(prefers-reduced-motion: reduce)");

/** How parts open and close; at once where less motion is wanted. */
export const calm = (): SlideParams => ({ duration: reduced.matches ? 0 : 180 });
