// Real visitors of a fashion site: a platform's own records, loaded as they are.

import { readFileSync } from "node:fs";
import { showMetric } from "../metric-tables.js";
import { heading, number, table } from "../print.js";

export const NOW = "2019-12-01T00:00:00Z";

/** Where the records carry the fields of an event. */
export const eventFields = { eventType: "outcomeTypeKey", offer: "offerId", channel: "channelId" };

/** The visitors, `{ customer, events }` each. */
export const visitors = () =>
  readFileSync(new URL("../data/open-bandit.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

/** @type {import("lookback").MetricDefinition[]} */
const metrics = [
  {
    key: "slot_impression_1d",
    aggregationType: "count",
    eventType: "impression",
    dimensions: ["channel"],
    windowDays: 1,
  },
  { key: "impression_7d", aggregationType: "count", eventType: "impression", windowDays: 7 },
  {
    key: "ctr_7d",
    aggregationType: "ratio",
    eventType: "click",
    secondaryEventType: "impression",
    windowDays: 7,
  },
  {
    key: "item_impression_7d",
    aggregationType: "count",
    eventType: "impression",
    dimensions: ["offer"],
    windowDays: 7,
  },
];

/** @param {typeof import("lookback")} lookback */
export async function show({ createEngine }) {
  const engine = await createEngine({ metrics, eventFields });
  const all = visitors();
  heading(
    "Open Bandit: seven real visitors of a fashion site",
    "Records of the Open Bandit Dataset (ZOZO, Inc., CC BY 4.0) with their own field names, read through eventFields. " +
      "Computed at midnight after the last day of the sample, 1 December 2019 UTC. One visitor in full, then all.",
  );
  const [first] = all;
  const customer = engine.customer(first.events);
  console.log(`Visitor ${first.customer}, ${customer.size} events\n`);
  customer.metrics({ now: NOW }).forEach((result, index) => {
    showMetric(metrics[index], result);
  });
  customer.free();
  table(
    ["visitor", ">events", ">impressions, 7 d", ">clicks per impression, 7 d", ">snapshot"],
    all.map(({ customer: id, events }) => row(engine, id, events)),
  );
  engine.free();
}

function row(engine, id, events) {
  const customer = engine.customer(events);
  const cells = [
    id,
    String(customer.size),
    number(customer.metric("impression_7d", { now: NOW })),
    number(customer.metric("ctr_7d", { now: NOW })),
    `${customer.snapshot().length} bytes`,
  ];
  customer.free();
  return cells;
}
