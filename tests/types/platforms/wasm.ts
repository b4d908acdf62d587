/** Compiled only: what `init` takes where the platform's types know WebAssembly. */

import { init } from "lookback";

declare const compiled: WebAssembly.Module;
await init(compiled);
