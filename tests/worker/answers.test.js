// Every answer has the members that openapi.json names, and no others: a document that lags behind
// fails here.

import Ajv from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import manifest from "../../js/worker/package.json" with { type: "json" };
import { client } from "./support/client.js";
import { newTenant } from "./support/tenant.js";
import { OPERATOR, startWorker } from "./support/workerd.js";

let worker;
let document;
let ajv;
/** The operations that were answered. */
const seen = new Set();

beforeAll(async () => {
  worker = await startWorker();
  document = await (await fetch(`${worker.url}/openapi.json`)).json();
  ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(closed(document), "openapi");
});
afterAll(() => worker.stop());

/**
 * The document with every object shut that names its members. A stored definition has those of its
 * kind as well.
 */
function closed(value, name = "") {
  if (value === null || typeof value !== "object" || /^Stored/.test(name)) return value;
  if (Array.isArray(value)) return value.map((item) => closed(item));
  const inside = Object.entries(value).map(([member, item]) => [member, closed(item, member)]);
  const open =
    value.type === "object" && value.properties !== undefined && !("additionalProperties" in value);
  return { ...Object.fromEntries(inside), ...(open ? { additionalProperties: false } : {}) };
}

/** Calls an operation, and compares what it answers with the document. */
async function ask(key, method, template, { at = {}, body, expected }) {
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(at[name]));
  const answer = await client(worker.url, key).call(method.toUpperCase(), path, body);
  expect({ path, status: answer.status, body: answer.body }).toMatchObject({ status: expected });
  seen.add(`${method} ${template}`);
  const pointer = `/paths/${template.replaceAll("/", "~1")}/${method}/responses/${expected}/content/application~1json/schema`;
  const fits = ajv.validate({ $ref: encodeURI(`openapi#${pointer}`) }, answer.body);
  expect({ path, problems: fits ? [] : ajv.errors.map(described) }).toEqual({ path, problems: [] });
  return answer.body;
}

const described = ({ instancePath, message, params }) =>
  `${instancePath} ${message} ${JSON.stringify(params)}`;

const metric = {
  key: "seen_7d",
  aggregationType: "count",
  eventType: "impression",
  dimensions: ["channel", "offer"],
  windowDays: 7,
};
const KINDS = [
  ["behavioral-metrics", metric],
  ["offers", { key: "card", name: "Card", category: "cards", score: 2 }],
  [
    "profiles",
    { id: "reader", keys: ["sport", "news"], patterns: [{ id: "fan", values: { sport: 5 } }], decayRate: 5 },
  ],
  [
    "contact-policies",
    { id: "cap", ruleType: "frequency_cap", config: { metricKey: "seen_7d", threshold: 1, operator: "gte" } },
  ],
  [
    "contact-policies",
    {
      id: "tired",
      ruleType: "cooldown",
      config: { cooldownHours: 48, action: "multiply", multiplier: 0.5, eventType: "click" },
    },
  ],
  ["contact-policies", { id: "vip", ruleType: "allow_override", config: { segments: ["vip"] } }],
  ["qualification-rules", { id: "fans", ruleType: "profile_match", config: { profileId: "reader" } }],
  [
    "qualification-rules",
    {
      id: "gate",
      ruleType: "propensity_threshold",
      qualification: "soft",
      config: { metricKey: "seen_7d", match: "total", threshold: 9, multiplierBelow: 0.3 },
    },
  ],
];

test("every response matches openapi.json, and has no other members", async () => {
  const tenant = "answers";
  const key = await newTenant(worker.url, undefined, tenant);
  const api = "/api/v1";
  for (const [kind, body] of KINDS) {
    const { id } = await ask(key, "post", `${api}/${kind}`, { body, expected: 201 });
    await ask(key, "get", `${api}/${kind}/{id}`, { at: { id }, expected: 200 });
    await ask(key, "put", `${api}/${kind}/{id}`, { at: { id }, body: { name: "Another" }, expected: 200 });
    await ask(key, "get", `${api}/${kind}`, { expected: 200 });
  }
  const weights = [{ metricKey: "seen_7d", weight: 1, scale: { half: 5 }, match: "total" }];
  await ask(key, "put", `${api}/arbitration`, { body: { weights }, expected: 200 });
  await ask(key, "get", `${api}/arbitration`, { expected: 200 });

  const at = { customer: "ada" };
  const one = `${api}/customers/{customer}`;
  const timestamp = new Date(Date.now() - 3_600_000).toISOString();
  const seenCard = { eventType: "impression", timestamp, channel: "email", offer: "card" };
  const events = [
    { ...seenCard, id: "e1" },
    { ...seenCard, id: "e1" },
    { ...seenCard, id: "e1", channel: "web" },
    { eventType: "click", timestamp },
  ];
  const { conflicts } = await ask(key, "post", `${one}/events`, { at, body: events, expected: 202 });
  expect(conflicts).toHaveLength(1);
  const delta = { reader: { scoreCount: 1, values: { sport: 3 } } };
  const visit = { startDateTime: timestamp, events: [{ eventType: "ChangeProfileScoreEvent", delta }] };
  await ask(key, "post", `${one}/interactions`, { at, body: visit, expected: 202 });
  await ask(key, "get", `${one}/metrics`, { at, expected: 200 });
  await ask(key, "get", `${one}/profile`, { at, expected: 200 });
  const candidates = [
    { offer: "card", channel: "email" },
    { offer: "card", channel: "web" },
    { offer: "loan", channel: "web", category: "loans" },
  ];
  for (const segments of [[], ["vip"]]) {
    const body = { candidates, segments, explain: "full" };
    const { outcomes } = await ask(key, "post", `${one}/decide`, { at, body, expected: 200 });
    const reasons = outcomes.flatMap((outcome) => outcome.reasons);
    expect(reasons.some((reason) => reason.flip !== undefined)).toBe(true);
    expect(reasons.some((reason) => reason.events !== undefined)).toBe(true);
  }
  await ask(key, "post", `${one}/reserve`, { at, body: { candidates, limit: 1 }, expected: 200 });
  await ask(key, "post", `${one}/merge`, { at, body: { from: "anonymous" }, expected: 200 });
  await ask(key, "get", `${one}/metrics`, { at: { customer: "x".repeat(257) }, expected: 400 });

  const keys = `${api}/tenants/{tenant}/keys`;
  const body = { name: "another", rights: ["read"] };
  await ask(OPERATOR, "post", keys, { at: { tenant }, body, expected: 201 });
  await ask(OPERATOR, "get", keys, { at: { tenant }, expected: 200 });
  await ask(null, "get", "/healthz", { expected: 200 });
  await ask(null, "get", "/openapi.json", { expected: 200 });

  const answering = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== "delete")
      .map((method) => `${method} ${path}`),
  );
  expect(answering.filter((operation) => !seen.has(operation))).toEqual([]);
});

test("the document has the version of the Worker", () => {
  expect(document.info.version).toBe(manifest.version);
});
