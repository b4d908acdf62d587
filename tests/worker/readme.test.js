// What the Worker's README shows, run as it stands there.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "../support/chromium.js";
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

test("the page asks its own site, which binds the customer to the session and keeps the key", async () => {
  const [site, page] = blocksOf("From a page");
  expect([site.language, page.language]).toEqual(["js", "js"]);
  const env = {
    LOOKBACK: worker.url,
    LOOKBACK_KEY: await newTenant(worker.url, ["read", "write"], "page"),
    SESSIONS: new Map([["s1", "ada"]]),
  };
  const { default: handler } = await import(`data:text/javascript,${encodeURIComponent(site.code)}`);
  const pages = await serveSite(handler, env);
  const browser = await launch();
  try {
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(pages.url);
    expect(await tab.evaluate("fetch('/banner', { method: 'POST' }).then(({ status }) => status)")).toBe(401);
    await context.addCookies([{ name: "session", value: "s1", url: pages.url, httpOnly: true }]);
    const winner = await tab.evaluate(`(async () => { ${page.code}; return winner; })()`);
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

/** A site with an empty page, whose Worker answers at /banner. */
async function serveSite(handler, env) {
  const server = createServer(async ({ url, method, headers }, response) => {
    if (url !== "/banner") {
      response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>A site</title>");
      return;
    }
    const answer = await handler.fetch(new Request(`http://site.example${url}`, { method, headers }), env);
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
