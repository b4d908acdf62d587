// What the package says of bad events, and how it reads other platforms' records.

import { readFileSync } from "node:fs";
import { type Customer, createEngine, type Engine, LookbackError } from "lookback";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEvent } from "./oracle/history.js";
import { random } from "./support/random.js";

const good = { eventType: "click", timestamp: "2026-03-10T10:00:00Z", channel: "email" };

const inputs = (events: unknown[]) => {
  const text = JSON.stringify(events);
  return { objects: events as object[], text, bytes: new TextEncoder().encode(text) };
};

function refusal(call: () => unknown): LookbackError {
  try {
    call();
  } catch (error) {
    if (error instanceof LookbackError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("events", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine({
      metrics: [
        { name: "Clicks", key: "clicks", aggregationType: "count", eventType: "click", windowDays: 1 },
      ],
    });
  });
  afterAll(() => engine.free());

  test.each(["objects", "text", "bytes"] as const)(
    "E6: every bad event in %s is reported with index, path and reason",
    (way) => {
      const events = [
        good,
        { ...good, timestamp: "soon" },
        good,
        { ...good, channel: 7, value: "9" },
        null,
        { timestamp: 5 },
      ];
      const error = refusal(() => engine.customer(inputs(events)[way]));
      expect(error.code).toBe("invalid_event");
      expect(error.issues.map(({ path }) => path).sort()).toEqual([
        "events[1].timestamp",
        "events[3].channel",
        "events[3].value",
        "events[4]",
        "events[5].eventType",
      ]);
      for (const { code, message } of error.issues) {
        expect(code).toMatch(/^[a-z_]+$/);
        expect(message.length).toBeGreaterThan(10);
      }
      expect(error.message).toContain("events[1].timestamp");
      expect(error).toBeInstanceOf(Error);
    },
  );

  test("E6: objects, text and bytes are refused with the same messages", () => {
    const rng = random(6);
    const odd = [
      undefined,
      null,
      7,
      "",
      "x",
      true,
      [],
      {},
      "2026-02-30T00:00:00Z",
      -1,
      1e300,
      ["a"],
      { a: 1 },
    ];
    for (let turn = 0; turn < 300; turn++) {
      const event: Record<string, unknown> = { ...good };
      for (const field of ["id", "eventType", "timestamp", "channel", "offer", "value", "properties"]) {
        if (rng.chance(0.3)) event[field] = rng.pick(odd);
      }
      const given = inputs([good, event]);
      const answers = [given.objects, given.text, given.bytes].map((input) => {
        const customer = engine.customer();
        const { appended, invalid } = customer.append(input, { onInvalid: "skip" });
        return { appended, invalid, held: [...customer.events()] };
      });
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
      const { wrong } = readEvent(event);
      expect(answers[0]?.invalid.map(({ path }) => path).sort()).toEqual(
        wrong.map((name) => `events[1].${name}`).sort(),
      );
    }
  });

  test("E6: the error of a record that lacks a field lists some of its other fields", () => {
    const many = Object.fromEntries(Array.from({ length: 99 }, (_, at) => [`name${at}`, at]));
    const events = [
      { type: "click", timestamp: 1 },
      { a: { b: [1] }, c: null },
      { ...good, eventType: null },
      many,
    ];
    for (const input of Object.values(inputs(events))) {
      const issues = refusal(() => engine.customer(input)).issues.map(
        ({ path, message }) => `${path}: ${message}`,
      );
      expect(issues.slice(0, 4)).toEqual([
        "events[0].eventType: is required; the record has type: rename it, or map it with eventFields",
        "events[1].eventType: is required; the record has a, c: rename it, or map it with eventFields",
        "events[1].timestamp: is required; the record has a, c: rename it, or map it with eventFields",
        "events[2].eventType: is required",
      ]);
      expect(issues[4]?.length).toBeLessThan(200);
    }
    const wrapped = refusal(() => engine.customer(JSON.stringify({ events })));
    expect(wrapped.issues[0]?.message).toBe("is required; the record has events: give the array itself");
    const others = { type: "x".repeat(64), ["x".repeat(65)]: 1 };
    const told = refusal(() => engine.customer(new Array(10_000).fill(others))).issues;
    expect(told.length).toBe(20_000);
    expect(JSON.stringify(told).length).toBeLessThan(2_000_000);
  });

  test("E6: a refused call changes nothing, and with skip the valid events are applied", () => {
    const customer = engine.customer([good]);
    const before = customer.snapshot();
    const events = [{ ...good, channel: "new" }, { eventType: "click" }, { ...good, id: "a" }];
    for (const input of Object.values(inputs(events))) {
      refusal(() => customer.append(input));
      expect(customer.size).toBe(1);
      expect(customer.snapshot()).toEqual(before);
    }
    const answer = customer.append(events, { onInvalid: "skip" });
    expect(answer).toMatchObject({
      appended: 2,
      duplicates: 0,
      conflicts: [],
      invalid: [{ index: 1, path: "events[1].timestamp", code: "required" }],
    });
    expect(customer.size).toBe(3);
  });

  test("E2: a Date is a time, and an invalid Date or a number that is not finite is not", () => {
    const customer = engine.customer([{ ...good, timestamp: new Date(5) }]);
    expect([...customer.events()]).toMatchObject([{ timestamp: "1970-01-01T00:00:00.005Z" }]);
    for (const timestamp of [new Date(Number.NaN), Number.NaN, Number.NEGATIVE_INFINITY]) {
      expect(refusal(() => customer.append([{ ...good, timestamp }])).issues).toEqual([
        {
          path: "events[0].timestamp",
          code: "invalid_time",
          message: "a time in milliseconds must be a finite number",
        },
      ]);
    }
  });

  test("E1: numbers that are not finite count as absent, and -0 as 0", () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, -0, 2];
    const customer = engine.customer(
      values.map((value, at) => ({ ...good, id: `${at}`, value, properties: { margin: value } })),
    );
    const read = [...customer.events()].map(({ value, properties }) => [value, properties?.margin]);
    expect(read).toStrictEqual([
      [undefined, undefined],
      [undefined, undefined],
      [0, 0],
      [2, 2],
    ]);
  });

  test("E1: half a surrogate pair becomes U+FFFD, in objects as in JSON", () => {
    const events = [{ ...good, channel: "a\uD800b", offer: "\uDC00", id: "\uD83D" }];
    for (const input of Object.values(inputs(events))) {
      expect([...engine.customer(input).events()]).toMatchObject([
        { channel: "a\uFFFDb", offer: "\uFFFD", id: "\uFFFD" },
      ]);
    }
  });

  test("E1: an id beyond ASCII, or half a surrogate pair, leaves the ids around it as they are", () => {
    const ids = ["a1", "ä2", undefined, "half \uD83D", "\uDE00 half", "東京", "z9"];
    const events = ids.map((id, at) => ({ eventType: "click", timestamp: 1_000 + at, id }));
    const stored = [...engine.customer(events).events()].map(({ id }) => id);
    expect(stored).toEqual(["a1", "ä2", undefined, "half \uFFFD", "\uFFFD half", "東京", "z9"]);
  });

  test("E2, E6: a time that cannot be read is reported at its index, and the events around it are applied", () => {
    const event = (id: string, timestamp: unknown) => ({
      ...good,
      id,
      timestamp,
      value: 2,
      properties: { margin: 0.5 },
    });
    const events = [
      event("a", "2026-03-10T10:00:00Z"),
      event("é", "2026-02-30T10:00:00Z"),
      event("c", 1_000),
      event("d", "2026-03-10T11:00:00.250+01:00"),
      event("e", `2026-03-10T10:00:0${"0".repeat(200)}Z`),
      event("f", "2026-03-10T10:00:02Z"),
    ];
    const customer = engine.customer();
    const answer = customer.append(events, { onInvalid: "skip" });
    expect(answer.invalid.map(({ path }) => path)).toEqual(["events[1].timestamp", "events[4].timestamp"]);
    const whole = { value: 2, properties: { margin: 0.5 } };
    expect([...customer.events()]).toMatchObject([
      { id: "c", timestamp: "1970-01-01T00:00:01.000Z", ...whole },
      { id: "a", timestamp: "2026-03-10T10:00:00.000Z", ...whole },
      { id: "d", timestamp: "2026-03-10T10:00:00.250Z", ...whole },
      { id: "f", timestamp: "2026-03-10T10:00:02.000Z", ...whole },
    ]);
    // A letter that no time has, and takes two bytes, shifts no other time.
    const shifted = customer.append(
      [event("g", "2026-03-10T10:00:03Ź"), event("h", "2026-03-10T10:00:04Z")],
      {
        onInvalid: "skip",
      },
    );
    expect(shifted).toMatchObject({ appended: 1, invalid: [{ path: "events[0].timestamp" }] });
  });

  test("events may have inherited members, and getters that are read once", () => {
    class Click {
      eventType = "click";
      timestamp = 1_000;
      get channel() {
        return "web";
      }
    }
    expect([...engine.customer([new Click()]).events()]).toMatchObject([
      { eventType: "click", channel: "web" },
    ]);
  });

  test("E6: a getter that uses the engine while an event is read is refused, and nothing is added or lost", () => {
    const many = JSON.stringify(Array.from({ length: 60_000 }, (_, at) => ({ ...good, timestamp: at })));
    const customer = engine.customer([good]);
    const before = customer.snapshot();
    for (const use of [
      () => engine.customer(many),
      () => engine.restore(before),
      () => engine.free(),
      () => customer.metrics(),
      () => customer.append([good]),
      () => customer.decide({ candidates: [{ offer: "gold" }] }),
      () => customer.free(),
    ]) {
      const sly = {
        ...good,
        get offer() {
          use();
          return "gold";
        },
      };
      const refused = refusal(() => customer.append([good, sly, good]));
      expect(refused.issues[0]?.code).toBe("reading");
      expect(customer.snapshot()).toEqual(before);
    }
    expect(customer.append([{ ...good, offer: "gold" }]).appended).toBe(1);
  });

  test("E1: a byte order mark at the beginning of a name is part of it", () => {
    const marked = { ...good, channel: `\uFEFF${good.channel}` };
    const customer = engine.customer(JSON.stringify([good, marked]));
    customer.metrics();
    customer.metrics();
    const channels = (of: Iterable<{ channel?: string }>) => Array.from(of, ({ channel }) => channel);
    expect(channels(customer.events())).toEqual([good.channel, marked.channel]);
    expect(channels(engine.customer([good]).events())).toEqual([good.channel]);
    expect(channels(engine.customer([marked]).events())).toEqual([marked.channel]);
  });

  test("a byte order mark before a text is skipped", () => {
    const { text } = inputs([good]);
    for (const input of [`\uFEFF${text}`, new TextEncoder().encode(`\uFEFF${text}`)]) {
      expect(engine.customer(input).size).toBe(1);
    }
    expect(refusal(() => engine.customer(`\uFEFF\uFEFF${text}`)).issues[0]?.message).toMatch(
      /line 1, column 1/,
    );
  });

  test("texts of any length are read completely, whatever was read before", () => {
    for (const character of ["x", "é"]) {
      for (const length of [1, 40, 11_000, 12_000, 30_000, 11_000, 2]) {
        const events = Array.from({ length }, (_, at) => ({
          ...good,
          timestamp: at,
          channel: `${character}ab`,
        }));
        expect(engine.customer(JSON.stringify(events)).size).toBe(length);
      }
    }
  });

  test.each([3, 1_200])(
    "a history of %i events that changes while these are listed says so, rather than to tell one twice or not at all",
    (length) => {
      const events = Array.from({ length }, (_, at) => ({ ...good, timestamp: 1_000 + at }));
      const changes: [at: number, change: (customer: Customer) => unknown][] = [
        [0, (customer) => customer.append([{ ...good, timestamp: 1 }])],
        [length - 1, (customer) => customer.append([{ ...good, timestamp: 5_000 }])],
        [length - 1, (customer) => customer.prune("2026-03-10T12:00:00Z")],
      ];
      for (const [at, change] of changes) {
        const customer = engine.customer(events);
        const listed: unknown[] = [];
        const error = refusal(() => {
          for (const event of customer.events()) if (listed.push(event) === at + 1) change(customer);
        });
        expect([error.code, error.issues[0]?.code]).toEqual(["invalid_argument", "history_changed"]);
        expect(listed).toHaveLength(at + 1);
        expect([...customer.events()]).toHaveLength(customer.size);
      }
    },
  );

  test("a customer that is freed while its events are listed returns no more of them", () => {
    const customer = engine.customer([good, { ...good, timestamp: 1 }]);
    const listing = customer.events();
    listing.next();
    customer.free();
    expect(refusal(() => listing.next()).code).toBe("disposed");
  });

  test("E6: what JSON cannot hold is refused as an event like any other", () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    for (const wrong of [5n, Symbol("x"), () => 1, circular, new Map(), new Date()]) {
      const customer = engine.customer();
      for (const field of ["id", "channel", "value"]) {
        const answer = customer.append([{ ...good, [field]: wrong }], { onInvalid: "skip" });
        expect(answer.invalid.map(({ path }) => path)).toEqual([`events[0].${field}`]);
      }
      expect(customer.append([{ ...good, unknown: wrong, properties: { unknown: wrong } }]).appended).toBe(1);
    }
    for (const wrong of [[], [good], 5n, Symbol("x"), () => 1, "click", 7, undefined]) {
      const answer = engine.customer().append([wrong as object], { onInvalid: "skip" });
      expect(answer.invalid).toMatchObject([{ index: 0, path: "events[0]", code: "wrong_type" }]);
    }
  });

  test("E6: text that is not JSON is refused with line and column", () => {
    const error = refusal(() => engine.customer('[\n{"eventType": "a" "timestamp": 1}]'));
    expect(error.code).toBe("invalid_event");
    expect(error.issues[0]?.message).toMatch(/line 2, column 19/);
    expect(refusal(() => engine.customer(new Uint8Array([0x5b, 0xff, 0x5d]))).code).toBe("invalid_event");
  });

  test("bytes are taken as fetch and storages give them", () => {
    const history = new TextEncoder().encode(JSON.stringify([good])).buffer as ArrayBuffer;
    const customer = engine.customer(history);
    expect(customer.size).toBe(1);
    expect(engine.restore(customer.snapshot().buffer).size).toBe(1);
  });

  test("a value that is not a history is refused", () => {
    for (const input of [7, {}, true, null] as unknown as string[]) {
      expect(refusal(() => engine.customer([]).append(input)).issues.length).toBe(1);
    }
  });
});

