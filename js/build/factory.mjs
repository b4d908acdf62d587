/**
 * wasm-bindgen's glue is a module with one instance. Every engine has an instance of its own, so
 * the glue is turned into a function that creates a new set of bindings, given the `host` that the
 * wasm calls back.
 */

const EXPORT = /^export (class|function) ([A-Za-z0-9_$]+)/gm;
const TYPE_EXPORT = /^export (class|function|enum) ([A-Za-z0-9_$]+)/gm;

/**
 * @param {string} glue the text of `engine_bg.js`
 * @returns {string} a module that exports `createBindings(host)`
 */
export function bindingsFactory(glue) {
  const names = [...glue.matchAll(EXPORT)].map((match) => match[2]);
  const body = glue.replaceAll(EXPORT, "$1 $2");
  if (names.includes("release")) throw new Error("the glue exports a `release` of its own");
  const surprises = [...body.matchAll(/^(?:import|export)\b.*/gm)].map((match) => match[0]);
  if (surprises.length > 0) {
    throw new Error(`the glue has lines that the factory does not know: ${surprises.join(" | ")}`);
  }
  for (const needed of ["__wbg_set_wasm", "__wbindgen_init_externref_table"]) {
    if (!names.includes(needed)) throw new Error(`the glue does not export ${needed}`);
  }
  if (!/^let wasm;$/m.test(body)) throw new Error("the glue does not keep its instance in `wasm`");
  const views = [...body.matchAll(/^let (cached[A-Za-z0-9]*Memory0) = null;$/gm)].map((match) => match[1]);
  const release = `release(dead) { wasm = dead; ${views.map((view) => `${view} = null;`).join(" ")} }`;
  return `export function createBindings(host) {\n${body}\nreturn { ${names.join(", ")}, ${release} };\n}\n`;
}

/**
 * @param {string} glueTypes the text of `engine.d.ts`
 * @param {string} wasmTypes the text of `engine_bg.wasm.d.ts`
 * @returns {string} the types of the module that {@link bindingsFactory} makes
 */
export function bindingsTypes(glueTypes, wasmTypes) {
  const names = [...glueTypes.matchAll(TYPE_EXPORT)].map((match) => match[2]);
  const members = names.map((name) => `  ${name}: typeof ${name};`).join("\n");
  const raw = wasmTypes.replaceAll(/^export const ([A-Za-z0-9_$]+): (.*);$/gm, "  $1: $2;");
  const rest = raw.replaceAll(/^\/\*.*\*\/$/gm, "").trim();
  return `${glueTypes}
/** The glue's classes and functions, bound to one instance. */
export interface Bindings {
${members}
  __wbg_set_wasm(exports: WasmExports): void;
  /** Replaces the instance by \`dead\` and releases its memory. */
  release(dead: WasmExports): void;
}

/** What the instance itself exports: numbers in, numbers out. */
export interface WasmExports {
  ${rest}
}

/** What the wasm calls back. */
export interface Host {
  /** Whether the text at an address in memory names a time zone. */
  hasZone(at: number, length: number): boolean;
}

export function createBindings(host: Host): Bindings & WebAssembly.ModuleImports;
`;
}
