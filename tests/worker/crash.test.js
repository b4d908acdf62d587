// What was answered 2xx is there after the process was killed.

import { afterAll, beforeAll, expect, test } from "vitest";
import { client } from "./support/client.js";
import { emailImpressions } from "./support/documented-examples.js";
import { startWorker } from "./support/workerd.js";

const CUSTOMERS = 20;
const WRITERS = 8;
const CRASHES = 3;

let worker;
let api;
beforeAll(async () => {
  worker = await startWorker();
  api = client(worker.url);
  await api.post("/behavioral-metrics", { ...emailImpressions, dimensions: [], windowDays: 365 });
});
afterAll(() => worker.stop());

const held = async (customer) => {
  const { body } = await api.get(`/customers/c${customer}/metrics`);
  return body.data[0].value;
};

test("after a crash under load, every acknowledged event is there exactly once", async () => {
  /** @type {Map<number, Set<string>>} */
  const answered = new Map(Array.from({ length: CUSTOMERS }, (_, n) => [n, new Set()]));
  const sent = new Map(Array.from({ length: CUSTOMERS }, (_, n) => [n, new Map()]));
  let next = 0;
  for (let crash = 0; crash < CRASHES; crash += 1) {
    let stopping = false;
    const write = async () => {
      while (!stopping) {
        const customer = next % CUSTOMERS;
        const batch = Array.from({ length: 1 + (next % 5) }, () => ({
          id: `e${next++}`,
          eventType: "impression",
          timestamp: Date.now() - 60_000,
        }));
        for (const event of batch) sent.get(customer).set(event.id, event);
        const answer = await api.post(`/customers/c${customer}/events`, batch).catch(() => undefined);
        if (answer === undefined) return;
        expect(answer.status).toBe(202);
        for (const { id } of batch) answered.get(customer).add(id);
      }
    };
    const before = next;
    const writers = Array.from({ length: WRITERS }, write);
    // Some hundred events in, in the midst of requests under way.
    while (next < before + 600) await new Promise((resolve) => setTimeout(resolve, 5));
    await worker.kill();
    stopping = true;
    await Promise.all(writers);
    await worker.start();
  }
  let all = 0;
  for (const [customer, ids] of answered) {
    all += ids.size;
    // Sending everything again tells what is held: what was answered for must be a duplicate.
    const events = [...ids].map((id) => sent.get(customer).get(id));
    const { body } = await api.post(`/customers/c${customer}/events`, events);
    expect(body).toEqual({ appended: 0, duplicates: ids.size, conflicts: [], invalid: [] });
    const count = await held(customer);
    expect(count).toBeGreaterThanOrEqual(ids.size);
    expect(count).toBeLessThanOrEqual(sent.get(customer).size);
    const rest = await api.post(`/customers/c${customer}/events`, [...sent.get(customer).values()]);
    expect(rest.body.appended + rest.body.duplicates).toBe(sent.get(customer).size);
    expect(await held(customer)).toBe(sent.get(customer).size);
  }
  expect(all).toBeGreaterThan(CRASHES * 300);
});

test("after a crash, definitions, keys, reservations, interactions and merges are there as well", async () => {
  await api.post("/contact-policies", {
    name: "Once",
    ruleType: "frequency_cap",
    config: { maxContacts: 1, windowDays: 30, scope: "offer" },
  });
  await api.post("/profiles", { id: "p", decayRate: 50, keys: [{ id: "k" }] });
  const key = await api.post("/tenants/dev/keys", { rights: ["read"] });
  const reserved = await api.post("/customers/r/reserve", { candidates: [{ offer: "a" }] });
  expect(reserved.body.outcomes[0].status).toBe("eligible");
  const visit = (k) => ({
    startDateTime: Date.now() - 1000,
    events: [{ eventType: "ChangeProfileScoreEvent", delta: { p: { scoreCount: 1, values: { k } } } }],
  });
  await api.post("/customers/r/interactions", visit(8));
  // What an interaction did depends on the definition in force at its time, not on the one after
  // the crash.
  await api.put("/profiles/p", { decayRate: 0 });
  await api.post("/customers/anon/events", { eventType: "impression", timestamp: Date.now() - 1000 });
  expect((await api.post("/customers/r/merge", { from: "anon" })).body.appended).toBe(1);
  const before = await api.get("/customers/r/profile");
  expect(before.body.scores.p.values).toEqual({ k: 4 });

  await worker.kill();
  await worker.start();
  expect((await api.get("/contact-policies")).body.total).toBe(1);
  expect((await client(worker.url, key.body.key).get("/customers/r/metrics")).body.data[0].value).toBe(2);
  const again = await api.post("/customers/r/reserve", { candidates: [{ offer: "a" }] });
  expect(again.body.outcomes[0].status).toBe("suppressed");
  expect((await api.get("/customers/r/profile")).body).toEqual(before.body);
  expect((await api.post("/customers/r/merge", { from: "anon" })).body.appended).toBe(0);
});
