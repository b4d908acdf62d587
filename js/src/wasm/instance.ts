import { type Bindings, createBindings, type WasmExports } from "../../generated/bindings.js";
import { LookbackError } from "../errors.js";
import { isZone } from "./zones.js";

const decoder = new TextDecoder();

/**
 * One running copy of the wasm, with memory of its own. Every engine has one, so that a fault in
 * one engine leaves the others alone, and freeing an engine gives all of its memory back.
 */
export class Instance {
  /** The classes and functions of the boundary, bound to this instance. */
  readonly bindings: Bindings;
  #exports: WasmExports;
  #release: () => void;
  #failed = false;
  #bytes = new Uint8Array(0);
  #words = new Uint32Array(0);
  #floats = new Float64Array(0);

  constructor(module: WebAssembly.Module) {
    const bindings = createBindings({
      hasZone: (at, length) => isZone(decoder.decode(this.bytes.subarray(at, at + length))),
    });
    const exports = new WebAssembly.Instance(module, { "./engine_bg.js": bindings })
      .exports as unknown as WasmExports;
    bindings.__wbg_set_wasm(exports);
    exports.__wbindgen_start();
    this.bindings = bindings;
    this.#exports = exports;
    this.#release = () => bindings.release(this.#exports);
  }

  /** The memory as bytes. A view lasts until the next call that may allocate. */
  get bytes(): Uint8Array {
    if (this.#bytes.byteLength === 0) this.#bytes = new Uint8Array(this.#exports.memory.buffer);
    return this.#bytes;
  }

  /** The memory as unsigned 32-bit words. */
  get words(): Uint32Array {
    if (this.#words.byteLength === 0) this.#words = new Uint32Array(this.#exports.memory.buffer);
    return this.#words;
  }

  /** The memory as 64-bit floats. */
  get floats(): Float64Array {
    if (this.#floats.byteLength === 0) this.#floats = new Float64Array(this.#exports.memory.buffer);
    return this.#floats;
  }

  /** Whether a trap has corrupted the instance. */
  get failed(): boolean {
    return this.#failed;
  }

  /**
   * To be called with whatever a call into the wasm threw, and to be thrown instead of it. A trap
   * leaves the memory in an unknown state, so the instance is given up; anything else comes back as
   * it was.
   */
  trap(error: unknown): unknown {
    if (!isTrap(error)) return error;
    this.#failed = true;
    const text = error instanceof Error ? error.message : String(error);
    const failed = LookbackError.single(
      "internal",
      "",
      "trap",
      `the engine stopped on a defect of its own (${text}); make a new one`,
      { cause: error },
    );
    this.#giveUp(() => failed);
    return failed;
  }

  /** Gives back the memory of an engine or a catalog. Every later call is a `disposed` error. */
  free(what = "engine"): void {
    this.#giveUp(() =>
      LookbackError.single("disposed", "", "disposed", `the ${what} was freed before this call`),
    );
  }

  #giveUp(error: () => LookbackError): void {
    this.#exports = deadExports(error);
    this.#release();
    const nothing = new ArrayBuffer(0);
    this.#bytes = new Uint8Array(nothing);
    this.#words = new Uint32Array(nothing);
    this.#floats = new Float64Array(nothing);
  }
}

/**
 * What a fault inside wasm looks like: a trap, or a stack that ran over (whose error differs by
 * runtime).
 */
function isTrap(error: unknown): boolean {
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) return true;
  return error instanceof Error && error.name === "InternalError";
}

/**
 * Stands in for the exports of an instance that is gone: freeing what it held does nothing, for
 * finalizers still come; every other use throws.
 */
function deadExports(error: () => LookbackError): WasmExports {
  return new Proxy({} as WasmExports, {
    get(_, name) {
      if (typeof name === "string" && /^__wbg_.*_free$/.test(name)) return () => undefined;
      throw error();
    },
  });
}
