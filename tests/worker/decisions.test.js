// Decisions, reservations, how long they hold, and what is refused.

import { beforeEach, describe, expect, test } from "vitest";
import { api, worker } from "./support/api.js";
import { emailCap, emailImpressions } from "./support/documented-examples.js";
import { ago, DAY, impression, metricOf, NOW, total } from "./support/history.js";

describe("malformed requests are 400", () => {
  test.each([
    ["decide", "not json", ""],
    ["decide", "[]", ""],
    ["decide", "null", ""],
    ["decide", '{"candidates":"all"}', "candidates"],
    ["decide", '{"candidates":[{"offer":5}]}', "candidates[0].offer"],
    ["decide", '{"candidates":[{"offer":"a","score":1e999}]}', "candidates[0].score"],
    ["decide", '{"candidates":[],"now":"yesterday"}', "now"],
    ["decide", `{"candidates":${"[".repeat(100_000)}`, ""],
    ["decide", `{"candidates":${"[".repeat(1000)}${"]".repeat(1000)}}`, ""],
    ["reserve", '{"candidates":[{}]}', "candidates[0].offer"],
    ["interactions", "{}", "interaction.startDateTime"],
    ["interactions", '{"startDateTime":"2026-02-30T00:00:00Z"}', "interaction.startDateTime"],
    ["merge", "{}", "from"],
    ["merge", '{"from":7}', "from"],
    ["merge", '{"from":"c"}', "from"],
    ["merge", '{"from":"x","to":"y"}', "to"],
  ])("%s with %s", async (path, body, at) => {
    const { status, body: answer } = await api.post(`/customers/c/${path}`, body);
    expect(status).toBe(400);
    expect(answer.error.issues[0].path).toBe(at);
  });

  test("an invalid moment in the query", async () => {
    for (const path of ["metrics", "profile"]) {
      const { status, body } = await api.get(`/customers/c/${path}?now=2026-02-30T00:00:00Z`);
      expect([status, body.error.issues[0].path]).toEqual([400, "now"]);
    }
  });

  test("an offset may be written with a plus in the query, encoded or not", async () => {
    for (const now of ["2026-03-10T14:30:00+01:00", "2026-03-10T14:30:00%2B01:00", "2026-03-10 14:30+01"]) {
      const { status, body } = await api.get(`/customers/c/metrics?now=${now}`);
      expect([status, body.now]).toEqual([200, "2026-03-10T13:30:00.000Z"]);
    }
    const { body } = await api.get("/customers/c/metrics?now=2026-03-10 14:30");
    expect(body.error.message).toMatch(/^now: a time without an offset is ambiguous/);
  });

  test("an unknown parameter is refused, and the known ones are listed", async () => {
    const event = { eventType: "click", timestamp: NOW };
    const skipping = await api.post("/customers/c/events?oninvalid=skip", event);
    expect([skipping.status, skipping.body.error.message]).toEqual([
      400,
      "There is no parameter oninvalid here; those there are: onInvalid.",
    ]);
    expect(skipping.body.error.issues).toMatchObject([{ path: "oninvalid", code: "unknown_field" }]);
    const { body } = await api.get("/offers?limit=5");
    expect(body.error.message).toBe("There is no parameter limit here; there are none.");
  });

  test("the message of an error names the path, and how many more issues there are", async () => {
    const { body } = await api.post("/behavioral-metrics", {});
    expect(body.error.message).toMatch(/^key: is required \(and \d more\)$/);
    expect(body.error.issues.length).toBeGreaterThan(1);
  });

  test("an id in the path that is not UTF-8, or too long", async () => {
    expect((await api.get("/customers/%ff/metrics")).status).toBe(400);
    expect((await api.get(`/customers/${"x".repeat(257)}/metrics`)).status).toBe(400);
  });

  test("an unknown path is 404, and another method is 405 with the allowed ones", async () => {
    expect((await api.get("/nothing")).status).toBe(404);
    const { status, headers } = await api.put("/customers/c/events", {});
    expect([status, headers.get("Allow")]).toEqual([405, "POST"]);
  });
});

