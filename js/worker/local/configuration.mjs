/**
 * Writes workerd's configuration: the same bindings as wrangler.jsonc names, stored on the local
 * disk.
 */

/**
 * @param {object} options
 * @param {string} options.address
 * @param {string} options.compatibilityDate
 * @param {string[]} options.modules files in the folder `worker`, the entry first
 * @param {{ name: string, class_name: string }[]} options.objects
 * @param {Record<string, string>} options.vars
 * @param {string} options.objectsFolder
 * @param {string | null} options.studio the folder of the Studio's files
 */
export function configuration(options) {
  const { address, compatibilityDate, modules, objects, vars, objectsFolder, studio } = options;
  const bindings = [
    ...objects.map(
      ({ name, class_name }) => `(name = ${quoted(name)}, durableObjectNamespace = ${quoted(class_name)})`,
    ),
    ...Object.entries(vars).map(([name, value]) => `(name = ${quoted(name)}, text = ${quoted(value)})`),
    ...(studio === null ? [] : ['(name = "ASSETS", service = "studio")']),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "lookback", worker = .lookback),
    (name = "objects", disk = (path = ${quoted(objectsFolder)}, writable = true)),${
      studio === null
        ? ""
        : `
    (name = "studio", worker = .studio),
    (name = "files", disk = (path = ${quoted(studio)})),`
    }
  ],
  sockets = [(name = "http", address = ${quoted(address)}, http = (), service = "lookback")],
);

const lookback :Workerd.Worker = (
  compatibilityDate = ${quoted(compatibilityDate)},
  modules = [
    ${modules.map(moduleOf).join(",\n    ")}
  ],
  durableObjectNamespaces = [
    ${objects.map(namespaceOf).join(",\n    ")}
  ],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    ${bindings.join(",\n    ")}
  ],
);
${
  studio === null
    ? ""
    : `
const studio :Workerd.Worker = (
  compatibilityDate = ${quoted(compatibilityDate)},
  modules = [(name = "files.mjs", esModule = embed "worker/files.mjs")],
  bindings = [(name = "FILES", service = "files")],
);
`
}`;
}

function moduleOf(name) {
  const kind = name.endsWith(".wasm") ? "wasm" : "esModule";
  return `(name = ${quoted(name)}, ${kind} = embed ${quoted(`worker/${name}`)})`;
}

function namespaceOf({ class_name }) {
  return `(className = ${quoted(class_name)}, uniqueKey = ${quoted(`lookback-${class_name}`)}, enableSql = true)`;
}

function quoted(text) {
  return JSON.stringify(text);
}
