export const views = [
  "start",
  "metrics",
  "policies",
  "qualification",
  "scoring",
  "offers",
  "profiles",
  "customer",
  "timeline",
  "decisions",
  "backtest",
  "export",
] as const;
export type View = (typeof views)[number];

/** A part of an address that is truncated or mistyped is kept as it is. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function read(): { view: View; rest: string[] } {
  const [name = "", ...rest] = location.hash.replace(/^#\/?/, "").split("/").map(decode);
  const view = views.find((candidate) => candidate === name) ?? "start";
  return { view, rest };
}

/** The view in the address, so that back, forward and bookmarks work. */
class Router {
  #place = $state.raw(read());

  constructor() {
    window.addEventListener("hashchange", () => {
      this.#place = read();
    });
  }

  get view(): View {
    return this.#place.view;
  }
  /** What follows the view in the address, such as a metric's key. */
  get rest(): string[] {
    return this.#place.rest;
  }
}

export const router = new Router();
export const path = (view: View, ...rest: string[]): string =>
  `#/${[view, ...rest].map(encodeURIComponent).join("/")}`;
export function go(view: View, ...rest: string[]): void {
  location.hash = path(view, ...rest);
}
