// One measuring session in whatever runtime this is loaded into.

import { scan as naive } from "./baseline/naive.js";
import { compare, time } from "./measure.js";
import { metrics } from "./metrics.js";
import { baselines, checkEqual, ways } from "./ways.js";
import { history, NOW, toColumns, withIsoTimes } from "./workload.js";

/** @typedef {{ size: number, ids: boolean, name: string, against: string, target?: number, ours: number,
 *   theirs: number, ratio: number, low: number, high: number }} Row times in ms a run */

const FULL = { sizes: [30, 300, 1_000, 10_000, 100_000], effort: { rounds: 11, batchMs: 4, warmUpMs: 60 } };
const QUICK = { sizes: [30, 1_000, 10_000], effort: { rounds: 5, batchMs: 1.5, warmUpMs: 25 } };

const plan = (quick) => (quick ? QUICK : FULL);

function inputs(size, ids) {
  const ms = history(size, { ids });
  const iso = withIsoTimes(ms);
  const text = JSON.stringify(iso);
  return { size, ids, ms, iso, text, bytes: new TextEncoder().encode(text), columns: toColumns(ms) };
}

const inputsOf = (quick) =>
  plan(quick).sizes.flatMap((size) => [true, false].map((ids) => () => inputs(size, ids)));

/** JavaScript alone. @returns {{ size: number, ids: boolean, name: string, time: number }[]} */
export function runBaselines({ quick }) {
  const rows = [];
  for (const make of inputsOf(quick)) {
    const given = make();
    for (const { name, run } of baselines) {
      const spent = time(() => ({ run: () => run(given) }), plan(quick).effort);
      rows.push({ size: given.size, ids: given.ids, name, time: spent });
    }
  }
  return rows;
}

/**
 * Every way in at every size, with ids and without; the results are checked before they are timed.
 * @param {typeof import("../../js/dist/index.js")} lookback
 * @param {{ quick: boolean, report: (row: Row) => void }} options
 */
export async function runComparison({ createEngine }, { quick, report }) {
  const engine = await createEngine({ metrics });
  const { effort } = plan(quick);
  // The ways share code: the first would be measured before it is compiled for what follows.
  const few = prepare(engine, inputs(30, true));
  for (const way of ways) compare(way.ours(few), way.theirs(few), QUICK.effort, { maxTurns: 1000 });
  for (const make of inputsOf(quick)) {
    const given = prepare(engine, make());
    for (const way of ways) {
      const limits = way.changes ? { maxTurns: Math.max(4, Math.ceil(given.size / 10)) } : {};
      const measured = compare(way.ours(given), way.theirs(given), effort, limits);
      report({ ...labels(given, way), ...measured });
    }
    if (given.size <= 10_000) report(againstNaive(engine, given, effort));
  }
  engine.free();
}

function prepare(engine, given) {
  const customer = engine.customer(given.iso);
  checkEqual(customer.metrics({ now: NOW }), given);
  const snapshot = customer.snapshot();
  customer.free();
  return { ...given, engine, snapshot };
}

const labels = ({ size, ids }, { name, against, target }) => ({
  size,
  ids,
  name,
  against,
  target: size === 10_000 ? target : size === 30 ? 1 : undefined,
});

function againstNaive(engine, given, effort) {
  const way = { ...ways[0], against: "filter and reduce for each metric", target: undefined };
  const theirs = () => ({
    run: () => {
      let sum = 0;
      for (const groups of naive(metrics, given.iso, NOW, given.ids)) {
        for (const value of groups.values()) sum += value ?? 0;
      }
      return sum;
    },
  });
  const few = { ...effort, rounds: 3 };
  return { ...labels(given, way), ...compare(way.ours({ ...given, engine }), theirs, few) };
}
