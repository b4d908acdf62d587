// The Worker of this repository, which at /memory also tells how much memory its wasm instances
// hold: the inspector does not count that.

import { front } from "../../../js/worker/src/front.ts";

export { CustomerObject, TenantObject } from "../../../js/worker/index.ts";

/**
 * The memories of all instances made; those that were given back are gone at the next collection.
 */
const memories = new Set();

WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(module, imports) {
    super(module, imports);
    memories.add(new WeakRef(this.exports.memory));
  }
};

export default {
  fetch(request, env, context) {
    if (new URL(request.url).pathname !== "/memory") return front.fetch(request, env, context);
    const held = [...memories].map((memory) => memory.deref()?.buffer.byteLength ?? 0);
    return Response.json({ bytes: held.reduce((sum, bytes) => sum + bytes, 0) });
  },
};
