import {
  type Candidate,
  type Customer,
  createEngine,
  type Decision,
  type Engine,
  type Configuration as EngineConfiguration,
  type Interaction,
  type InteractionEvent,
  type Issue,
  LookbackError,
  type MetricResult,
  recipes,
} from "lookback";
import type { Compute, Look, Moment, ProfileState, Taken, Turn, Verdict } from "./compute.ts";
import { type Judged, readText } from "./import.ts";
import { byStart, type Configuration, emptyConfiguration, forEngine, startOf } from "./model.ts";

interface Held {
  engine: Engine;
  customer: Customer;
  /** How many of the interactions, in order of time, the customer has been through. */
  visits: number;
}

let held: Held | null = null;
/** What the current customer is made of, to create it again under another configuration. */
let source: { events: readonly InteractionEvent[]; interactions: readonly Interaction[] } = {
  events: [],
  interactions: [],
};
let inForce: Configuration = emptyConfiguration();

/**
 * Issues in the words of a form, where a number field that is empty or incomplete arrives as NaN.
 */
const readable = (issues: readonly Issue[]): Issue[] =>
  issues.map((issue) => (issue.message.endsWith("found NaN") ? { ...issue, message: NO_NUMBER } : issue));
const NO_NUMBER = "a number is missing";

function issuesOf(error: unknown): Issue[] {
  if (!(error instanceof LookbackError)) throw error;
  return readable(error.issues);
}

/**
 * The Studio keeps events in one shape whatever they came in, so the configuration's own mapping
 * waits for the export.
 */
const plain = (configuration: Configuration): EngineConfiguration =>
  forEngine({ ...configuration, eventFields: {} });

function enter(engine: Engine): { held: Held; issues: Issue[] } {
  const customer = engine.customer();
  const { invalid, conflicts } = customer.append(source.events, { onInvalid: "skip" });
  return { held: { engine, customer, visits: 0 }, issues: [...invalid, ...conflicts] };
}

async function need(): Promise<Held> {
  held ??= enter(await createEngine(plain(inForce))).held;
  return held;
}

/**
 * The customer as it was at `now`: a profile is what the visits so far made of it, so going back to
 * before a visit makes the customer anew, and going on applies the next ones.
 */
async function at(now: number): Promise<Held> {
  let current = await need();
  const visits = source.interactions.filter((visit) => startOf(visit) <= now);
  if (current.visits > visits.length) {
    current.customer.free();
    current = held = enter(current.engine).held;
  }
  for (const visit of visits.slice(current.visits)) {
    current.visits++;
    try {
      current.customer.applyInteraction(visit);
    } catch (error) {
      // A visit the engine refuses leaves the profile as it was; everything else must come through.
      issuesOf(error);
    }
  }
  return current;
}

function profileState({ engine, customer }: Pick<Held, "engine" | "customer">, now?: number): ProfileState {
  const facet = customer.behaviorProfile({ now });
  const distances: ProfileState["distances"] = {};
  for (const { id } of engine.configuration.profiles) {
    if (facet.scores[id]) distances[id] = customer.patternDistances(id, { now });
  }
  return { facet, distances };
}

function decide(customer: Customer, moment: Moment): Decision | null {
  return moment.candidates.length === 0 ? null : customer.decide(moment);
}

const time = (iso: string | null): number => (iso === null ? Number.POSITIVE_INFINITY : Date.parse(iso));
const idOf = ({ offer, channel }: Candidate): string => JSON.stringify([offer, channel]);
/** The name of a candidate. */
function label({ offer, channel }: Candidate): string {
  const name = inForce.offers.find(({ key }) => key === offer)?.name || offer;
  return channel === undefined ? name : `${name} on ${channel}`;
}

/** The groups of a metric by name, to compare two moments. */
function values({ groups }: MetricResult): Map<string, number | null> {
  return new Map(
    groups.map(({ channel, offer, value }) => {
      const names = [channel, offer].filter((name) => name !== undefined).map((name) => name ?? "none");
      return [names.length > 0 ? `, ${names.join(", ")}` : "", value];
    }),
  );
}

