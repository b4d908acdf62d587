// Definitions of all kinds, and that customers see their changes.

import { describe, expect, test } from "vitest";
import { api } from "./support/api.js";
import { ago, impression, metricOf, NOW, total } from "./support/history.js";

const value = (customer, key) => metricOf(api, customer, key);

describe("definitions", () => {
  test("a change is seen by every customer at its next request", async () => {
    await api.post("/behavioral-metrics", total);
    const customers = Array.from({ length: 50 }, (_, n) => `c${n}`);
    const all = (call) => Promise.all(customers.map(call));
    await all((c) => api.post(`/customers/${c}/events`, [impression("1", 1), impression("2", 10)]));
    expect(new Set(await all((c) => value(c)))).toEqual(new Set([1]));
    await api.put("/behavioral-metrics/bm_impressions_7d", { windowDays: 14 });
    expect(new Set(await all((c) => value(c)))).toEqual(new Set([2]));
    await api.post("/behavioral-metrics", { ...total, key: "impressions_1d", windowDays: 1 });
    expect(new Set(await all((c) => value(c, "impressions_1d")))).toEqual(new Set([0]));
    await api.delete("/behavioral-metrics/bm_impressions_1d");
    const { body } = await api.get("/customers/c0/metrics");
    expect(body.data.map((metric) => metric.key)).toEqual(["impressions_7d"]);
  });

  test("a metric that is created later computes from the existing history", async () => {
    await api.post("/customers/c/events", [impression("1", 1), impression("2", 100)]);
    await api.post("/behavioral-metrics", { ...total, key: "impressions_365d", windowDays: 365 });
    expect(await value("c", "impressions_365d")).toBe(2);
  });

  test("simultaneous edits are all applied", async () => {
    const keys = Array.from({ length: 12 }, (_, n) => `metric_${n}`);
    const made = await Promise.all(keys.map((key) => api.post("/behavioral-metrics", { ...total, key })));
    expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]));
    expect((await api.get("/behavioral-metrics")).body.total).toBe(12);
    const again = await Promise.all(keys.map((key) => api.post("/behavioral-metrics", { ...total, key })));
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([409]));
  });

  const profile = {
    id: "interests",
    name: "Interests",
    keys: [{ id: "sport" }, { id: "music" }],
    patterns: [{ id: "fan", values: { sport: 10 } }],
  };
  const kinds = {
    "contact-policies": { name: "Rest", ruleType: "cooldown", config: { cooldownHours: 24 } },
    "qualification-rules": {
      name: "Members",
      ruleType: "segment_required",
      config: { segments: ["member"] },
    },
    offers: { key: "gold-card", category: "cards", score: 2 },
    profiles: profile,
  };

  test.each(Object.entries(kinds))(
    "%s are created, listed, read, changed and deleted",
    async (path, body) => {
      const made = await api.post(`/${path}`, body);
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject(body);
      const at = `/${path}/${encodeURIComponent(made.body.id)}`;
      expect(made.headers.get("Location")).toBe(`/api/v1${at}`);
      expect((await api.get(`/${path}`)).body).toEqual({ data: [made.body], total: 1 });
      expect((await api.get(at)).body).toEqual(made.body);
      const changed = await api.put(at, { description: "Changed" });
      expect([changed.status, changed.body.description]).toEqual([200, "Changed"]);
      const wrong = await api.put(at, { nonsense: 1 });
      expect([wrong.status, wrong.body.error.issues[0].path]).toEqual([400, "nonsense"]);
      if (path !== "contact-policies" && path !== "qualification-rules") {
        expect((await api.post(`/${path}`, body)).status).toBe(409);
      }
      expect((await api.delete(at)).status).toBe(204);
      expect((await api.get(`/${path}`)).body).toEqual({ data: [], total: 0 });
    },
  );

  test("the arbitration is replaced as a whole", async () => {
    expect((await api.get("/arbitration")).body).toEqual({ weights: [] });
    await api.post("/behavioral-metrics", {
      ...total,
      key: "clicks_7d",
      eventType: "click",
      dimensions: ["offer"],
    });
    const weights = [{ metricKey: "clicks_7d", weight: 1, scale: { min: 0, max: 2 } }];
    const put = await api.put("/arbitration", { weights });
    expect([put.status, put.body.weights]).toEqual([200, weights]);
    await api.post("/customers/c/events", { eventType: "click", offer: "b", timestamp: ago(1) });
    const { body } = await api.post("/customers/c/decide", {
      candidates: [{ offer: "a" }, { offer: "b" }],
      now: NOW,
    });
    expect(body.outcomes.map(({ offer, score }) => [offer, score])).toEqual([
      ["b", 1.5],
      ["a", 1],
    ]);
    const bad = await api.put("/arbitration", {
      weights: [{ metricKey: "none", weight: 1, scale: { half: 1 } }],
    });
    expect([bad.status, bad.body.error.issues[0].path]).toEqual([400, "weights[0].metricKey"]);
    expect((await api.delete("/behavioral-metrics/bm_clicks_7d")).body.error.code).toBe("metric_in_use");
  });

  describe("a change after which another definition could no longer read it is 409, with that definition named", () => {
    const spend = {
      key: "spend_7d",
      aggregationType: "sum",
      eventType: "conversion",
      dimensions: ["offer"],
      windowDays: 7,
    };
    const cap = (ruleType) => ({ id: "cap", ruleType, config: { metricKey: "spend_7d", threshold: 1 } });
    const weights = [{ metricKey: "spend_7d", weight: 1, match: "total", scale: { half: 1 } }];

    test.each([
      [
        "a sum over all channels",
        "post",
        "/contact-policies",
        cap("cross_channel_cap"),
        { aggregationType: "avg" },
      ],
      ["a sum by category", "post", "/contact-policies", cap("category_suppression"), { dimensions: [] }],
      ["a sum in the arbitration", "put", "/arbitration", { weights }, { aggregationType: "max" }],
    ])("of %s", async (_, method, path, reader, change) => {
      const made = await api.post("/behavioral-metrics", spend);
      await api[method](path, reader);
      const { status, body } = await api.put("/behavioral-metrics/bm_spend_7d", change);
      expect([status, body.error.code]).toEqual([409, "metric_in_use"]);
      const dependent = path === "/arbitration" ? "arbitration.arbitration" : "contactPolicies.cap";
      expect(body.error.issues).toEqual([expect.objectContaining({ path: dependent, code: "dependent" })]);
      expect((await api.get("/behavioral-metrics/bm_spend_7d")).body).toEqual(made.body);
    });

    test.each(["Other", null])("of a policy that an override names, which is renamed to %s", async (name) => {
      await api.post("/contact-policies", kinds["contact-policies"]);
      const config = { policies: ["Rest"] };
      await api.post("/contact-policies", { id: "vip", ruleType: "allow_override", config });
      const { status, body } = await api.put("/contact-policies/cp_rest", { name });
      expect([status, body.error.code]).toEqual([409, "in_use"]);
      expect(body.error.issues[0].path).toBe("contactPolicies.vip");
      expect((await api.put("/contact-policies/cp_rest", { priority: 60 })).status).toBe(200);
    });
  });

  test("the offers' catalog fills in what candidates leave out", async () => {
    await api.post("/offers", kinds.offers);
    const again = await api.post("/offers", kinds.offers);
    expect(again.body.error.message).toMatch(/^There is an offer of_gold-card already/);
    const { body } = await api.post("/customers/c/decide", { candidates: [{ offer: "gold-card" }] });
    expect(body.outcomes[0]).toMatchObject({ offer: "gold-card", category: "cards", score: 2 });
  });

  test("a profile's GUID is stored in lower case with hyphens, and found in any notation", async () => {
    const id = "24dff2cf-b30a-4b75-8967-2fe3dee0b4a2";
    const digits = id.replaceAll("-", "");
    const spellings = [id, id.toUpperCase(), `{${id}}`, `(${id})`, digits];
    const made = await api.post("/profiles", { ...profile, id: `{${id.toUpperCase()}}` });
    expect([made.status, made.body.id]).toEqual([201, id]);
    expect(made.headers.get("Location")).toBe(`/api/v1/profiles/${id}`);
    for (const spelling of spellings) {
      const at = `/profiles/${encodeURIComponent(spelling)}`;
      expect((await api.get(at)).body.id).toBe(id);
      expect((await api.put(at, { id: spelling, description: spelling })).body).toMatchObject({ id });
      const again = await api.post("/profiles", { ...profile, id: spelling });
      expect([again.status, again.body.error.message]).toEqual([409, expect.stringContaining(id)]);
    }
    expect((await api.put(`/profiles/${id}`, { id: "interests" })).status).toBe(400);
    for (const other of [`{${digits}}`, `(${digits})`, `{${id})`, `(${id}}`, `{${id}`]) {
      expect((await api.get(`/profiles/${encodeURIComponent(other)}`)).status).toBe(404);
    }
    expect((await api.delete(`/profiles/${digits}`)).status).toBe(204);
  });

  test("a profile that rules read, even paused ones, is deleted only by force, which sets them aside until it exists again", async () => {
    const id = "24dff2cf-b30a-4b75-8967-2fe3dee0b4a2";
    await api.post("/profiles", { ...profile, id });
    await api.post("/qualification-rules", {
      id: "fans",
      ruleType: "profile_match",
      config: { profileId: `{${id.toUpperCase()}}`, patternId: "fan" },
    });
    await api.post("/contact-policies", {
      id: "busy",
      ruleType: "profile_score",
      config: { profileId: id, operator: "gt", threshold: 9 },
      status: "paused",
    });
    const other = { id: "other", ruleType: "profile_match", config: { profileId: "undefined" } };
    expect((await api.post("/qualification-rules", other)).status).toBe(201);

    const refused = await api.delete(`/profiles/${id}`);
    expect([refused.status, refused.body.error.code]).toEqual([409, "in_use"]);
    expect(refused.body.error.issues.map(({ path }) => path)).toEqual([
      "qualificationRules.fans",
      "contactPolicies.busy",
    ]);
    expect((await api.get(`/profiles/${id}`)).status).toBe(200);

    expect((await api.delete(`/profiles/${id}?force=true`)).status).toBe(204);
    const decide = async () => {
      const { headers } = await api.post("/customers/c/decide", { candidates: [{ offer: "a" }] });
      return headers.get("Lookback-Set-Aside");
    };
    expect(await decide()).toBe("fans, busy");
    await api.post("/offers", kinds.offers);
    expect(await decide()).toBe("fans, busy");
    await api.post("/profiles", { ...profile, id });
    expect(await decide()).toBeNull();
  });

  test("interactions score the profile, once each", async () => {
    await api.post("/profiles", profile);
    const visit = {
      id: "v1",
      startDateTime: ago(1),
      events: [
        {
          eventType: "ChangeProfileScoreEvent",
          delta: { interests: { scoreCount: 1, values: { sport: 4 } } },
        },
        impression("seen", 1),
      ],
    };
    const first = await api.post("/customers/c/interactions", visit);
    expect([first.status, first.body]).toEqual([
      202,
      { applied: true, appended: 1, duplicates: 0, conflicts: [] },
    ]);
    expect((await api.post("/customers/c/interactions", visit)).body.applied).toBe(false);
    const { status, body } = await api.get("/customers/c/profile");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      sourceInteractionStartDateTime: ago(1),
      scores: { interests: { matchedPatternId: "fan", score: 4, scoreCount: 1, values: { sport: 4 } } },
    });
  });
});
