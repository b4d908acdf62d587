// What an expert writes without a library, over metrics that are ready in Maps: rules compiled into
// closures over the Maps, one loop over candidates and rules.
//
// It does less than the package: the metrics are ready, nothing tells until when anything holds or
// when a candidate would pass, and no input is checked. `decideLean` keeps reasons for rules that
// act only, and no more of them than three numbers; `decide` has what the package's outcomes have.

const OPERATORS = {
  gt: (value, threshold) => value > threshold,
  gte: (value, threshold) => value >= threshold,
  lt: (value, threshold) => value < threshold,
  lte: (value, threshold) => value <= threshold,
};

/**
 * The metrics as Maps by channel, by offer or by nothing.
 * @param {{ key: string, groups: { channel?: string, offer?: string, value: number | null }[] }[]} results
 */
export function readyMaps(results, metrics) {
  return new Map(
    results.map(({ key, groups }, index) => {
      const [dimension] = metrics[index].dimensions;
      const entries = groups.map((group) => [dimension === undefined ? "" : group[dimension], group.value]);
      return [key, new Map(entries)];
    }),
  );
}

/** Rules as closures, qualification first. */
export function compile({ metrics, contactPolicies, qualificationRules }, maps) {
  const compileOne = (rule, qualifies) => {
    const { metricKey, operator, threshold } = rule.config;
    const metric = metrics.find(({ key }) => key === metricKey);
    const [dimension] = metric.dimensions;
    const values = maps.get(metricKey);
    const empty = metric.aggregationType === "count" || metric.aggregationType === "sum" ? 0 : null;
    const holds = OPERATORS[operator];
    const soft = qualifies ? rule.qualification === "soft" : rule.config.action === "multiply";
    const isAbove = operator === (qualifies ? "lte" : "gt");
    const noun = metric.aggregationType === "ratio" ? "ratio" : metric.eventType;
    return {
      id: rule.id,
      ruleType: rule.ruleType,
      metricKey,
      operator,
      noun,
      days: metric.windowDays,
      growing: (operator === "gt" || operator === "gte") !== qualifies,
      channel: rule.scope === "channel" ? rule.scopeId : undefined,
      dimension,
      values,
      empty,
      holds,
      threshold,
      actsFrom: metric.aggregationType === "count" && isAbove ? threshold + 1 : threshold,
      qualifies,
      soft,
      multiplier: rule.config.multiplier,
    };
  };
  return [
    ...qualificationRules.map((rule) => compileOne(rule, true)),
    ...contactPolicies.map((rule) => compileOne(rule, false)),
  ];
}

export function decideLean(rules, candidates) {
  const outcomes = new Array(candidates.length);
  for (let at = 0; at < candidates.length; at++) {
    const candidate = candidates[at];
    let status = "eligible";
    let multiplier = 1;
    const reasons = [];
    for (let index = 0; index < rules.length; index++) {
      const rule = rules[index];
      if (rule.channel !== undefined && rule.channel !== candidate.channel) continue;
      const key =
        rule.dimension === undefined ? "" : rule.dimension === "offer" ? candidate.offer : candidate.channel;
      const value = rule.values.get(key) ?? rule.empty;
      if (value === null) continue;
      if (rule.holds(value, rule.threshold) === rule.qualifies) continue;
      if (rule.soft) multiplier *= rule.multiplier;
      else if (status === "eligible") status = rule.qualifies ? "disqualified" : "suppressed";
      reasons.push({ rule: rule.id, observed: value, threshold: rule.threshold });
    }
    outcomes[at] = {
      offer: candidate.offer,
      channel: candidate.channel,
      status,
      rank: null,
      score: candidate.score * multiplier,
      multiplier,
      reasons,
    };
  }
  return ranked(outcomes);
}

const WORDS = { gt: "more than", gte: "at least", lt: "less than", lte: "at most" };

/** Every rule's reason for every candidate, in words too. */
export function decide(rules, candidates) {
  const outcomes = new Array(candidates.length);
  for (let at = 0; at < candidates.length; at++) {
    const candidate = candidates[at];
    let status = "eligible";
    let multiplier = 1;
    const reasons = [];
    for (let index = 0; index < rules.length; index++) {
      const rule = rules[index];
      if (rule.channel !== undefined && rule.channel !== candidate.channel) continue;
      const key =
        rule.dimension === undefined ? "" : rule.dimension === "offer" ? candidate.offer : candidate.channel;
      const observed = rule.values.get(key) ?? rule.empty;
      const holds = observed !== null && rule.holds(observed, rule.threshold);
      const acts = observed !== null && holds !== rule.qualifies;
      let effect = "pass";
      if (acts) {
        effect = rule.soft ? "multiply" : rule.qualifies ? "disqualify" : "suppress";
        if (rule.soft) multiplier *= rule.multiplier;
        else if (status === "eligible") status = rule.qualifies ? "disqualified" : "suppressed";
      }
      const place =
        rule.dimension === undefined ? "" : rule.dimension === "offer" ? ` of ${key}` : ` on ${key}`;
      const comparison = `${holds ? "" : "not "}${WORDS[rule.operator]} ${rule.threshold}`;
      const reason = {
        rule: rule.id,
        ruleType: rule.ruleType,
        stage: rule.qualifies ? "qualification" : "contact_policy",
        effect,
        metricKey: rule.metricKey,
        operator: rule.operator,
        observed,
        threshold: rule.threshold,
        message: `${observed ?? "no"} ${rule.noun}s${place} in ${rule.days} days, ${comparison}`,
      };
      if (rule.dimension !== undefined) reason.group = { [rule.dimension]: key };
      if (acts && rule.soft) reason.multiplier = rule.multiplier;
      if (rule.growing) reason.headroom = acts ? 0 : rule.actsFrom - (observed ?? 0);
      reasons.push(reason);
    }
    const score = candidate.score * multiplier;
    const { offer, channel } = candidate;
    outcomes[at] = { offer, channel, status, rank: null, score, multiplier, boost: 1, reasons };
  }
  return ranked(outcomes);
}

function ranked(outcomes) {
  const eligible = outcomes.filter(({ status }) => status === "eligible").sort(compare);
  for (let at = 0; at < eligible.length; at++) eligible[at].rank = at + 1;
  return [...eligible, ...outcomes.filter(({ status }) => status !== "eligible")];
}

function compare(left, right) {
  if (left.score !== right.score) return right.score - left.score;
  if (left.offer !== right.offer) return left.offer < right.offer ? -1 : 1;
  return left.channel < right.channel ? -1 : left.channel > right.channel ? 1 : 0;
}
