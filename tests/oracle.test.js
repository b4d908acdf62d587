// The oracle itself: it agrees with what was worked out by hand, and adds exactly.

import { describe, expect, test } from "vitest";
import { exactSum } from "./oracle/exact.js";
import { append, merge } from "./oracle/history.js";
import { metricResults, metricValue, prune } from "./oracle/metrics.js";
import { instant } from "./oracle/time.js";
import { random } from "./support/random.js";
import { load } from "./vectors/load.js";
import { difference } from "./vectors/run.js";

const beyondTheOracle = (vector) =>
  vector.expected.error?.code === "invalid_configuration" ||
  vector.decide !== undefined ||
  vector.expected.profile !== undefined ||
  (vector.steps ?? []).some((step) => "damage" in step || "appendText" in step || "interaction" in step);

describe.each(load().filter(({ file }) => ["events.json", "metrics.json", "snapshots.json"].includes(file)))(
  "$file",
  ({ vectors }) => {
    test.each(vectors.filter((vector) => !beyondTheOracle(vector)))("$rule: $name", (vector) => {
      const answer = play(vector);
      const expected = vector.expected.error ?? vector.expected;
      const issues = expected.issues?.map(({ path }) => ({ path }));
      expect(difference(issues === undefined ? expected : { issues }, answer, "expected")).toBeUndefined();
    });
  },
);

function play({ configuration, steps, events = [], now, expected }) {
  let history = [];
  const fields = configuration.eventFields;
  for (const step of steps ?? [{ append: events }]) {
    if (step.append !== undefined) {
      const answer = append(history, step.append, { onInvalid: step.onInvalid, fields });
      if (answer.refused !== undefined) return { issues: answer.refused };
      history = answer.history;
    } else if (step.merge !== undefined) {
      history = merge(history, append([], step.merge, { fields }).history);
    } else if (step.prune !== undefined) {
      history = prune(configuration, history, instant(step.prune));
    }
  }
  const definition = (key) => configuration.metrics.find((metric) => metric.key === key);
  try {
    const results = now === undefined ? [] : metricResults(configuration, history, instant(now));
    return {
      ...expected,
      size: history.length,
      events: history.map(present),
      listed: results.map((result) => result.key),
      metrics: Object.fromEntries(results.map((result) => [result.key, result])),
      read: expected.read?.map((asked) => ({
        ...asked,
        value: metricValue(definition(asked.key), history, { ...asked, now: instant(now) }),
      })),
      series: expected.series?.map((asked) => ({
        ...asked,
        values: series(definition(asked.key), history, asked),
      })),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { issues: [{ path: "metrics.total" }] };
  }
}

/** An event as the package gives it back. */
function present(event) {
  const given = Object.entries(event).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(given), timestamp: new Date(event.timestamp).toISOString() };
}

function series(metric, history, asked) {
  const values = [];
  const to = instant(asked.to);
  for (let now = instant(asked.from); now <= to; now += asked.step) {
    values.push(metricValue(metric, history, { ...asked, now }));
  }
  return values;
}

test("M8: two numbers add as the processor adds them", () => {
  const rng = random(8);
  for (let turn = 0; turn < 1_500; turn++) {
    const [left, right] = [0, 0].map(() => (rng.unit() - 0.5) * 2 ** rng.whole(-1070, 1000));
    expect(exactSum([left, right])).toBe(left + right + 0);
  }
});

test("M8: a sum is the double nearest to the true one", () => {
  expect(exactSum([0.1, 0.2, 0.3])).toBe(0.6);
  expect(exactSum([1e16, 1, -1e16])).toBe(1);
  expect(exactSum([2 ** 53, 1])).toBe(2 ** 53);
  expect(exactSum([2 ** 53, 1, 5e-324])).toBe(2 ** 53 + 2);
  expect(exactSum([Number.MAX_VALUE, Number.MAX_VALUE])).toBe(Number.POSITIVE_INFINITY);
});