/** The changes in metrics between two moments, in words. */
function differences(before: readonly MetricResult[], after: readonly MetricResult[]): string[] {
  return after.flatMap((result, position) => {
    const { key, aggregationType } = result;
    const left = new Map(before[position] && values(before[position]));
    const right = values(result);
    const name = inForce.metrics.find((metric) => metric.key === key)?.name || key;
    // A group without remaining events is not listed.
    const none = aggregationType === "count" || aggregationType === "sum" ? "0" : "no value";
    const show = (value: number | null | undefined): string =>
      value === null || value === undefined ? none : String(Math.round(value * 1000) / 1000);
    return [...new Set([...left.keys(), ...right.keys()])]
      .filter((group) => left.get(group) !== right.get(group))
      .map((group) => `${name}${group}: ${show(left.get(group))} → ${show(right.get(group))}`);
  });
}

/** How many instants after the requested end the search tries before it gives up. */
const MAX_QUIET_TURNS = 1000;

/**
 * Adds what changes up to `to`, or else the first change after it, to the turns. Returns where the
 * search ended.
 */
function search(turns: Turn[], customer: Customer, moment: Moment, to: number, most: number): number {
  let decision = decide(customer, moment);
  let metrics = customer.metrics({ now: moment.now });
  const next = (): number =>
    Math.min(time(decision?.validUntil ?? null), ...metrics.map(({ validUntil }) => time(validUntil)));
  let quiet = 0;
  const goesOn = (at: number): boolean =>
    at <= to ? turns.length < most : turns.length === 0 && Number.isFinite(at) && quiet++ < MAX_QUIET_TURNS;
  let at = next();
  for (; goesOn(at); at = next()) {
    const before = new Map(decision?.outcomes.map((outcome) => [idOf(outcome), outcome.status]));
    const moved = metrics;
    decision = decide(customer, { ...moment, now: at });
    metrics = customer.metrics({ now: at });
    const freed: string[] = [];
    const blocked: string[] = [];
    for (const outcome of decision?.outcomes ?? []) {
      const was = before.get(idOf(outcome));
      if (was === undefined || (was === "eligible") === (outcome.status === "eligible")) continue;
      (outcome.status === "eligible" ? freed : blocked).push(label(outcome));
    }
    const changes = differences(moved, metrics);
    if (freed.length > 0) turns.push({ at, kind: "freed", what: freed.join(", ") });
    if (blocked.length > 0) turns.push({ at, kind: "blocked", what: blocked.join(", ") });
    if (freed.length + blocked.length === 0 && changes.length > 0)
      turns.push({ at, kind: "metric", what: changes.join("; ") });
  }
  return at;
}

/** All but those metrics that the engine refuses to compute, and why it refuses those. */
async function metricsAt(held: Held, now: number): Promise<Pick<Look, "metrics" | "refused">> {
  const refused: Issue[] = [];
  let { customer } = held;
  let left = inForce.metrics;
  for (;;) {
    try {
      return { metrics: customer.metrics({ now }), refused };
    } catch (error) {
      const issues = issuesOf(error);
      refused.push(...issues);
      const rest = left.filter(({ key }) => !issues.some(({ path }) => path === `metrics.${key}`));
      if (rest.length === left.length) return { metrics: [], refused };
      left = rest;
      const engine = await createEngine(plain({ ...emptyConfiguration(), metrics: rest }));
      ({ customer } = enter(engine).held);
    }
  }
}

/**
 * What events would bring to the current customer, which may know some of them, or others by their
 * ids.
 */
async function adding(events: InteractionEvent[]): Promise<Omit<Judged, "problems">> {
  const { customer } = enter((await need()).engine).held;
  const { conflicts, duplicates } = customer.append(events, { onInvalid: "skip" });
  customer.free();
  const known = new Set(source.events.map(({ id }) => id));
  return {
    events: events.filter(({ id }) => id === undefined || !known.has(id)),
    duplicates,
    clashes: conflicts.map(({ index, code, message }) => ({ id: events[index]?.id, code, message })),
  };
}

