// M1–M9 word by word: for each metric the matching events, for each group the events in it.

import { exactSum } from "./exact.js";
import { compareText, noneFirst } from "./history.js";
import { written } from "./time.js";

const DAY = 86_400_000;

/** Which events a metric speaks of, whatever the time. */
const speaksOf = (metric) => (event) =>
  (event.eventType === metric.eventType || event.eventType === metric.secondaryEventType) &&
  (metric.where?.channel === undefined || metric.where.channel.includes(event.channel)) &&
  (metric.where?.offer === undefined || metric.where.offer.includes(event.offer));

const numberOf = (metric, event) => {
  const property = metric.property ?? "value";
  if (property === "value") return event.value;
  return Object.hasOwn(event.properties, property) ? event.properties[property] : null;
};

const takesNumbers = (metric) => ["sum", "avg", "min", "max"].includes(metric.aggregationType);

/** M3: in the window that ends at `now`. */
const inWindow = (metric, now) => (event) =>
  event.timestamp > now - metric.windowDays * DAY && event.timestamp <= now;

function finite(number) {
  if (!Number.isFinite(number)) throw new RangeError("overflow");
  return number;
}

/** M4–M6 */
function aggregate(metric, used) {
  const count = (type) => used.filter((event) => event.eventType === type).length;
  if (metric.aggregationType === "count") return used.length;
  if (metric.aggregationType === "ratio") {
    const secondary = count(metric.secondaryEventType);
    return secondary === 0 ? null : count(metric.eventType) / secondary;
  }
  const numbers = used.map((event) => numberOf(metric, event));
  if (metric.aggregationType === "sum") return finite(exactSum(numbers));
  if (numbers.length === 0) return null;
  const ascending = [...numbers].sort((a, b) => a - b);
  if (metric.aggregationType === "min") return ascending[0];
  if (metric.aggregationType === "max") return ascending[ascending.length - 1];
  // Never -0, which the average of -5e-324 and 0 would be.
  return finite(exactSum(numbers)) / numbers.length + 0;
}

/** M9: when the first of `events` leaves the window or, still to come, enters it. */
function nextChange(metric, now, events) {
  const changes = events.map((event) =>
    event.timestamp > now ? event.timestamp : event.timestamp + metric.windowDays * DAY,
  );
  const later = changes.filter((time) => time > now);
  return later.length === 0 ? null : written(Math.min(...later));
}

const groupKey = (metric, event) => metric.dimensions.map((dimension) => event[dimension]);

const compareKeys = (left, right) => {
  for (let at = 0; at < left.length; at++) {
    const compared = noneFirst(compareText)(left[at], right[at]);
    if (compared !== 0) return compared;
  }
  return 0;
};

/** M7: channel before offer, however the definition lists them. */
const inOrder = (metric) => ({
  ...metric,
  dimensions: ["channel", "offer"].filter((dimension) => (metric.dimensions ?? []).includes(dimension)),
});

/**
 * What `customer.metrics({ now })` answers for one definition.
 * @param {import("./history.js").Event[]} history
 */
export function metricResult(definition, history, now) {
  const metric = inOrder(definition);
  const relevant = history.filter(speaksOf(metric));
  const matching = relevant.filter(inWindow(metric, now));
  const usable = (event) => !takesNumbers(metric) || numberOf(metric, event) !== null;
  const visible = [...matching, ...relevant.filter((event) => event.timestamp > now)];
  const keys =
    metric.dimensions.length === 0 ? [[]] : distinct(matching.map((event) => groupKey(metric, event)));
  const groups = keys.sort(compareKeys).map((key) => {
    const belongs = (event) => usable(event) && compareKeys(groupKey(metric, event), key) === 0;
    const used = matching.filter(belongs);
    return {
      ...Object.fromEntries(metric.dimensions.map((dimension, at) => [dimension, key[at]])),
      value: aggregate(metric, used),
      events: used.length,
      validUntil: nextChange(metric, now, visible.filter(belongs)),
    };
  });
  return {
    key: metric.key,
    aggregationType: metric.aggregationType,
    windowDays: metric.windowDays,
    from: written(now - metric.windowDays * DAY),
    to: written(now),
    groups,
    ...(metric.dimensions.length === 0 ? { value: groups[0].value } : {}),
    skipped: matching.filter((event) => !usable(event)).length,
    validUntil: nextChange(metric, now, visible),
  };
}

function distinct(keys) {
  return keys.filter((key, at) => keys.findIndex((other) => compareKeys(other, key) === 0) === at);
}

/** All metrics of a configuration. @param {import("./history.js").Event[]} history */
export const metricResults = (configuration, history, now) =>
  configuration.metrics.map((definition) => metricResult(definition, history, now));

/**
 * What `customer.metric(key, …)` answers: the group's value, or M6's empty value.
 * @param {object} definition
 * @param {import("./history.js").Event[]} history
 * @param {{ now: number, channel?: string | null, offer?: string | null }} asked
 */
export function metricValue(definition, history, { now, channel = null, offer = null }) {
  const metric = inOrder(definition);
  const asked = { channel, offer };
  const group = metricResult(definition, history, now).groups.find((each) =>
    metric.dimensions.every((dimension) => each[dimension] === asked[dimension]),
  );
  if (group !== undefined) return group.value;
  return metric.aggregationType === "count" || metric.aggregationType === "sum" ? 0 : null;
}

/** E8: what stays after pruning. */
export const prune = (configuration, history, now) =>
  history.filter(
    (event) =>
      event.timestamp > now ||
      configuration.metrics.some(
        (metric) => speaksOf(metric)(event) && event.timestamp > now - metric.windowDays * DAY,
      ),
  );
