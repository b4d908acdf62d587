// Keys, rights, tenants, and pages of other origins.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { client } from "./support/client.js";
import { emailImpressions } from "./support/documented-examples.js";
import { newTenant } from "./support/tenant.js";
import { OPERATOR, startWorker } from "./support/workerd.js";

let worker;
beforeAll(async () => {
  worker = await startWorker();
});
afterAll(() => worker.stop());

const as = (key) => client(worker.url, key);

describe("keys", () => {
  test.each([
    ["no key", null],
    ["an unknown key", "nonsense"],
    ["a key of a tenant that does not exist", "lookback_nobody_secret"],
    ["a made-up key of a tenant that exists", "lookback_dev_secret"],
  ])("%s is 401 with a challenge", async (_, key) => {
    await as("lookback-dev").get("/offers");
    const { status, body, headers } = await as(key).get("/offers");
    expect(status).toBe(401);
    expect(body.error).toMatchObject({ code: "unauthorized", status: 401 });
    expect(headers.get("WWW-Authenticate")).toMatch(/^Bearer/);
  });

  test("each right opens its operations, and no others: 403", async () => {
    const tenant = `rights-${Date.now()}`;
    const calls = {
      read: (api) => api.post("/customers/c/decide", { candidates: [] }),
      write: (api) => api.post("/customers/c/events", []),
      admin: (api) => api.post("/offers", { key: `offer-${Math.random()}` }),
    };
    for (const right of Object.keys(calls)) {
      const api = as(await newTenant(worker.url, [right], tenant));
      for (const [needed, call] of Object.entries(calls)) {
        const { status, body } = await call(api);
        if (needed === right) expect(status).toBeLessThan(300);
        else expect([status, body.error.code]).toEqual([403, "forbidden"]);
      }
    }
  });

  test("choosing the moment requires the right test-now", async () => {
    const tenant = `now-${Date.now()}`;
    const without = as(await newTenant(worker.url, ["read", "write"], tenant));
    const having = as(await newTenant(worker.url, ["read", "write", "test-now"], tenant));
    const now = "2026-03-10T14:30:00Z";
    for (const path of ["/customers/c/metrics", "/customers/c/profile"]) {
      expect((await without.get(`${path}?now=${now}`)).status).toBe(403);
      expect((await having.get(`${path}?now=${now}`)).status).toBe(200);
      expect((await without.get(path)).status).toBe(200);
    }
    for (const path of ["/customers/c/decide", "/customers/c/reserve"]) {
      expect((await without.post(path, { candidates: [], now })).status).toBe(403);
      const decided = await having.post(path, { candidates: [], now });
      expect([decided.status, decided.body.now]).toEqual([200, "2026-03-10T14:30:00.000Z"]);
      const before = Date.now();
      const present = await without.post(path, { candidates: [] });
      expect(Date.parse(present.body.now)).toBeGreaterThanOrEqual(before - 1);
      expect(Date.parse(present.body.now)).toBeLessThanOrEqual(Date.now());
    }
  });

  test("more tenants than an isolate holds are all served, each with its own data", async () => {
    const tenants = Array.from({ length: 40 }, (_, n) => `many-${Date.now()}-${n}`);
    const apis = [];
    for (const tenant of tenants)
      apis.push(as(await newTenant(worker.url, ["admin", "read", "write"], tenant)));
    const metric = { name: "Clicks", aggregationType: "count", eventType: "click", windowDays: 7 };
    await Promise.all(
      apis.map(async (api, n) => {
        await api.post("/behavioral-metrics", { ...metric, key: `clicks_of_${n}` });
        const events = Array.from({ length: n }, () => ({ eventType: "click", timestamp: Date.now() }));
        await api.post("/customers/c/events", events);
      }),
    );
    for (let round = 0; round < 2; round++) {
      const answers = await Promise.all(apis.map((api) => api.get("/customers/c/metrics")));
      const told = answers.map(({ body }) => [body.data[0].key, body.data[0].groups[0].value]);
      expect(told).toEqual(tenants.map((_, n) => [`clicks_of_${n}`, n]));
    }
  });

  test("a deleted key is refused at once", async () => {
    const tenant = `deleted-${Date.now()}`;
    const admin = as(await newTenant(worker.url, ["admin"], tenant));
    const made = await admin.post(`/tenants/${tenant}/keys`, { name: "page", rights: ["read"] });
    const page = as(made.body.key);
    expect((await page.get("/customers/c/metrics")).status).toBe(200);
    expect((await admin.delete(`/tenants/${tenant}/keys/${made.body.id}`)).status).toBe(204);
    expect((await page.get("/customers/c/metrics")).status).toBe(401);
    expect((await admin.delete(`/tenants/${tenant}/keys/${made.body.id}`)).status).toBe(404);
  });

  test("a key is shown once, and only its hash is stored", async () => {
    const tenant = `hashed-${Date.now()}`;
    const key = await newTenant(worker.url, ["admin"], tenant);
    expect(key).toMatch(new RegExp(`^lookback_${tenant}_[A-Za-z0-9_-]{43}$`));
    const { body } = await as(key).get(`/tenants/${tenant}/keys`);
    expect(body).toEqual({
      data: [{ id: expect.any(String), name: "test", rights: ["admin"], createdAt: expect.any(String) }],
      total: 1,
    });
    const objects = join(worker.state, "objects");
    const files = readdirSync(objects, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(readFileSync(join(file.parentPath, file.name)).includes(key.slice(-43))).toBe(false);
    }
  });

  test("only the operator and the tenant's own admin keys administer its keys", async () => {
    const tenant = `own-${Date.now()}`;
    const path = `/tenants/${tenant}/keys`;
    const body = { rights: ["read"] };
    expect((await as(null).post(path, body)).status).toBe(401);
    expect((await as("wrong").post(path, body)).status).toBe(401);
    expect((await as("lookback-dev").post(path, body)).status).toBe(403);
    expect((await as(OPERATOR).post(path, body)).status).toBe(201);
    const reader = as(await newTenant(worker.url, ["read", "write"], tenant));
    expect((await reader.post(path, body)).status).toBe(403);
    const admin = as(await newTenant(worker.url, ["admin"], tenant));
    expect((await admin.post(path, body)).status).toBe(201);
    expect((await admin.get(path)).body.total).toBe(4);
  });

  test.each([
    [{ rights: [] }, "rights"],
    [{ rights: ["root"] }, "rights[0]"],
    [{}, "rights"],
    [{ rights: ["read"], name: 5 }, "name"],
    [{ rights: ["read"], admin: true }, "admin"],
  ])("the key %j is 400 at its path", async (body, path) => {
    const refused = await as(OPERATOR).post("/tenants/some/keys", body);
    expect([refused.status, refused.body.error.issues[0].path]).toEqual([400, path]);
  });

  test("an invalid tenant name is 400", async () => {
    const refused = await as(OPERATOR).post("/tenants/Not_This/keys", { rights: ["read"] });
    expect([refused.status, refused.body.error.issues[0].path]).toEqual([400, "tenant"]);
  });
});

