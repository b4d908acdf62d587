import { invalid, notFound, Problem } from "../http/problem.ts";
import { MAX_ID_LENGTH } from "../ids.ts";
import type { Route } from "./route.ts";

/** A route with the parameters of the path that led to it. */
export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A route with the places of its parameters among the segments of its path. */
interface Entry {
  readonly route: Route;
  readonly parameters: readonly { readonly name: string; readonly at: number }[];
}

/** Finds routes by method and path. */
export class Router {
  /** Routes by the shape of their path: its segments, with every parameter written as {}. */
  readonly #byShape = new Map<string, Entry[]>();
  readonly #literals: readonly Set<string>[];

  constructor(routes: readonly Route[]) {
    const literals: Set<string>[] = [];
    for (const route of routes) {
      const parameters: { name: string; at: number }[] = [];
      const segments = route.path.split("/").map((segment, at) => {
        if (!segment.startsWith("{")) return segment;
        parameters.push({ name: segment.slice(1, -1), at });
        return "{}";
      });
      segments.forEach((segment, index) => {
        literals[index] ??= new Set();
        literals[index].add(segment);
      });
      const shape = segments.join("/");
      this.#byShape.set(shape, [...(this.#byShape.get(shape) ?? []), { route, parameters }]);
    }
    this.#literals = literals;
  }

  /** The methods that a path has; empty when there is nothing at it. */
  methods(path: string): string[] {
    const methods = this.#at(path.split("/")).map(({ route }) => route.method);
    return methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  }

  /** The route of a request; a 404 or 405 when there is none. */
  match(method: string, path: string): Match {
    const segments = path.split("/");
    const routes = this.#at(segments);
    if (routes.length === 0) throw notFound(`There is nothing at ${path}.`);
    // HEAD is GET without the body, which the front leaves out.
    const handled = method === "HEAD" ? "GET" : method;
    const found = routes.find(({ route }) => route.method === handled);
    if (found === undefined) {
      const allowed = this.methods(path).join(", ");
      throw new Problem(405, "method_not_allowed", `${path} answers ${allowed}.`, [], { Allow: allowed });
    }
    const parameters: Record<string, string> = {};
    for (const { name, at } of found.parameters) parameters[name] = decoded(name, segments[at] ?? "");
    return { route: found.route, parameters };
  }

  #at(segments: readonly string[]): readonly Entry[] {
    // No parameter is empty, so a slash at the end or two in a row lead nowhere.
    if (segments.includes("", 1)) return [];
    const shape = segments
      .map((segment, index) => (this.#literals[index]?.has(segment) ? segment : "{}"))
      .join("/");
    return this.#byShape.get(shape) ?? [];
  }
}

function decoded(name: string, text: string): string {
  let value: string;
  try {
    value = decodeURIComponent(text);
  } catch {
    throw invalid(name, "invalid_value", `The ${name} in the path is not percent-encoded UTF-8.`);
  }
  if (value === "" || value.length > MAX_ID_LENGTH) {
    throw invalid(
      name,
      "out_of_range",
      `The ${name} in the path must have 1 to ${MAX_ID_LENGTH} characters.`,
    );
  }
  return value;
}
