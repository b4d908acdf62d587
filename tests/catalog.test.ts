// The catalog of metrics, empty and over a stored configuration, where what reads a metric protects
// it.

import { type Configuration, type LookbackError, MetricCatalog, type MetricReaders } from "lookback";
import { describe, expect, test } from "vitest";
import { emailImpressions } from "./support/email-impressions.ts";

const id = "bm_email_impression_7d";

const configuration: Configuration = {
  metrics: [
    { ...emailImpressions, createdAt: "2026-01-02T03:04:05Z", updatedAt: "2026-02-03T04:05:06.789Z" },
  ],
  contactPolicies: [
    {
      name: "Dynamic Email Cap",
      ruleType: "frequency_cap",
      config: { metricKey: emailImpressions.key, threshold: 3, action: "suppress" },
    },
  ],
  arbitration: { weights: [{ metricKey: emailImpressions.key, weight: 1, scale: { half: 5 } }] },
};

/** What a call is refused with. */
function refusal(call: () => unknown): Pick<LookbackError, "code"> & { paths: string[] } {
  try {
    call();
  } catch (error) {
    const { code, issues } = error as LookbackError;
    return { code, paths: issues.map(({ path }) => path) };
  }
  throw new Error("it was not refused");
}

describe("a catalog", () => {
  test("create returns the definition with id and times, and list, get, update and delete agree", async () => {
    const catalog = new MetricCatalog();
    const created = catalog.create(emailImpressions);
    expect(created).toMatchObject({ id: "bm_email_impression_7d", ...emailImpressions });
    expect(created.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
    expect(created.updatedAt).toBe(created.createdAt);
    expect(catalog.list()).toEqual([created]);
    expect(catalog.get(created.id)).toEqual(created);
    const updated = catalog.update(created.id, { windowDays: 14 });
    expect(updated).toMatchObject({ ...emailImpressions, windowDays: 14, createdAt: created.createdAt });
    expect(updated.updatedAt >= created.updatedAt).toBe(true);
    catalog.delete(created.id);
    expect(catalog.list()).toEqual([]);
    expect(() => catalog.get(created.id)).toThrow(expect.objectContaining({ code: "not_found" }));
    expect(() => catalog.update(created.id, {})).toThrow(expect.objectContaining({ code: "not_found" }));
    expect(() => catalog.delete(created.id)).toThrow(expect.objectContaining({ code: "not_found" }));
  });

  test("a taken key, a 21st metric and a wrong definition are refused, and change nothing", () => {
    const catalog = new MetricCatalog();
    for (let at = 0; at < 20; at++) catalog.create({ ...emailImpressions, key: `m_${at}` });
    expect(() => catalog.create({ ...emailImpressions, key: "m_3" })).toThrow(
      expect.objectContaining({ code: "duplicate_key" }),
    );
    expect(() => catalog.create({ ...emailImpressions, key: "m_20" })).toThrow(
      expect.objectContaining({ code: "metric_limit_exceeded" }),
    );
    catalog.delete("bm_m_0");
    expect(() => catalog.create({ ...emailImpressions, windowDays: 400 })).toThrow(
      expect.objectContaining({ code: "invalid_configuration" }),
    );
    expect(() => catalog.update("bm_m_1", { windowDays: 0 })).toThrow(
      expect.objectContaining({ code: "invalid_configuration" }),
    );
    expect(catalog.get("bm_m_1").windowDays).toBe(7);
    expect(catalog.list()).toHaveLength(19);
  });
});

describe("a catalog of a stored configuration", () => {
  test("keeps the times of its metrics", () => {
    using catalog = new MetricCatalog(configuration);
    expect(catalog.get(id)).toEqual({
      id,
      ...emailImpressions,
      status: "active",
      createdAt: "2026-01-02T03:04:05.000Z",
      updatedAt: "2026-02-03T04:05:06.789Z",
    });
    using again = new MetricCatalog({ ...configuration, metrics: catalog.list() });
    expect(again.list()).toEqual(catalog.list());
  });

  test("names the rules that read a metric, and deletes that metric only by force", () => {
    using catalog = new MetricCatalog(configuration);
    expect(catalog.dependents(id)).toEqual([
      { kind: "contact_policy", id: "Dynamic Email Cap", path: "contactPolicies[0]" },
      { kind: "arbitration", id: emailImpressions.key, path: "arbitration.weights[0]" },
    ]);
    const inUse = { code: "metric_in_use", paths: ["contactPolicies[0]", "arbitration.weights[0]"] };
    expect(refusal(() => catalog.delete(id))).toEqual(inUse);
    expect(refusal(() => catalog.delete(id, { force: false }))).toEqual(inUse);
    expect(refusal(() => catalog.update(id, { key: "seen" }))).toEqual(inUse);
    expect(catalog.list()).toHaveLength(1);
    catalog.delete(id, { force: true });
    expect(catalog.list()).toEqual([]);
  });

  test("accepts other rules later", () => {
    using catalog = new MetricCatalog(configuration);
    catalog.setRules({});
    expect(catalog.dependents(id)).toEqual([]);
    expect(catalog.update(id, { key: "seen" }).id).toBe("bm_seen");
    catalog.setRules(configuration);
    catalog.delete("bm_seen");
  });

  test("refuses rules that are not an object", () => {
    const catalog = new MetricCatalog();
    expect(() => catalog.setRules(undefined as unknown as MetricReaders)).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
  });

  test("is refused with everything that is wrong", () => {
    const wrong = { metrics: [{ ...emailImpressions, windowDays: 0 }], rules: [] } as Configuration;
    expect(refusal(() => new MetricCatalog(wrong))).toEqual({
      code: "invalid_configuration",
      paths: ["metrics[0].windowDays", "rules"],
    });
  });
});

test("times are the present, or the given ones", () => {
  using catalog = new MetricCatalog();
  const before = Date.now();
  const created = Date.parse(catalog.create(emailImpressions).createdAt);
  expect(created).toBeGreaterThanOrEqual(before);
  expect(created).toBeLessThanOrEqual(Date.now());
  const { updatedAt } = catalog.update(id, { windowDays: 9 }, { now: "2026-03-10T15:30:00+01:00" });
  expect(updatedAt).toBe("2026-03-10T14:30:00.000Z");
  expect(catalog.create({ ...emailImpressions, key: "b" }, { now: new Date(0) }).createdAt).toBe(
    "1970-01-01T00:00:00.000Z",
  );
  expect(refusal(() => catalog.create({ ...emailImpressions, key: "c" }, { now: "today" }))).toEqual({
    code: "invalid_argument",
    paths: ["now"],
  });
});

test("null restores the default of a member, and undefined leaves it unchanged", () => {
  using catalog = new MetricCatalog();
  catalog.create({ ...emailImpressions, name: "Impressions – sept jours", status: "paused" });
  expect(catalog.update(id, { status: undefined, windowDays: 30 }).status).toBe("paused");
  const updated = catalog.update(id, { status: null, dimensions: null });
  expect(updated).toMatchObject({ name: "Impressions – sept jours", status: "active", dimensions: [] });
});

test("ids with letters beyond ASCII are looked up whole", () => {
  using catalog = new MetricCatalog();
  expect(refusal(() => catalog.update("bm_é", { windowDays: 1 }))).toEqual({
    code: "not_found",
    paths: ["id"],
  });
  expect(() => catalog.get("bm_é")).toThrow('no metric has the id "bm_é"');
});

test("a freed catalog reports that it is disposed, and leaves the others alone", () => {
  const catalog = new MetricCatalog();
  using other = new MetricCatalog();
  catalog.free();
  catalog.free();
  expect(() => catalog.list()).toThrow("the catalog was freed before this call");
  expect(refusal(() => catalog.create(emailImpressions)).code).toBe("disposed");
  expect(other.create(emailImpressions).id).toBe(id);
});
