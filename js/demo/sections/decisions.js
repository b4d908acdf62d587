// What may be shown to Ana now, in which order, and why: the six recipes together as one
// configuration.

import { heading, number, paragraph, table, time } from "../print.js";
import { ana, NOW } from "./recipes.js";

const offers = [
  { key: "travel_card", category: "cards", score: 0.9 },
  { key: "gold_card", category: "cards", score: 0.8 },
  { key: "savings_plus", category: "savings", score: 0.7 },
  { key: "home_loan", category: "loans", score: 0.6 },
];

const candidates = [
  { offer: "travel_card", channel: "web" },
  { offer: "gold_card", channel: "push" },
  { offer: "savings_plus", channel: "web" },
  { offer: "home_loan", channel: "email" },
  { offer: "home_loan", channel: "push" },
  { offer: "home_loan", channel: "web" },
];

/** All recipes in one configuration. */
export function together(recipes) {
  const all = Object.values(recipes).map(({ configuration }) => configuration);
  const joined = (member) => all.flatMap((configuration) => configuration[member] ?? []);
  return {
    metrics: joined("metrics"),
    contactPolicies: joined("contactPolicies"),
    qualificationRules: joined("qualificationRules"),
    arbitration: { weights: all.flatMap(({ arbitration }) => arbitration?.weights ?? []) },
    offers,
  };
}

/** @param {typeof import("lookback")} lookback */
export async function show({ createEngine, recipes }) {
  const engine = await createEngine(together(recipes));
  const customer = engine.customer(ana());
  const { outcomes, funnel, validUntil } = customer.decide({ candidates, now: NOW });
  heading(
    "Ana: what may be shown now",
    "The six recipes as one configuration decide over six candidates. The score is that of the offer, times the " +
      "multipliers of soft rules, times the boosts by behavior.",
  );
  table(
    [">rank", "offer", "channel", "status", ">score", "free again"],
    outcomes.map(({ rank, offer, channel, status, score, nextEligibleAt }) => [
      rank === null ? "" : String(rank),
      offer,
      channel,
      status,
      number(score),
      status === "eligible" ? "" : nextEligibleAt === null ? "not by time alone" : time(nextEligibleAt),
    ]),
  );
  paragraph(
    `Of ${funnel.candidates} candidates, ${funnel.allowed} may be shown. The decision holds until ${time(validUntil)}.`,
    "  ",
  );
  for (const { offer, channel, reasons } of outcomes) {
    const acting = reasons.filter(({ effect }) => effect !== "pass");
    if (acting.length === 0) continue;
    heading(`${offer} on ${channel}`);
    for (const { rule, message } of acting) paragraph(`${rule}: ${message}`, "  ");
  }
  engine.free();
}
