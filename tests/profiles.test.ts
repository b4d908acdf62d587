// Behavior profiles through the package: what the vectors of rule P cannot say as plain data.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import {
  type ContactBehaviorProfile,
  type Customer,
  createEngine,
  type Interaction,
  LookbackError,
  type XConnectContactBehaviorProfile,
} from "lookback";
import { expect, test } from "vitest";

const DAY = 86_400_000;
const START = "2026-03-01T12:00:00.000Z";
const after = (days: number) => new Date(Date.parse(START) + days * DAY).toISOString();

const reader = {
  id: "reader",
  keys: ["politics", "sport"],
  patterns: [
    { id: "voter", values: { politics: 10 } },
    { id: "fan", values: { sport: 10 } },
    { id: "passer_by", values: {} },
  ],
} as const;

const waning = { profiles: [{ ...reader, halfLifeDays: 10 }] } as const;

const visit = (values: Record<string, number>, more: Partial<Interaction> = {}): Interaction => ({
  startDateTime: START,
  events: [{ eventType: "ChangeProfileScoreEvent", delta: { reader: { scoreCount: 1, values } } }],
  ...more,
});

const read = (customer: Customer, now?: string) => customer.behaviorProfile(now ? { now } : {}).scores.reader;

/** The error of a refused call, which must have left the customer as it was. */
function refused(customer: Customer, call: () => unknown): LookbackError {
  const before = customer.snapshot();
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(LookbackError);
    expect(customer.snapshot()).toEqual(before);
    return error as LookbackError;
  }
  throw new Error("nothing was refused");
}

test("P3: a visit may start at a Date, at milliseconds or at an ISO time", async () => {
  const engine = await createEngine(waning);
  for (const startDateTime of [new Date(START), Date.parse(START), "2026-03-01T13:00:00+01:00"]) {
    const customer = engine.customer();
    customer.applyInteraction(visit({ politics: 1 }, { startDateTime }));
    expect(customer.behaviorProfile().sourceInteractionStartDateTime).toBe(START);
  }
  engine.free();
});

test("P6: what JSON cannot hold is refused where it stands", async () => {
  const engine = await createEngine(waning);
  const customer = engine.customer();
  customer.applyInteraction(visit({ politics: 1 }, { id: "first" }));
  const paths = (interaction: unknown) =>
    refused(customer, () => customer.applyInteraction(interaction as Interaction)).issues.map(
      ({ path }) => path,
    );
  const values = "interaction.events[0].delta.reader.values";
  for (const number of [Number.NaN, Number.POSITIVE_INFINITY, null, "1", 1n]) {
    expect(paths(visit({ politics: number as number, sport: 2 }))).toEqual([`${values}.politics`]);
  }
  expect(paths(visit({}, { startDateTime: new Date(Number.NaN) }))).toEqual(["interaction.startDateTime"]);
  expect(paths(visit({}, { startDateTime: Number.NaN }))).toEqual(["interaction.startDateTime"]);
  for (const nothing of [undefined, null, 3, "visit", []]) expect(paths(nothing)).toEqual(["interaction"]);
  engine.free();
});

test("P3: scores and plain events are applied together, and an invalid one of either prevents both", async () => {
  const engine = await createEngine({
    ...waning,
    metrics: [{ key: "clicks", aggregationType: "count", eventType: "click", windowDays: 7 }],
  });
  const customer = engine.customer();
  const click = { eventType: "click", timestamp: START, id: "c1" };
  const events = [...(visit({ politics: 3 }).events ?? []), click];
  const error = refused(customer, () =>
    customer.applyInteraction(visit({}, { events: [...events, { eventType: "click" } as never] })),
  );
  expect(error.code).toBe("invalid_event");
  expect(error.issues.map(({ path }) => path)).toEqual(["interaction.events[2].timestamp"]);
  expect(customer.applyInteraction(visit({}, { events }))).toEqual({
    applied: true,
    appended: 1,
    duplicates: 0,
    conflicts: [],
  });
  expect(customer.metric("clicks", { now: START })).toBe(1);
  expect(read(customer, START)?.score).toBe(3);
  engine.free();
});

test("P7: applied interactions are remembered through snapshots and merges", async () => {
  const engine = await createEngine(waning);
  const customer = engine.customer();
  const seen = visit({ politics: 4 }, { id: "visit-1" });
  expect(customer.applyInteraction(seen).applied).toBe(true);
  const restored = engine.restore(customer.snapshot());
  expect(restored.applyInteraction(seen)).toEqual({
    applied: false,
    appended: 0,
    duplicates: 0,
    conflicts: [],
  });
  expect(restored.snapshot()).toEqual(customer.snapshot());
  const merged = engine.customer();
  merged.merge(restored);
  expect(merged.applyInteraction(seen).applied).toBe(false);
  expect(read(merged, START)?.score).toBe(4);
  merged.merge(restored, { mergeScores: "sum" });
  expect(read(merged, START)?.score).toBe(8);
  const mistaken = refused(merged, () => merged.merge(restored, { mergeScores: "add" as "sum" }));
  expect(mistaken.issues).toEqual([
    { path: "mergeScores", code: "invalid_value", message: 'must be one of latest, sum, found "add"' },
  ]);
  engine.free();
});