describe("columns", () => {
  const columns = {
    dictionary: ["click", "email", "gold", ""],
    eventType: [0, 0],
    timestamp: [1_000, 2_000],
    channel: [1, -1],
    offer: [-1, 2],
    value: [Number.NaN, 2.5],
    id: ["a", null],
  };
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine({ metrics: [] });
  });
  afterAll(() => engine.free());

  test("−1, NaN and null stand for absent, and plain arrays are accepted like typed ones", () => {
    const customer = engine.customer();
    expect(customer.appendColumns(columns)).toEqual({
      appended: 2,
      duplicates: 0,
      conflicts: [],
      invalid: [],
    });
    expect([...customer.events()]).toEqual([
      { id: "a", eventType: "click", timestamp: "1970-01-01T00:00:01.000Z", channel: "email" },
      { eventType: "click", timestamp: "1970-01-01T00:00:02.000Z", offer: "gold", value: 2.5 },
    ]);
    const repeated = customer.appendColumns({ ...columns, timestamp: new Float64Array([1_000, 3_000]) });
    expect(repeated).toMatchObject({ appended: 1, duplicates: 1 });
  });

  test.each([
    ["eventType", [0, 3], "eventType"],
    ["eventType", [0, -1], "eventType"],
    ["eventType", [0, 9], "eventType"],
    ["timestamp", [1_000, Number.NaN], "timestamp"],
    ["timestamp", [1_000, -1], "timestamp"],
    ["channel", [1, 99], "channel"],
    ["offer", [1, 0.5], "offer"],
    ["id", ["a", ""], "id"],
    ["id", ["a", 7], "id"],
  ])("E6: a wrong %s (%s) is reported with index and path, and nothing is applied", (name, column, field) => {
    const customer = engine.customer();
    const wrong = { ...columns, [name]: column };
    expect(
      refusal(() => customer.appendColumns(wrong as typeof columns)).issues.map(({ path }) => path),
    ).toEqual([`events[1].${field}`]);
    expect(customer.size).toBe(0);
    expect(customer.appendColumns(wrong as typeof columns, { onInvalid: "skip" })).toMatchObject({
      appended: 1,
      invalid: [{ index: 1 }],
    });
  });

  test.each([
    ["eventType", 9],
    ["channel", -2],
    ["offer", 0.5],
  ])("E6: a position of %s outside of the dictionary (%s) is told as such", (name, position) => {
    const wrong = { ...columns, [name]: [1, position] };
    expect(refusal(() => engine.customer().appendColumns(wrong)).issues).toEqual([
      {
        path: `events[1].${name}`,
        code: "out_of_range",
        message: `must be the position of a name in the dictionary, which holds ${columns.dictionary.length}`,
      },
    ]);
  });

  test("a column of another length is refused by name", () => {
    const customer = engine.customer();
    for (const name of ["eventType", "channel", "offer", "value", "id"] as const) {
      const error = refusal(() => customer.appendColumns({ ...columns, [name]: [] }));
      expect(error).toMatchObject({ code: "invalid_argument", issues: [{ path: `columns.${name}` }] });
    }
    expect(customer.size).toBe(0);
  });

  test("a customer holds at most 1,048,576 events", () => {
    const count = 2 ** 20;
    const many = (length: number) => ({
      dictionary: ["click"],
      eventType: new Int32Array(length),
      timestamp: new Float64Array(length).fill(1_000),
    });
    const customer = engine.customer();
    const error = refusal(() => customer.appendColumns(many(count + 1)));
    expect(error.issues).toMatchObject([{ path: `events[${count}]`, code: "too_many" }]);
    expect(customer.size).toBe(0);
    expect(customer.appendColumns(many(count)).appended).toBe(count);
    expect(refusal(() => customer.append([good])).issues).toMatchObject([{ code: "too_many" }]);
    expect(customer.size).toBe(count);
    customer.free();
  });
});