describe("metrics", () => {
  test("are computed at the requested moment, and are zero for an unknown customer", async () => {
    await api.post("/behavioral-metrics", total);
    const { status, body } = await api.get(`/customers/nobody/metrics?now=${NOW}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 1, now: NOW, validUntil: null });
    expect(body.data[0]).toMatchObject({ key: "impressions_7d", value: 0, to: NOW, from: ago(7) });
    await api.post("/customers/c/events", [impression("1", 1), impression("2", 6)]);
    expect(await metricOf(api, "c")).toBe(2);
    const inMs = await api.get(`/customers/c/metrics?now=${Date.parse(NOW) + 3 * DAY}`);
    expect(inMs.body.data[0].value).toBe(1);
  });
});

describe("how long a response holds", () => {
  beforeEach(async () => {
    await api.post("/behavioral-metrics", emailImpressions);
    await api.post("/contact-policies", emailCap);
  });
  const request = { candidates: [{ offer: "a", channel: "email" }], now: NOW };

  test("Cache-Control counts the seconds to validUntil", async () => {
    const forever = await api.post("/customers/c/decide", request);
    expect(forever.body.validUntil).toBeNull();
    expect(forever.headers.get("Cache-Control")).toBe("private, max-age=31536000");
    await api.post("/customers/c/events", impression("1", 6.75));
    const decided = await api.post("/customers/c/decide", request);
    const metrics = await api.get(`/customers/c/metrics?now=${NOW}`);
    for (const answer of [decided, metrics]) {
      expect(answer.body.validUntil).toBe(ago(-0.25));
      expect(answer.headers.get("Cache-Control")).toContain(`private, max-age=${DAY / 4 / 1000}`);
      expect(answer.headers.get("Vary")).toContain("Authorization");
    }
  });

  test("browsers, which cache responses to GET, have to ask whether an event has arrived", async () => {
    const metrics = await api.get(`/customers/c/metrics?now=${NOW}`);
    expect(metrics.headers.get("Cache-Control")).toContain("no-cache");
    const decided = await api.post("/customers/c/decide", request);
    expect(decided.headers.get("Cache-Control")).not.toContain("no-cache");
  });

  test("the ETag stays the same while nothing changes, and If-None-Match returns 304", async () => {
    await api.post("/customers/c/events", impression("1", 1));
    const { now: _, ...present } = request;
    const first = await api.post("/customers/c/decide", present);
    const second = await api.post("/customers/c/decide", present);
    expect(first.headers.get("ETag")).toMatch(/^W\/"/);
    expect(second.headers.get("ETag")).toBe(first.headers.get("ETag"));
    const known = { "If-None-Match": first.headers.get("ETag") };
    const unchanged = await api.post("/customers/c/decide", present, known);
    expect([unchanged.status, unchanged.body]).toEqual([304, ""]);
    const metrics = await api.get("/customers/c/metrics");
    const again = await api.get("/customers/c/metrics", { "If-None-Match": metrics.headers.get("ETag") });
    expect(again.status).toBe(304);
  });

  test("the ETag and the response stay the same when the customer is read back from storage", async () => {
    const batches = [0, 1, 2].map((n) =>
      Array.from({ length: 100 }, (_, m) => impression(`${n}-${m}`, 1 + m / 100)),
    );
    for (const batch of batches) await api.post("/customers/c/events", batch);
    const before = await api.post("/customers/c/decide", request);
    for (let restart = 0; restart < 2; restart += 1) {
      await worker.kill();
      await worker.start();
      const after = await api.post("/customers/c/decide", request);
      expect(after.headers.get("ETag")).toBe(before.headers.get("ETag"));
      expect(after.body).toEqual(before.body);
    }
  });

  test("the ETag changes with an event, a definition, the question, and for a customer that came back", async () => {
    const tags = new Set();
    const tag = async (body = request) => {
      const { headers } = await api.post("/customers/c/decide", body);
      tags.add(headers.get("ETag"));
      return tags.size;
    };
    expect(await tag()).toBe(1);
    await api.post("/customers/c/events", impression("1", 1));
    expect(await tag()).toBe(2);
    await api.put("/contact-policies/cp_dynamic_email_cap", { priority: 60 });
    expect(await tag()).toBe(3);
    expect(await tag({ ...request, limit: 1 })).toBe(4);
    await api.delete("/customers/c");
    await api.post("/customers/c/events", impression("1", 1));
    expect(await tag()).toBe(5);
  });
});

describe("reserving", () => {
  beforeEach(async () => {
    await api.post("/behavioral-metrics", { ...total, key: "shown_7d", dimensions: ["offer"] });
    const config = { metricKey: "shown_7d", threshold: 1, operator: "gte" };
    await api.post("/contact-policies", { name: "Once", ruleType: "frequency_cap", config });
  });

  test("only one of many simultaneous placements gets the offer", async () => {
    const request = { candidates: [{ offer: "a" }] };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.post("/customers/c/reserve", request)),
    );
    const statuses = answers.map(({ body }) => body.outcomes[0].status);
    expect(statuses.filter((status) => status === "eligible")).toHaveLength(1);
    expect(statuses.filter((status) => status === "suppressed")).toHaveLength(19);
  });

  test("deciding records nothing", async () => {
    const request = { candidates: [{ offer: "a" }] };
    for (let n = 0; n < 3; n += 1) {
      const { body } = await api.post("/customers/c/decide", request);
      expect(body.outcomes[0].status).toBe("eligible");
    }
  });
});
