// E1–E8 and S3 word by word: a history is an array of events, looked through from start to end.

import { instant } from "./time.js";

/** @typedef {{ id: string | null, eventType: string, timestamp: number, channel: string | null,
 *   offer: string | null, value: number | null, properties: Record<string, number> }} Event */

/** No text of an event is longer than this in UTF-8. */
const MAX_BYTES = 1024;

/** Half a surrogate pair cannot be written as UTF-8; it stands for U+FFFD. */
const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, "\uFFFD");

/** E3: follows a dotted path into nested objects. */
const reach = (object, path) =>
  path.split(".").reduce((found, step) => {
    const inside =
      found !== null && typeof found === "object" && !Array.isArray(found) && Object.hasOwn(found, step);
    return inside ? found[step] : undefined;
  }, object);

/**
 * E1–E3: reads one event; `wrong` lists the fields that are refused.
 * @returns {{ event: Event, wrong: string[] }}
 */
export function readEvent(raw, fields = {}) {
  if (raw === null || typeof raw !== "object" || Array.isArray(raw)) return { wrong: [""] };
  const wrong = [];
  const field = (name) => reach(raw, fields[name] ?? name) ?? null;
  const refuse = (name) => {
    wrong.push(fields[name] ?? name);
    return null;
  };
  const text = (name) => {
    const given = field(name);
    if (given === null) return null;
    const mayBeEmpty = name === "channel" || name === "offer";
    const fits = typeof given === "string" && new TextEncoder().encode(given).length <= MAX_BYTES;
    return fits && (given !== "" || mayBeEmpty) ? wellFormed(given) : refuse(name);
  };
  const number = (name) => {
    const given = field(name);
    if (given === null) return null;
    if (typeof given !== "number") return refuse(name);
    return Number.isFinite(given) ? given + 0 : null;
  };
  const properties = () => {
    const given = field("properties");
    if (given === null) return {};
    if (typeof given !== "object" || Array.isArray(given)) return refuse("properties");
    const numbers = Object.entries(given).filter(([, value]) => Number.isFinite(value));
    return Object.fromEntries(numbers.map(([name, value]) => [wellFormed(name), value + 0]));
  };
  const { value: alsoValue = null, ...others } = properties() ?? {};
  const event = {
    id: text("id"),
    eventType: field("eventType") === null ? refuse("eventType") : text("eventType"),
    timestamp: instant(field("timestamp")) ?? refuse("timestamp"),
    channel: text("channel"),
    offer: text("offer"),
    value: number("value") ?? alsoValue,
    properties: others,
  };
  return { event, wrong };
}

/** By code points: UTF-16 puts the astral planes before U+E000. */
export function compareText(left, right) {
  const [a, b] = [left, right].map((text) => Array.from(text, (character) => character.codePointAt(0)));
  for (let at = 0; at < Math.min(a.length, b.length); at++) if (a[at] !== b[at]) return a[at] - b[at];
  return a.length - b.length;
}

export const noneFirst = (compare) => (left, right) => {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return compare(left, right);
};

const byText = noneFirst(compareText);
const byNumber = noneFirst((left, right) => (left === right ? 0 : left < right ? -1 : 1));

function compareProperties(left, right) {
  const [a, b] = [left, right].map((properties) =>
    Object.entries(properties).sort(([one], [other]) => compareText(one, other)),
  );
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const pair = compareText(a[at][0], b[at][0]) || byNumber(a[at][1], b[at][1]);
    if (pair !== 0) return pair;
  }
  return a.length - b.length;
}

const compareContent = (left, right) =>
  byText(left.eventType, right.eventType) ||
  byText(left.channel, right.channel) ||
  byText(left.offer, right.offer) ||
  byNumber(left.value, right.value) ||
  compareProperties(left.properties, right.properties);

/** E5: the canonical order. */
export const compareEvents = (left, right) =>
  left.timestamp - right.timestamp || byText(left.id, right.id) || compareContent(left, right);

const sorted = (events) => [...events].sort(compareEvents);

/**
 * E4–E6: the history with events added, and what became of each.
 * @param {Event[]} history in canonical order
 */
export function append(history, raws, { onInvalid = "fail", fields = {} } = {}) {
  const read = raws.map((raw) => readEvent(raw, fields));
  const invalid = read.flatMap(({ wrong }, index) =>
    wrong.map((name) => ({ index, path: name === "" ? `events[${index}]` : `events[${index}].${name}` })),
  );
  if (invalid.length > 0 && onInvalid !== "skip") return { history, refused: invalid };
  const kept = [...history];
  const conflicts = [];
  let duplicates = 0;
  read.forEach(({ event, wrong }, index) => {
    if (wrong.length > 0) return;
    const before = event.id === null ? undefined : kept.find((held) => held.id === event.id);
    if (before === undefined) kept.push(event);
    else if (compareEvents(before, event) === 0) duplicates += 1;
    else conflicts.push(index);
  });
  return { history: sorted(kept), appended: kept.length - history.length, duplicates, conflicts, invalid };
}

/** S3: the union; of two events with one id the canonically first stays. */
export function merge(left, right) {
  const all = sorted([...left, ...right]);
  return all.filter(({ id }, at) => id === null || all.findIndex((other) => other.id === id) === at);
}

/** E4, S3: what became of the events of `right`, which is in canonical order. */
export function merged(left, right) {
  const before = right.map(({ id }) => (id === null ? undefined : left.find((held) => held.id === id)));
  const same = (held, at) => held !== undefined && compareEvents(held, right[at]) === 0;
  return {
    appended: before.filter((held) => held === undefined).length,
    duplicates: before.filter(same).length,
    conflicts: [...before.keys()].filter((at) => before[at] !== undefined && !same(before[at], at)),
  };
}
