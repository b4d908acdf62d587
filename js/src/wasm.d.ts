/** In Cloudflare's runtime a wasm file is imported as a compiled module. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

/** The wasm as base64, put in by the build. */
declare module "virtual:wasm" {
  const base64: string;
  export default base64;
}

/** The recipes by id, put in by the build. */
declare module "virtual:recipes" {
  const recipes: { readonly [id: string]: unknown };
  export default recipes;
}
