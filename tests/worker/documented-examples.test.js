// The API by the examples that its documentation prints, request by request.

import { describe, expect, test } from "vitest";
import { api } from "./support/api.js";
import {
  emailCap,
  emailImpressions,
  engagementGate,
  recipes,
  responseRate,
} from "./support/documented-examples.js";

const DOCUMENTED_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

describe("behavioral metrics", () => {
  test("POST returns 201 with the body, its id and its times", async () => {
    const { status, body, headers } = await api.post("/behavioral-metrics", emailImpressions);
    expect(status).toBe(201);
    expect(headers.get("Content-Type")).toBe("application/json");
    expect(headers.get("Location")).toBe("/api/v1/behavioral-metrics/bm_email_impression_7d");
    const { createdAt, updatedAt, ...rest } = body;
    expect(rest).toEqual({ id: "bm_email_impression_7d", ...emailImpressions });
    expect(Object.keys(body)).toEqual(["id", ...Object.keys(emailImpressions), "createdAt", "updatedAt"]);
    expect(createdAt).toMatch(DOCUMENTED_TIME);
    expect(updatedAt).toBe(createdAt);
  });

  test("all recipes are accepted", async () => {
    for (const recipe of recipes) {
      const { status, body } = await api.post("/behavioral-metrics", recipe);
      expect([status, body.id]).toEqual([201, `bm_${recipe.key}`]);
    }
  });

  test("GET lists them in order of creation, with the total", async () => {
    expect((await api.get("/behavioral-metrics")).body).toEqual({ data: [], total: 0 });
    for (const recipe of recipes) await api.post("/behavioral-metrics", recipe);
    const { status, body } = await api.get("/behavioral-metrics");
    expect(status).toBe(200);
    expect(body.total).toBe(recipes.length);
    expect(body.data.map((metric) => metric.key)).toEqual(recipes.map((recipe) => recipe.key));
  });

  test("GET by id returns the metric, or 404 when there is none", async () => {
    const made = await api.post("/behavioral-metrics", emailImpressions);
    const got = await api.get("/behavioral-metrics/bm_email_impression_7d");
    expect([got.status, got.body]).toEqual([200, made.body]);
    const missing = await api.get("/behavioral-metrics/bm_other");
    expect(missing.status).toBe(404);
    expect(missing.body.error).toMatchObject({ code: "not_found", status: 404, issues: [] });
  });

  test("PUT changes the members given and keeps the rest", async () => {
    const made = await api.post("/behavioral-metrics", emailImpressions);
    const { status, body } = await api.put("/behavioral-metrics/bm_email_impression_7d", { windowDays: 14 });
    expect(status).toBe(200);
    expect(body).toEqual({ ...made.body, windowDays: 14, updatedAt: body.updatedAt });
    expect((await api.get("/behavioral-metrics/bm_email_impression_7d")).body).toEqual(body);
  });

  test("PUT accepts the whole metric as it was returned, and null removes a member", async () => {
    const made = await api.post("/behavioral-metrics", emailImpressions);
    const whole = await api.put("/behavioral-metrics/bm_email_impression_7d", {
      ...made.body,
      description: null,
    });
    expect(whole.status).toBe(200);
    expect(whole.body).not.toHaveProperty("description");
  });

  test("PUT refuses another key, and returns 404 when there is no metric", async () => {
    await api.post("/behavioral-metrics", emailImpressions);
    const renamed = await api.put("/behavioral-metrics/bm_email_impression_7d", { key: "other" });
    expect(renamed.status).toBe(400);
    expect(renamed.body.error.issues[0]).toMatchObject({ path: "key", code: "immutable" });
    expect((await api.put("/behavioral-metrics/bm_other", { windowDays: 3 })).status).toBe(404);
  });

  test("DELETE returns 204, and the metric is gone", async () => {
    await api.post("/behavioral-metrics", emailImpressions);
    const gone = await api.delete("/behavioral-metrics/bm_email_impression_7d");
    expect([gone.status, gone.body]).toEqual([204, ""]);
    expect((await api.get("/behavioral-metrics/bm_email_impression_7d")).status).toBe(404);
    expect((await api.delete("/behavioral-metrics/bm_email_impression_7d")).status).toBe(404);
  });

  test("creating a metric whose key is taken is 409 duplicate_key", async () => {
    await api.post("/behavioral-metrics", emailImpressions);
    const { status, body } = await api.post("/behavioral-metrics", emailImpressions);
    expect(status).toBe(409);
    expect(body.error).toMatchObject({ code: "duplicate_key", status: 409 });
    expect(body.error.issues[0]).toMatchObject({ path: "key", code: "duplicate_key" });
  });

  test("creating a 21st metric is 409 metric_limit_exceeded, and the 20 stay", async () => {
    const numbered = (n) => ({ ...emailImpressions, key: `metric_${n}` });
    for (let n = 1; n <= 20; n += 1) {
      expect((await api.post("/behavioral-metrics", numbered(n))).status).toBe(201);
    }
    const { status, body } = await api.post("/behavioral-metrics", numbered(21));
    expect([status, body.error.code]).toEqual([409, "metric_limit_exceeded"]);
    expect((await api.get("/behavioral-metrics")).body.total).toBe(20);
  });

  test.each([
    [{ windowDays: 0 }, "windowDays", "out_of_range"],
    [{ windowDays: 366 }, "windowDays", "out_of_range"],
    [{ windowDays: 1.5 }, "windowDays", "out_of_range"],
    [{ windowDays: "7" }, "windowDays", "wrong_type"],
    [{ key: "Email" }, "key", undefined],
    [{ key: undefined }, "key", "required"],
    [{ aggregationType: "median" }, "aggregationType", undefined],
    [{ eventType: undefined }, "eventType", "required"],
    [{ dimensions: ["channel", "offer", "channel"] }, "dimensions", undefined],
    [{ dimensions: ["region"] }, "dimensions[0]", undefined],
    [{ secondaryEventType: "click" }, "secondaryEventType", undefined],
    [{ aggregationType: "ratio" }, "secondaryEventType", "required"],
    [{ windowDay: 7 }, "windowDay", "unknown_field"],
  ])("%j is 400 at its path", async (change, path, code) => {
    const { status, body } = await api.post("/behavioral-metrics", { ...emailImpressions, ...change });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: "invalid_configuration", status: 400 });
    const issue = body.error.issues.find((candidate) => candidate.path.startsWith(path));
    expect(issue).toBeDefined();
    if (code !== undefined) expect(issue.code).toBe(code);
    expect((await api.get("/behavioral-metrics")).body.total).toBe(0);
  });
});

