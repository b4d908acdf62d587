// Prints requests a second and how long they took, next to the same in plain JavaScript. See
// README.md.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../../js/worker/local/bundle.mjs";
import { client } from "../support/client.js";
import { freePort, startWorker } from "../support/workerd.js";
import { isolateMemory } from "./memory.js";
import {
  arbitration,
  batchesOf,
  CUSTOMERS,
  contactPolicies,
  metrics,
  qualificationRules,
  request,
} from "./scenario.js";

const CONNECTIONS = [1, 10, 100];
const SECONDS = Number(process.env.SECONDS ?? 4);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const here = dirname(fileURLToPath(import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "lookback-bench-"));

const started = [];
const sides = [];
try {
  sides.push(await side("Lookback", join(here, "measured.js")));
  sides.push(await side("plain JS, stored JSON", join(here, "plain.js")));
  sides.push(await side("plain JS, kept in memory", join(here, "kept.js")));
  await compare();
  // It decides nothing, and so is not compared.
  sides.push(await side("nothing decided", join(here, "nothing.js")));
  await report();
} finally {
  await Promise.all(started.map((worker) => worker.stop()));
  rmSync(scratch, { recursive: true });
}

/** Bundles one side, starts it and loads it. */
async function side(name, main) {
  const configuration = join(scratch, `${sides.length}.json`);
  const outdir = join(scratch, `bundle-${sides.length}`);
  writeFileSync(configuration, JSON.stringify(wranglerConfiguration(main)));
  bundle(configuration, outdir);
  const worker = await startWorker({ bundle: outdir });
  started.push(worker);
  const api = client(worker.url);
  for (const metric of metrics) await made(api.post("/behavioral-metrics", metric));
  for (const policy of contactPolicies) await made(api.post("/contact-policies", policy));
  for (const rule of qualificationRules) await made(api.post("/qualification-rules", rule));
  await made(api.put("/arbitration", arbitration));
  await inParallel(8, CUSTOMERS, async (customer) => {
    for (const batch of batchesOf(customer)) await made(api.post(`/customers/c${customer}/events`, batch));
  });
  return { name, worker, api };
}

/**
 * Starts a side anew with the inspector, which would slow it down under load, and asks about every
 * customer.
 */
async function memoryOf({ name, worker, api }) {
  const inspector = await freePort();
  await worker.kill();
  await worker.start([`--inspector-addr=127.0.0.1:${inspector}`]);
  await askAll(api);
  const { heap, buffers } = await isolateMemory(inspector);
  const measured = await fetch(`${worker.url}/memory`);
  const wasm = measured.ok ? (await measured.json()).bytes : 0;
  const megabytes = (bytes) => (bytes / 1024 / 1024).toFixed(1);
  return {
    Worker: name,
    "heap MB": megabytes(heap),
    "buffers MB": megabytes(buffers),
    "wasm MB": megabytes(wasm),
    "together MB": megabytes(heap + buffers + wasm),
  };
}

function wranglerConfiguration(main) {
  return {
    name: "bench",
    main,
    compatibility_date: "2026-04-01",
    durable_objects: {
      bindings: [
        { name: "TENANTS", class_name: "TenantObject" },
        { name: "CUSTOMERS", class_name: "CustomerObject" },
      ],
    },
    migrations: [{ tag: "v1", new_sqlite_classes: ["TenantObject", "CustomerObject"] }],
  };
}

async function made(answering) {
  const answer = await answering;
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

/** Asks about every customer once. */
function askAll(api) {
  return inParallel(8, CUSTOMERS, (customer) => made(api.post(`/customers/c${customer}/decide`, request)));
}

async function inParallel(workers, count, work) {
  let next = 0;
  const run = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: workers }, run));
}

/** Both sides decide alike, or their speeds cannot be compared. */
async function compare() {
  let suppressed = 0;
  for (let customer = 0; customer < CUSTOMERS; customer += 20) {
    const decisions = await Promise.all(
      sides.map(({ api }) => made(api.post(`/customers/c${customer}/decide`, request))),
    );
    const [ours, ...theirs] = decisions.map(({ body }) => body.outcomes.map(essence).sort());
    suppressed += ours.filter((outcome) => outcome.includes("suppressed")).length;
    for (const outcomes of theirs) {
      if (JSON.stringify(outcomes) === JSON.stringify(ours)) continue;
      throw new Error(`customer ${customer}: ${JSON.stringify(ours)} is not ${JSON.stringify(outcomes)}`);
    }
  }
  console.log(`All sides decide alike (${CUSTOMERS / 20} customers, ${suppressed} candidates suppressed).\n`);
}

function essence({ offer, status, rank, score }) {
  const shown = status === "eligible" ? score.toPrecision(12) : "-";
  return `${offer} ${status} ${rank} ${shown}`;
}

async function report() {
  console.log(
    `decide, ${metrics.length} metrics, ${request.candidates.length} candidates, ${CUSTOMERS} customers, wrk ${SECONDS} s, best of ${ROUNDS}`,
  );
  const rows = [];
  for (const connections of CONNECTIONS) {
    const best = sides.map(() => ({ perSecond: 0, cpu: 0, p50: "", p99: "" }));
    // The sides take turns, so that what else the machine does falls on all of them.
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [n, { worker, api }] of sides.entries()) {
        // An object that was idle while the others had their turn has been put away; all are to be
        // live.
        await askAll(api);
        const measured = await wrk(worker, connections);
        if (measured.perSecond > best[n].perSecond) best[n] = measured;
      }
    }
    const way = best.at(-1).cpu;
    for (const [n, { name }] of sides.entries()) {
      const { perSecond, cpu, p50, p99 } = best[n];
      const ratio = n === 0 ? "" : `${(best[0].perSecond / perSecond).toFixed(1)}×`;
      rows.push({
        connections,
        Worker: name,
        "requests/s": Math.round(perSecond),
        "CPU µs": Math.round(cpu),
        "of it for deciding": Math.round(cpu - way),
        p50,
        p99,
        "Lookback's requests to its": ratio,
      });
    }
  }
  console.table(rows);
  const memories = [];
  for (const one of sides) memories.push(await memoryOf(one));
  console.table(memories);
}

/**
 * The processor time that a process has taken, in microseconds: what it does, however busy the
 * machine is.
 */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return ticks * 10_000;
}

/** One run of wrk: every request for another customer. */
function wrk({ url, pid }, connections) {
  const script = join(scratch, "decide.lua");
  writeFileSync(
    script,
    `local body = [==[${JSON.stringify(request)}]==]
local headers = { ["Authorization"] = "Bearer lookback-dev", ["Content-Type"] = "application/json" }
request = function()
  return wrk.format("POST", "/api/v1/customers/c" .. math.random(0, ${CUSTOMERS - 1}) .. "/decide", headers, body)
end
`,
  );
  const command = ["-t1", `-c${connections}`, `-d${SECONDS}s`, "--latency", "-s", script, url];
  return new Promise((resolve, reject) => {
    const before = cpuOf(pid);
    const running = spawn("wrk", command, { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    running.stdout.on("data", (chunk) => {
      text += chunk;
    });
    running.on("exit", () => {
      if (/Non-2xx/.test(text)) reject(new Error(text));
      const find = (pattern) => pattern.exec(text)?.[1] ?? "";
      resolve({
        perSecond: Number(find(/Requests\/sec:\s+([\d.]+)/)),
        cpu: (cpuOf(pid) - before) / Number(find(/(\d+) requests in/)),
        p50: find(/^\s+50%\s+(\S+)/m),
        p99: find(/^\s+99%\s+(\S+)/m),
      });
    });
  });
}
