// make bench: how much faster than JavaScript, in one run, with the rounds of both sides
// interleaved.
//
// QUICK=1 measures fewer sizes for less time; CHROMIUM=/path names another browser; OPEN_BANDIT
// names the customers.jsonl whose snapshots are measured.

import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { executablePath, launch } from "../support/chromium.js";
import { serve } from "../support/serve.js";
import { decisionRows } from "./decisions/run.js";
import { metrics } from "./metrics.js";
import { runBaselines, runComparison } from "./session.js";
import { sizes } from "./sizes.js";
import { snapshotSizes } from "./snapshots.js";
import { baselineTable, comparisonTable, decisionTable, sizeTable } from "./table.js";

const root = new URL("../../", import.meta.url);
const dist = new URL("js/dist/", root);
const quick = Boolean(process.env.QUICK);

const watched = process.stderr.isTTY;

function progress(row) {
  if (watched) process.stderr.write(`\r\x1b[K${row.size} events, ${row.name}`);
}

function done() {
  if (watched) process.stderr.write("\r\x1b[K");
}

async function inNode() {
  const rows = [];
  await runComparison(await import(new URL("index.js", dist).href), {
    quick,
    report: (row) => {
      progress(row);
      rows.push(row);
    },
  });
  done();
  return rows;
}

async function inChromium() {
  const server = await serve(root);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.exposeFunction("progress", progress);
    await page.goto(server.url);
    return await page.evaluate(async (quick) => {
      const { runComparison } = await import("/tests/bench/session.js");
      const rows = [];
      const report = (row) => {
        globalThis.progress(row);
        rows.push(row);
      };
      await runComparison(await import("/js/dist/index.js"), { quick, report });
      return rows;
    }, quick);
  } finally {
    done();
    await browser.close();
    server.close();
  }
}

function heading(text) {
  console.log(`\n${text}\n`);
}

async function main() {
  console.log(
    `20 metrics, one customer, events in time order. ${cpus()[0]?.model ?? "CPU"} × ${cpus().length}`,
  );
  if (!existsSync(new URL("index.js", dist))) {
    heading(`The package is not built (make build): the JavaScript alone, Node ${process.versions.node}`);
    console.log(baselineTable(runBaselines({ quick })));
    return;
  }
  heading(`Node ${process.versions.node}`);
  console.log(comparisonTable(await inNode()));
  heading("Chromium");
  if (existsSync(executablePath)) console.log(comparisonTable(await inChromium()));
  else console.log(`not measured: there is no ${executablePath}; name one with CHROMIUM=/path`);

  heading(`Decisions, Node ${process.versions.node}`);
  console.log(decisionTable(await decisionRows(await import(new URL("index.js", dist).href), { quick })));

  heading("What a page loads");
  console.log(sizeTable(sizes(dist)));
  const { customers, events, bytes, json } = await snapshotSizes(
    await import(new URL("index.js", dist).href),
    metrics,
  );
  heading("Snapshots of Open Bandit histories");
  const perEvent = bytes / events;
  console.log(
    `${customers} customers, ${events} events: ${bytes} bytes, ${perEvent.toFixed(2)} an event (JSON ${(json / events).toFixed(1)}); ` +
      `target ≤ 12: ${perEvent <= 12 ? "reached" : "not reached"}`,
  );
}

await main();
