// Writes snapshots of the format that this build writes, with what must be read from them for ever
// after: `node write.js` once, when the format gets a new version. What older builds wrote is never
// written again.

import { writeFileSync } from "node:fs";
import { createEngine } from "lookback";
import { cases } from "../determinism/load.js";
import { random } from "../support/random.js";

const NOW = "2026-03-27T10:00:00Z";
const { configurations, histories } = cases();
const { metrics } = configurations.find(({ name }) => name === "everything").configuration;
const { profiles } = configurations.find(({ name }) => name === "profiles").configuration;
const configuration = { metrics, profiles };

const rng = random(1);
const hex = (length) => Array.from({ length }, () => rng.whole(0, 15).toString(16)).join("");
const guid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
const withIds = (events, id) => events.map((event, index) => ({ ...event, id: id(index) }));

const customers = {
  empty: { events: [], interactions: [] },
  "some ids, a profile": histories[6],
  "odd names and numbers": histories[8],
  "GUIDs for ids": { events: withIds(histories[7].events, guid), interactions: [] },
  "counted ids": {
    events: withIds(histories[7].events, (index) => `order-${1000 + index}`),
    interactions: [],
  },
  "no ids": { events: withIds(histories[7].events, () => undefined), interactions: [] },
};

const engine = await createEngine(configuration);
const golden = Object.entries(customers).map(([name, { events, interactions }]) => {
  const customer = engine.customer(events, { onInvalid: "skip" });
  for (const interaction of interactions) customer.applyInteraction(interaction);
  return {
    name,
    snapshot: Buffer.from(customer.snapshot()).toString("base64"),
    events: [...customer.events()],
    metrics: customer.metrics({ now: NOW }),
    profile: customer.behaviorProfile({ now: NOW }),
  };
});
const version = Buffer.from(golden[0].snapshot, "base64").readUInt16LE(4);
const lines = golden.map((one) => JSON.stringify(one)).join(",\n");
const folder = new URL("./", import.meta.url);
writeFileSync(
  new URL(`version-${version}.json`, folder),
  `{\n"now": "${NOW}",\n"configuration": ${JSON.stringify(configuration)},\n"customers": [\n${lines}\n]\n}\n`,
);