describe("eventFields on records of a platform", () => {
  const records = readFileSync(new URL("../js/demo/data/open-bandit.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { customer: string; events: Record<string, string>[] });
  const metrics = [
    {
      name: "a",
      key: "by_slot",
      aggregationType: "count",
      eventType: "impression",
      dimensions: ["channel"],
      windowDays: 3,
    },
    { name: "b", key: "clicks", aggregationType: "count", eventType: "click", windowDays: 7 },
    {
      name: "c",
      key: "ctr",
      aggregationType: "ratio",
      eventType: "click",
      secondaryEventType: "impression",
      dimensions: ["offer"],
      windowDays: 7,
    },
  ] as const;
  const now = "2019-11-30T12:00:00Z";

  test("E3: Open Bandit records load unchanged, also when they are nested", async () => {
    const flat = await createEngine({
      metrics,
      eventFields: { eventType: "outcomeTypeKey", offer: "offerId", channel: "channelId" },
    });
    const nested = await createEngine({
      metrics,
      eventFields: {
        eventType: "outcome.type.key",
        offer: "shown.offerId",
        channel: "shown.at.slot",
        timestamp: "time",
        id: "meta.id",
      },
    });
    const own = await createEngine({ metrics });
    for (const { events } of records) {
      const wrapped = events.map(({ id, outcomeTypeKey, timestamp, offerId, channelId }) => ({
        meta: { id },
        time: timestamp,
        outcome: { type: { key: outcomeTypeKey } },
        shown: { offerId, at: { slot: channelId } },
      }));
      const plain = events.map(({ id, outcomeTypeKey, timestamp, offerId, channelId }) => ({
        id,
        eventType: outcomeTypeKey,
        timestamp,
        offer: offerId,
        channel: channelId,
      }));
      const expected = JSON.stringify(own.customer(plain).metrics({ now }));
      for (const [engine, given] of [
        [flat, events],
        [nested, wrapped],
      ] as const) {
        const { text, bytes } = inputs(given);
        for (const input of [given, text, bytes]) {
          const customer = engine.customer(input);
          expect(customer.size).toBe(events.length);
          expect(JSON.stringify(customer.metrics({ now }))).toBe(expected);
          customer.free();
        }
      }
    }
    const [first] = records;
    const shown = own.customer();
    expect(flat.customer(first?.events ?? []).metric("clicks", { now })).toBe(
      first?.events.filter((event) => event.outcomeTypeKey === "click").length,
    );
    shown.free();
    for (const engine of [flat, nested, own]) engine.free();
  });

  test("E3: a path reads only a record's own members", async () => {
    for (const path of ["__proto__.polluted", "constructor.prototype.polluted", "constructor.name"]) {
      const engine = await createEngine({ eventFields: { value: path, channel: "toString.name" } });
      const customer = engine.customer();
      const long = { eventType: "x".repeat(300), timestamp: 1 };
      expect(customer.append([long, { eventType: "x", timestamp: 2 }]).appended).toBe(2);
      expect(refusal(() => customer.append([{ eventType: "x", timestamp: "soon" }])).issues).toHaveLength(1);
      expect("polluted" in {}).toBe(false);
      expect([...customer.events()].map(({ channel, value }) => [channel, value])).toEqual([
        [undefined, undefined],
        [undefined, undefined],
      ]);
      engine.free();
    }
  });

  test("E3: an invalid record is reported by the path of its own field", async () => {
    const engine = await createEngine({ metrics, eventFields: { timestamp: "meta.at", eventType: "kind" } });
    const events = [
      { kind: "click", meta: { at: "2026-03-10" } },
      { kind: "click", meta: 5 },
      { meta: { at: 1 } },
    ];
    for (const input of Object.values(inputs(events))) {
      expect(refusal(() => engine.customer(input)).issues.map(({ path }) => path)).toEqual([
        "events[0].meta.at",
        "events[1].meta.at",
        "events[2].kind",
      ]);
    }
    engine.free();
  });
});