describe("rules that read metrics", () => {
  test("the documented contact policy and qualification rule are accepted and returned with an id", async () => {
    await api.post("/behavioral-metrics", emailImpressions);
    await api.post("/behavioral-metrics", responseRate);
    const cap = await api.post("/contact-policies", emailCap);
    expect([cap.status, cap.body.id]).toEqual([201, "cp_dynamic_email_cap"]);
    expect(cap.body).toMatchObject(emailCap);
    const gate = await api.post("/qualification-rules", engagementGate);
    expect([gate.status, gate.body.id]).toEqual([201, "qr_engagement_score_gate"]);
    expect(gate.body).toMatchObject(engagementGate);
  });

  test("a rule over a metric that does not exist is 400 unknown_metric at its path", async () => {
    const { status, body } = await api.post("/contact-policies", emailCap);
    expect(status).toBe(400);
    expect(body.error.issues).toEqual([
      expect.objectContaining({ path: "config.metricKey", code: "unknown_metric" }),
    ]);
  });

  test("deleting a metric that rules read is 409 metric_in_use with the dependents named", async () => {
    await api.post("/behavioral-metrics", emailImpressions);
    await api.post("/contact-policies", emailCap);
    const { status, body } = await api.delete("/behavioral-metrics/bm_email_impression_7d");
    expect(status).toBe(409);
    expect(body.error.code).toBe("metric_in_use");
    expect(body.error.message).toContain("cp_dynamic_email_cap");
    expect(body.error.issues).toEqual([
      expect.objectContaining({ path: "contactPolicies.cp_dynamic_email_cap", code: "dependent" }),
    ]);
    expect((await api.get("/behavioral-metrics")).body.total).toBe(1);
  });

  test("a metric that is deleted by force sets the rules that read it aside until it is created again", async () => {
    await api.post("/behavioral-metrics", emailImpressions);
    await api.post("/contact-policies", emailCap);
    expect((await api.delete("/behavioral-metrics/bm_email_impression_7d?force=true")).status).toBe(204);
    expect((await api.get("/contact-policies/cp_dynamic_email_cap")).body.setAside).toBe(true);
    const without = await api.post("/customers/c/decide", { candidates: [{ offer: "a", channel: "email" }] });
    expect(without.status).toBe(200);
    expect(without.headers.get("Lookback-Set-Aside")).toBe("cp_dynamic_email_cap");

    await api.post("/behavioral-metrics", emailImpressions);
    expect((await api.get("/contact-policies/cp_dynamic_email_cap")).body).not.toHaveProperty("setAside");
    const again = await api.post("/customers/c/decide", { candidates: [{ offer: "a", channel: "email" }] });
    expect(again.headers.get("Lookback-Set-Aside")).toBeNull();
    expect(again.body.outcomes[0].reasons.map((reason) => reason.rule)).toContain("cp_dynamic_email_cap");
  });

  test("the cap suppresses above three impressions by email, not at three", async () => {
    await api.post("/behavioral-metrics", emailImpressions);
    await api.post("/contact-policies", emailCap);
    const impression = (n) => ({
      id: `i${n}`,
      eventType: "impression",
      channel: "email",
      timestamp: Date.now() - n * 60_000,
    });
    const candidates = [{ offer: "a", channel: "email" }];
    await api.post("/customers/c/events", [1, 2, 3].map(impression));
    const atThree = await api.post("/customers/c/decide", { candidates });
    expect(atThree.body.outcomes[0].status).toBe("eligible");
    await api.post("/customers/c/events", impression(4));
    const atFour = await api.post("/customers/c/decide", { candidates });
    expect(atFour.body.outcomes[0].status).toBe("suppressed");
    expect(atFour.body.outcomes[0].reasons[0]).toMatchObject({
      rule: "cp_dynamic_email_cap",
      effect: "suppress",
      observed: 4,
      operator: "gt",
      threshold: 3,
    });
  });
});
