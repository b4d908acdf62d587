// The demo as a user runs it: readable on a narrow terminal, and exact about what is wrong with a
// file.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { detectFields } from "../js/demo/fields.js";
import { knownNames } from "../www/src/engine/fields.ts";

const main = fileURLToPath(new URL("../js/demo/main.js", import.meta.url));

function demo(variables: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main], {
    env: { ...process.env, ...variables },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("demo", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lookback-demo-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  test("shows a visitor who drifts from one pattern to another, by visits and by time alone", () => {
    const { stdout } = demo();
    const rows = stdout.match(/^ +2026-\d\d-\d\d .*(backpacker|family_holiday|just_looking).*$/gm) ?? [];
    const patterns = rows.map((row) => row.match(/backpacker|family_holiday|just_looking/)?.[0]);
    expect(patterns).toEqual([
      ...Array(3).fill("backpacker"),
      ...Array(3).fill("family_holiday"),
      "just_looking",
    ]);
  });

  test("shows a decision with its reasons and when what is blocked is free again", () => {
    const { stdout } = demo();
    expect(stdout).toContain("Ana: what may be shown now");
    expect(stdout).toMatch(/home_loan +email +suppressed .*2026-03-10 14:30:00\.001 UTC/);
    expect(stdout).toMatch(
      /Channel Frequency Cap: 4 impression events on email in 7 days, more than 3; free again on 10 March/,
    );
    expect(stdout).toMatch(
      /Channel Fatigue: 5 dismiss events on push in 14 days, at least 5; multiplies by 0\.5/,
    );
  });

  test("shows every recipe metric with its groups, its window and until when it holds, in 100 columns", () => {
    const { status, stdout, stderr } = demo();
    expect(stderr).toBe("");
    expect(status).toBe(0);
    for (const key of [
      "channel_impression_7d",
      "offer_conversion_30d",
      "channel_dismiss_14d",
      "ctr_30d",
      "conversion_value_90d",
      "category_conversion_60d",
    ]) {
      expect(stdout).toContain(key);
    }
    expect(stdout).toMatch(/email +4 +4 +2026-03-10 14:30:00\.001 UTC \(in 1 ms\)/);
    expect(stdout).toMatch(/170\.25 +4 +2026-04-14 18:52:30 UTC/);
    expect(stdout).toContain("u_380eea9f1e");
    const widest = Math.max(...stdout.split("\n").map((line) => Array.from(line).length));
    expect(widest).toBeLessThanOrEqual(100);
  });

  test.each([
    ["one event a line", '{"eventType":"view","timestamp":1000}\n\n{"eventType":"view","timestamp":2000}\n'],
    ["an array", '[\n{"event_type":"view","ts":"2026-03-01T00:00:00Z"},\n{"event_type":"view","ts":5}\n]'],
    [
      "customers",
      '{"customer":"a","events":[{"type":"view","time":1}]}\n{"customer":"b","events":[{"type":"view","time":2}]}',
    ],
    [
      "lines after a byte order mark",
      '\uFEFF{"type":"view","time":1,"customer":null,"user_id":7}\r\n{"type":"view","time":2}\r\n',
    ],
  ])("takes a file of %s", (_, text) => {
    const { status, stdout, stderr } = demo({ DATA: file("good.jsonl", text) });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toContain("2 events");
    expect(stdout).toContain("view_count_7d");
  });

  test("accepts more events than a call may have arguments", () => {
    const lines = Array.from({ length: 200_000 }, (_, at) => `{"eventType":"view","timestamp":${at}}`);
    expect(demo({ DATA: file("long.jsonl", lines.join("\n")) })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("200000 events"),
    });
  });

  test("FIELDS names fields that are not recognized, and NOW the moment", () => {
    const path = file("own.jsonl", '{"what":{"kind":"sale","worth":2.5},"when":"2026-03-01T00:00:00Z"}');
    const fields = "eventType=what.kind,timestamp=when,value=what.worth";
    expect(demo({ DATA: path }).stderr).toContain("FIELDS=eventType=yourName");
    const { status, stdout } = demo({ DATA: path, FIELDS: fields, NOW: "2026-03-02T00:00:00Z" });
    expect(status).toBe(0);
    expect(stdout).toContain("up to 2026-03-02 00:00:00 UTC");
    expect(stdout).toMatch(/sale_sum_90d[\s\S]*2\.5 +1 /);
  });

  test("recognizes fields by every name of the list that the Studio also reads", () => {
    for (const [field, names] of Object.entries(knownNames))
      for (const name of names) {
        const needed = { eventType: "eventType", timestamp: "timestamp", [field]: name };
        const record = Object.fromEntries(Object.values(needed).map((own) => [own, 1]));
        expect(detectFields([record], {})).toMatchObject(needed);
      }
  });

  test("prefers the more specific of two names: Segment's event to its type", () => {
    const track = { type: "track", event: "Clicked", timestamp: 1e12, messageId: "m1" };
    expect(detectFields([track], {})).toMatchObject({ eventType: "event", id: "messageId" });
  });

  test.each([
    ["user", '{"user":"u1","type":"a","time":1}\n{"user":"u2","type":"a","time":2}'],
    ["visitor", '{"visitor":"u1","type":"a","time":1}\n{"visitor":"u2","type":"a","time":2}'],
    ["contactId", '{"contactId":"u1","type":"a","time":1}\n{"contactId":"u2","type":"a","time":2}'],
    [
      "userId or anonymousId",
      '{"userId":"u1","anonymousId":"x","type":"a","time":1}\n{"anonymousId":"u2","type":"a","time":2}',
    ],
    ["userId", '{"events":[{"type":"a","time":1,"userId":"u1"},{"type":"a","time":2,"userId":"u2"}]}'],
  ])("tells customers apart by %s", (names, text) => {
    const { stdout } = demo({ DATA: file("customers.jsonl", text) });
    expect(stdout).toContain("2 events of 2 customers");
    expect(stdout).toContain(`customer = ${names}`);
    expect(stdout).not.toContain("(unnamed)");
  });

  test("FIELDS names the customer too, and events without one are not merged silently", () => {
    const lines = [1, 2].map((at) => ({ type: "a", time: at, who: { key: `u${at}` } }));
    const path = file("who.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
    expect(demo({ DATA: path }).stdout.replaceAll(/\s+/g, " ")).toContain(
      "No customer field was found, so all events count as one customer's; name the field with FIELDS=customer=yourName.",
    );
    expect(demo({ DATA: path, FIELDS: "customer=who.key" }).stdout).toContain("2 events of 2 customers");
    expect(demo({ DATA: path, FIELDS: "customer=who.id" }).stdout).toContain("No event has a who.id");
    const object = demo({ DATA: path, FIELDS: "customer=who" });
    expect(object.stderr).toMatch(/line 1: who: expected the id .* name it with FIELDS=customer=who\.id/);
  });

  test("warns if times look like seconds", () => {
    const at = (time: unknown) => file("times.jsonl", JSON.stringify({ type: "a", user: 1, time }));
    expect(demo({ DATA: at(1_772_000_000) }).stdout).toContain("these look like seconds; multiply time by");
    expect(demo({ DATA: at(1_772_000_000_000) }).stdout).not.toContain("look like seconds");
    expect(demo({ DATA: at("1970-01-21T00:00:00Z") }).stdout).not.toContain("look like seconds");
  });

  test("FIELDS overrides the recognized fields", () => {
    const event = { kind: "sale", meta: { at: 1000 }, medium: "web", sku: 7, amount: 2, total: 3 };
    const path = file("part.jsonl", JSON.stringify(event));
    expect(demo({ DATA: path }).stderr).toContain("FIELDS=timestamp=yourName");
    const { status, stdout } = demo({ DATA: path, FIELDS: "timestamp=meta.at,value=total" });
    expect(status).toBe(0);
    expect(stdout).toContain(
      "Fields: eventType = kind, timestamp = meta.at, channel = medium, value = total.",
    );
  });

  test("reports how many events are repeated, and which lines reuse an id with other content", () => {
    const lines = [
      '{"id":"1","eventType":"view","timestamp":1}',
      '{"id":"1","eventType":"view","timestamp":1}',
      '{"id":"1","eventType":"click","timestamp":1}',
      '{"customer":"a","events":[{"id":"1","eventType":"a","timestamp":1},{"id":"1","eventType":"b","timestamp":1}]}',
    ];
    const { status, stdout } = demo({ DATA: file("repeated.jsonl", lines.join("\n")) });
    expect(status).toBe(0);
    expect(stdout).toContain("2 events of 2 customers");
    expect(stdout).toContain("Repeated, and counted once: 1 event.\n");
    expect(stdout).toContain(
      "Left out for reusing an id with other content: 2 events (line 3, line 4, events[1]).\n",
    );
    expect(stdout).toContain("Customer (unnamed), 1 event\n");
  });

  test.each([
    [
      "every bad event by line and field",
      '{"eventType":"a","timestamp":"2026-03-01 10:00"}\n{"eventType":"a","timestamp":1,"value":"7"}\n',
      [/: line 1: timestamp: .*offset/, /: line 2: value: .*number/],
    ],
    [
      "an event within a customer",
      '{"customer":"a","events":[{"eventType":"a","timestamp":1},{"eventType":"a","timestamp":"2026-02-30T00:00:00Z"}]}',
      [/: line 1, events\[1\]: timestamp: .*no such date/],
    ],
    [
      "the line of an element of an array",
      '[\n{"eventType":"a","timestamp":1},\n{"eventType":"a"\n}\n]',
      [/: line 3: timestamp: .*required/],
    ],
    [
      "text that is not JSON",
      '{"eventType":"a","timestamp":1}\n{"eventType":\n',
      [/: line 2: not valid JSON/],
    ],
    [
      "where an array is not JSON",
      '[\n{"eventType":"a","timestamp":1},\n]',
      [/: not valid JSON at line 3, column 1: /],
    ],
    ["single quotes", "[\n{'eventType':'a'}\n]", [/: not valid JSON at line 2, column 2: .*double quotes/]],
    [
      "where one event over several lines is not JSON",
      '{\n"eventType":"a",\n"timestamp":1,\n}\n',
      [/: not valid JSON at line 4, column 1: /],
    ],
    [
      "once what a file of another format should be",
      "eventType,timestamp\na,1\nb,2\n",
      [/: expected JSON: /],
    ],
    [
      "a customer that is no id",
      '{"customer":{"id":"a"},"eventType":"a","timestamp":1}\n',
      [/: line 1: customer: expected the id .*found {"id":"a"}/],
    ],
    ["something that is no event", '{"eventType":"a","timestamp":1}\n7\n', [/: line 2: expected an event/]],
    ["an empty file", "\n", [/no events/]],
  ])("tells %s, and exits with 1", (_, text, faults) => {
    const path = file("bad.jsonl", text);
    const { status, stdout, stderr } = demo({ DATA: path });
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.trim().split("\n")).toHaveLength(faults.length);
    for (const fault of faults) expect(stderr).toMatch(fault);
    expect(stderr).toContain(path);
  });

  test("reports a file that is missing or cannot be read, and a NOW that is not a time", () => {
    const none = join(folder, "none.jsonl");
    expect(demo({ DATA: none })).toMatchObject({ status: 1, stderr: `${none}: there is no such file\n` });
    expect(demo({ DATA: folder })).toMatchObject({
      status: 1,
      stderr: `${folder}: this is a directory, not a file\n`,
    });
    const path = file("one.jsonl", '{"eventType":"a","timestamp":1}');
    expect(demo({ DATA: path, NOW: "soon" })).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^now: /),
    });
  });
});
