/**
 * Compiled only: what `init` refuses. Where the platform describes a compiled module, it does so as
 * any object.
 */

import { init } from "lookback";

// @ts-expect-error wasm does not come as a number
await init(1);
