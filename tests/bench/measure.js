// Interleaved timing of two ways to the same answer.
//
// Both sides run in turns within one round, so that whatever else the machine does falls on both;
// the ratio is taken round by round, and the median over rounds is reported with its spread.

/** @typedef {() => { run: (turn: number) => number, end?: () => void }} Side
 *   prepares a batch outside of the timing; `run` is one complete run and returns a checksum */

/** @typedef {{ rounds: number, batchMs: number, warmUpMs: number }} Effort */

/**
 * @param {Side} ours
 * @param {Side} theirs
 * @param {Effort} effort
 * @param {{ maxTurns?: number }} [limits] runs in a batch at most, where each run changes the state
 */
export function compare(ours, theirs, effort, { maxTurns = 100_000 } = {}) {
  const turns = { ours: warmUp(ours, effort, maxTurns), theirs: warmUp(theirs, effort, maxTurns) };
  const times = { ours: [], theirs: [] };
  for (let round = 0; round < effort.rounds; round++) {
    const order = round % 2 === 0 ? ["ours", "theirs"] : ["theirs", "ours"];
    for (const side of order) times[side].push(batch(side === "ours" ? ours : theirs, turns[side]));
  }
  const ratios = times.ours.map((own, round) => times.theirs[round] / own);
  return {
    ours: median(times.ours),
    theirs: median(times.theirs),
    ratio: median(ratios),
    low: quantile(ratios, 0.1),
    high: quantile(ratios, 0.9),
  };
}

/** The median time of one run, in ms. @param {Side} side @param {Effort} effort */
export function time(side, effort) {
  const turns = warmUp(side, effort, 100_000);
  return median(Array.from({ length: effort.rounds }, () => batch(side, turns)));
}

/** Runs until compiled and settled; returns how many runs fill a batch. */
function warmUp(side, effort, maxTurns) {
  let turns = 1;
  for (let spent = 0, passes = 0; spent < effort.warmUpMs || passes < 2; passes++) {
    const one = batch(side, turns);
    spent += one * turns;
    const wanted = Math.ceil(effort.batchMs / Math.max(one, 1e-5));
    turns = Math.max(1, Math.min(maxTurns, wanted, turns * 8));
    if (passes > 200) break;
  }
  return turns;
}

let sink = 0;

function batch(side, turns) {
  const { run, end } = side();
  const start = performance.now();
  for (let turn = 0; turn < turns; turn++) sink += run(turn);
  const spent = performance.now() - start;
  end?.();
  if (Number.isNaN(sink)) throw new Error("a run returned no checksum");
  return spent / turns;
}

function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * share)];
}

const median = (numbers) => quantile(numbers, 0.5);
