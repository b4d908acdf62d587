// An anonymous visitor who becomes known.

import { beforeEach, describe, expect, test } from "vitest";
import { api } from "./support/api.js";
import { ago, impression, metricOf, total } from "./support/history.js";

const value = (customer, key) => metricOf(api, customer, key);

describe("merging an anonymous visitor who becomes known", () => {
  const delta = (sport) => ({ interests: { scoreCount: 1, values: { sport } } });
  beforeEach(async () => {
    await api.post("/behavioral-metrics", total);
    await api.post("/profiles", { id: "interests", keys: [{ id: "sport" }] });
    await api.post("/customers/anon/events", [
      impression("shared", 1),
      impression("anon", 2),
      { ...impression(null, 3) },
    ]);
    await api.post("/customers/known/events", [impression("shared", 1), impression("known", 4)]);
    await api.post("/customers/anon/interactions", {
      startDateTime: ago(1),
      events: [{ eventType: "ChangeProfileScoreEvent", delta: delta(5) }],
    });
  });

  test("moves the history and the profile, and nothing stays behind", async () => {
    const { status, body } = await api.post("/customers/known/merge", { from: "anon" });
    expect([status, body]).toEqual([200, { appended: 2, duplicates: 1, conflicts: [] }]);
    expect(await value("known")).toBe(4);
    expect((await api.get("/customers/known/profile")).body.scores.interests.values).toEqual({ sport: 5 });
    expect(await value("anon")).toBe(0);
    expect((await api.get("/customers/anon/profile")).body.scores).toEqual({});
  });

  test("repeated, counts nothing twice and moves what arrived in between", async () => {
    await api.post("/customers/known/merge", { from: "anon" });
    const repeated = await api.post("/customers/known/merge", { from: "anon" });
    expect([repeated.status, repeated.body.appended]).toEqual([200, 0]);
    await api.post("/customers/anon/events", impression("later", 0.5));
    expect((await api.post("/customers/known/merge", { from: "anon" })).body.appended).toBe(1);
    expect(await value("known")).toBe(5);
  });

  test("in both directions at once loses nothing and counts nothing twice", async () => {
    const [one, other] = await Promise.all([
      api.post("/customers/known/merge", { from: "anon" }),
      api.post("/customers/anon/merge", { from: "known" }),
    ]);
    expect([one.status, other.status]).toEqual([200, 200]);
    expect((await value("known")) + (await value("anon"))).toBeGreaterThanOrEqual(4);
    await api.post("/customers/known/merge", { from: "anon" });
    await api.post("/customers/anon/merge", { from: "known" });
    await api.post("/customers/known/merge", { from: "anon" });
    expect(await value("known")).toBe(4);
  });
});