describe("without the settings of a local run", () => {
  test("the local keys are unknown, and without an operator's key there is no operator", async () => {
    const deployed = await startWorker({ vars: { LOCAL_KEYS: "", ADMIN_KEY: "" } });
    try {
      for (const key of ["lookback-dev", "lookback-dev-2", OPERATOR]) {
        const api = client(deployed.url, key);
        expect((await api.get("/offers")).status).toBe(401);
        expect((await api.post("/tenants/dev/keys", { rights: ["read"] })).status).toBe(401);
      }
    } finally {
      await deployed.stop();
    }
  });

  test("the local keys are refused under any host name but the local machine's", async () => {
    const { request } = await import("node:http");
    // The key is in use under the right name, and so held to be good for the moment.
    expect((await as("lookback-dev").get("/offers")).status).toBe(200);
    const { port } = new URL(worker.url);
    const status = await new Promise((resolve, reject) => {
      const headers = { Host: "lookback.example.com", Authorization: "Bearer lookback-dev" };
      const call = request({ host: "127.0.0.1", port, path: "/api/v1/offers", headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.on("error", reject);
      call.end();
    });
    expect(status).toBe(401);
  });
});

describe("isolation", () => {
  test("no data of one tenant can be reached with another's key", async () => {
    const one = as("lookback-dev");
    const two = as("lookback-dev-2");
    await one.post("/behavioral-metrics", emailImpressions);
    const event = { id: "1", eventType: "impression", channel: "email", timestamp: Date.now() - 1000 };
    await one.post("/customers/shared/events", event);
    const profiled = {
      startDateTime: Date.now() - 1000,
      events: [{ eventType: "ChangeProfileScoreEvent", delta: { p: { scoreCount: 1, values: { k: 1 } } } }],
    };
    expect((await one.post("/customers/shared/interactions", profiled)).status).toBe(202);

    expect((await two.get("/behavioral-metrics")).body).toEqual({ data: [], total: 0 });
    expect((await two.get("/behavioral-metrics/bm_email_impression_7d")).status).toBe(404);
    expect((await two.put("/behavioral-metrics/bm_email_impression_7d", { windowDays: 1 })).status).toBe(404);
    expect((await two.delete("/behavioral-metrics/bm_email_impression_7d")).status).toBe(404);
    expect((await two.get("/customers/shared/metrics")).body.data).toEqual([]);
    expect((await two.get("/customers/shared/profile")).body.scores).toEqual({});
    expect((await two.post("/customers/mine/merge", { from: "shared" })).body.appended).toBe(0);
    expect((await two.delete("/customers/shared")).status).toBe(204);

    const { body } = await one.get("/customers/shared/metrics");
    expect(body.data[0].groups).toEqual([expect.objectContaining({ channel: "email", value: 1 })]);
    expect(Object.keys((await one.get("/customers/shared/profile")).body.scores)).toEqual(["p"]);
  });

  test("an id with a slash stays within its tenant", async () => {
    const one = as(await newTenant(worker.url, ["read", "write", "admin"], "slash"));
    const two = as(await newTenant(worker.url, ["read", "write", "admin"], "slash-2"));
    for (const api of [one, two])
      await api.post("/behavioral-metrics", { ...emailImpressions, dimensions: [] });
    const event = { eventType: "impression", timestamp: Date.now() - 1000 };
    const sneaky = encodeURIComponent("../slash-2/c");
    expect((await one.post(`/customers/${sneaky}/events`, event)).body.appended).toBe(1);
    expect((await one.get(`/customers/${sneaky}/metrics`)).body.data[0].value).toBe(1);
    expect((await two.get("/customers/c/metrics")).body.data[0].value).toBe(0);
  });
});

describe("pages of other origins", () => {
  const origin = "https://shop.example";
  const ask = (url, method = "POST") =>
    fetch(`${url}/api/v1/customers/c/decide`, {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": method },
    });

  test("are allowed by default, for errors too", async () => {
    const asked = await ask(worker.url);
    expect(asked.status).toBe(204);
    expect(asked.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(asked.headers.get("Access-Control-Allow-Methods")).toContain("DELETE");
    expect(asked.headers.get("Access-Control-Allow-Headers")).toContain("Authorization");
    const answered = await as("lookback-dev").get("/customers/c/metrics", { Origin: origin });
    expect(answered.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(answered.headers.get("Access-Control-Expose-Headers")).toContain("ETag");
    const refused = await as(null).get("/offers", { Origin: origin });
    expect([refused.status, refused.headers.get("Access-Control-Allow-Origin")]).toEqual([401, "*"]);
  });

  test("are allowed only if the setting names them", async () => {
    const named = await startWorker({ vars: { CORS_ORIGINS: `https://other.example, ${origin}` } });
    const none = await startWorker({ vars: { CORS_ORIGINS: "" } });
    try {
      expect((await ask(named.url)).headers.get("Access-Control-Allow-Origin")).toBe(origin);
      const elsewhere = await client(named.url).get("/customers/c/metrics", {
        Origin: "https://evil.example",
      });
      expect(elsewhere.headers.get("Access-Control-Allow-Origin")).toBeNull();
      expect(elsewhere.headers.get("Vary")).toBe("Authorization, Origin");
      expect((await ask(none.url)).headers.get("Access-Control-Allow-Origin")).toBeNull();
    } finally {
      await Promise.all([named.stop(), none.stop()]);
    }
  });
});
