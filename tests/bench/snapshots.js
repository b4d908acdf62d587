// How large snapshots of real histories are.

import { existsSync, readFileSync } from "node:fs";

const EXTRACT = new URL("../../js/demo/data/open-bandit.jsonl", import.meta.url);

/** The sample in the repository, or the whole one where OPEN_BANDIT names its customers.jsonl. */
export function openBandit() {
  const path = process.env.OPEN_BANDIT ?? EXTRACT;
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

export const fields = { eventType: "outcomeTypeKey", offer: "offerId", channel: "channelId" };

/** @param {typeof import("../../js/dist/index.js")} lookback */
export async function snapshotSizes({ createEngine }, metrics) {
  const engine = await createEngine({ metrics, eventFields: fields });
  const total = { customers: 0, events: 0, bytes: 0, json: 0 };
  for (const { events } of openBandit()) {
    const customer = engine.customer(events);
    total.customers += 1;
    total.events += customer.size;
    total.bytes += customer.snapshot().length;
    total.json += Buffer.byteLength(JSON.stringify(events));
    customer.free();
  }
  engine.free();
  return total;
}
