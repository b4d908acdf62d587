import { LookbackError } from "../errors.js";
import type { WasmSource } from "../types/source.js";

/** How an entry point gets at the wasm that comes with the package. */
export interface WasmOrigin {
  /** For places where it is at hand at once. */
  readonly now?: () => WebAssembly.Module;
  /** For places where it has to be fetched. */
  readonly later?: () => Promise<WasmSource>;
}

/** The compiled engine: one for a runtime, from which every engine makes an instance of its own. */
export class WasmModule {
  readonly #origin: WasmOrigin;
  #compiled: WebAssembly.Module | undefined;
  #pending: Promise<void> | undefined;

  constructor(origin: WasmOrigin) {
    this.#origin = origin;
  }

  /**
   * Gets the wasm ready, once: later calls wait for the first one, and a failed one may be tried
   * again.
   *
   * @param source used instead of the wasm that comes with the package
   */
  init(source?: WasmSource | PromiseLike<WasmSource>): Promise<void> {
    if (this.#compiled !== undefined) return Promise.resolve();
    this.#pending ??= this.#load(source).finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /** The compiled engine, where that is possible without waiting. */
  get(): WebAssembly.Module {
    if (this.#compiled !== undefined) return this.#compiled;
    const { now } = this.#origin;
    if (now === undefined) {
      throw LookbackError.single(
        "invalid_argument",
        "",
        "not_initialized",
        "used before it was initialized: call `await init()` first",
      );
    }
    this.#compiled = explained(now);
    return this.#compiled;
  }

  async #load(source: WasmSource | PromiseLike<WasmSource> | undefined): Promise<void> {
    const { now, later } = this.#origin;
    if (source === undefined && now !== undefined) {
      this.get();
      return;
    }
    try {
      const given = await (source ?? later?.());
      if (given === undefined) throw new TypeError("there is no wasm to load");
      this.#compiled = await compile(given);
    } catch (error) {
      throw failure(error, source === undefined);
    }
  }
}

/** The bytes of a file, in runtimes that cannot fetch one and have Node's modules. */
function readFile(address: URL | string): BufferSource | undefined {
  if (!/^file:/i.test(`${address}`) || typeof process === "undefined") return undefined;
  return process.getBuiltinModule?.("node:fs").readFileSync(new URL(address));
}

/** One of the functions that the engine's wasm exports, and no other. */
const MARK = "enginehandle_new";

async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  const module = await compileAny(source);
  if (WebAssembly.Module.exports(module).some(({ name }) => name === MARK)) return module;
  throw new TypeError("it is not the wasm of this package");
}

async function compileAny(source: WasmSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === "string" || source instanceof URL) {
    const file = readFile(source);
    return file === undefined ? compileResponse(await fetch(source)) : WebAssembly.compile(file);
  }
  if (typeof Response === "function" && source instanceof Response) return compileResponse(source);
  return WebAssembly.compile(source as BufferSource);
}

/** Compiles while it arrives, where the server names the type that this needs. */
async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  const type = response.headers.get("content-type") ?? "no type";
  if (!response.ok || type.includes("html"))
    throw new TypeError(`${response.url} is not the wasm: it answered ${response.status} with ${type}`);
  if (type.startsWith("application/wasm") && typeof WebAssembly.compileStreaming === "function") {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}

function explained(load: () => WebAssembly.Module): WebAssembly.Module {
  try {
    return load();
  } catch (error) {
    throw failure(error, true);
  }
}

/**
 * Why the wasm is not there, and what helps; `bundled` when it should have come with the package.
 */
function failure(cause: unknown, bundled: boolean): LookbackError {
  const text = cause instanceof Error ? cause.message : String(cause);
  let hint = "";
  if (/unsafe-eval|content security policy|code generation/i.test(text)) {
    hint = "; the page's Content-Security-Policy needs script-src 'wasm-unsafe-eval'";
  } else if (/not the wasm|ENOENT|URL/.test(text)) {
    const reason = bundled ? "the bundler did not bring it along: " : "";
    hint = `; ${reason}import lookback/inline, copy dist/lookback.wasm there, or call init(source)`;
  }
  return LookbackError.single("internal", "", "load_failed", `the wasm could not be loaded: ${text}${hint}`, {
    cause,
  });
}