test("P4: a half-life can be read at any instant, and reading changes nothing", async () => {
  const engine = await createEngine(waning);
  const customer = engine.customer();
  customer.applyInteraction(visit({ politics: 8 }));
  const before = customer.snapshot();
  expect(read(customer, after(10))?.values).toEqual({ politics: 4 });
  expect(read(customer, after(20))?.score).toBe(2);
  expect(read(customer, after(20))?.matchedPatternId).toBe("passer_by");
  expect(read(customer, START)?.matchedPatternId).toBe("voter");
  // Without a time it reads as the last visit left it.
  expect(read(customer)?.score).toBe(8);
  expect(customer.patternDistances("reader")).toEqual(customer.patternDistances("reader", { now: START }));
  expect(customer.snapshot()).toEqual(before);
  engine.free();
});

test("P5: the distances of a profile are returned, and an unknown profile is not found", async () => {
  const engine = await createEngine(waning);
  const customer = engine.customer();
  expect(customer.patternDistances("reader", { now: START })).toEqual([]);
  customer.applyInteraction(visit({ politics: 4, sport: 3 }));
  const distances = customer.patternDistances("reader", { now: START });
  expect(distances.map(({ patternId, distance }) => [patternId, distance])).toEqual([
    ["voter", 45],
    ["fan", 65],
    ["passer_by", 25],
  ]);
  expect(distances.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  expect(refused(customer, () => customer.patternDistances("nobody", { now: START })).code).toBe("not_found");
  expect(refused(customer, () => customer.patternDistances(undefined as never)).code).toBe(
    "invalid_argument",
  );
  engine.free();
});

const schema = (name: string) =>
  JSON.parse(readFileSync(fileURLToPath(import.meta.resolve(`lookback/schemas/${name}.json`)), "utf8"));

test("P10: the facet moves between customers as xConnect's JSON, and fits its schema", async () => {
  const engine = await createEngine(waning);
  const customer = engine.customer();
  const ajv = new Ajv({ strict: false, logger: false });
  const isXConnect = ajv.compile<XConnectContactBehaviorProfile>(schema("xconnect-behavior-profile"));
  const isFacet = ajv.compile<ContactBehaviorProfile>(schema("behavior-profile"));
  const isInteraction = ajv.compile<Interaction>(schema("interaction"));
  expect(isXConnect(customer.toXConnect()), JSON.stringify(isXConnect.errors)).toBe(true);
  expect(isFacet(customer.behaviorProfile()), JSON.stringify(isFacet.errors)).toBe(true);

  const given = visit({ politics: 4.5, "0D0BBAE6-5B8D-4A0E-A4AE-000000000001": -1 });
  expect(isInteraction(given), JSON.stringify(isInteraction.errors)).toBe(true);
  customer.applyInteraction(given);
  const facet = customer.toXConnect();
  expect(isXConnect(facet), JSON.stringify(isXConnect.errors)).toBe(true);
  expect(isFacet(customer.behaviorProfile()), JSON.stringify(isFacet.errors)).toBe(true);
  expect(facet.SourceInteractionStartDateTime).toBe("2026-03-01T12:00:00.0000000Z");

  for (const form of [facet, customer.behaviorProfile({ now: START })]) {
    const other = engine.customer();
    other.loadBehaviorProfile(form);
    expect(other.toXConnect()).toEqual(facet);
  }
  const extended = { ...facet, Mood: "good" };
  expect(isXConnect(extended)).toBe(false);
  const error = refused(customer, () => customer.loadBehaviorProfile(extended));
  expect(error.code).toBe("invalid_argument");
  expect(error.message).toContain("cannot be extended");
  engine.free();
});

test("R12: rules over a decaying profile change at exactly the millisecond that the decision reports", async () => {
  const engine = await createEngine({
    ...waning,
    contactPolicies: [
      {
        name: "enough politics",
        ruleType: "profile_score",
        config: { profileId: "reader", keyId: "politics", operator: "gt", threshold: 2 },
      },
    ],
    qualificationRules: [
      {
        name: "voters only",
        ruleType: "profile_match",
        config: { profileId: "reader", patternId: "voter" },
      },
    ],
  });
  const customer = engine.customer();
  const outcome = (now: string | number) =>
    customer.decide({ candidates: [{ offer: "debate" }], now }).outcomes[0];
  customer.applyInteraction(visit({ politics: 8 }));
  const decision = customer.decide({ candidates: [{ offer: "debate" }], now: START });
  // 8 stays nearer to 10 than to 0 while it is above 5, and above 2 for two half-lives.
  const turns = Date.parse(decision.validUntil ?? "");
  expect(outcome(turns - 1)?.status).toBe("suppressed");
  expect(outcome(turns)?.status).toBe("disqualified");
  expect(read(customer, new Date(turns - 1).toISOString())?.values.politics).toBeGreaterThanOrEqual(5);
  expect(read(customer, new Date(turns).toISOString())?.values.politics).toBeLessThan(5);
  // When the score is low enough, the customer is no voter any more: time alone never frees the
  // offer.
  expect(decision.outcomes[0]?.nextEligibleAt).toBeNull();
  expect(decision.outcomes[0]?.status).toBe("suppressed");
  engine.free();
});
