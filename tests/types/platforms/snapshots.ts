/** Compiled only: where the bytes of a snapshot can go. */

import { createEngine } from "lookback";

const engine = await createEngine({});
const bytes = engine.customer().snapshot();

new Request("https://store.example/customer", { method: "PUT", body: bytes });
new Response(bytes);
new Blob([bytes]);
await crypto.subtle.digest("SHA-256", bytes);
engine.restore(bytes);
