// Writes random.json: random definitions and histories with the oracle's answers.

import { writeFileSync } from "node:fs";
import { generateCase } from "../oracle/generate.js";
import { append } from "../oracle/history.js";
import { metricResults } from "../oracle/metrics.js";

const COUNT = 60;

const vectors = Array.from({ length: COUNT }, (_, seed) => {
  const { configuration, events, now } = generateCase(seed, { json: true, most: seed % 4 === 0 ? 40 : 12 });
  const { history, appended, duplicates, conflicts } = append([], events);
  const results = metricResults(configuration, history, now);
  return {
    name: `random history ${seed}`,
    rule: "M",
    configuration,
    steps: [
      {
        append: events,
        result: { appended, duplicates, conflicts: conflicts.map((index) => ({ index })), invalid: [] },
      },
    ],
    now: new Date(now).toISOString(),
    expected: {
      size: history.length,
      metrics: Object.fromEntries(results.map((result) => [result.key, result])),
    },
  };
});

// Half a surrogate pair, which stands for U+FFFD, is more than every reader of JSON takes.
const text = vectors.map((vector) => JSON.stringify(vector).replaceAll("\\ud800", "\uFFFD")).join(",\n");
writeFileSync(new URL("random.json", import.meta.url), `[\n${text}\n]\n`);
