// What the Worker's README shows, run as it stands there.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "../support/chromium.js";
import { serve } from "../support/serve.js";
import { client } from "./support/client.js";
import { newTenant } from "./support/tenant.js";
import { startWorker } from "./support/workerd.js";

const run = promisify(execFile);
const readme = readFileSync(new URL("../../js/worker/README.md", import.meta.url), "utf8");

let worker;
beforeAll(async () => {
  worker = await startWorker();
});
afterAll(() => worker.stop());

/** The code blocks of a section, in order. */
function blocksOf(title) {
  const [, section = ""] = readme.split(`\n## ${title}\n`);
  const [text] = section.split("\n## ");
  return [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, code]) => ({ language, code }));
}

function withoutTimes({ createdAt, updatedAt, ...rest }) {
  for (const time of [createdAt, updatedAt]) {
    if (time !== undefined) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  }
  return rest;
}

test("every command of the walk-through prints what the README says", async () => {
  const blocks = blocksOf("A walk-through");
  expect(blocks.filter(({ language }) => language === "sh").length).toBeGreaterThanOrEqual(6);
  for (let n = 0; n < blocks.length; n += 2) {
    const [command, answer] = [blocks[n], blocks[n + 1]];
    expect([command.language, answer?.language]).toEqual(["sh", "json"]);
    const env = { ...process.env, LOOKBACK: worker.url, KEY: "lookback-dev" };
    const { stdout } = await run("bash", ["-euo", "pipefail", "-c", command.code], { env });
    expect(withoutTimes(JSON.parse(stdout))).toEqual(withoutTimes(JSON.parse(answer.code)));
  }
});

test("the page's snippet works in a browser, from another origin", async () => {
  const [{ language, code }] = blocksOf("From a page");
  expect(language).toBe("js");
  const key = await newTenant(worker.url, ["read", "write"], "page");
  const script = code
    .replace(/const lookback = ".*";/, `const lookback = ${JSON.stringify(worker.url)};`)
    .replace(/const key = ".*";/, `const key = ${JSON.stringify(key)};`);
  expect(script).toContain(key);
  const pages = await serve(new URL("./", import.meta.url));
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(pages.url);
    const winner = await page.evaluate(`(async () => { ${script}; return winner; })()`);
    expect(winner).toMatchObject({ offer: "gold-card", channel: "web", status: "eligible", rank: 1 });
  } finally {
    await browser.close();
    pages.close();
  }
  // The impression of the winner, and only that, was recorded.
  const admin = client(worker.url, await newTenant(worker.url, ["read", "admin"], "page"));
  const shown = { aggregationType: "count", eventType: "impression", dimensions: ["offer"], windowDays: 1 };
  await admin.post("/behavioral-metrics", { key: "shown", ...shown });
  const { body } = await admin.get("/customers/ada/metrics");
  expect(body.data[0].groups).toEqual([expect.objectContaining({ offer: "gold-card", value: 1 })]);
});
