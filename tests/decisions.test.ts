// Decisions through the package: plain data, made when it is looked at, and every request judged.

import {
  type Configuration,
  type Customer,
  createEngine,
  type DecideRequest,
  type Decision,
  type Engine,
  type EventInput,
  evaluate,
  LookbackError,
  MetricCatalog,
  type Outcome,
  recipes,
} from "lookback";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import cases from "./determinism/cases.json" with { type: "json" };

const now = "2026-03-10T12:00:00Z";
const day = 86_400_000;
const ago = (days: number) => Date.parse(now) - days * day;

const configuration = {
  metrics: [
    {
      name: "Email impressions (7d)",
      key: "email_impression_7d",
      aggregationType: "count",
      eventType: "impression",
      dimensions: ["channel"],
      windowDays: 7,
    },
  ],
  contactPolicies: [
    {
      name: "Dynamic Email Cap",
      ruleType: "frequency_cap",
      config: { metricKey: "email_impression_7d", threshold: 3, action: "suppress" },
    },
  ],
  offers: [{ key: "gold", category: "cards", score: 2 }],
} as const satisfies Configuration;

const impressions = (channel: string, days: number[]) =>
  days.map((days) => ({ eventType: "impression", timestamp: ago(days), channel, offer: "gold" }));

function thrown(call: () => unknown): LookbackError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(LookbackError);
    return error as LookbackError;
  }
  throw new Error("nothing was thrown");
}

