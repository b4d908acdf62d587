// One customer's history as a busy platform would hold it: four months, mostly impressions, four
// channels, forty offers, in time order.

import { random } from "../support/random.js";

const DAY = 86_400_000;
export const NOW = Date.UTC(2026, 2, 10, 14, 30);
const SPAN = 120 * DAY;
const CHANNELS = ["email", "push", "sms", "web"];
const OFFERS = Array.from({ length: 40 }, (_, index) => `offer_${index}`);

/** @typedef {{ id?: string, eventType: string, timestamp: string | number, channel?: string, offer?: string,
 *   value?: number, properties?: Record<string, number> }} Event */

/**
 * `count` events in time order, times in ms.
 * @param {number} count
 * @param {{ ids: boolean }} options
 * @returns {Event[]}
 */
export function history(count, { ids }) {
  const rng = random(count);
  const times = Array.from({ length: count }, () => NOW - Math.floor(rng.unit() * SPAN)).sort(
    (a, b) => a - b,
  );
  return times.map((timestamp, index) => event(rng, timestamp, ids ? `evt_${index}` : undefined));
}

/** The event that arrives last, a millisecond after the one before and just before the metrics are read. @returns {Event} */
export function latest(/** @type {number} */ index, { ids }) {
  return event(random(index), NOW - 1 + index, ids ? `new_${index}` : undefined);
}

function event(rng, timestamp, id) {
  const draw = rng.unit();
  const eventType =
    draw < 0.75 ? "impression" : draw < 0.87 ? "click" : draw < 0.95 ? "dismiss" : "conversion";
  /** @type {Event} */
  const made = id === undefined ? { eventType, timestamp } : { id, eventType, timestamp };
  made.channel = rng.pick(CHANNELS);
  made.offer = rng.pick(OFFERS);
  if (eventType === "conversion") {
    made.value = rng.whole(500, 20_000) / 100;
    made.properties = { margin: rng.whole(50, 5_000) / 100 };
  }
  return made;
}

/** The same events with ISO times. @param {Event[]} events @returns {Event[]} */
export const withIsoTimes = (events) =>
  events.map((given) => ({ ...given, timestamp: new Date(given.timestamp).toISOString() }));

/** The same events, without properties, as columns over one dictionary of names. @param {Event[]} events */
export function toColumns(events) {
  const dictionary = [];
  const codes = new Map();
  const code = (name) => {
    if (!codes.has(name)) codes.set(name, dictionary.push(name) - 1);
    return codes.get(name);
  };
  const columns = {
    eventType: Int32Array.from(events, (given) => code(given.eventType)),
    timestamp: Float64Array.from(events, (given) => Number(given.timestamp)),
    channel: Int32Array.from(events, (given) => code(given.channel)),
    offer: Int32Array.from(events, (given) => code(given.offer)),
    value: Float64Array.from(events, (given) => given.value ?? Number.NaN),
  };
  const ids = events[0]?.id === undefined ? {} : { id: events.map((given) => given.id) };
  return { ...columns, ...ids, dictionary };
}
