// One customer, made by hand, through the six recipe metrics.

import { readFileSync } from "node:fs";
import { showMetric } from "../metric-tables.js";
import { heading } from "../print.js";

export const NOW = "2026-03-10T14:30:00Z";

/** The events of Ana, a customer of a bank that also sells phone plans. */
export const ana = () => JSON.parse(readFileSync(new URL("../data/ana.json", import.meta.url), "utf8"));

/** What there is to say of each metric, in the order in which they are shown. */
const remarks = {
  channel_impression_7d:
    "More than 3 on email: a cap of 3 would hold email back now. One more email was sent exactly 7 days ago, " +
    "to the millisecond, and is out; another 1 ms later is the next to leave. Tomorrow's planned email is held but does not count yet.",
  offer_conversion_30d:
    "savings_plus and phone_plan were taken within 30 days: so they need not be offered again yet.",
  channel_dismiss_14d: "Five dismissals on push are a reason to show less there.",
  ctr_30d: "Two clicks on eleven impressions.",
  conversion_value_90d:
    "120.05 + 49.9 + 0.1 + 0.2, added exactly and rounded once; the phone plan of December is older than 90 days.",
  category_conversion_60d:
    "Counted by offer here; a rule that reads it adds up the offers of a candidate's category.",
};

/** The metrics that the recipes rest on. */
function metricsOf(recipes) {
  const all = Object.values(recipes).flatMap(({ configuration }) => configuration.metrics);
  return Object.keys(remarks).map((key) => all.find((metric) => metric.key === key));
}

/** @param {typeof import("lookback")} lookback */
export async function show({ createEngine, recipes }) {
  const metrics = metricsOf(recipes);
  const engine = await createEngine({ metrics });
  const customer = engine.customer(ana());
  heading(
    "Ana: six metrics over her own history",
    `${customer.size} events since December, read at 10 March 2026, 14:30 UTC. Each metric looks back from that moment.`,
  );
  for (const result of customer.metrics({ now: NOW })) {
    const metric = metrics.find((definition) => definition.key === result.key);
    showMetric(metric, result, remarks[result.key]);
  }
  engine.free();
}
