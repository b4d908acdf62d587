// Every test of the project, one suite after another, and how many passed in all; those that failed
// are named at the end. `node tests/all.js rust javascript` runs just those suites.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const results = `${root}target/test-results`;
const vitestResults = `${results}/javascript.json`;

/** Runs a command with its output passed on, and gives back what it printed. */
function run(command, args, cwd = root) {
  return new Promise((resolve) => {
    let printed = "";
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.on("data", (data) => {
      printed += data;
      process.stdout.write(data);
    });
    child.once("error", (error) => resolve({ status: 1, printed: String(error) }));
    child.once("close", (status) => resolve({ status, printed }));
  });
}

async function rust() {
  const { status, printed } = await run("cargo", ["test", "--locked", "--quiet", "--no-fail-fast"]);
  const count = { passed: 0, failed: 0 };
  for (const [, passed, failed] of printed.matchAll(/^test result: .*?(\d+) passed; (\d+) failed/gm)) {
    count.passed += Number(passed);
    count.failed += Number(failed);
  }
  const names = [...printed.matchAll(/^---- (.+) stdout ----$/gm)].map(([, name]) => name);
  return { status, ...count, names };
}

async function javascript() {
  rmSync(vitestResults, { force: true });
  const { status } = await run(
    process.execPath,
    [`${root}node_modules/vitest/vitest.mjs`, "run"],
    `${root}tests`,
  );
  if (!existsSync(vitestResults)) return { status, passed: 0, failed: 0, names: [] };
  const report = JSON.parse(readFileSync(vitestResults, "utf8"));
  const names = report.testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults
      .filter((test) => test.status === "failed")
      .map((test) => `${relative(root, file)}: ${test.fullName}`),
  );
  return { status, passed: report.numPassedTests, failed: report.numFailedTests, names };
}

/** Requests made from the Worker's openapi.json, and whether what it answers is what that says. */
async function contract() {
  const { status, printed } = await run("bash", ["tests/worker/schemathesis.sh"]);
  const count = (word) =>
    Number(new RegExp(`(\\d+) ${word}`).exec(printed.slice(printed.lastIndexOf("Test cases:")))?.[1] ?? 0);
  return { status, passed: count("passed"), failed: count("found"), names: [] };
}

const suites = { rust, javascript, contract };

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(suites);
mkdirSync(results, { recursive: true });
const total = { passed: 0, failed: 0, names: [] };
for (const name of chosen) {
  console.log(`\n== ${name} ==`);
  const started = Date.now();
  const { status, passed, failed, names } = await suites[name]();
  // A suite that stops without counting a failure, or that counts nothing at all, has failed as a
  // whole.
  const whole = (status !== 0 && failed === 0) || passed + failed === 0 ? 1 : 0;
  total.passed += passed;
  total.failed += failed + whole;
  total.names.push(...names, ...(whole > 0 ? [`${name}: stopped with code ${status}`] : []));
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`${name}: ${passed} passed, ${failed + whole} failed (${seconds} s)`);
}
for (const name of total.names) console.log(`failed: ${name}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
