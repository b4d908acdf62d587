// The same rules in two rule engines from npm: facts are gathered from the ready Maps for each
// candidate, as their users do, and each engine says which rules act.

import jsonLogic from "json-logic-js";
import { Engine } from "json-rules-engine";

const LOGIC = { gt: ">", gte: ">=", lt: "<", lte: "<=" };
const RULES_ENGINE = {
  gt: "greaterThan",
  gte: "greaterThanInclusive",
  lt: "lessThan",
  lte: "lessThanInclusive",
};
const OPPOSITE = { gt: "lte", gte: "lt", lt: "gte", lte: "gt" };

/**
 * The operator with which a rule acts: a qualification rule acts when its comparison does not hold.
 */
const acting = (rule, qualifies) => (qualifies ? OPPOSITE[rule.config.operator] : rule.config.operator);

function all({ contactPolicies, qualificationRules }) {
  return [
    ...qualificationRules.map((rule) => ({ rule, operator: acting(rule, true), qualifies: true })),
    ...contactPolicies.map((rule) => ({ rule, operator: acting(rule, false), qualifies: false })),
  ];
}

function factsOf(metrics, maps) {
  const readers = metrics.map(({ key, dimensions: [dimension], aggregationType }) => {
    const empty = aggregationType === "count" || aggregationType === "sum" ? 0 : null;
    return { key, dimension, empty, values: maps.get(key) };
  });
  return (candidate) => {
    const facts = { channel: candidate.channel };
    for (const { key, dimension, empty, values } of readers) {
      facts[key] = values.get(dimension === undefined ? "" : candidate[dimension]) ?? empty;
    }
    return facts;
  };
}

/** Status and multiplier of a candidate from the rules that act. */
function settle(acts, rules) {
  let status = "eligible";
  let multiplier = 1;
  for (let index = 0; index < rules.length; index++) {
    if (!acts[index]) continue;
    const { rule, qualifies } = rules[index];
    const soft = qualifies ? rule.qualification === "soft" : rule.config.action === "multiply";
    if (soft) multiplier *= rule.config.multiplier;
    else if (status === "eligible") status = qualifies ? "disqualified" : "suppressed";
  }
  return { status, multiplier };
}

export function logicDecider(configuration, metrics, maps) {
  const rules = all(configuration);
  const facts = factsOf(metrics, maps);
  const logic = rules.map(({ rule, operator }) => {
    const test = { [LOGIC[operator]]: [{ var: rule.config.metricKey }, rule.config.threshold] };
    return rule.scope === "channel" ? { and: [{ "==": [{ var: "channel" }, rule.scopeId] }, test] } : test;
  });
  return (candidates) =>
    candidates.map((candidate) => {
      const known = facts(candidate);
      return settle(
        logic.map((test) => jsonLogic.apply(test, known)),
        rules,
      );
    });
}

export function rulesEngineDecider(configuration, metrics, maps) {
  const rules = all(configuration);
  const facts = factsOf(metrics, maps);
  const engine = new Engine([], { allowUndefinedFacts: true });
  rules.forEach(({ rule, operator }, index) => {
    const test = {
      fact: rule.config.metricKey,
      operator: RULES_ENGINE[operator],
      value: rule.config.threshold,
    };
    const scope = { fact: "channel", operator: "equal", value: rule.scopeId };
    const conditions = { all: rule.scope === "channel" ? [scope, test] : [test] };
    engine.addRule({ conditions, event: { type: "acts", params: { index } } });
  });
  return async (candidates) => {
    const outcomes = [];
    for (const candidate of candidates) {
      const { events } = await engine.run(facts(candidate));
      const acts = [];
      for (const { params } of events) acts[params.index] = true;
      outcomes.push(settle(acts, rules));
    }
    return outcomes;
  };
}