describe("decisions", () => {
  let engine: Engine<"email_impression_7d">;
  let customer: Customer<"email_impression_7d">;
  beforeAll(async () => {
    engine = await createEngine(configuration);
    customer = engine.customer([...impressions("email", [1, 2, 3, 4.5]), ...impressions("push", [1])]);
  });
  afterAll(() => engine.free());

  const request = {
    candidates: [
      { offer: "gold", channel: "email" },
      { offer: "gold", channel: "push" },
      { offer: "other", channel: "push", score: 3 },
    ],
    now,
  };

  const suppressed = {
    offer: "gold",
    channel: "email",
    category: "cards",
    status: "suppressed",
    rank: null,
    score: 2,
    multiplier: 1,
    boost: 1,
    reasons: [
      {
        rule: "Dynamic Email Cap",
        ruleType: "frequency_cap",
        stage: "contact_policy",
        effect: "suppress",
        metricKey: "email_impression_7d",
        group: { channel: "email" },
        operator: "gt",
        observed: 4,
        threshold: 3,
        headroom: 0,
        message: "4 impression events on email in 7 days, more than 3; free again on 13 March 00:00 UTC",
      },
    ],
    nextEligibleAt: "2026-03-13T00:00:00.000Z",
  };

  test("a decision is plain data, reasons and all", () => {
    const decision = customer.decide(request);
    expect(decision.outcomes.map(({ offer, rank }) => [offer, rank])).toEqual([
      ["other", 1],
      ["gold", 2],
      ["gold", null],
    ]);
    expect(decision.outcomes[2]).toEqual(suppressed);
    expect(JSON.parse(JSON.stringify(decision.outcomes[2]))).toEqual(suppressed);
    expect(Object.keys(decision.outcomes[0] as Outcome)).toEqual(
      Object.keys(suppressed).filter((key) => key !== "category"),
    );
    expect(decision.validUntil).toBe("2026-03-13T00:00:00.000Z");
    expect(decision.funnel).toEqual({
      candidates: 3,
      qualified: 3,
      allowed: 2,
      ranked: 2,
      drops: [{ rule: "Dynamic Email Cap", stage: "contact_policy", count: 1 }],
    });
    expect(decision.diagnostics).toEqual({ futureEvents: 0 });
    expect(decision.now).toBe("2026-03-10T12:00:00.000Z");
  });

  test("reasons that are read late are those of the decision's time", async () => {
    const shortLived = await createEngine(configuration);
    const held = shortLived.customer(impressions("email", [1, 2, 3, 4.5]));
    const earlier = held.decide(request);
    held.append(impressions("email", [0.5, 0.6]));
    const later = held.decide(request);
    const observed = (decision: Decision) =>
      decision.outcomes.find(({ channel }) => channel === "email")?.reasons[0]?.observed;
    expect(observed(later)).toBe(6);
    shortLived.free();
    expect(observed(earlier)).toBe(4);
  });

  test("decideJson returns what JSON.stringify makes of the decision, with every kind of explanation", async () => {
    const { configurations, histories, moments, request } = cases;
    for (const { configuration } of configurations) {
      const engine = await createEngine(configuration as Configuration);
      for (const { events } of histories.slice(0, 3)) {
        const customer = engine.customer(events as EventInput[], { onInvalid: "skip" });
        for (const now of moments.slice(0, 2)) {
          for (const explain of ["none", "summary", "full"] as const) {
            const asked = { ...request, now, explain } as DecideRequest;
            const decision = customer.decide(asked);
            const { json, ...times } = customer.decideJson(asked);
            expect(new TextDecoder().decode(json)).toBe(JSON.stringify(decision));
            expect(times).toEqual({ now: decision.now, validUntil: decision.validUntil });
          }
        }
      }
      engine.free();
    }
  });

  test("decideJson refuses the same requests as decide", () => {
    const odd = { ...request, now: "yesterday" };
    expect(thrown(() => customer.decideJson(odd)).issues).toEqual(thrown(() => customer.decide(odd)).issues);
    const empty = { now, candidates: "none" as never };
    expect(thrown(() => customer.reserveJson(empty)).issues[0]?.path).toBe("candidates");
  });

  test("candidates that share a reason get separate objects", () => {
    for (const explain of ["summary", "full"] as const) {
      const twins = [
        { offer: "gold", channel: "email" },
        { offer: "other", channel: "email" },
      ];
      const { outcomes } = customer.decide({ candidates: twins, now, explain });
      const [first, second] = outcomes.map(({ reasons }) => reasons[0]);
      expect(first).toEqual(second);
      const told = structuredClone(second);
      (first?.group as { channel: string }).channel = "changed";
      first?.events?.push("changed");
      expect(second).toEqual(told);
    }
  });

  test("a full explanation names events and the smallest change; without explanation there are no reasons", () => {
    const full = customer.decide({ ...request, explain: "full" });
    const blocked = full.outcomes.find(({ status }) => status === "suppressed") as Outcome;
    expect(blocked.reasons[0]?.events).toEqual([0, 1, 2, 3]);
    expect(blocked.reasons[0]?.flip).toBe("1 fewer impression event");
    const none = customer.decide({ ...request, explain: "none" });
    expect(none.outcomes.map(({ reasons }) => reasons)).toEqual([[], [], []]);
  });

  test("more candidates than cross at a time are decided in one", () => {
    const candidates = Array.from({ length: 2500 }, (_, index) => ({
      offer: `offer_${index}`,
      channel: index % 2 === 0 ? "email" : "push",
      score: index,
    }));
    const { outcomes, funnel } = customer.decide({ candidates, now, limit: 2 });
    expect(funnel).toMatchObject({ candidates: 2500, allowed: 1250, ranked: 2 });
    expect(outcomes.slice(0, 3).map(({ offer, rank }) => [offer, rank])).toEqual([
      ["offer_2499", 1],
      ["offer_2497", 2],
      ["offer_2495", null],
    ]);
    expect(outcomes[2000]?.reasons[0]?.observed).toBe(4);
  });

  test("every error of a request has its path", () => {
    const faults = (request: unknown) => {
      const { code, issues } = thrown(() => customer.decide(request as DecideRequest));
      return [code, ...issues.map(({ path }) => path)];
    };
    expect(faults({ candidates: [{ offer: "gold" }], now })).toEqual([
      "invalid_argument",
      "candidates[0].channel",
    ]);
    expect(faults({ now })).toEqual(["invalid_argument", "candidates"]);
    expect(
      faults({ candidates: [{ offer: "" }, { channel: "email" }, { offer: "x", score: -1 }], now }),
    ).toEqual(["invalid_argument", "candidates[0].offer", "candidates[1].offer", "candidates[2].score"]);
    expect(faults({ candidates: [], now, limit: 0, explain: "loudly", segment: [] })).toEqual([
      "invalid_argument",
      "limit",
      "explain",
      "segment",
    ]);
    expect(faults({ candidates: [], now: "yesterday" })).toEqual(["invalid_argument", "now"]);
    const odd = { offer: "gold", channel: "email", score: Number.NaN, priority: Number.NEGATIVE_INFINITY };
    expect(faults({ candidates: [odd], now })).toEqual([
      "invalid_argument",
      "candidates[0].score",
      "candidates[0].priority",
    ]);
    expect(faults({ candidates: [{ ...odd, score: 1n, priority: 1 }], now })).toEqual([
      "invalid_argument",
      "candidates[0].score",
    ]);
    const attributed = [request.candidates[0], { offer: "gold", channel: "email", attributes: 5 }];
    expect(faults({ candidates: attributed, now })).toEqual(["invalid_argument", "candidates[1].attributes"]);
  });

  test("everything that is wrong with a request is in one error, which lists the known fields", () => {
    const asked = { limit: 0, explain: "x", segments: ["vip"], attributes: { age: 5 }, segmnts: [], o: 1 };
    const paths = ["limit", "explain", "o", "segmnts"];
    const ways = { decide: ["now", "explain"], reserve: ["now", "explain", "eventType"] };
    for (const [way, fields] of Object.entries(ways)) {
      for (const call of [way, `${way}Json`] as "decide"[]) {
        const issues = (request: object) => thrown(() => customer[call](request as DecideRequest)).issues;
        const found = (request: object) => issues({ ...asked, ...request }).map(({ path }) => path);
        expect(found({ candidates: [{ offer: "gold", channel: "email" }], now })).toEqual(paths);
        expect(found({ candidates: [{ offer: "" }], now })).toEqual(["candidates[0].offer", ...paths]);
        expect(found({ now: "yesterday" })).toEqual(["now", "candidates", ...paths]);
        const many = new Array(10_001).fill({ offer: "gold", channel: "email" });
        expect(found({ candidates: many, now })).toEqual(["candidates", ...paths]);
        const [unknown] = issues({ candidates: [], now, other: 1 });
        for (const field of fields) expect(unknown?.message).toMatch(new RegExp(`\\b${field}\\b`));
      }
    }
    expect(thrown(() => customer.decide({ ...request, eventType: "x" } as DecideRequest)).issues).toEqual([
      expect.objectContaining({ path: "eventType", code: "unknown_field" }),
    ]);
  });

  test("reserve refuses an event type that events cannot have", () => {
    const refused = (eventType: unknown) =>
      thrown(() => customer.reserve({ ...request, eventType } as DecideRequest)).issues.map(
        ({ path, code }) => [path, code],
      );
    expect(refused("x".repeat(1025))).toEqual([["eventType", "out_of_range"]]);
    expect(refused("ä".repeat(513))).toEqual([["eventType", "out_of_range"]]);
    expect(refused("")).toEqual([["eventType", "invalid_value"]]);
    expect(refused(5)).toEqual([["eventType", "wrong_type"]]);
  });

  test("values that JSON cannot hold are refused with their path, but a Date is not", () => {
    const refused = (asked: object) =>
      thrown(() => customer.decide({ ...request, ...asked } as DecideRequest)).issues.map(
        ({ path, message }) => `${path}: ${message}`,
      );
    const expected = "expected what JSON can hold, found";
    expect(refused({ limit: Number.NaN })).toEqual(["limit: expected a finite number, found NaN"]);
    const attributes = { a: Number.POSITIVE_INFINITY, b: 5n, c: { d: [1, () => 1] }, e: new Date("x"), f: 1 };
    expect(refused({ attributes, segments: Number.NaN })).toEqual([
      `attributes.a: ${expected} Infinity`,
      `attributes.b: ${expected} a bigint`,
      `attributes.c.d[1]: ${expected} a function`,
      `attributes.e: ${expected} an invalid Date`,
      "segments: expected an array, found NaN",
    ]);
    expect(refused({ attributes: new Map([["age", 5]]) })).toEqual([
      "attributes: expected an object, found a Map",
    ]);
    const [candidate] = request.candidates;
    const odd = [
      { ...candidate, attributes: { a: Number.NaN } },
      { ...candidate, score: Number.NaN },
    ];
    expect(refused({ candidates: odd })).toEqual([
      `candidates[0].attributes.a: ${expected} NaN`,
      "candidates[1].score: expected a finite number, found NaN",
    ]);
    const circle: Record<string, unknown> = {};
    circle.again = { circle };
    expect(refused({ attributes: circle })[0]).toMatch("attributes.again.circle: cannot be written as JSON");
    const own = [candidate, { ...candidate, attributes: { list: [circle] } }];
    expect(refused({ candidates: own })[0]).toMatch(
      "candidates[1].attributes.list[0].again.circle: cannot be",
    );
    const replay = { eventType: "impression", attributes: { a: Number.NaN } };
    expect(thrown(() => customer.backtest(replay)).issues[0]?.path).toBe("attributes.a");
    const dated = { ...request, attributes: { since: new Date(0) as never, other: undefined as never } };
    expect(customer.decide(dated).outcomes).toEqual(customer.decide(request).outcomes);
  });

  test("a getter that uses the engine while a request is read is refused", () => {
    for (const use of [
      () => customer.decide({ now, candidates: [{ offer: "other", channel: "push" }] }),
      () => customer.size,
      () => engine.customer([]),
    ]) {
      const sly = {
        offer: "gold_card",
        channel: "email",
        get attributes() {
          use();
          return {};
        },
      };
      expect(() => customer.decide({ now, candidates: [sly] })).toThrow(
        expect.objectContaining({
          code: "invalid_argument",
          issues: [expect.objectContaining({ code: "reading" })],
        }),
      );
    }
    expect(customer.decide(request).outcomes[2]).toEqual(suppressed);
  });

  test("offers may be as long as in events, and longer ones are refused", () => {
    const long = "ä".repeat(512);
    const visitor = engine.customer();
    const placement = (offer: string) => ({ candidates: [{ offer, channel: "email" }], now });
    expect(visitor.reserve(placement(long)).outcomes[0]).toMatchObject({ offer: long, rank: 1 });
    expect([...visitor.events()][0]?.offer).toBe(long);
    for (const longer of ["x".repeat(1025), `${long}x`]) {
      expect(thrown(() => visitor.reserve(placement(longer))).issues).toEqual([
        { path: "candidates[0].offer", code: "out_of_range", message: "must not be longer than 1024 bytes" },
      ]);
    }
    visitor.free();
  });

  test("an unknown metric, a wrong number and an unknown zone are refused with their paths", async () => {
    const faults = async (configuration: object) => {
      const error = (await createEngine(configuration as Configuration).catch(
        (error) => error,
      )) as LookbackError;
      return [error.code, ...error.issues.map(({ path }) => path)];
    };
    const contactPolicies = [
      { ruleType: "frequency_cap", config: { metricKey: "nope", threshold: Number.NaN } },
      { ruleType: "time_window", config: { timezone: "Europe/Bärlin" } },
    ];
    expect(await faults({ contactPolicies })).toEqual([
      "invalid_configuration",
      "contactPolicies[0].config.metricKey",
      "contactPolicies[0].config.threshold",
      "contactPolicies[1].config.timezone",
    ]);
    const zones = [...contactPolicies, { ruleType: "time_window", config: { timezone: "Mars/Olympus" } }];
    expect(await faults({ contactPolicies: zones.slice(1) })).toEqual([
      "invalid_configuration",
      "contactPolicies[0].config.timezone",
      "contactPolicies[1].config.timezone",
    ]);
    const backtest = { eventType: "impression", against: { contactPolicies } } as never;
    expect(thrown(() => customer.backtest(backtest)).issues.map(({ path }) => path)).toEqual([
      "against.contactPolicies[0].config.metricKey",
      "against.contactPolicies[0].config.threshold",
      "against.contactPolicies[1].config.timezone",
    ]);
  });

  test("a candidate may have the empty channel, as an event may", () => {
    const visitor = engine.customer();
    const asked = { candidates: [{ offer: "gold", channel: "" }], now };
    expect(visitor.reserve(asked).outcomes[0]).toMatchObject({ channel: "", rank: 1 });
    expect([...visitor.events()]).toMatchObject([{ channel: "", offer: "gold" }]);
    const unnamed = { candidates: [{ offer: "", channel: "" }], now };
    expect(thrown(() => visitor.decide(unnamed)).issues).toEqual([
      { path: "candidates[0].offer", code: "invalid_value", message: "must not be empty" },
    ]);
    visitor.free();
  });

  test("an unknown zone is reported among the other issues, in the order of the document", async () => {
    const contactPolicies = [
      { ruleType: "time_window", config: { timezone: "Mars/Olympus", from: "9" } },
      { ruleType: "cooldown", config: { cooldownHours: -1 } },
    ] as never;
    const paths = ["[0].config.timezone", "[0].config.from", "[1].config.cooldownHours"];
    const faults = (error: LookbackError) => error.issues.map(({ path }) => path);
    const configuration = { contactPolicies };
    const own = paths.map((path) => `contactPolicies${path}`);
    expect(faults(await createEngine(configuration).catch((error) => error))).toEqual(own);
    expect(faults(thrown(() => new MetricCatalog(configuration)))).toEqual(own);
    const backtest = { eventType: "impression", against: configuration };
    expect(faults(thrown(() => customer.backtest(backtest)))).toEqual(own.map((path) => `against.${path}`));
  });

  test("the name of a zone may be in upper or lower case, and an offset is refused", async () => {
    const policies = (timezone: string): Configuration => ({
      contactPolicies: [{ ruleType: "time_window", config: { timezone, from: "09:00", to: "17:00" } }],
    });
    const hours = await createEngine(policies("europe/BERLIN"));
    const [outcome] = hours.customer().decide({ candidates: [{ offer: "gold" }], now }).outcomes;
    expect(outcome?.status).toBe("eligible");
    hours.free();
    await expect(createEngine(policies("+01:00"))).rejects.toThrow(/there is no time zone "\+01:00"/);
  });

  test("with a cap of one, only the first of two placements gets the offer", async () => {
    const once = await createEngine({
      contactPolicies: [{ ruleType: "frequency_cap", config: { maxContacts: 1, windowDays: 1 } }],
    });
    const visitor = once.customer();
    const placement = { candidates: [{ offer: "gold", channel: "web" }], now };
    expect(visitor.reserve(placement).outcomes[0]?.status).toBe("eligible");
    expect(visitor.reserve(placement).outcomes[0]?.status).toBe("suppressed");
    expect([...visitor.events()]).toEqual([
      { eventType: "impression", timestamp: "2026-03-10T12:00:00.000Z", channel: "web", offer: "gold" },
    ]);
    visitor.reserve({ ...placement, now: ago(-2), eventType: "send" });
    expect(visitor.size).toBe(2);
    const written = visitor.reserveJson({ ...placement, now: ago(-4), explain: "none", eventType: "post" });
    expect(JSON.parse(new TextDecoder().decode(written.json)).outcomes[0].status).toBe("eligible");
    expect([...visitor.events()].map(({ eventType }) => eventType)).toEqual(["impression", "send", "post"]);
    once.free();
  });

  test("hours of the week follow the clocks of their zone", async () => {
    const hours = await createEngine({
      contactPolicies: [
        { ruleType: "time_window", config: { timezone: "Europe/Berlin", from: "09:00", to: "17:00" } },
      ],
    });
    const at = (now: string) => hours.customer().decide({ candidates: [{ offer: "gold" }], now });
    expect(at("2026-03-28T07:59:59.999Z").outcomes[0]?.nextEligibleAt).toBe("2026-03-28T08:00:00.000Z");
    expect(at("2026-03-28T16:00:00Z").outcomes[0]?.nextEligibleAt).toBe("2026-03-29T07:00:00.000Z");
    expect(at("2026-03-29T07:00:00Z").validUntil).toBe("2026-03-29T15:00:00.000Z");
    expect(at("2026-03-28T16:00:00Z").outcomes[0]?.reasons[0]?.message).toBe(
      "outside the hours 09:00 to 17:00 in Europe/Berlin, every day; free again on 29 March 07:00 UTC",
    );
    hours.free();
  });

  test("hours of the week follow the offset of the moment, from 1970 to 2100", async () => {
    const next = async (timezone: string, now: string) => {
      const config = { timezone, from: "08:00", to: "09:00" };
      const hours = await createEngine({ contactPolicies: [{ ruleType: "time_window", config }] });
      const [outcome] = hours.customer().decide({ candidates: [{ offer: "gold" }], now }).outcomes;
      hours.free();
      return outcome?.nextEligibleAt;
    };
    expect(await next("Europe/Berlin", "1975-07-15T00:00:00Z")).toBe("1975-07-15T07:00:00.000Z");
    expect(await next("Europe/Berlin", "2009-07-15T00:00:00Z")).toBe("2009-07-15T06:00:00.000Z");
    expect(await next("Europe/Berlin", "2099-07-15T00:00:00Z")).toBe("2099-07-15T06:00:00.000Z");
    expect(await next("Africa/Monrovia", "1971-07-15T00:00:00Z")).toBe("1971-07-15T08:44:30.000Z");
    expect(await next("Pacific/Apia", "2011-12-29T19:00:00Z")).toBe("2011-12-30T18:00:00.000Z");
    // Its summer of 2000 lasted for a week.
    expect(await next("America/Boa_Vista", "2000-10-11T00:00:00Z")).toBe("2000-10-11T11:00:00.000Z");
    expect(await next("America/St_Johns", "2006-10-29T02:31:00Z")).toBe("2006-10-29T11:30:00.000Z");
    expect(await next("Europe/Berlin", "2150-07-15T00:00:00Z")).toBe("2150-07-15T07:00:00.000Z");
  });

  test("hours of the week are those of each moment, also when an engine goes back and forth in time", async () => {
    const config = { timezone: "Europe/Berlin", from: "08:00", to: "09:00" };
    const contactPolicies = [{ ruleType: "time_window", config }] as const;
    const hours = await createEngine({ contactPolicies });
    const times = [
      "2009-07-15T06:30:00Z",
      "2009-12-15T07:30:00Z",
      "2061-07-15T06:30:00Z",
      "2009-07-15T07:30:00Z",
    ];
    const visitor = hours.customer(
      times.map((timestamp) => ({ eventType: "click", offer: "gold", timestamp })),
    );
    const eligible = (now: string) =>
      visitor.decide({ candidates: [{ offer: "gold" }], now }).outcomes[0]?.status === "eligible";
    expect(times.map(eligible)).toEqual([true, true, true, false]);
    const { passed, passedAgainst } = visitor.backtest({ eventType: "click", against: { contactPolicies } });
    expect([passed, passedAgainst]).toEqual([3, 3]);
    expect(times.map(eligible)).toEqual([true, true, true, false]);
    hours.free();
  });

  test("a backtest compares with another configuration", () => {
    const against = {
      contactPolicies: [
        { ruleType: "frequency_cap", config: { maxContacts: 1, windowDays: 7 } },
        { ruleType: "time_window", config: { timezone: "America/New_York" } },
      ],
    } satisfies Configuration;
    const result = customer.backtest({ eventType: "impression", against });
    expect(result).toMatchObject({ decisions: 5, passed: 5, blocked: [], passedAgainst: 1, gained: [] });
    expect(result.lost?.map(({ index, rule }) => [index, rule])).toEqual([
      [1, "frequency_cap"],
      [2, "frequency_cap"],
      [3, "frequency_cap"],
      [4, "frequency_cap"],
    ]);
    expect(customer.backtest({ eventType: "impression", from: ago(2), to: now }).decisions).toBe(2);
    expect(thrown(() => customer.backtest({} as never)).issues[0]?.path).toBe("eventType");
    const alone = customer.backtest({ eventType: "impression", against: null as never });
    expect(alone).toEqual(customer.backtest({ eventType: "impression" }));
  });

  test("requirements and lint", () => {
    expect(engine.requirements).toEqual({ eventTypes: ["impression"], lookbackDays: 7, properties: [] });
    expect(engine.lint()).toEqual([]);
    expect(engine.lint({ retainedDays: 3 })).toEqual([
      {
        code: "window_exceeds_history",
        path: "contactPolicies[0]",
        message: "it looks back 7 days, and only 3 are kept",
      },
    ]);
  });

  test("evaluate returns metrics and a decision in one call", () => {
    const { metrics, decision } = evaluate({
      ...configuration,
      events: impressions("email", [1, 2, 3, 4.5]),
      candidates: [{ offer: "gold", channel: "email" }],
      now,
    });
    expect(metrics[0]?.groups[0]?.value).toBe(4);
    expect(decision?.outcomes[0]).toEqual(suppressed);
  });

  test("every recipe builds an engine without lint findings", async () => {
    expect(Object.keys(recipes).sort()).toEqual([
      "channel_fatigue",
      "conversion_cooldown",
      "cross_sell_detection",
      "frequency_cap",
      "high_value_targeting",
      "response_rate_gate",
    ]);
    for (const { configuration } of Object.values(recipes)) {
      const engine = await createEngine(configuration);
      expect(engine.lint()).toEqual([]);
      engine.free();
    }
  });
});
