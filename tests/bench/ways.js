// The ways into the package, each beside what JavaScript does from the same input to the same
// answer.
//
// A side answers "every value of every group of all 20 metrics"; objects made, memory freed and the
// reading itself are part of the time.

import { compile, lookUp, readAll, scan, scanColumns } from "./baseline/expert.js";
import { metrics } from "./metrics.js";
import { latest, NOW } from "./workload.js";

const compiled = compile(metrics);
const HOT = metrics.findIndex((metric) => metric.key === "click_offer_30d");
const hotOnly = compile([metrics[HOT]]);

function sumOfGroups(groups, of = compiled) {
  let sum = 0;
  readAll(of, groups, (value) => {
    sum += value ?? 0;
  });
  return sum;
}

function sumOfResults(results) {
  let sum = 0;
  for (const result of results) for (const group of result.groups) sum += group.value ?? 0;
  return sum;
}

function readAndFree(customer) {
  const sum = sumOfResults(customer.metrics({ now: NOW }));
  customer.free();
  return sum;
}

const each = (run) => () => ({ run });

/** The JavaScript side alone, for a machine on which the package is not built. */
export const baselines = [
  { name: "objects, ms times", run: ({ ms, ids }) => sumOfGroups(scan(compiled, ms, NOW, ids)) },
  { name: "objects, ISO times", run: ({ iso, ids }) => sumOfGroups(scan(compiled, iso, NOW, ids)) },
  { name: "JSON text", run: ({ text, ids }) => sumOfGroups(scan(compiled, JSON.parse(text), NOW, ids)) },
  { name: "columns", run: ({ columns }) => sumOfGroups(scanColumns(compiled, columns, NOW)) },
];

const decoder = new TextDecoder();

/** `target` is the least ratio aimed at, at 10,000 events; at 30 events it is 1 for all. */
export const ways = [
  {
    name: "objects, ISO times",
    against: "one pass over the same objects",
    target: 3,
    ours: ({ engine, iso }) => each(() => readAndFree(engine.customer(iso))),
    theirs: ({ iso, ids }) => each(() => sumOfGroups(scan(compiled, iso, NOW, ids))),
  },
  {
    name: "objects, ms times",
    against: "one pass over the same objects",
    target: 2,
    ours: ({ engine, ms }) => each(() => readAndFree(engine.customer(ms))),
    theirs: ({ ms, ids }) => each(() => sumOfGroups(scan(compiled, ms, NOW, ids))),
  },
  {
    name: "JSON bytes",
    against: "JSON.parse and one pass",
    target: 4,
    ours: ({ engine, bytes }) => each(() => readAndFree(engine.customer(bytes))),
    theirs: ({ bytes, ids }) =>
      each(() => sumOfGroups(scan(compiled, JSON.parse(decoder.decode(bytes)), NOW, ids))),
  },
  {
    name: "JSON text",
    against: "JSON.parse and one pass",
    ours: ({ engine, text }) => each(() => readAndFree(engine.customer(text))),
    theirs: ({ text, ids }) => each(() => sumOfGroups(scan(compiled, JSON.parse(text), NOW, ids))),
  },
  {
    name: "columns",
    against: "one pass over the same columns",
    ours: ({ engine, columns }) =>
      each(() => {
        const customer = engine.customer();
        customer.appendColumns(columns);
        return readAndFree(customer);
      }),
    theirs: ({ columns }) => each(() => sumOfGroups(scanColumns(compiled, columns, NOW))),
  },
  {
    name: "snapshot restored",
    against: "JSON.parse of the stored history and one pass",
    target: 40,
    ours: ({ engine, snapshot }) => each(() => readAndFree(engine.restore(snapshot))),
    theirs: ({ text, ids }) => each(() => sumOfGroups(scan(compiled, JSON.parse(text), NOW, ids))),
  },
  {
    name: "snapshot restored",
    against: "one pass over objects already in memory",
    target: 40,
    ours: ({ engine, snapshot }) => each(() => readAndFree(engine.restore(snapshot))),
    theirs: ({ iso, ids }) => each(() => sumOfGroups(scan(compiled, iso, NOW, ids))),
  },
  {
    name: "one event appended",
    against: "one pass over all objects",
    target: 100,
    changes: true,
    ours:
      ({ engine, snapshot, ids }) =>
      () => {
        const customer = engine.restore(snapshot);
        customer.metrics({ now: NOW });
        return {
          run: (turn) => {
            customer.append([latest(turn, { ids })]);
            return sumOfResults(customer.metrics({ now: NOW + turn }));
          },
          end: () => customer.free(),
        };
      },
    theirs: ({ iso, ids }) => each(() => sumOfGroups(scan(compiled, iso, NOW, ids))),
  },
  {
    name: "metric() read hot",
    against: "one pass for that metric",
    ours:
      ({ engine, snapshot }) =>
      () => {
        const customer = engine.restore(snapshot);
        const asked = { now: NOW, channel: "email", offer: "offer_7" };
        customer.metric("click_offer_30d", asked);
        return {
          run: (turn) => {
            asked.now = NOW + turn;
            return customer.metric("click_offer_30d", asked) ?? 0;
          },
          end: () => customer.free(),
        };
      },
    theirs: ({ iso, ids }) =>
      each(() => lookUp(hotOnly, scan(hotOnly, iso, NOW, ids), 0, "email", "offer_7") ?? 0),
  },
];

/**
 * Throws unless the package's results hold the same groups and values as the one-pass JavaScript.
 * Sums and averages are compared to 12 digits: the JavaScript adds with rounding, the package
 * exactly.
 */
export function checkEqual(results, { iso, ids }) {
  const groups = scan(compiled, iso, NOW, ids);
  let expected = 0;
  readAll(compiled, groups, () => expected++);
  let found = 0;
  results.forEach((result, index) => {
    for (const group of result.groups) {
      found++;
      const wanted = lookUp(compiled, groups, index, group.channel, group.offer);
      const close = wanted !== undefined && Math.abs(group.value - wanted) <= 1e-12 * Math.abs(wanted);
      if (group.value !== wanted && !close) {
        throw new Error(
          `${result.key} ${group.channel} ${group.offer}: ${group.value}, JavaScript has ${wanted}`,
        );
      }
    }
  });
  if (found !== expected) throw new Error(`${found} groups, JavaScript has ${expected}`);
}
