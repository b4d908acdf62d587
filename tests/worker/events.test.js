// Events as they come in: forms, duplicates, conflicts, refusals, limits.

import { request as send } from "node:http";
import { beforeEach, describe, expect, test } from "vitest";
import { api, worker } from "./support/api.js";
import { client } from "./support/client.js";
import { impression, metricOf, total } from "./support/history.js";
import { startWorker } from "./support/workerd.js";

/**
 * Sends a body piece by piece, without saying how long it will be, until there is an answer: its
 * status.
 */
function streamedUntilAnswered(url, body) {
  return new Promise((resolve, reject) => {
    const call = send(url, { method: "POST", headers: { Authorization: "Bearer lookback-dev" } });
    const pieces = setInterval(() => call.write(body.slice(0, 4_000)), 5);
    const end = (settle) => (outcome) => {
      clearInterval(pieces);
      settle(outcome);
      call.destroy();
    };
    call.on("response", ({ statusCode }) => end(resolve)(statusCode));
    call.on("error", end(reject));
  });
}

const value = (customer, key) => metricOf(api, customer, key);

describe("events", () => {
  beforeEach(() => api.post("/behavioral-metrics", total));

  test("an array and a single event are appended: 202 with the counts", async () => {
    const many = await api.post("/customers/c/events", [impression("1", 1), impression("2", 2)]);
    expect([many.status, many.body]).toEqual([
      202,
      { appended: 2, duplicates: 0, conflicts: [], invalid: [] },
    ]);
    const one = await api.post("/customers/c/events", JSON.stringify(impression("3", 3), null, 2));
    expect([one.status, one.body.appended]).toEqual([202, 1]);
    expect(await value("c")).toBe(3);
  });

  test("one event per line is accepted as well", async () => {
    const lines = [1, 2, 3].map((n) => JSON.stringify(impression(`${n}`, n)));
    const headers = { "Content-Type": "application/x-ndjson" };
    const { status, body } = await api.post("/customers/c/events", `${lines.join("\n")}\n`, headers);
    expect([status, body.appended]).toEqual([202, 3]);
    const bad = await api.post("/customers/c/events", `${lines[0]}\n{"eventType":"click"}\n`, headers);
    expect([bad.status, bad.body.error.issues[0].path]).toEqual([400, "events[1].timestamp"]);
  });

  test("a byte order mark before them is skipped, even when they are read back", async () => {
    const mark = "\ufeff";
    const one = JSON.stringify(impression("1", 1));
    const many = JSON.stringify([impression("2", 2), impression("3", 3)]);
    expect((await api.post("/customers/c/events", mark + one)).body.appended).toBe(1);
    expect((await api.post("/customers/c/events", mark + many)).body.appended).toBe(2);
    expect((await api.post("/customers/c/events", mark)).status).toBe(400);
    await worker.kill();
    await worker.start();
    expect(await value("c")).toBe(3);
    expect((await api.post("/customers/c/decide", `${mark}{"candidates":[]}`)).status).toBe(200);
  });

  test("a repeated id is a duplicate, also in a repeated request", async () => {
    const batch = [impression("1", 1), impression("2", 2), impression("1", 1)];
    expect((await api.post("/customers/c/events", batch)).body).toMatchObject({ appended: 2, duplicates: 1 });
    expect((await api.post("/customers/c/events", batch)).body).toMatchObject({ appended: 0, duplicates: 3 });
    expect(await value("c")).toBe(2);
  });

  test("an id with other content is a conflict: the first stays", async () => {
    await api.post("/customers/c/events", impression("1", 1));
    const { status, body } = await api.post("/customers/c/events", [impression("1", 30)]);
    expect(status).toBe(202);
    expect(body.conflicts).toEqual([
      expect.objectContaining({
        index: 0,
        path: expect.stringMatching(/^events\[0\]/),
        code: "conflicting_duplicate",
      }),
    ]);
    expect(await value("c")).toBe(1);
  });

  test("late events count where they belong", async () => {
    await api.post("/customers/c/events", impression("new", 1));
    await api.post("/customers/c/events", impression("late", 6.5));
    await api.post("/customers/c/events", impression("too old", 7));
    expect(await value("c")).toBe(2);
  });

  test("invalid events refuse the whole request, each with its path; with skip, the valid ones are applied", async () => {
    const batch = [impression("1", 1), { eventType: 5, timestamp: "yesterday" }, impression("2", 2)];
    const refused = await api.post("/customers/c/events", batch);
    expect(refused.status).toBe(400);
    expect(refused.body.error.code).toBe("invalid_event");
    const paths = refused.body.error.issues.map((issue) => issue.path);
    expect(paths).toEqual(expect.arrayContaining(["events[1].eventType", "events[1].timestamp"]));
    expect(await value("c")).toBe(0);
    const skipped = await api.post("/customers/c/events?onInvalid=skip", batch);
    expect([skipped.status, skipped.body.appended]).toEqual([202, 2]);
    expect(skipped.body.invalid.map((issue) => issue.index)).toContain(1);
    expect(await value("c")).toBe(2);
  });

  test.each([
    ["nothing", ""],
    ["not JSON", "{eventType"],
    ["a number", "5"],
    ["a text", '"impression"'],
    ["an array of numbers", "[1, 2]"],
    ["a time as a huge number", '[{"eventType":"a","timestamp":1e999}]'],
    ["a value no double can hold", '[{"eventType":"a","timestamp":1,"value":1e999}]'],
    ["a time out of range", '[{"eventType":"a","timestamp":9e15}]'],
    ["nesting without end", "[".repeat(200_000)],
    ["an event nested without end", `[{"eventType":"a","timestamp":1,"x":${'{"x":'.repeat(100_000)}`],
    ["bytes that are not UTF-8", new Uint8Array([0x5b, 0x22, 0xff, 0xfe, 0x22, 0x5d])],
  ])("%s is 400 with issues", async (_, body) => {
    const { status, body: answer } = await api.post("/customers/c/events", body);
    expect(status).toBe(400);
    expect(answer.error.issues.length).toBeGreaterThan(0);
    expect(answer.error.issues[0]).toEqual({
      path: expect.any(String),
      code: expect.any(String),
      message: expect.any(String),
      ...(answer.error.issues[0].index === undefined ? {} : { index: expect.any(Number) }),
    });
    expect(worker.log).not.toMatch(/Error|stack/);
  });

  test("a number that no double can hold is reported by its path, in every form", async () => {
    const huge = '{"eventType":"a","timestamp":1,"value":1e999}';
    for (const body of [huge, `[${huge}]`, `[\n${huge}\n]`]) {
      const { body: answer } = await api.post("/customers/c/events", body);
      expect(answer.error.issues[0]).toMatchObject({ path: "events[0].value", code: "out_of_range" });
    }
    const fine = '{"eventType":"a","timestamp":1,"id":"1e999"}';
    const second = await api.post("/customers/c/events", `${fine}\n${huge}\n`);
    expect(second.body.error.issues[0].path).toBe("events[1].value");
    expect((await api.post("/customers/c/events", `${fine}\n`)).status).toBe(202);
  });

  test("a body beyond the limit is 413, with a length and without", async () => {
    const small = await startWorker({ vars: { MAX_BODY_BYTES: "10000" } });
    try {
      const limited = client(small.url);
      const body = JSON.stringify(Array.from({ length: 200 }, (_, n) => impression(`${n}`, 1)));
      expect(body.length).toBeGreaterThan(10_000);
      const known = await limited.post("/customers/c/events", body);
      expect([known.status, known.body.error.code]).toEqual([413, "too_large"]);
      expect(known.body.error.message).toContain("10000");
      expect(await streamedUntilAnswered(`${small.url}/api/v1/customers/c/events`, body)).toBe(413);
      expect((await limited.post("/customers/c/events", "[]")).status).toBe(202);
    } finally {
      await small.stop();
    }
  });

  test("a client that reads the response only after sending everything gets the 413 too", async () => {
    const body = new Uint8Array(20_000_000).fill(0x20);
    const { status } = await fetch(`${worker.url}/api/v1/customers/c/events`, {
      method: "POST",
      headers: { Authorization: "Bearer lookback-dev" },
      body,
    });
    expect(status).toBe(413);
  });

  test("a large batch within the limit is applied as a whole", async () => {
    const batch = Array.from({ length: 30_000 }, (_, n) => impression(`e${n}`, n / 10_000));
    const { status, body } = await api.post("/customers/large/events", batch);
    expect([status, body.appended]).toEqual([202, 30_000]);
    expect(await value("large")).toBe(30_000);
  });
});

describe("forgetting", () => {
  test("deletes everything that is stored of the customer, and can be repeated", async () => {
    await api.post("/behavioral-metrics", total);
    await api.post("/customers/c/events", impression("1", 1));
    expect((await api.delete("/customers/c")).status).toBe(204);
    expect(await value("c")).toBe(0);
    expect((await api.delete("/customers/c")).status).toBe(204);
    await worker.kill();
    await worker.start();
    expect(await value("c")).toBe(0);
    expect((await api.post("/customers/c/events", impression("1", 1))).body.appended).toBe(1);
    expect(await value("c")).toBe(1);
  });
});
