import type { Candidate } from "lookback";
import { byStart, type Configuration, type CustomerRecord, startOf } from "../../engine/model.ts";
import { trackOf } from "../../state/extent.ts";

/** Enough history to see the same results, in a text that is still readable. */
const MAX_EVENTS = 200;

/** An object as TypeScript: keys without quotes where they need none. */
function literal(value: unknown, indent = ""): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    if (value.every((one) => typeof one !== "object" || one === null))
      return `[${value.map((one) => literal(one)).join(", ")}]`;
    return `[\n${value.map((one) => `${indent}  ${literal(one, `${indent}  `)},`).join("\n")}\n${indent}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  if (entries.length === 0) return "{}";
  const members = entries.map(
    ([key, member]) =>
      `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${literal(member, `${indent}  `)}`,
  );
  const line = `{ ${members.join(", ")} }`;
  if (!line.includes("\n") && line.length + indent.length <= 100) return line;
  return `{\n${members.map((member) => `${indent}  ${member},`).join("\n")}\n${indent}}`;
}

/**
 * A module that runs as it is: the configuration, the customer's latest events, and a decision
 * printed.
 */
export function snippet({
  configuration,
  customer,
  now,
  candidates,
}: {
  configuration: Configuration;
  customer: CustomerRecord;
  now: number;
  candidates: readonly Candidate[];
}): string {
  const { order } = trackOf(customer.events);
  const events = [...order.slice(-MAX_EVENTS)].flatMap((position) => customer.events[position] ?? []);
  // A profile is what the visits so far made of it, in the order of time.
  const visits = byStart(customer.interactions).filter((visit) => startOf(visit) <= now);
  const note =
    events.length < customer.events.length
      ? ` // The latest ${events.length} of ${customer.events.length}.`
      : "";
  // The events are in the Studio's own shape, whatever names the configuration gives to those of a
  // platform.
  const { eventFields: _, ...taken } = configuration;
  return `import { createEngine } from "lookback";

const engine = await createEngine(${literal(taken)});

const customer = engine.customer(${literal(events)});${note}
${
  visits.length > 0
    ? `
const interactions = ${literal(visits)};
for (const interaction of interactions) customer.applyInteraction(interaction);
`
    : ""
}
const now = ${JSON.stringify(new Date(now).toISOString())};
for (const { key, groups } of customer.metrics({ now })) {
  for (const group of groups) console.log(key, group.channel ?? "", group.offer ?? "", group.value);
}
${
  candidates.length > 0
    ? `
const decision = customer.decide({
  now,
  candidates: ${literal(candidates, "  ")},
  segments: ${literal(customer.segments)},
  attributes: ${literal(customer.attributes, "  ")},
});
for (const { rank, offer, channel, status, score, reasons } of decision.outcomes) {
  console.log(rank ?? "-", offer, channel ?? "", status, score.toFixed(3));
  for (const reason of reasons) if (reason.effect !== "pass") console.log("   ", reason.message);
}
`
    : ""
}`;
}
