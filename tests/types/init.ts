/** Compiled only: what `init` takes wherever there is JavaScript. */

import { init } from "lookback";
import { init as initInline } from "lookback/inline";

await init();
await init("https://cdn.example/lookback.wasm");
await init(new Uint8Array());
await initInline(new ArrayBuffer(0));
await initInline(Promise.resolve(new Uint8Array()));
