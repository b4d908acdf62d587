// The schemas of openapi.json, against what the Worker really takes.

import { readdirSync, readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { load } from "../vectors/load.js";
import { client } from "./support/client.js";
import { newTenant } from "./support/tenant.js";
import { startWorker } from "./support/workerd.js";

const ajv = new Ajv({ strict: false, validateFormats: false });
let worker;
let api;
beforeAll(async () => {
  worker = await startWorker();
  api = client(worker.url, await newTenant(worker.url));
  ajv.addSchema(await (await fetch(`${worker.url}/openapi.json`)).json(), "openapi");
});
afterAll(() => worker.stop());

/** Whether the document lets a body through to an operation. */
function allows(method, path, body) {
  const escaped = `/api/v1${path}`.replaceAll("/", "~1");
  const schema = `openapi#/paths/${escaped}/${method}/requestBody/content/application~1json/schema`;
  return ajv.validate({ $ref: encodeURI(schema) }, body);
}

/** A path as it stands in the document. */
function templateOf(path) {
  return path.startsWith("/customers/")
    ? path.replace(/(?<=^\/customers\/)[^/]+/, "{customer}")
    : path.replace(/(?<=^\/[^/]+\/).+/, "{id}");
}

/** Whether the document and the Worker let a body through. */
async function both(method, path, body) {
  const { status } = await api[method](path, body);
  return { document: allows(method, templateOf(path), body), worker: status < 300 };
}

const clicks = { key: "clicks", aggregationType: "count", eventType: "click", windowDays: 7 };
const cooldown = { id: "rest", ruleType: "cooldown", config: { cooldownHours: 1 } };
const interests = { id: "interests", keys: ["sport"] };
const visit = (delta, more = {}) => ({
  startDateTime: "2026-03-10T14:30:00Z",
  events: [{ eventType: "ChangeProfileScoreEvent", delta, ...more }],
});
const event = (timestamp) => ({ eventType: "click", timestamp });

describe("openapi.json allows what the Worker accepts", () => {
  test.each([
    ["post", "/behavioral-metrics", clicks],
    ["put", "/behavioral-metrics/bm_clicks", { aggregationType: "sum", property: "price" }],
    ["put", "/behavioral-metrics/bm_clicks", { aggregationType: "count", property: "value" }],
    [
      "put",
      "/behavioral-metrics/bm_clicks",
      { aggregationType: "ratio", property: null, secondaryEventType: "impression" },
    ],
    ["put", "/behavioral-metrics/bm_clicks", { aggregationType: "count", secondaryEventType: null }],
    ["post", "/behavioral-metrics", { ...clicks, key: "more", secondaryEventType: null }],
    ["post", "/contact-policies", cooldown],
    ["put", "/contact-policies/rest", { config: { cooldownHours: 0.0005 } }],
    [
      "put",
      "/contact-policies/rest",
      { ruleType: "category_suppression", config: { windowDays: 7, minCount: 2 } },
    ],
    [
      "post",
      "/contact-policies",
      { ruleType: "category_suppression", config: { windowDays: 7, eventType: "view" } },
    ],
    [
      "post",
      "/contact-policies",
      { ruleType: "mutual_exclusion", config: { offers: ["a", "b", "a"], action: "suppress" } },
    ],
    ["post", "/profiles", interests],
    ["post", "/profiles", { id: "affinity", scoring: "category_affinity" }],
    ["post", "/profiles", { id: "open", scoring: { strategy: "category_affinity", keep: 3 }, keys: [] }],
    ["post", "/profiles", { ...interests, id: "waning", halfLifeDays: 3, linearDecay: null }],
    ["put", "/profiles/waning", { halfLifeDays: null, linearDecay: { graceDays: 1 } }],
    [
      "post",
      "/profiles",
      { ...interests, id: "fans", patterns: [{ id: "fan", values: [{ Key: "sport", Value: 5 }] }] },
    ],
    ["post", "/customers/c/interactions", visit({ interests: { values: { sport: 4 } } })],
    ["post", "/customers/c/interactions", visit({ interests: { scoreCount: -2, values: { sport: -4 } } })],
    ["post", "/customers/c/interactions", visit({ interests: { scoreCount: null, values: {} } })],
    [
      "post",
      "/customers/c/interactions",
      visit([{ Key: "interests", Value: { ScoreCount: 2_000_000, Values: [{ Key: "sport", Value: 1 }] } }]),
    ],
    [
      "post",
      "/customers/c/interactions",
      {
        StartDateTime: "2026-03-10T14:30:00.0000000Z",
        Events: [
          {
            "@odata.type": "#Sitecore.XConnect.Collection.Model.ChangeProfileScoresEvent",
            Delta: [{ Key: "interests", Value: { Values: [{ Key: "sport", Value: 1 }] } }],
          },
        ],
      },
    ],
    [
      "post",
      "/customers/c/interactions",
      { startDateTime: 5, events: [], StartDateTime: "never", Events: [null] },
    ],
    ["post", "/contact-policies", { ...cooldown, id: "again", updatedAt: "2026-03-10T14:30:00Z" }],
    ["put", "/arbitration", { weights: [], createdAt: "2026-03-10T14:30:00Z" }],
  ])("%s %s %j", async (method, path, body) => {
    expect(await both(method, path, body)).toEqual({ document: true, worker: true });
  });

  test.each([
    "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "2400-02-29T12:00Z",
    "2026-03-10 14:30Z",
    "2026-03-10t14:30:00,123456789z",
    "2026-03-10T14:30+01",
    "2026-03-10T14:30:00-0530",
    0,
    253_402_300_799_999,
  ])("the time %j", async (time) => {
    expect(await both("post", "/customers/c/events", event(time))).toEqual({ document: true, worker: true });
  });

  test("a definition as it was returned", async () => {
    await api.post("/offers", { key: "card", category: "cards" });
    for (const path of ["/behavioral-metrics", "/contact-policies", "/profiles", "/offers"]) {
      for (const answered of (await api.get(path)).body.data) {
        const at = `${path}/${encodeURIComponent(answered.id)}`;
        expect(await both("put", at, answered)).toEqual({ document: true, worker: true });
      }
    }
    const { body } = await api.get("/arbitration");
    expect(await both("put", "/arbitration", body)).toEqual({ document: true, worker: true });
  });

  const KINDS = {
    metrics: ["post", "/behavioral-metrics"],
    contactPolicies: ["post", "/contact-policies"],
    qualificationRules: ["post", "/qualification-rules"],
    profiles: ["post", "/profiles"],
    arbitration: ["put", "/arbitration"],
  };

  test("every definition of the recipes and the vectors that the engine accepts", () => {
    const folder = new URL("../../src/rules/recipes/", import.meta.url);
    const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
    const configurations = [
      ...files.map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")).configuration),
      ...load()
        .flatMap(({ vectors }) => vectors)
        .filter(({ expected }) => expected.error === undefined)
        .map(({ configuration }) => configuration),
    ];
    for (const configuration of configurations) {
      for (const [member, [method, path]] of Object.entries(KINDS)) {
        for (const definition of [configuration[member] ?? []].flat()) {
          expect({ definition, allowed: allows(method, path, definition) }).toEqual({
            definition,
            allowed: true,
          });
        }
      }
    }
  });
});

describe("openapi.json does not allow what the Worker refuses for its form", () => {
  test.each([
    ["post", "/behavioral-metrics", { ...clicks, key: "other", secondaryEventType: "impression" }],
    ["post", "/behavioral-metrics", { ...clicks, key: "other", aggregationType: "ratio" }],
    ["put", "/behavioral-metrics/bm_clicks", { aggregationType: "median" }],
    ["put", "/behavioral-metrics/bm_clicks", { windowDays: null }],
    ["put", "/behavioral-metrics/bm_clicks", { id: null }],
    ["post", "/contact-policies", { ruleType: "category_suppression", config: { lookbackDays: 7 } }],
    ["post", "/contact-policies", { ruleType: "allow_override", config: { action: "suppress" } }],
    ["post", "/contact-policies", { ...cooldown, id: "none", config: { cooldownHours: 1e-7 } }],
    ["post", "/profiles", { id: "none" }],
    ["post", "/profiles", { id: "none", scoring: "deltas", keys: [] }],
    ["post", "/profiles", { ...interests, id: "none", halfLifeDays: 3, linearDecay: {} }],
    ["post", "/customers/c/interactions", visit({ interests: { scoreCount: 1.5, values: {} } })],
    ["post", "/customers/c/interactions", visit({ interests: { scoreCount: 1 } })],
    ["post", "/customers/c/interactions", visit([{ Key: "interests" }])],
    ["post", "/customers/c/interactions", { events: [] }],
  ])("%s %s %j", async (method, path, body) => {
    expect(await both(method, path, body)).toEqual({ document: false, worker: false });
  });

  test.each([
    "1969-12-31T23:59:59Z",
    "10000-01-01T00:00:00Z",
    "2026-02-29T12:00:00Z",
    "2100-02-29T12:00:00Z",
    "2026-04-31T12:00:00Z",
    "2026-03-10T24:00:00Z",
    "2026-03-10T14:30:60Z",
    "2026-03-10T14:30:00.Z",
    "2026-03-10T14:30:00",
    "2026-03-10",
    "2026-03-10T14Z",
    -1,
    253_402_300_800_000,
  ])("the time %j", async (time) => {
    const refused = { document: false, worker: false };
    expect(await both("post", "/customers/c/events", event(time))).toEqual(refused);
  });
});
