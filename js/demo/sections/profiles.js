// A visitor of a travel site who drifts from one pattern to another, visit by visit and then by
// time alone.

import { heading, number, paragraph, span, table, time } from "../print.js";

const DAY = 86_400_000;
const PROFILE = "traveler";

/** @type {import("lookback").ProfileDefinition} */
export const traveler = {
  id: PROFILE,
  name: "Traveler",
  decayRate: 20,
  halfLifeDays: 60,
  keys: ["adventure", "comfort", "family"],
  patterns: [
    { id: "backpacker", name: "Backpacker", values: { adventure: 12, comfort: 1 } },
    { id: "family_holiday", name: "Family holiday", values: { family: 12, comfort: 5 } },
    { id: "just_looking", name: "Just looking", values: {} },
  ],
};

/** What each visit scored: trekking first, and then a child is on the way. */
export const visits = [
  ["2026-01-10T19:00:00Z", { adventure: 8, comfort: 1 }],
  ["2026-01-24T20:30:00Z", { adventure: 6 }],
  ["2026-03-02T18:10:00Z", { adventure: 3, family: 3 }],
  ["2026-03-15T09:00:00Z", { comfort: 2, family: 7 }],
  ["2026-03-21T21:45:00Z", { comfort: 3, family: 8 }],
];

const interaction = ([startDateTime, values], index) => ({
  id: `visit-${index + 1}`,
  startDateTime,
  events: [
    { eventType: "ChangeProfileScoreEvent", delta: { [PROFILE]: { scoreCount: 1, values } } },
    { eventType: "visit", timestamp: startDateTime, channel: "web" },
  ],
});

/** @param {typeof import("lookback")} lookback */
export async function show({ createEngine }) {
  const engine = await createEngine({
    profiles: [traveler],
    qualificationRules: [
      {
        name: "Family offers for families",
        ruleType: "profile_match",
        config: { profileId: PROFILE, patternId: "family_holiday" },
      },
    ],
  });
  const customer = engine.customer();
  heading(
    "Kim: from backpacker to family holiday",
    "Every visit adds its scores and then takes a fifth off all of them; between visits, half is lost in 60 days. " +
      "The nearest pattern matches; its share shows how much nearer it is than the others.",
  );
  const rows = visits.map((visit, index) => {
    customer.applyInteraction(interaction(visit, index));
    return row(customer, visit[0], scored(visit[1]));
  });
  const last = visits.at(-1)[0];
  for (const days of [30, 90]) {
    rows.push(row(customer, new Date(Date.parse(last) + days * DAY).toISOString(), "(only time passed)"));
  }
  table(["when", "scored", ">adventure", ">comfort", ">family", "matches", ">share"], rows);
  until(customer, last);
  engine.free();
}

const scored = (values) =>
  Object.entries(values)
    .map(([key, value]) => `${key} +${value}`)
    .join(", ");

function row(customer, now, what) {
  const { values, matchedPatternId } = customer.behaviorProfile({ now }).scores[PROFILE];
  const nearest = customer
    .patternDistances(PROFILE, { now })
    .find(({ patternId }) => patternId === matchedPatternId);
  const cells = traveler.keys.map((key) => (values[key] ?? 0).toFixed(2));
  return [now.slice(0, 10), what, ...cells, matchedPatternId, `${number(Math.round(nearest.share * 100))} %`];
}

/**
 * How long the decision that rests on the match holds, and that it turns in that very millisecond.
 */
function until(customer, now) {
  const decide = (at) => customer.decide({ candidates: [{ offer: "family_resort" }], now: at });
  const { outcomes, validUntil } = decide(now);
  const before = decide(Date.parse(validUntil) - 1).outcomes[0];
  const then = decide(validUntil).outcomes[0];
  console.log();
  paragraph(
    `With no further visit the family resort stays ${outcomes[0].status} until ${time(validUntil)}, ${span(now, validUntil)} ` +
      `after the last one: a millisecond earlier it is ${before.status}, then ${then.status}.`,
  );
}
