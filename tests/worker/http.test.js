// What holds for every operation: methods, paths and JSON.

import { get } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { client } from "./support/client.js";
import { newTenant } from "./support/tenant.js";
import { startWorker } from "./support/workerd.js";

let worker;
let api;
beforeAll(async () => {
  worker = await startWorker();
  api = client(worker.url, await newTenant(worker.url));
});
afterAll(() => worker.stop());

describe("methods", () => {
  test.each(["/healthz", "/openapi.json", "/api/v1/offers", "/api/v1/customers/c/metrics"])(
    "HEAD %s is GET without the body",
    async (path) => {
      const got = await api.call("GET", path);
      const head = await api.call("HEAD", path);
      expect(head.status).toBe(200);
      expect(head.headers.get("Content-Type")).toBe(got.headers.get("Content-Type"));
      expect(head.headers.get("Cache-Control")).toBe(got.headers.get("Cache-Control"));
    },
  );

  test("HEAD needs the same key, and the same operation", async () => {
    expect((await client(worker.url, null).call("HEAD", "/api/v1/offers")).status).toBe(401);
    expect((await api.call("HEAD", "/api/v1/customers/c/decide")).status).toBe(405);
  });

  test("a method that a path does not support is 405 with the supported ones", async () => {
    const { status, headers, body } = await api.call("DELETE", "/api/v1/offers");
    expect([status, headers.get("Allow")]).toEqual([405, "GET, HEAD, POST"]);
    expect(body.error.code).toBe("method_not_allowed");
  });
});

describe("paths", () => {
  test.each(["/api/v1/offers/", "/api/v1/customers//metrics", "/api/v1//offers", "/api/v1/nothing"])(
    "there is nothing at %s: 404",
    async (path) => {
      const { status, body } = await api.call("GET", path);
      expect([status, body.error.code]).toEqual([404, "not_found"]);
    },
  );

  test.each(["/api/v1/offers?any=thing", "/api/v1/none/../offers", "/api/v1/./offers", "/api\\v1\\offers"])(
    "%s is read as any URL is",
    async (path) => {
      expect(await statusOf(path)).toBe(await statusOf("/api/v1/offers"));
      expect(await statusOf(path.replace("offers", "nothing"))).toBe(404);
    },
  );

  test("an id may be percent-encoded throughout, and may be as long as 256 characters", async () => {
    await api.post("/offers", { key: "gold_card" });
    expect((await api.get("/offers/%6Ff%5Fgold%5Fcard")).body.key).toBe("gold_card");
    expect((await api.get(`/customers/${"c".repeat(256)}/metrics`)).status).toBe(200);
    expect((await api.get(`/customers/${"c".repeat(257)}/metrics`)).body.error.issues[0].path).toBe(
      "customer",
    );
  });
});

describe("an id of more than 256 characters is refused where it comes from", () => {
  const id = "x".repeat(257);
  test.each([
    ["/contact-policies", { id, ruleType: "cooldown", config: { cooldownHours: 1 } }, "id"],
    ["/profiles", { id, keys: ["a"] }, "id"],
    ["/offers", { key: id }, "key"],
  ])("%s", async (path, body, at) => {
    const { status, body: answer } = await api.post(path, body);
    expect([status, answer.error.issues[0].path]).toEqual([400, at]);
  });
});

describe("half of a surrogate pair, which only JSON can express, is refused", () => {
  test.each([
    ["post", "/offers", '{"key":"\\ud800"}', "key"],
    ["post", "/contact-policies", '{"id":"\\udc00","ruleType":"cooldown"}', "id"],
    ["put", "/arbitration", '{"weights":[{"metricKey":"a\\ud800"}]}', "weights[0].metricKey"],
    ["post", "/customers/c/decide", '{"candidates":[{"offer":"\\ud800"}]}', "candidates[0].offer"],
    ["post", "/customers/c/decide", '{"candidates":[],"attributes":{"\\ud800":1}}', "attributes"],
    ["post", "/customers/c/merge", '{"from":"\\ud800"}', "from"],
  ])("%s %s with %s is 400 at its path", async (method, path, text, at) => {
    const { status, body } = await api[method](path, text);
    expect([status, body.error.issues[0].path]).toEqual([400, at]);
  });

  test("whole pairs are accepted", async () => {
    const made = await api.post("/offers", '{"key":"\\ud83d\\ude00"}');
    expect(made.status).toBe(201);
    expect((await api.get(`/offers/${encodeURIComponent(made.body.id)}`)).body.key).toBe("😀");
  });
});

/** The status of a GET without a key, whose path goes out as it is written. */
function statusOf(path) {
  const { hostname, port } = new URL(worker.url);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on("error", reject);
  });
}