export const host: Compute = {
  async recipes() {
    return recipes;
  },

  async configure(configuration) {
    try {
      const engine = await createEngine(plain(configuration));
      held?.engine.free();
      inForce = configuration;
      held = enter(engine).held;
      return { ok: true, requirements: engine.requirements, findings: engine.lint() };
    } catch (error) {
      return { ok: false, issues: issuesOf(error) };
    }
  },

  async check(configuration, probe) {
    let verdict: Verdict;
    try {
      const engine = await createEngine(plain(configuration));
      verdict = { ok: true, requirements: engine.requirements, findings: engine.lint() };
      let result: MetricResult | null = null;
      if (probe) {
        const { customer } = enter(engine).held;
        result = customer.metrics({ now: probe.now }).find(({ key }) => key === probe.key) ?? null;
      }
      engine.free();
      return { verdict, result };
    } catch (error) {
      return { verdict: { ok: false, issues: issuesOf(error) }, result: null };
    }
  },

  async load(events, interactions): Promise<Taken> {
    source = {
      events,
      interactions: byStart(interactions),
    };
    const { engine, customer } = await need();
    customer.free();
    const entered = enter(engine);
    held = entered.held;
    return { size: held.customer.size, issues: entered.issues };
  },

  async append(events) {
    const { customer } = await need();
    source = { ...source, events: [...source.events, ...events] };
    const { invalid, conflicts } = customer.append(events, { onInvalid: "skip" });
    return { size: customer.size, issues: [...invalid, ...conflicts] };
  },

  async judge(event) {
    const customer = (await need()).engine.customer();
    const { invalid } = customer.append([event], { onInvalid: "skip" });
    customer.free();
    // The engine takes such a value for an absent one, but whoever typed it meant a value.
    if (Number.isNaN(event.value)) return [{ path: "value", code: "wrong_type", message: NO_NUMBER }];
    return invalid.map((issue) => ({ ...issue, path: issue.path.replace(/^events\[0\]\.?/, "") }));
  },

  async look(moment) {
    const begin = performance.now();
    const current = await at(moment.now);
    const { metrics, refused } = await metricsAt(current, moment.now);
    let decision: Decision | null = null;
    let issues: Issue[] = [];
    try {
      decision = decide(current.customer, moment);
    } catch (error) {
      issues = issuesOf(error);
    }
    return {
      now: moment.now,
      metrics,
      refused,
      decision,
      profile: profileState(current, moment.now),
      issues,
      milliseconds: performance.now() - begin,
    };
  },

  async series({ key, ...request }) {
    const { customer } = await need();
    return customer.series(key, request);
  },

  async turns(moment, to, most) {
    const { customer } = await at(moment.now);
    const turns: Turn[] = [];
    let end = moment.now;
    try {
      end = search(turns, customer, moment, to, most);
    } catch (error) {
      // The look at the same moment reports why.
      issuesOf(error);
    }
    return { turns, openFrom: turns.length === 0 && Number.isFinite(end) ? end : null };
  },

  async explain(moment, candidate) {
    const { customer } = await at(moment.now);
    const decision = customer.decide({ ...moment, explain: "full" });
    return (
      decision.outcomes.find(
        ({ offer, channel }) => offer === candidate.offer && channel === candidate.channel,
      ) ?? null
    );
  },

  async backtest(against, eventType) {
    const { customer } = await at(Number.POSITIVE_INFINITY);
    const begin = performance.now();
    try {
      const result = customer.backtest({ eventType, against: plain(against) });
      return { result, milliseconds: performance.now() - begin };
    } catch (error) {
      return { issues: issuesOf(error) };
    }
  },

  async drift(interactions) {
    const { engine } = await need();
    const customer = engine.customer();
    const states: ProfileState[] = [];
    for (const interaction of interactions) {
      try {
        customer.applyInteraction(interaction);
      } catch (error) {
        issuesOf(error);
      }
      states.push(profileState({ engine, customer }));
    }
    customer.free();
    return states;
  },

  async read(text, reading) {
    return readText(text, reading, {
      async judge(records, fields) {
        const engine = await createEngine({ eventFields: fields });
        try {
          const customer = engine.customer();
          const { invalid, conflicts, duplicates } = customer.append(records, { onInvalid: "skip" });
          const events = [...customer.events()];
          const added = reading.add ? await adding(events) : { events, duplicates: 0, clashes: [] };
          return {
            ...added,
            problems: [...invalid, ...conflicts],
            duplicates: duplicates + added.duplicates,
          };
        } finally {
          engine.free();
        }
      },
      async whyNotJson(json) {
        const engine = await createEngine({});
        try {
          engine.customer().append(json);
          return undefined;
        } catch (error) {
          return issuesOf(error).find(({ code }) => code === "invalid_json")?.message;
        } finally {
          engine.free();
        }
      },
    });
  },
};
