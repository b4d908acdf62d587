/** Compiled only: what `init` takes where the platform has the web's classes. */

import { init } from "lookback";

await init(new URL("https://cdn.example/lookback.wasm"));
await init(new Response());
await init(fetch("https://cdn.example/lookback.wasm"));
