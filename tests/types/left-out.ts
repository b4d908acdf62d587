/**
 * Compiled only: what may be left out may be given as undefined, also where these are told apart.
 */

import {
  type Candidate,
  type Configuration,
  createEngine,
  evaluate,
  MetricCatalog,
  type MetricDefinition,
  recipes,
} from "lookback";

declare const text: string | undefined;
declare const some: string | null | undefined;
declare const number: number | undefined;

const configuration: Configuration = {
  metrics: [
    { key: "a", aggregationType: "count", eventType: "click", windowDays: 7, name: text, where: undefined },
  ],
  contactPolicies: undefined,
  qualificationRules: undefined,
  arbitration: { weights: undefined },
  offers: [{ key: "gold", category: text, score: number }],
  profiles: [{ id: "interests", keys: [{ id: "sport", name: text }], decayRate: number }],
  eventFields: { channel: text },
};
const engine = await createEngine({
  ...configuration,
  contactPolicies: [
    { ruleType: "cooldown", id: text, priority: number, config: { cooldownHours: 4, eventType: text } },
  ],
});
// What comes back has them all.
engine.configuration.eventFields.channel satisfies string;

const customer = engine.customer([{ eventType: "click", timestamp: 0, channel: some, value: number }], {
  onInvalid: undefined,
});
customer.metric("a", { now: undefined, channel: text, offer: some });
customer.series("a", { from: 0, to: 1, step: 1, channel: text });
customer.appendColumns({ dictionary: [], eventType: [], timestamp: [], channel: undefined, id: undefined });
customer.applyInteraction({ id: text, startDateTime: 0, events: undefined });
customer.merge(engine.customer(), { mergeScores: undefined });

const candidates: Candidate[] = [{ offer: "gold", channel: some, category: some, score: number }];
customer.decide({ candidates, now: undefined, segments: undefined, attributes: undefined, limit: number });
customer.reserve({ candidates, eventType: text, explain: undefined });
customer.backtest({ eventType: "click", against: undefined, from: undefined });
engine.lint({ retainedDays: number });
evaluate({ events: [], candidates: undefined, limit: number });

const catalog = new MetricCatalog(configuration, { now: undefined });
catalog.update("bm_a", { description: text, windowDays: number });
catalog.delete("bm_a", { force: undefined });

// A recipe has metrics.
recipes.frequency_cap.configuration.metrics satisfies readonly MetricDefinition[];
