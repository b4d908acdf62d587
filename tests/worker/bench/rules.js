// The scenario's rules in plain JavaScript, over metrics that the expert's JavaScript computed.

import { compile, lookUp, scan } from "../../bench/baseline/expert.js";

const OPERATORS = {
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
};

/**
 * Compiles the rules of a configuration of the scenario's kind: caps over metrics of the
 * candidate's own channel and offer, soft thresholds, and saturating weights.
 */
export function compileRules(configuration) {
  const compiled = compile(configuration.metrics);
  const indexOf = new Map(configuration.metrics.map((metric, index) => [metric.key, index]));
  const bind = (rule) => ({ ...rule, metric: indexOf.get(rule.config.metricKey) });
  return {
    compiled,
    policies: configuration.contactPolicies.map(bind),
    qualifications: configuration.qualificationRules.map(bind),
    weights: configuration.arbitration.weights.map((weight) => ({
      ...weight,
      metric: indexOf.get(weight.metricKey),
    })),
  };
}

/** A decision over events as they were sent. */
export function decide(rules, events, { candidates, now, explain }) {
  const groups = scan(rules.compiled, events, now, true);
  const outcomes = candidates.map((candidate) => outcomeOf(rules, groups, candidate, explain !== "none"));
  outcomes.sort(byRank);
  let rank = 0;
  for (const outcome of outcomes) if (outcome.status === "eligible") outcome.rank = ++rank;
  return { now: new Date(now).toISOString(), outcomes };
}

function outcomeOf(rules, groups, { offer, channel, score = 1 }, reasoned) {
  const { compiled } = rules;
  const read = (metric) => {
    const found = lookUp(compiled, groups, metric, channel, offer);
    if (found !== undefined) return found;
    const { aggregationType } = compiled.metrics[metric];
    return aggregationType === "count" || aggregationType === "sum" ? 0 : null;
  };
  const outcome = {
    offer,
    channel,
    status: "eligible",
    rank: null,
    score,
    multiplier: 1,
    boost: 1,
    reasons: [],
  };
  for (const { id, ruleType, metric, config } of rules.qualifications) {
    const observed = read(metric);
    if (observed === null || observed >= config.threshold) continue;
    const multiplier = config.multiplierBelow;
    outcome.multiplier *= multiplier;
    if (!reasoned) continue;
    outcome.reasons.push({
      rule: id,
      ruleType,
      effect: "multiply",
      metricKey: config.metricKey,
      observed,
      multiplier,
    });
  }
  for (const { id, ruleType, metric, config } of rules.policies) {
    const observed = read(metric);
    const { metricKey, operator = "gt", threshold } = config;
    if (observed === null || !OPERATORS[operator](observed, threshold)) continue;
    if (config.action === "multiply") outcome.multiplier *= config.multiplier;
    else outcome.status = "suppressed";
    if (!reasoned) continue;
    outcome.reasons.push({
      rule: id,
      ruleType,
      effect: config.action ?? "suppress",
      metricKey,
      operator,
      observed,
      threshold,
    });
  }
  for (const { metric, weight, scale } of rules.weights) {
    const observed = read(metric);
    if (observed !== null && observed > 0) outcome.boost *= 1 + weight * (observed / (observed + scale.half));
  }
  outcome.score *= outcome.multiplier * outcome.boost;
  return outcome;
}

function byRank(a, b) {
  if (a.status !== b.status) return a.status === "eligible" ? -1 : 1;
  return b.score - a.score || (a.offer < b.offer ? -1 : 1);
}
