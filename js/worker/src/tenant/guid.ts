/** With hyphens or as 32 digits. Braces go around hyphens only. */
const GUID = /^([\da-f]{8})(-?)([\da-f]{4})\2([\da-f]{4})\2([\da-f]{4})\2([\da-f]{12})$/i;
const IN_BRACES = /^\{(.{36})\}$/;

/** A GUID in lower case with hyphens, as the engine writes the ids of profiles; another text as it is. */
export function normalized(text: string): string {
  const [, first, , ...rest] = GUID.exec(IN_BRACES.exec(text)?.[1] ?? text) ?? [];
  return first === undefined ? text : [first, ...rest].join("-").toLowerCase();
}
