/** With hyphens, or as 32 digits. */
const GUID = /^([\da-f]{8})(-?)([\da-f]{4})\2([\da-f]{4})\2([\da-f]{4})\2([\da-f]{12})$/i;

/** Braces or parentheses, which only a GUID with hyphens may have around it. */
const ENCLOSED = /^(?:\{(.{36})\}|\((.{36})\))$/;

/**
 * A GUID in lower case with hyphens, as the engine writes the ids of profiles; any other text
 * unchanged.
 */
export function normalized(text: string): string {
  const [, inBraces, inParentheses] = ENCLOSED.exec(text) ?? [];
  const [, first, , ...rest] = GUID.exec(inBraces ?? inParentheses ?? text) ?? [];
  return first === undefined ? text : [first, ...rest].join("-").toLowerCase();
}
