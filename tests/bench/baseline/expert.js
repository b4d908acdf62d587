// What an expert writes when there is no library: rules compiled by event type with the longest
// window first (so that an old event leaves the loop early), one pass over the events, nested Maps
// and no string keys. It computes values only: no validUntil, no exact sums, no checks of its
// input.

import { parseIso } from "./iso.js";

const DAY = 86_400_000;
const COUNT = 0;
const NUMBER = 1;
const SECONDARY = 2;

class Cell {
  constructor() {
    this.count = 0;
    this.secondary = 0;
    this.sum = 0;
    this.min = Number.POSITIVE_INFINITY;
    this.max = Number.NEGATIVE_INFINITY;
  }
}

/** @param {import("../metrics.js").Metric[]} metrics */
export function compile(metrics) {
  const rules = metrics.flatMap((metric, index) => {
    const shared = {
      index,
      window: metric.windowDays * DAY,
      byChannel: metric.dimensions.includes("channel"),
      byOffer: metric.dimensions.includes("offer"),
      channels: metric.where?.channel ? new Set(metric.where.channel) : null,
      offers: metric.where?.offer ? new Set(metric.where.offer) : null,
      property: metric.property && metric.property !== "value" ? metric.property : null,
    };
    const counts = metric.aggregationType === "count" || metric.aggregationType === "ratio";
    const primary = { ...shared, eventType: metric.eventType, role: counts ? COUNT : NUMBER };
    if (metric.aggregationType !== "ratio") return [primary];
    return [primary, { ...shared, eventType: metric.secondaryEventType, role: SECONDARY }];
  });
  const byType = new Map();
  for (const rule of rules.sort((a, b) => b.window - a.window)) {
    if (!byType.has(rule.eventType)) byType.set(rule.eventType, []);
    byType.get(rule.eventType).push(rule);
  }
  return { metrics, byType };
}

const emptyGroups = (metrics) =>
  metrics.map((metric) => (metric.dimensions.length === 0 ? new Cell() : new Map()));

function cellOf(groups, rule, channel, offer) {
  if (!rule.byChannel && !rule.byOffer) return groups;
  let map = groups;
  if (rule.byChannel && rule.byOffer) {
    map = groups.get(channel);
    if (map === undefined) {
      map = new Map();
      groups.set(channel, map);
    }
  }
  const last = rule.byOffer ? offer : channel;
  let cell = map.get(last);
  if (cell === undefined) {
    cell = new Cell();
    map.set(last, cell);
  }
  return cell;
}

function take(groups, rules, now, time, channel, offer, value, properties) {
  for (let at = 0; at < rules.length; at++) {
    const rule = rules[at];
    if (time <= now - rule.window) return;
    if (rule.channels !== null && !rule.channels.has(channel)) continue;
    if (rule.offers !== null && !rule.offers.has(offer)) continue;
    const cell = cellOf(groups[rule.index], rule, channel, offer);
    if (rule.role === COUNT) cell.count++;
    else if (rule.role === SECONDARY) cell.secondary++;
    else {
      const number = rule.property === null ? value : properties?.[rule.property];
      if (typeof number !== "number") continue;
      cell.count++;
      cell.sum += number;
      if (number < cell.min) cell.min = number;
      if (number > cell.max) cell.max = number;
    }
  }
}

/**
 * All metrics over event objects with ISO times or times in ms.
 * @param {ReturnType<typeof compile>} compiled
 * @param {import("../workload.js").Event[]} events
 * @param {number} now
 * @param {boolean} ids whether events carry ids, by which repeated ones are dropped
 */
export function scan({ metrics, byType }, events, now, ids) {
  const groups = emptyGroups(metrics);
  const seen = ids ? new Set() : null;
  for (let at = 0; at < events.length; at++) {
    const event = events[at];
    if (seen !== null) {
      const before = seen.size;
      seen.add(event.id);
      if (seen.size === before) continue;
    }
    const rules = byType.get(event.eventType);
    if (rules === undefined) continue;
    const time = typeof event.timestamp === "number" ? event.timestamp : parseIso(event.timestamp);
    if (time > now) continue;
    take(groups, rules, now, time, event.channel ?? null, event.offer ?? null, event.value, event.properties);
  }
  return groups;
}

/** All metrics over typed arrays: names are looked at once a name, not once an event. */
export function scanColumns({ metrics, byType }, columns, now) {
  const groups = emptyGroups(metrics);
  const { eventType, timestamp, channel, offer, value, dictionary, id } = columns;
  const seen = id === undefined ? null : new Set();
  const rulesOf = dictionary.map((name) => byType.get(name));
  for (let at = 0; at < timestamp.length; at++) {
    if (seen !== null) {
      const before = seen.size;
      seen.add(id[at]);
      if (seen.size === before) continue;
    }
    const rules = rulesOf[eventType[at]];
    const time = timestamp[at];
    if (rules === undefined || time > now) continue;
    const number = value[at];
    take(
      groups,
      rules,
      now,
      time,
      dictionary[channel[at]],
      dictionary[offer[at]],
      Number.isNaN(number) ? undefined : number,
      undefined,
    );
  }
  return groups;
}

function valueOfCell(metric, cell) {
  switch (metric.aggregationType) {
    case "count":
      return cell.count;
    case "sum":
      return cell.sum;
    case "avg":
      return cell.count === 0 ? null : cell.sum / cell.count;
    case "min":
      return cell.count === 0 ? null : cell.min;
    case "max":
      return cell.count === 0 ? null : cell.max;
    default:
      return cell.secondary === 0 ? null : cell.count / cell.secondary;
  }
}

/** Calls `visit(value)` for every group of every metric. */
export function readAll({ metrics }, groups, visit) {
  for (let index = 0; index < metrics.length; index++) {
    const metric = metrics[index];
    const found = groups[index];
    if (metric.dimensions.length === 0) visit(valueOfCell(metric, found));
    else
      for (const cell of found.values()) {
        if (metric.dimensions.length === 1) visit(valueOfCell(metric, cell));
        else for (const inner of cell.values()) visit(valueOfCell(metric, inner));
      }
  }
}

/** The value of one group, by its key. */
export function lookUp({ metrics }, groups, index, channel, offer) {
  const metric = metrics[index];
  let cell = groups[index];
  if (metric.dimensions.includes("channel")) cell = cell?.get(channel);
  if (metric.dimensions.includes("offer")) cell = cell?.get(offer);
  return cell === undefined ? undefined : valueOfCell(metric, cell);
}
