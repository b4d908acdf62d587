import { invalid } from "./problem.ts";

/** A parameter of the query; undefined when it is not there. Given twice, it is refused. */
export function single(query: URLSearchParams, name: string): string | undefined {
  const [first, second] = query.getAll(name);
  if (second !== undefined) throw invalid(name, "duplicate_key", `The parameter ${name} is given twice.`);
  return first;
}

/**
 * Refuses parameters that an operation does not have: a misspelled one would silently leave its
 * default.
 */
export function refuseUnknown(
  query: URLSearchParams,
  parameters: readonly { readonly name: string }[] = [],
): void {
  for (const name of query.keys()) {
    if (parameters.some((known) => known.name === name)) continue;
    const known = parameters.map((known) => known.name).join(", ");
    const rest = known === "" ? "there are none" : `those there are: ${known}`;
    throw invalid(name, "unknown_field", `There is no parameter ${name} here; ${rest}.`);
  }
}

/** A parameter that takes one of some words, the first of which is the default. */
export function choice(query: URLSearchParams, name: string, words: readonly [string, ...string[]]): string {
  const value = single(query, name) ?? words[0];
  if (words.includes(value)) return value;
  throw invalid(name, "invalid_value", `The parameter ${name} must be one of ${words.join(", ")}.`);
}
