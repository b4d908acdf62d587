import { invalid, notFound, Problem } from "../http/problem.ts";
import type { Route } from "./route.ts";

/** A route with the parameters of the path that led to it. */
export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The longest id of a customer or a definition in a path, in characters. */
const MAX_PARAMETER = 256;

/** Finds routes by method and path. */
export class Router {
  /** Routes by the shape of their path: its segments, with every parameter written as {}. */
  readonly #byShape = new Map<string, Route[]>();
  readonly #literals: readonly Set<string>[];

  constructor(routes: readonly Route[]) {
    const literals: Set<string>[] = [];
    for (const route of routes) {
      const segments = route.path.split("/").map((segment) => (isParameter(segment) ? "{}" : segment));
      segments.forEach((segment, index) => {
        literals[index] ??= new Set();
        literals[index].add(segment);
      });
      const shape = segments.join("/");
      this.#byShape.set(shape, [...(this.#byShape.get(shape) ?? []), route]);
    }
    this.#literals = literals;
  }

  /** The methods that a path answers; empty when there is nothing at it. */
  methods(path: string): string[] {
    return this.#at(path).flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  }

  /** The route of a request; a problem 404 or 405 when there is none. */
  match(method: string, path: string): Match {
    const routes = this.#at(path);
    if (routes.length === 0) throw notFound(`There is nothing at ${path}.`);
    // HEAD is GET without the body, which the front door leaves out.
    const answering = method === "HEAD" ? "GET" : method;
    const route = routes.find((candidate) => candidate.method === answering);
    if (route === undefined) {
      const allowed = this.methods(path).join(", ");
      throw new Problem(405, "method_not_allowed", `${path} answers ${allowed}.`, [], { Allow: allowed });
    }
    return { route, parameters: parametersOf(route.path, path) };
  }

  #at(path: string): readonly Route[] {
    const segments = path.split("/");
    // No parameter is empty, so a slash at the end or two in a row lead nowhere.
    if (segments.slice(1).includes("")) return [];
    const shape = segments
      .map((segment, index) => (this.#literals[index]?.has(segment) ? segment : "{}"))
      .join("/");
    return this.#byShape.get(shape) ?? [];
  }
}

function isParameter(segment: string): boolean {
  return segment.startsWith("{");
}

function parametersOf(pattern: string, path: string): Record<string, string> {
  const given = path.split("/");
  const parameters: Record<string, string> = {};
  pattern.split("/").forEach((segment, index) => {
    if (isParameter(segment)) {
      const name = segment.slice(1, -1);
      parameters[name] = decoded(name, given[index] ?? "");
    }
  });
  return parameters;
}

function decoded(name: string, text: string): string {
  let value: string;
  try {
    value = decodeURIComponent(text);
  } catch {
    throw invalid(name, "invalid_value", `The ${name} in the path is not percent-encoded UTF-8.`);
  }
  if (value === "" || value.length > MAX_PARAMETER) {
    throw invalid(
      name,
      "out_of_range",
      `The ${name} in the path must have 1 to ${MAX_PARAMETER} characters.`,
    );
  }
  return value;
}
