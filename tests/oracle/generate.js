// Random definitions and histories that lie where mistakes do: on the edges of windows, among ties,
// repeats, nulls and odd names.

import { random } from "../support/random.js";
import { instant } from "./time.js";

const DAY = 86_400_000;
const TYPES = ["impression", "click", "conversion", "dismiss"];
const PLAIN = ["email", "push", "sms"];
const ODD = [
  "E-Mail ☃",
  "\u{1F600}",
  "\uFFFD",
  "\uFEFFemail",
  "\uFF5E",
  "\u{10000}",
  "\uD800!",
  "__proto__",
  "constructor",
  'a"b\\c\n',
  " ",
  "0",
];
const PROPERTIES = ["margin", "constructor", "Größe", "a.b"];
const WINDOWS = [1, 1, 2, 7, 30, 90, 365];

export const NOW = Date.UTC(2026, 2, 10, 14, 30, 15, 123);

/**
 * @typedef {{ configuration: { metrics: object[] }, events: object[], now: number }} Case
 * @param {number} seed
 * @param {{ json?: boolean, conflicts?: boolean, most?: number }} [options] `json` keeps to what JSON can hold;
 *   `conflicts` lets two events share an id with different content
 * @returns {Case}
 */
export function generateCase(seed, { json = false, conflicts = true, most = 40 } = {}) {
  const rng = random(seed);
  const now = NOW + (rng.chance(0.2) ? rng.whole(0, 86_400_000) : 0);
  const names = rng.chance(0.5) ? PLAIN : [...PLAIN, ...ODD];
  const configuration = { metrics: definitions(rng, names) };
  const windows = configuration.metrics.map((metric) => metric.windowDays * DAY);
  const context = { rng, now, windows, names, json };
  const events = Array.from({ length: rng.whole(0, most) }, () => event(context));
  return { configuration, events: rng.shuffled([...events, ...repeats(context, events, conflicts)]), now };
}

function definitions(rng, names) {
  return Array.from({ length: rng.whole(1, 8) }, (_, index) => {
    const aggregationType = rng.pick(["count", "sum", "avg", "min", "max", "ratio"]);
    const [eventType, secondaryEventType] = rng.shuffled(TYPES);
    const takesNumbers = aggregationType !== "count" && aggregationType !== "ratio";
    return {
      name: `Metric ${index}`,
      key: `m_${index}`,
      aggregationType,
      eventType: rng.chance(0.7) && aggregationType !== "ratio" ? "conversion" : eventType,
      ...(aggregationType === "ratio" ? { secondaryEventType } : {}),
      dimensions: rng.pick([[], ["channel"], ["offer"], ["channel", "offer"], ["offer", "channel"]]),
      windowDays: rng.pick(WINDOWS),
      ...(takesNumbers && rng.chance(0.3) ? { property: rng.pick(PROPERTIES) } : {}),
      ...(rng.chance(0.25) ? { where: where(rng, names) } : {}),
    };
  });
}

function where(rng, names) {
  const some = () =>
    rng
      .shuffled(names)
      .slice(0, rng.whole(1, 3))
      .filter((name) => name !== "\uD800!");
  const list = (found) => (found.length > 0 ? found : ["email"]);
  const filter = {};
  if (rng.chance(0.7)) filter.channel = list(some());
  if (filter.channel === undefined || rng.chance(0.3)) filter.offer = list(some());
  return filter;
}

function event(context) {
  const { rng, names } = context;
  const made = {
    eventType: rng.pick([...TYPES, "conversion", "conversion"]),
    timestamp: writtenTime(context, millis(context)),
  };
  if (rng.chance(0.4)) made.id = `e${rng.whole(0, 1_000_000)}`;
  for (const name of ["channel", "offer"]) {
    if (rng.chance(0.85)) made[name] = rng.pick(names);
    else if (rng.chance(0.5)) made[name] = null;
  }
  if (rng.chance(0.75)) made.value = number(context);
  if (rng.chance(0.5)) {
    made.properties = Object.fromEntries(
      PROPERTIES.filter(() => rng.chance(0.4)).map((name) => [name, number(context)]),
    );
    if (rng.chance(0.2)) made.properties.colour = "red";
  }
  if (rng.chance(0.1)) made.unknown = { nested: [1, "two", null] };
  return made;
}

function millis({ rng, now, windows }) {
  const draw = rng.unit();
  const window = rng.pick(windows);
  if (draw < 0.3) return now - window + rng.whole(-1, 1);
  if (draw < 0.4) return now + rng.whole(-1, 1);
  if (draw < 0.5) return now + rng.whole(0, 3 * DAY);
  if (draw < 0.6) return now - DAY * rng.whole(0, 3);
  return now - rng.whole(0, Math.floor(window * 1.1));
}

function writtenTime({ rng, json }, time) {
  const iso = new Date(time).toISOString();
  switch (rng.whole(0, json ? 5 : 6)) {
    case 0:
      return time;
    case 1:
      return time + rng.pick([0, 0.25, 0.999]);
    case 2:
      return withOffset(time, rng.pick([60, -330, 345, 0]));
    case 3:
      return iso.replace("T", " ").replace("Z", `${rng.whole(0, 999)}+00:00`);
    case 4:
      return iso.replace(/:\d\d\.\d{3}Z$/, "") === iso.slice(0, 16) && time % 60_000 === 0
        ? `${iso.slice(0, 16)}Z`
        : iso;
    case 5:
      return iso;
    default:
      return new Date(time);
  }
}

function withOffset(time, minutes) {
  const local = new Date(time + minutes * 60_000).toISOString().slice(0, 23);
  const hours = Math.floor(Math.abs(minutes) / 60);
  return `${local}${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(Math.abs(minutes) % 60).padStart(2, "0")}`;
}

function number({ rng, json }) {
  switch (rng.whole(0, json ? 8 : 9)) {
    case 0:
      return null;
    case 1:
      return rng.pick([0, -0, 5e-324, -5e-324, 2.2250738585072014e-308]);
    case 2:
      return rng.pick([1e16, -1e16, 1e17, 1, -1]);
    case 3:
      return rng.pick([1e300, -1e300, 1.7e308 / 2 ** 40]);
    case 4:
      return -rng.whole(0, 100_000) / 100;
    case 9:
      return rng.pick([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    default:
      return rng.whole(0, 100_000) / 100;
  }
}

/** Some events once more: as they were, written another way, or (a conflict) with other content. */
function repeats(context, events, conflicts) {
  const { rng } = context;
  return events
    .filter((event) => event.id !== undefined && rng.chance(0.3))
    .map((event) => {
      if (conflicts && rng.chance(0.3)) return { ...event, value: rng.whole(1, 9) * 1e9 };
      if (rng.chance(0.5)) return { ...event };
      return { ...event, timestamp: instant(event.timestamp) };
    });
}
