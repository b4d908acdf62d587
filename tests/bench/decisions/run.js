// Decisions against JavaScript, with the rounds of both sides interleaved.

import { compare, time } from "../measure.js";
import { logicDecider, rulesEngineDecider } from "./engines.js";
import { compile, decide, decideLean, readyMaps } from "./expert.js";
import { candidates, contactPolicies, metrics, NOW, qualificationRules, workload } from "./workload.js";

/**
 * @typedef {{ name: string, against: string, target: number, ours: number, theirs: number, ratio: number,
 *   low: number, high: number }} Row times in ms a run
 */

/** @param {typeof import("../../../js/dist/index.js")} lookback @returns {Promise<Row[]>} */
export async function decisionRows({ createEngine }, { quick }) {
  const effort = quick ? { rounds: 5, batchMs: 8, warmUpMs: 60 } : { rounds: 15, batchMs: 20, warmUpMs: 250 };
  const configuration = { metrics, contactPolicies, qualificationRules };
  const engine = await createEngine(configuration);
  const given = workload(10_000);
  const customer = engine.customer(given.events);
  const many = candidates(1000, given);
  const maps = readyMaps(customer.metrics({ now: NOW }), metrics);
  const rules = compile(configuration, maps);
  checkSame(customer.decide({ candidates: many, now: NOW }).outcomes, decide(rules, many));

  const statuses = (outcomes) => outcomes.reduce((sum, { score, rank }) => sum + score + (rank ?? 0), 0);
  const withReasons = (outcomes) =>
    outcomes.reduce((sum, { score, reasons }) => sum + score + (reasons[0]?.observed ?? 0), 0);
  const ours =
    (read, explain, list = many) =>
    () => ({
      run: () => read(customer.decide({ candidates: list, now: NOW, explain }).outcomes),
    });
  const expert =
    (read, loop, list = many) =>
    () => ({ run: () => read(loop(rules, list)) });
  const name = "1,000 candidates × 20 rules, 10,000 events resident";
  const rows = [];
  const row = (name, against, target, left, right) =>
    rows.push({ name, against, target, ...compare(left, right, effort) });
  const ready = "expert's loop over ready Maps";
  // The package makes reasons when they are read, and tells when each candidate passes and until
  // when all holds.
  row(`${name}: outcomes with reasons`, ready, 5, ours(statuses, "summary"), expert(statuses, decide));
  const lean = expert(statuses, decideLean);
  row(`${name}: status, score, rank`, `${ready}, no words`, undefined, ours(statuses, "none"), lean);
  const few = many.slice(0, 20);
  row(
    "20 candidates × 20 rules, the reasons of all read",
    ready,
    undefined,
    ours(withReasons, "summary", few),
    expert(withReasons, decide, few),
  );

  row(
    "20 candidates × 20 rules, as JSON with all reasons",
    `${ready}, JSON.stringify`,
    undefined,
    () => ({ run: () => customer.decideJson({ candidates: few, now: NOW }).json.length }),
    () => ({ run: () => JSON.stringify(decide(rules, few)).length }),
  );

  const logic = logicDecider(configuration, metrics, maps);
  const multipliers = (outcomes) => outcomes.reduce((sum, { multiplier }) => sum + multiplier, 0);
  checkStatuses(customer.decide({ candidates: many, now: NOW }).outcomes, logic(many), many);
  row(`${name}: status, score, rank`, "json-logic-js", 3, ours(statuses, "none"), () => ({
    run: () => multipliers(logic(many)),
  }));
  const rulesEngine = rulesEngineDecider(configuration, metrics, maps);
  checkStatuses(customer.decide({ candidates: many, now: NOW }).outcomes, await rulesEngine(many), many);
  const oursTime = time(ours(statuses, "none"), effort);
  const theirsTime = await timeAsync(() => rulesEngine(many), quick ? 3 : 7);
  const ratio = theirsTime / oursTime;
  rows.push({
    name: `${name}: status, score, rank`,
    against: "json-rules-engine",
    target: 20,
    ours: oursTime,
    theirs: theirsTime,
    ratio,
    low: ratio,
    high: ratio,
  });

  rows.push(await afterOneAppend(createEngine, effort));
  rows.push(await replayed(engine, quick));
  customer.free();
  engine.free();
  return rows;
}

/** Twenty candidates after one append, against JSON.parse of a document of 20 kB. */
async function afterOneAppend(createEngine, effort) {
  const engine = await createEngine({ metrics, contactPolicies, qualificationRules });
  const given = workload(10_000);
  const list = candidates(20, given);
  const text = JSON.stringify(workload(400).events)
    .slice(0, 20_000)
    .replace(/,\{[^}]*$/, "]");
  const append = () => {
    const customer = engine.customer(given.events);
    customer.decide({ candidates: list, now: NOW });
    return {
      run: (turn) => {
        const now = NOW + turn;
        customer.append([
          { eventType: "impression", timestamp: now, channel: "email", offer: given.offers[0] },
        ]);
        return customer.decide({ candidates: list, now }).outcomes[0].score;
      },
      end: () => customer.free(),
    };
  };
  const parse = () => ({ run: () => JSON.parse(text).length });
  const measured = compare(append, parse, effort, { maxTurns: 500 });
  engine.free();
  const name = "20 candidates × 20 rules after one append, 10,000 events";
  return { name, against: `JSON.parse of ${(text.length / 1000).toFixed(0)} kB`, target: 1, ...measured };
}

/** A back-test of 10,000 decisions over a history of 10,000 events. */
async function replayed(engine) {
  const events = workload(10_000).events.map((event) => ({ ...event, eventType: "impression" }));
  const customer = engine.customer(events);
  let decisions = 0;
  const spent = time(
    () => ({
      run: () => {
        decisions = customer.backtest({ eventType: "impression" }).decisions;
        return decisions;
      },
    }),
    { rounds: 3, batchMs: 1, warmUpMs: 1 },
  );
  customer.free();
  const ratio = 1000 / spent;
  const name = `backtest of ${decisions.toLocaleString("en")} decisions, 20 rules, 10,000 events`;
  return {
    name,
    against: "one second",
    target: 1,
    ours: spent,
    theirs: 1000,
    ratio,
    low: ratio,
    high: ratio,
  };
}

async function timeAsync(run, rounds) {
  const times = [];
  await run();
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return times.sort((left, right) => left - right)[Math.floor(rounds / 2)];
}

/** Both sides must say the same before either is timed. */
function checkSame(ours, theirs) {
  const told = ({ offer, channel, status, rank, score }) => [offer, channel, status, rank, score].join();
  const [left, right] = [ours.map(told).sort(), theirs.map(told).sort()];
  const at = left.findIndex((line, index) => line !== right[index]);
  if (at >= 0) throw new Error(`the decisions differ: ${left[at]} and ${right[at]}`);
}

function checkStatuses(ours, theirs, list) {
  const key = ({ offer, channel }) => `${offer} ${channel}`;
  const known = new Map(ours.map((outcome) => [key(outcome), outcome]));
  list.forEach((candidate, at) => {
    const { status, multiplier } = known.get(key(candidate));
    if (status !== theirs[at].status || multiplier !== theirs[at].multiplier) {
      throw new Error(`the decisions on ${key(candidate)} differ: ${status} and ${theirs[at].status}`);
    }
  });
}
