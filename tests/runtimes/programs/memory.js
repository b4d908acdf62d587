// Makes and gives up customers, and prints how much wasm memory there was early on and at the end.
// Usage: node --expose-gc memory.js free|dispose|collect

const memories = [];
const Instance = WebAssembly.Instance;
WebAssembly.Instance = class extends Instance {
  constructor(...given) {
    super(...given);
    memories.push(new WeakRef(this.exports.memory));
  }
};

const CUSTOMERS = 100_000;
const EARLY = 5_000;
/** How many customers may wait for the collector. */
const BATCH = 1_000;

const giveUp = {
  free: (customer) => customer.free(),
  dispose: (customer) => customer[Symbol.dispose](),
  collect: () => undefined,
}[process.argv[2]];

const { createEngine } = await import("lookback");
const engine = await createEngine({
  metrics: [
    {
      key: "impressions_7d",
      name: "Impressions (7d)",
      aggregationType: "count",
      eventType: "impression",
      dimensions: ["channel", "offer"],
      windowDays: 7,
    },
  ],
});
const now = Date.UTC(2026, 2, 12);
const events = Array.from({ length: 20 }, (_, index) => ({
  id: `event-${index}`,
  eventType: "impression",
  timestamp: now - index * 3_600_000,
  channel: "email",
  offer: `offer-${index % 5}`,
}));

const size = () => memories.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0);
let early = 0;
for (let made = 1; made <= CUSTOMERS; made++) {
  const customer = engine.customer(events);
  if (customer.metric("impressions_7d", { now, channel: "email", offer: "offer-0" }) !== 4) {
    throw new Error("a wrong answer");
  }
  giveUp(customer);
  if (made % BATCH === 0) {
    if (process.argv[2] === "collect") globalThis.gc();
    // Finalizers run between tasks.
    await new Promise((next) => setImmediate(next));
  }
  if (made === EARLY) early = size();
}
console.log(JSON.stringify({ early, late: size() }));
