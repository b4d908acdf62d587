/**
 * The instances of a global class; `never` in a project that is compiled without the types of its
 * platform.
 */
type Made<Globals, Name extends string> = Globals extends {
  readonly [Class in Name]: { readonly prototype: infer Thing };
}
  ? Thing
  : never;

type Platform = typeof globalThis;
type WebAssemblyOf<Globals> = Globals extends { readonly WebAssembly: infer Inner } ? Inner : never;

/**
 * Where the wasm comes from: a compiled module, its bytes, a response that brings them, or an
 * address.
 */
export type WasmSource =
  | Made<WebAssemblyOf<Platform>, "Module">
  | ArrayBuffer
  | ArrayBufferView
  | Made<Platform, "Response">
  | Made<Platform, "URL">
  | string;
